/** Blockers of the terminal scan by root cause: what it does, how production gets there, the code, the way out. */
import type { Finding } from '../../core/scan.js';
import { TARGETS } from '../../core/vocabulary.js';
import { count, plural, span } from '../numbers.js';
import { focusOf, gravest } from '../summaries/counted.js';
import { rootCauses, tellingSnippets, type RootCause } from '../summaries/root-causes.js';
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

export function fixSentence(cause: RootCause): string {
  const fix = cause.findings.find((finding) => finding.fix)?.fix;
  if (fix?.codemod) return `cf-migrate apply ${fix.codemod} (automatic where it is safe)`;
  if (fix?.setting) return fix.setting;
  return `by hand. ${AREA_ADVICE[cause.area]}`;
}

function placesOf(findings: Finding[]): string {
  const lines = findings.map((finding) => finding.at.line);
  const shown = [...new Set(lines)].slice(0, 6).join(', ');
  return lines.length > 6 ? `${shown} …` : shown;
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

function causeLines(cause: RootCause, index: number, context: PartContext, snippets: number): string[] {
  const { scan, width, paint, colour } = context;
  const inner = width - 5;
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
      ...labelled('reached', cause.chain.length > 1 ? chainText(cause.chain) : ''),
      ...frames,
      ...(frames.length > 0 ? [''] : []),
      ...labelled('fix', `${fixSentence(cause)} · ${span(cause.effort)} h`),
    ].map((line) => (line === '' ? '' : `     ${line}`)),
  ];
}

function restLines(rest: RootCause[], { width, paint }: PartContext): string[] {
  if (rest.length === 0) return [];
  const rows = rest.slice(0, SHOWN_AS_ROWS).map((cause) => [{ text: cause.title }, { text: count(cause.findings.length) }, { text: `${cause.file}:${cause.findings[0]?.at.line ?? 1}` }]);
  const more = rest.length - SHOWN_AS_ROWS;
  return [
    '',
    ...terminalTable([{ title: 'More blockers', grows: true }, { title: 'Sites', right: true }, { title: 'Where', grows: true }], rows, width, paint.quiet),
    ...(more > 0 ? [`and ${count(more)} more causes: see the report`] : []),
  ];
}

export function blockerPart(context: PartContext): string[] {
  const { scan, paint } = context;
  const focus = focusOf(scan);
  const causes = rootCauses(scan, focus, 'blocker');
  if (causes.length === 0) return [paint.heading('Blockers'), `None found ${TARGET_PHRASE[focus]}.`];
  const sites = causes.reduce((total, cause) => total + cause.findings.length, 0);
  const full = causes.slice(0, SHOWN_IN_FULL);
  const drawn = full.flatMap((cause, index) => ['', ...causeLines(cause, index, context, snippetsFor(causes.length))]);
  return [
    `${paint.heading('Blockers by root cause')}  ${paint.quiet(`${plural(causes.length, 'cause')}, ${plural(sites, 'site')} ${TARGET_PHRASE[focus]}`)}`,
    ...drawn,
    ...restLines(causes.slice(SHOWN_IN_FULL), context),
  ];
}
