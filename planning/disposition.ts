/**
 * The best move for the whole app: a Worker, a Worker with a Container beside it, a Container as it is, or stay. It gives at most
 * five reasons, each with a place where there is one, and never a price: what cost alone would say is another page's answer.
 */
import type { ContainerCut, Disposition } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding, ScanFile } from '../core/scan.js';
import type { Area } from '../core/vocabulary.js';
import { placeOf } from './container-needs.js';
import { containerCut } from './cut.js';
import { grouped } from './grouped.js';
import { blockers } from './open-findings.js';
import { plural } from './plural.js';
import { noMachine } from './no-machine.js';
import { optionalListeners, stayReasons } from './stay-reasons.js';
import { crossingText, weighedCut } from './weighed-cut.js';

const REASONS = 5;
/** From this share of rewritten production code on, a Container that needs no change is the better answer. A judgement of this tool. */
const REWRITE_TOO_MUCH = 40;

type Reason = Disposition['reasons'][number];

export interface DispositionParts {
  files: ScanFile[];
  /** Areas whose findings a decision moved to a service. */
  settled?: ReadonlySet<Area>;
  /** What weighs the work; without them each finding's own hours do. */
  rules?: Rule[];
}

/** Lines to rewrite over lines of production code, in percent. */
export function rewritePercent(files: ScanFile[]): number {
  const production = files.filter((file) => file.reach === 'production');
  const lines = production.reduce((sum, file) => sum + file.lines, 0);
  const changed = production.reduce((sum, file) => sum + (file.lines * file.rewritePercent) / 100, 0);
  return lines === 0 ? 0 : Math.round((100 * changed) / lines);
}

/** The rules that block most, one line each. */
function blockerReasons(open: Finding[], limit: number): Reason[] {
  const groups = [...grouped(open, (finding) => finding.rule).values()].sort((a, b) => b.length - a.length);
  return groups.slice(0, limit).flatMap((own) => (own[0] ? [{ text: `${own[0].title}: ${plural(own.length, 'place')}`, at: placeOf(own[0].at) }] : []));
}

function containerModules(cut: ContainerCut): Disposition['containerModules'] {
  const must = new Map(cut.must.map((module) => [module.file, module.reason]));
  return cut.modules.map((file) => {
    const own = must.get(file);
    if (own) return { file, reason: own };
    const joined = cut.together.find((join) => join.files.includes(file));
    if (joined) return { file, reason: `cannot be parted from ${joined.files.filter((other) => other !== file).join(', ')}: ${joined.because}` };
    return { file, reason: 'calls the modules above more often than the rest calls it' };
  });
}

/** Routes whose own module stays in the Container: the Worker only passes them on. */
function allRoutesStay(program: Program, cut: ContainerCut): boolean {
  const inside = new Set(cut.modules);
  const routes = program.entryPoints.filter((entry) => entry.kind === 'http' || entry.kind === 'socket');
  const starts = program.entryPoints.filter((entry) => entry.kind === 'start');
  const asked = routes.length > 0 ? routes : starts;
  return asked.length > 0 && asked.every((entry) => inside.has(entry.file));
}

function border(cut: ContainerCut): Reason {
  const stay = `${plural(cut.modules.length, 'module')} ${cut.modules.length === 1 ? 'stays' : 'stay'} in the Container`;
  if (cut.edges.length === 0) return { text: `${stay}; no call into ${cut.modules.length === 1 ? 'it' : 'them'} could be followed` };
  const one = cut.edges.length === 1 && cut.edges[0]?.calls === 1;
  return { text: `${stay}; ${crossingText(cut)} ${one ? 'becomes a request' : 'become requests'}` };
}

/** What binds the rest to the modules that need a machine: the first reason, with its place. */
function bound(cut: ContainerCut): Reason[] {
  const must = new Set(cut.must.map((module) => module.file));
  const along = cut.modules.filter((file) => !must.has(file)).length;
  const join = cut.together.find(({ files }) => files.some((file) => must.has(file)) && files.some((file) => !must.has(file)));
  if (!join) return [];
  return [{ text: `${plural(along, 'module')} more ${along === 1 ? 'goes' : 'go'} with them; ${join.files.join(' and ')} cannot be parted: ${join.because}`, ...(join.at ? { at: join.at } : {}) }];
}

function withContainer(program: Program, findings: Finding[], cut: ContainerCut, rules: Rule[]): Pick<Disposition, 'move' | 'reasons'> {
  const must: Reason[] = cut.must.slice(0, 2).map((module) => ({ text: `${module.file} ${module.reason}`, ...(module.at ? { at: module.at } : {}) }));
  const weighed = weighedCut(program, findings, rules, cut);
  const routesStay = allRoutesStay(program, cut);
  if (routesStay || !weighed.pays) {
    const why = [...(routesStay ? ['Every route is served by a module that cannot leave the Container'] : []), ...(weighed.pays ? [] : [weighed.text])].map((text): Reason => ({ text }));
    return { move: 'container', reasons: [...why, ...must.slice(0, 1), ...bound(cut), ...blockerReasons(blockers(findings, 'containers'), 2)] };
  }
  return { move: 'worker-and-container', reasons: [...must, border(cut), { text: weighed.text }, ...blockerReasons(blockers(findings, 'workers').filter((f) => !cut.modules.includes(f.at.file)), 1)] };
}

function withoutContainer(program: Program, findings: Finding[], { files, settled }: DispositionParts): Pick<Disposition, 'move' | 'reasons'> {
  const onWorkers = blockers(findings, 'workers');
  const percent = rewritePercent(files);
  if (blockers(findings, 'containers').length === 0 && percent >= REWRITE_TOO_MUCH) {
    return { move: 'container', reasons: [{ text: `Nothing blocks it in a Container, while Workers would mean rewriting about ${percent} % of the code` }, ...blockerReasons(onWorkers, 4)] };
  }
  const machine: Reason = noMachine(program, findings, settled);
  if (onWorkers.length === 0) return { move: 'worker', reasons: [{ text: 'Nothing found that a Worker does not run' }, machine] };
  return { move: 'worker', reasons: [machine, { text: `About ${percent} % of the production code changes` }, ...blockerReasons(onWorkers, 3)] };
}

export function disposition(program: Program, findings: Finding[], parts: DispositionParts): Disposition {
  const cut = containerCut(program, findings, parts.settled);
  const stay = stayReasons(program, findings);
  const listeners = stay.length > 0 ? [] : optionalListeners(program, findings);
  const answer = stay.length > 0
    ? { move: 'stay' as const, reasons: stay.map(({ text, at }) => ({ text, at })) }
    : cut.modules.length > 0 ? withContainer(program, findings, cut, parts.rules ?? []) : withoutContainer(program, findings, parts);
  const reasons = [...answer.reasons.slice(0, REASONS - listeners.length), ...listeners];
  return { move: answer.move, reasons, containerModules: containerModules(cut), cut };
}
