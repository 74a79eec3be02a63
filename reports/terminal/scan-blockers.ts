/**
 * Blockers of the terminal scan by root cause: what it does, how production gets there, the code, the way out. Of the causes that share a rule and a
 * purpose the first is told in full and the others by place.
 */
import type { Finding } from '../../core/scan.js';
import { TARGETS } from '../../core/vocabulary.js';
import { count, plural, span } from '../numbers.js';
import { focusOf, gravest, groupBy } from '../summaries/counted.js';
import { familyOf, rootCauses, tellingSnippets, type RootCause } from '../summaries/root-causes.js';
import { visible } from '../visible-text.js';
import { AREA_ADVICE, AREA_TITLE, PERSISTENCE_TITLE, TARGET_PHRASE, TARGET_TITLE, VERDICT_TITLE } from '../wording.js';
import { codeFrame } from './frame.js';
import { IMPACT_MARK } from './paint.js';
import type { PartContext } from './scan.js';
import { terminalTable } from './table.js';
import { displayWidth, hanging, wrap } from './wrap.js';

const SHOWN_IN_FULL = 8;
const SHOWN_AS_ROWS = 20;
const LABEL = 9;

/** The more causes there are, the less code each one gets: a screen is for reading. */
const snippetsFor = (causes: number): number => (causes <= 3 ? 3 : causes <= 6 ? 2 : 1);

/** The way out of all sites of a family: the codemod counts the sites it takes, the rest is named as handwork. */
export function fixSentence(family: RootCause[]): string {
  const findings = family.flatMap((cause) => cause.findings);
  const codemods = [...groupBy(findings.filter((finding) => finding.fix?.codemod), (finding) => finding.fix?.codemod ?? '')];
  const byMachine = codemods.reduce((total, [, own]) => total + own.length, 0);
  const commands = codemods.map(([name, own]) => `cf-migrate apply ${name}${own.length < findings.length ? ` for ${own.length} of ${plural(findings.length, 'site')}` : ''}`);
  if (byMachine === findings.length) return `${commands.join(', ')} (automatic where it is safe)`;
  const setting = findings.find((finding) => finding.fix?.setting)?.fix?.setting;
  const hand = setting ?? `by hand. ${AREA_ADVICE[family[0]?.area ?? 'other']}`;
  return [...commands, hand].join('; ');
}

function placesOf(findings: Finding[]): string {
  const lines = findings.map((finding) => finding.at.line);
  const shown = [...new Set(lines)].slice(0, 6).join(', ');
  return lines.length > 6 ? `${shown} …` : shown;
}

/** The same in other modules: first places, and how many are left. */
function elsewhere(others: RootCause[]): string {
  const shown = others.slice(0, 3).map((cause) => `${cause.file}:${cause.findings[0]?.at.line ?? 1}`).join(', ');
  return others.length > 3 ? `${shown} and ${plural(others.length - 3, 'more module')}` : shown;
}

/** Three places at most: where it starts, what brings it in, where it ends. */
function chainText(chain: string[]): string {
  if (chain.length <= 4) return chain.join(' › ');
  return [chain[0], `… ${chain.length - 3} more …`, ...chain.slice(-2)].join(' › ');
}

function titleLines(cause: RootCause, index: number, { width, paint }: PartContext): string[] {
  const head = `${String(index + 1).padStart(2)} ${IMPACT_MARK.blocker} `;
  const tail = [AREA_TITLE[cause.area], ...(cause.persistence ? [PERSISTENCE_TITLE[cause.persistence]] : [])].join(' · ');
  const title = wrap(visible(cause.title), width - head.length);
  const gap = width - head.length - displayWidth(title[0] ?? '') - displayWidth(tail);
  const lines = title.map((line, at) => (at === 0 ? paint.danger(head) : ' '.repeat(head.length)) + paint.strong(line));
  if (title.length === 1 && gap >= 2) return [`${lines[0]}${' '.repeat(gap)}${paint.quiet(tail)}`];
  return [...lines, ' '.repeat(head.length) + paint.quiet(tail)];
}

const hours = (family: RootCause[]): [number, number] => [0, 1].map((end) => Math.round(family.reduce((total, cause) => total + (cause.effort[end] ?? 0), 0) * 10) / 10) as [number, number];

function causeLines(cause: RootCause, others: RootCause[], index: number, context: PartContext, snippets: number): string[] {
  const { scan, width, paint, colour } = context;
  const inner = width - 5;
  const family = [cause, ...others];
  const worst = gravest(cause.findings, focusOf(scan));
  const verdicts = TARGETS.map((target) => `${TARGET_TITLE[target]}: ${VERDICT_TITLE[worst?.verdict[target] ?? 'unknown'].toLowerCase()}`).join(' · ');
  const reasons = worst?.reasons.slice(0, 2).join('; ') ?? '';
  const labelled = (label: string, text: string): string[] => (text === '' ? [] : hanging(label, visible(text), inner, LABEL)).map((line) => paint.quiet(line.slice(0, LABEL)) + line.slice(LABEL));
  const frames = tellingSnippets(cause, snippets).flatMap((finding) => (finding.snippet ? ['', ...codeFrame(finding.snippet, finding.at.column, inner, colour)] : []));
  return [
    ...titleLines(cause, index, context),
    ...[
      ...labelled('where', `${cause.file}, ${plural(cause.findings.length, 'site')} (line ${placesOf(cause.findings)})`),
      ...labelled('verdict', verdicts),
      ...labelled('why', reasons),
      ...labelled('also', elsewhere(others)),
      ...labelled('reached', cause.chain.length > 1 ? chainText(cause.chain) : ''),
      ...frames,
      ...(frames.length > 0 ? [''] : []),
      ...labelled('fix', `${fixSentence(family)} · ${span(hours(family))} h`),
    ].map((line) => (line === '' ? '' : `     ${line}`)),
  ];
}

const sitesOf = (causes: RootCause[]): number => causes.reduce((total, cause) => total + cause.findings.length, 0);

function restLines(rest: RootCause[][], { width, paint }: PartContext): string[] {
  if (rest.length === 0) return [];
  const rows = rest.slice(0, SHOWN_AS_ROWS).map((family) => [{ text: family[0]?.title ?? '' }, { text: count(sitesOf(family)) }, { text: elsewhere(family) }]);
  const more = rest.length - SHOWN_AS_ROWS;
  return [
    '',
    ...terminalTable([{ title: 'More blockers', grows: true }, { title: 'Sites', right: true }, { title: 'Where', grows: true }], rows, width, paint.quiet),
    ...(more > 0 ? [`and ${count(more)} more: see the report`] : []),
  ];
}

export function blockerPart(context: PartContext): string[] {
  const { scan, paint } = context;
  const focus = focusOf(scan);
  const causes = rootCauses(scan, focus, 'blocker');
  if (causes.length === 0) return [paint.heading('Blockers'), `None found ${TARGET_PHRASE[focus]}.`];
  const families = [...groupBy(causes, familyOf).values()];
  const drawn = families.slice(0, SHOWN_IN_FULL).flatMap(([cause, ...others], index) => (cause ? ['', ...causeLines(cause, others, index, context, snippetsFor(families.length))] : []));
  return [
    `${paint.heading('Blockers by root cause')}  ${paint.quiet(`${plural(causes.length, 'cause')}, ${plural(sitesOf(causes), 'site')} ${TARGET_PHRASE[focus]}`)}`,
    ...drawn,
    ...restLines(families.slice(SHOWN_IN_FULL), context),
  ];
}
