/** Weighs a Worker with a Container beside it against a Container with the whole app: lines that leave the machine, work, calls that become requests. It knows no prices. */
import type { ContainerCut } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import { FRONT_DOOR, addSpans, containerHours, days, effortHours, type Span } from './effort.js';
import { leftOutside, openFindings } from './open-findings.js';
import { plural } from './plural.js';

export interface WeighedCut {
  /** The cut is worth its work. */
  pays: boolean;
  /** The figures, as one sentence. */
  text: string;
}

/** From this share on, most of the code would run on a machine either way. A judgement of this tool. */
const MOST_STAYS = 0.5;

const middle = ([low, high]: Span): number => (low + high) / 2;

const sumSpans = (...spans: Span[]): Span => spans.reduce(addSpans);

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const span = (hours: Span): string => days(hours).join('–');

/** Share of the production lines whose module stays in the Container. */
function stayingShare(program: Program, inside: ReadonlySet<string>): number {
  const modules = program.modules.filter((module) => module.reach === 'production');
  const lines = (list: typeof modules): number => list.reduce((sum, module) => sum + module.lines, 0);
  return lines(modules.filter((module) => inside.has(module.file))) / Math.max(1, lines(modules));
}

/** What becomes a request, in words: `12 calls between 7 pairs of modules`. */
export function crossingText(cut: ContainerCut): string {
  return `${plural(cut.edges.reduce((sum, edge) => sum + edge.calls, 0), 'call')} between ${plural(cut.edges.length, 'pair')} of modules`;
}

/** The cut pays while the work it adds is a smaller share than that of the lines it takes off the machine, and most of them leave. */
export function weighedCut(program: Program, findings: Finding[], rules: Rule[], cut: ContainerCut): WeighedCut {
  const inside = new Set(cut.modules);
  const parted = sumSpans(FRONT_DOOR, containerHours(cut), effortHours(leftOutside(findings, 'workers', inside), rules));
  const whole = sumSpans(FRONT_DOOR, containerHours(undefined), effortHours(openFindings(findings, 'containers'), rules));
  const staying = stayingShare(program, inside);
  const more = middle(parted) / Math.max(1, middle(whole)) - 1;
  if (staying < MOST_STAYS && more <= 1 - staying) {
    return { pays: true, text: `${percent(1 - staying)} of the lines leave the machine for ${more > 0 ? `${percent(more)} more work` : 'no more work'} than a Container with the whole app: ${span(parted)} person-days against ${span(whole)}` };
  }
  const requests = cut.edges.length > 0 ? ` and turn ${crossingText(cut)} into requests` : '';
  return { pays: false, text: `A Worker in front would leave ${percent(staying)} of the lines in the Container${requests}: ${span(parted)} person-days against ${span(whole)} for a Container with the whole app` };
}
