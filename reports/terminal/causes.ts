/** The causes of a verification for a terminal: by the rule that explains them, its advice once; then which request has which cause. */
import type { Cause, PlayedRequest, SourcePlace, Verification, VerifiedRequest } from '../../core/verification.js';
import { compact, plural } from '../numbers.js';
import { visible } from '../visible-text.js';
import type { Paint } from './paint.js';
import { terminalTable, type TerminalCell } from './table.js';
import { hanging, wrap } from './wrap.js';

const place = ({ file, line }: SourcePlace): string => `${file}:${line}`;

interface Numbered {
  number: number;
  cause: Cause;
}

/** Causes of one rule or advice stand together, in the order of the first of them; those without stand each alone. Numbered as they are shown. */
function byRule(causes: Cause[], before: number): Numbered[][] {
  const groups = new Map<string, Cause[]>();
  causes.forEach((cause, i) => {
    const key = cause.rule?.id ?? cause.advice?.id ?? `none ${i}`;
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  });
  let number = before;
  return [...groups.values()].map((group) => group.map((cause) => ({ number: (number += 1), cause })));
}

const requestName = ({ index, round }: PlayedRequest, rows: VerifiedRequest[]): string => {
  const row = rows.find((one) => one.index === index && one.round === round);
  return `#${index + 1}${row ? ` ${row.title}` : ''}, round ${round}`;
};

function seenText({ seen, differing, followed, when }: Cause, rows: VerifiedRequest[]): string | null {
  const [first] = seen;
  if (when !== 'request') return followed.length === 0 ? null : `because of it ${followed.length === 1 ? 'a request finds' : `${followed.length} requests find`} nothing that listens`;
  if (!first) return null;
  const how = differing === 0 ? 'the app answers as on Node all the same' : `${plural(differing, 'answer')} ${differing === 1 ? 'differs' : 'differ'}`;
  const follows = followed.length === 0 ? '' : `; ${followed.length} more ${followed.length === 1 ? 'follows' : 'follow'} from it`;
  return `first in ${requestName(first, rows)}; ${how}${follows}`;
}

const ELSEWHERE: Partial<Record<Cause['kind'], string>> = { vanished: 'missed at', hangs: 'made at' };

function causeLines({ number, cause }: Numbered, rows: VerifiedRequest[], width: number, paint: Paint): string[] {
  const [first, ...outer] = cause.at;
  const through = cause.through === undefined ? '' : ` through ${cause.through}`;
  const from = outer.slice(0, 2).map((one) => ` < ${place(one)}`).join('');
  const where = first ? `${place(first)}${from}${through}` : `no place in the sources${through}`;
  const then = cause.elsewhere && ELSEWHERE[cause.kind] ? [`${ELSEWHERE[cause.kind]} ${place(cause.elsewhere)}`] : [];
  const seen = seenText(cause, rows);
  return [
    ...hanging(`  ${number}. `, visible(where), width, 6).map(paint.strong),
    ...[cause.what, ...then, ...(seen === null ? [] : [seen])].flatMap((text) => wrap(visible(text), width - 6).map((line) => `      ${line}`)),
  ];
}

function ruleLines(group: Numbered[], rows: VerifiedRequest[], width: number, paint: Paint): string[] {
  const rule = group[0]?.cause.rule;
  const known = rule ?? group[0]?.cause.advice;
  const head = rule ? `${rule.title} [${rule.id}]` : (known?.title ?? 'No rule explains this');
  return [
    '',
    ...wrap(visible(head), width).map(known ? paint.danger : paint.warning),
    ...group.flatMap((one) => causeLines(one, rows, width, paint)),
    ...(known ? hanging('  Instead ', visible(known.instead), width, 10).map(paint.quiet) : []),
  ];
}

function section(title: string, note: string, groups: Numbered[][], rows: VerifiedRequest[], look: { width: number; paint: Paint }): string[] {
  const { width, paint } = look;
  if (groups.length === 0) return [];
  return ['', ...wrap(`${title}: ${plural(groups.flat().length, 'cause')}`, width).map(paint.strong), ...(note === '' ? [] : wrap(note, width).map(paint.quiet)), ...groups.flatMap((group) => ruleLines(group, rows, width, paint))];
}

const answer = ({ status, failure }: VerifiedRequest['node']): string => (failure ? failure.kind : String(status));

/** Numbers of the causes seen in a request, or of the one it follows from. */
function causeOf(row: VerifiedRequest, causes: Numbered[]): string {
  const is = ({ index, round }: PlayedRequest): boolean => index === row.index && round === row.round;
  const seen = causes.filter(({ cause }) => cause.seen.some(is)).map(({ number }) => number);
  const followed = causes.find(({ cause }) => cause.followed.some(is));
  return seen.length > 0 ? `cause ${seen.join(', ')}` : followed ? `follows ${followed.number}` : '';
}

const MOST_ROWS = 60;

/** Each request with what became of it: the raw rows of differences stay in the JSON. */
export function requestCauses(rows: VerifiedRequest[], causes: Numbered[], width: number, paint: Paint): string[] {
  if (rows.length === 0) return [];
  const columns = [{ title: '#', right: true }, { title: 'Round', right: true }, { title: 'Request', grows: true }, { title: 'Node' }, { title: 'Workers' }, { title: 'Result' }, { title: 'Why', grows: true }];
  const cells = rows.slice(0, MOST_ROWS).map((row): TerminalCell[] => [
    { text: String(row.index + 1) }, { text: String(row.round) }, { text: row.title }, { text: row.node.failure?.message.startsWith('the original did not') ? '-' : answer(row.node) }, { text: answer(row.workers) },
    row.equal ? { text: '✔ equal', paint: paint.good } : { text: '✖ different', paint: paint.danger },
    { text: row.equal ? '' : causeOf(row, causes) },
  ]);
  const more = rows.length - MOST_ROWS;
  return ['', ...terminalTable(columns, cells, width, paint.quiet), ...(more > 0 ? [`  and ${more} more, in --json`] : [])];
}

/** A file that is missed while modules load may be missed in silence. */
const keepsFromStarting = ({ when, kind }: Cause): boolean => when !== 'request' && kind !== 'missing-file';

/** Where the strict bundle could not be made. */
function sizeLines({ size }: NonNullable<Verification['diagnosis']>, width: number, paint: Paint): string[] {
  if (!size) return [];
  const text = `What could be bundled has ${compact(size.bytes)} bytes (${compact(size.gzipBytes)} compressed).`;
  return ['', ...wrap(text, width).map(paint.quiet), ...size.over.flatMap((over) => hanging('  ▲ ', over, width, 4).map(paint.warning))];
}

/** Everything about causes; nothing when none were looked for. */
export function causesLines(v: Verification, width: number, paint: Paint): string[] {
  const { diagnosis } = v;
  if (!diagnosis) return [];
  const past = diagnosis.requests.length > 0;
  const rows = v.requests.length > 0 ? v.requests : diagnosis.requests;
  const causes = v.causes ?? [];
  const stops = byRule(causes.filter(keepsFromStarting), 0);
  const played = byRule(causes.filter((cause) => !keepsFromStarting(cause)), stops.flat().length);
  const alone = diagnosis.workersOnly ? ' The original did not start on Node, so an answer counts as amiss when there is none or it is an error of the server (5xx).' : '';
  const how = `${v.problem ? 'The app does not get this far as it is: what stops it was replaced by something that does nothing, so that the rest can be seen.' : ''}${diagnosis.platform === 'node' && v.problem ? ' Bundled as with WRANGLER_BUILD_PLATFORM=node.' : ''}${alone}`.trim();
  const stopped = diagnosis.stopped ? ['', ...hanging('  ', `The diagnosis could not go on here: ${visible(diagnosis.stopped.message.split('\n')[0] ?? '')}${diagnosis.stopped.at ? ` (${place(diagnosis.stopped.at)})` : ''}`, width, 2).map(paint.warning)] : [];
  return [
    ...section('What keeps it from starting', '', stops, rows, { width, paint }),
    ...sizeLines(diagnosis, width, paint),
    ...stopped,
    ...section(v.problem ? 'What would go wrong next' : 'Why answers differ', how, played, rows, { width, paint }),
    ...(past ? requestCauses(rows, [...stops, ...played].flat(), width, paint) : []),
  ];
}
