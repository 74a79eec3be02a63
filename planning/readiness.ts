/** How ready the app is for a target: the worst class that is still open, with counts. Never an average, and "not assessable" when too much was not understood. */
import type { Disposition, PlanDecision } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Finding, Readiness } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { blockers, workFindings } from './open-findings.js';
import { plural } from './plural.js';

/** From these shares not understood on, no class is given: imports that lead nowhere hide whole files, an unknown verdict hides one place. Judgements of this tool. */
const TOO_MANY_IMPORTS = 0.25;
const TOO_MANY_VERDICTS = 0.5;
/** Fewer say nothing as a share. */
const AT_LEAST = 3;

export interface ReadinessParts {
  disposition: Disposition;
  decisions: PlanDecision[];
}

const percent = (share: number): number => Math.round(100 * share);

/** Imports of production code that led nowhere, of all its imports. */
export function unknownImports(program: Program): { unknown: number; of: number } {
  const modules = program.modules.filter((module) => module.reach === 'production');
  const unknown = modules.reduce((sum, module) => sum + module.unresolved.length, 0);
  const known = modules.reduce((sum, module) => sum + module.imports.length + module.packages.length, 0);
  return { unknown, of: unknown + known };
}

function notAssessable(program: Program, findings: Finding[], target: Target): string | null {
  const imports = unknownImports(program);
  if (imports.unknown >= AT_LEAST && imports.unknown / imports.of > TOO_MANY_IMPORTS) return `${percent(imports.unknown / imports.of)} % of the imports could not be resolved`;
  const judged = findings.filter((finding) => finding.reach === 'production' && !finding.suppressed);
  const unknown = judged.filter((finding) => finding.verdict[target] === 'unknown').length;
  if (unknown >= AT_LEAST && unknown / judged.length > TOO_MANY_VERDICTS) return `the verdict of ${percent(unknown / judged.length)} % of the findings is unknown`;
  if (!program.modules.some((module) => module.reach === 'production')) return 'no module is reached from an entry point';
  return null;
}

function countsOf(findings: Finding[], target: Target, parts: ReadinessParts): Readiness['counts'] & { byHand: number } {
  const work = workFindings(findings, target);
  const inside = new Set(target === 'workers' ? parts.disposition.containerModules.map((module) => module.file) : []);
  const outside = blockers(findings, target).filter((finding) => !inside.has(finding.at.file));
  const areas = new Set(work.map((finding) => finding.area));
  const resources = new Set(work.map((finding) => finding.resource));
  const open = parts.decisions.filter((decision) => {
    if (decision.answer) return false;
    const asksForTarget = target === 'workers' || decision.options.find((o) => o.id === decision.default)?.target !== 'container';
    return asksForTarget && ((decision.areas ?? []).some((area) => areas.has(area)) || (decision.resources ?? []).some((id) => resources.has(id)) || (!decision.areas && !decision.resources && target === 'workers'));
  });
  return {
    automated: work.filter((finding) => finding.fix?.codemod).length,
    decisions: open.length,
    containerModules: inside.size,
    unknown: work.filter((finding) => finding.verdict[target] === 'unknown').length,
    byHand: outside.filter((finding) => !finding.fix?.codemod).length,
  };
}

const HEAD: Record<Readiness['class'], string> = {
  'no-blocker': 'No blocker found',
  'automated-edits': 'No blocker a codemod cannot take',
  decisions: 'People have to decide',
  container: '',
  stay: 'Stay',
  'not-assessable': 'Not assessable',
};

function headline(kind: Readiness['class'], counts: Readiness['counts'] & { byHand: number }, because: string | undefined): string {
  if (kind === 'not-assessable' || kind === 'stay') return because ? `${HEAD[kind]}: ${because}` : HEAD[kind];
  const parts = [
    counts.containerModules > 0 ? `Container for ${plural(counts.containerModules, 'module')}` : HEAD[kind],
    counts.automated > 0 ? plural(counts.automated, 'automated edit') : '',
    counts.decisions > 0 ? plural(counts.decisions, 'decision') : '',
    counts.byHand > 0 ? `${plural(counts.byHand, 'blocking place')} by hand` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

export function readiness(program: Program, findings: Finding[], target: Target, parts: ReadinessParts): Readiness {
  const counts = countsOf(findings, target, parts);
  const unknown = notAssessable(program, findings, target);
  const stays = parts.disposition.move === 'stay';
  const kind: Readiness['class'] =
    unknown ? 'not-assessable'
    : stays ? 'stay'
    : counts.containerModules > 0 ? 'container'
    : counts.decisions > 0 || counts.byHand > 0 ? 'decisions'
    : counts.automated > 0 ? 'automated-edits'
    : 'no-blocker';
  const reasons = unknown ? [unknown] : parts.disposition.reasons.map((reason) => reason.text);
  const { byHand: _, ...shown } = counts;
  return { class: kind, headline: headline(kind, counts, reasons[0]), counts: shown, reasons };
}
