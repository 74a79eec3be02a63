/**
 * The share of each file that a plan changes: lines of its edits, the estimate for what is left to hands where the file will run, and
 * the calls that become requests. New files count nowhere.
 */
import type { Disposition, PlanComponent } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding, ScanFile } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { deployed } from './deployed.js';
import { borderCalls, machineFiles } from './machine-files.js';
import { rewriteShare, type ShareParts } from './rewrite-share.js';

export interface PlannedEdits {
  components: PlanComponent[];
  /** Lines of the diffs that would be written, per file. */
  diffs: { file: string; addedLines: number; removedLines: number }[];
  target: Target;
  /** Which files stay in a Container; without it all of them go to the target. */
  disposition?: Pick<Disposition, 'move' | 'cut'>;
}

/** What works in a Container is no work in a file that stays there. */
function placed(program: Program, { target, disposition }: PlannedEdits): ShareParts {
  const machine = disposition && target === 'workers' ? machineFiles(program, disposition) : new Set<string>();
  return {
    target: (file) => (machine.has(file) ? 'containers' : target),
    border: disposition?.move === 'worker-and-container' ? borderCalls(program, disposition.cut) : [],
  };
}

export function plannedShare(whole: Program, found: Finding[], rules: Rule[], edits: PlannedEdits): ScanFile[] {
  const { program, findings } = deployed(whole, found);
  const rewritten = new Set(edits.components.filter((component) => component.status === 'rewrite').flatMap((component) => component.resources));
  const left = findings.filter((finding) => finding.resource === undefined || !rewritten.has(finding.resource));
  const where = placed(program, edits);
  const areas = new Map(rewriteShare(program, findings, rules, where).map((file) => [file.file, file.areas]));
  const edited = new Map<string, number>();
  // A replaced line is one removed and one added: it counts once.
  for (const diff of edits.diffs) edited.set(diff.file, (edited.get(diff.file) ?? 0) + Math.max(diff.addedLines, diff.removedLines));
  return rewriteShare(program, left, rules, where).map((file) => {
    const byHand = (file.rewritePercent * file.lines) / 100;
    const percent = Math.min(100, Math.round((100 * (byHand + (edited.get(file.file) ?? 0))) / Math.max(1, file.lines)));
    return { ...file, rewritePercent: file.reach === 'production' ? percent : 0, rewriteBasis: 'planned', areas: areas.get(file.file) ?? [] };
  });
}
