/** What `verify` saw, for a terminal: equal or not first, then request by request, then what no local run can show. */
import type { HttpAnswer, Verification, VerificationPass, VerifiedRequest } from '../../core/verification.js';
import { compact, plural } from '../numbers.js';
import { visible } from '../visible-text.js';
import { causesLines } from './causes.js';
import { escapedLines } from './escaped-promises.js';
import { paintWith, type Paint } from './paint.js';
import { rewrittenLines } from './rewritten-calls.js';
import { terminalTable, trimEnd, type TerminalCell } from './table.js';
import { hanging, wrap } from './wrap.js';

export interface VerificationOptions {
  width: number;
  colour: boolean;
}

const SHOWN_DIFFERENCES = 20;

function answer({ status, event, failure }: HttpAnswer, paint: Paint): TerminalCell {
  return failure ? { text: failure.kind, paint: paint.danger } : { text: event ?? String(status) };
}

function requestTable(requests: VerifiedRequest[], width: number, paint: Paint): string[] {
  const columns = [{ title: '#', right: true }, { title: 'Round', right: true }, { title: 'Request', grows: true }, { title: 'Node' }, { title: 'Workers' }, { title: 'Result' }];
  const rows = requests.map((request) => [
    { text: String(request.index + 1) },
    { text: String(request.round) },
    { text: request.title },
    answer(request.node, paint),
    answer(request.workers, paint),
    request.equal ? { text: '✔ equal', paint: paint.good } : { text: '✖ different', paint: paint.danger },
  ]);
  return terminalTable(columns, rows, width, paint.quiet);
}

interface Difference {
  where: string;
  node: string;
  workers: string;
}

function differenceLines(title: string, differences: Difference[], width: number, paint: Paint): string[] {
  if (differences.length === 0) return [];
  const more = differences.length - SHOWN_DIFFERENCES;
  return [
    '',
    ...wrap(title, width).map(paint.strong),
    ...differences.slice(0, SHOWN_DIFFERENCES).flatMap(({ where, node, workers }) => [
      ...wrap(visible(where), width - 2).map((line) => `  ${line}`),
      ...hanging('    Node     ', visible(node), width, 13),
      ...hanging('    Workers  ', visible(workers), width, 13).map(paint.danger),
    ]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

const requestTitle = (request: VerifiedRequest): string => `#${request.index + 1}, round ${request.round}: ${visible(request.title)}`;

function failures(request: VerifiedRequest): Difference[] {
  const { node, workers } = request;
  if (!node.failure && !workers.failure) return [];
  const said = (side: HttpAnswer): string => (side.failure ? `${side.failure.kind}: ${side.failure.message}` : `answered ${side.status}`);
  return [{ where: 'no answer', node: said(node), workers: said(workers) }];
}

const PASS_TITLE: Record<VerificationPass['name'], string> = {
  'migrated-on-node': 'Once more: the migrated program on Node',
  'stale-kv': 'Once more: a KV that is a minute behind',
  'tripwire-on-workers': 'Promises that nobody waits for, on workerd',
  'tripwire-on-node': 'Promises that nobody waits for, on Node',
};

/** Where causes say what happened, rows are only examples of it. */
const ROWS_BESIDE_CAUSES = 3;

function rowLines(v: Verification, width: number, paint: Paint): string[] {
  const different = v.requests.filter((request) => !request.equal);
  const shown = v.diagnosis ? different.slice(0, ROWS_BESIDE_CAUSES) : different;
  const more = different.length - shown.length;
  return [...shown.flatMap((request) => differenceLines(requestTitle(request), [...failures(request), ...request.differences], width, paint)), ...(more > 0 ? ['', ...wrap(`The rows of ${more} more different answers are in --json.`, width).map(paint.quiet)] : [])];
}

/** A pass tells its result in one line, and what differs below it. */
function passLines(pass: VerificationPass, width: number, paint: Paint): string[] {
  if (pass.escaped) return escapedLines(PASS_TITLE[pass.name], pass.escaped, width, paint);
  const equal = pass.requests.filter((request) => request.equal).length;
  const counted = pass.informational ? ' (told, not counted)' : '';
  const result = pass.problem ? `not played: ${pass.problem.message}` : `${pass.equal ? 'equal' : 'different'}, ${equal} of ${plural(pass.requests.length, 'answer')} equal${counted}`;
  const tone = pass.equal ? paint.good : pass.informational ? paint.warning : paint.danger;
  return [
    '',
    ...wrap(`${PASS_TITLE[pass.name]}: ${visible(result)}`, width).map(tone),
    ...pass.requests.filter((request) => !request.equal).flatMap((request) => differenceLines(requestTitle(request), [...failures(request), ...request.differences], width, paint)),
    ...differenceLines('Stored state', pass.state?.differences ?? [], width, paint),
  ];
}

const LOG_LINES = 8;

function logLines(logs: Verification['logs'], width: number, paint: Paint): string[] {
  const side = (title: string, text: string): string[] => {
    const lines = text.trimEnd().split('\n').slice(-LOG_LINES);
    return text.trim() === '' ? [] : ['', paint.strong(`Last lines of ${title}`), ...lines.flatMap((line) => wrap(visible(line), width - 2).map((part) => paint.quiet(`  ${part}`)))];
  };
  return logs ? [...side('Node', logs.node), ...side('workerd', logs.workers)] : [];
}

const PROBLEM_LINES = 12;

/** The causes say the rest. */
function problemLines(message: string): string[] {
  const lines = message.split('\n');
  return lines.length > PROBLEM_LINES ? [...lines.slice(0, PROBLEM_LINES), `… ${lines.length - PROBLEM_LINES} more lines, in --json`] : lines;
}

/** What counts against a run whose answers and state are equal, so that its first line does not contradict itself. */
function faultsBeside({ passes = [] }: Verification): string {
  const against = passes.filter((pass) => !pass.informational && !pass.equal);
  const escaped = against.reduce((sum, pass) => sum + (pass.escaped ?? []).filter((one) => one.informational === undefined).length, 0);
  const named = against.filter((pass) => !pass.escaped).map((pass) => (pass.name === 'migrated-on-node' ? 'on Node the migrated program differs' : pass.name === 'stale-kv' ? 'through a KV that is a minute behind it differs' : 'promises could not be followed'));
  return [...named, ...(escaped > 0 ? [`${plural(escaped, 'promise')} that nobody waits for`] : [])].map((text) => `; but ${text}`).join('');
}

function verdictLines(v: Verification, width: number, paint: Paint): string[] {
  const { problem } = v;
  if (problem) {
    const place = problem.at ? ` (${problem.at.file}:${problem.at.line})` : '';
    const stage = { bundle: 'The migrated program does not bundle', start: 'The migrated program does not start on workerd', 'node-start': 'The original program does not start on Node', play: 'The script could not be played' }[problem.stage];
    return [paint.danger(paint.strong(`NOT VERIFIED. ${stage}.`)), ...problemLines(problem.message + place).flatMap((line) => hanging('  ', visible(line), width, 2))];
  }
  const equal = v.requests.filter((request) => request.equal).length;
  const numbers = `${equal} of ${plural(v.requests.length, 'answer')} equal`;
  const state = v.state ? `; stored state ${v.state.equal ? 'equal' : 'different'}` : '; stored state not compared';
  if (v.equal) return [paint.good(paint.strong(`EQUAL. ${numbers}${state}.`))];
  const faults = v.requests.every((request) => request.equal) && v.state?.equal !== false ? faultsBeside(v) : '';
  const word = faults === '' ? 'DIFFERENT' : 'NOT EQUAL';
  return wrap(`${word}. ${numbers}${state}${faults}.`, width).map((line) => paint.danger(paint.strong(line)));
}

function basisLines(v: Verification, width: number, paint: Paint): string[] {
  const size = v.bundle ? ` · bundle ${compact(v.bundle.bytes)} bytes (${compact(v.bundle.gzipBytes)} compressed)` : '';
  const text = `${v.original} on Node against ${v.migrated} on workerd ${v.runtime.workerd}, miniflare ${v.runtime.miniflare}, compatibility date ${v.runtime.compatibilityDate}${size}`;
  return wrap(visible(text), width).map(paint.quiet);
}

/** Nobody chose these requests: said before anything is concluded from them. */
function draftedLines({ drafted }: Verification, width: number, paint: Paint): string[] {
  if (!drafted) return [];
  const { routes, left } = drafted;
  return [
    ...wrap(`Script drafted from ${plural(routes, 'route')}; ${left.length} could not be drafted. \`cf-migrate verify --init\` writes it out.`, width).map(paint.warning),
    ...left.slice(0, SHOWN_DIFFERENCES).flatMap(({ what, at, why }) => hanging('  - ', visible(`${what} (${at}): ${why}`), width, 4)),
    ...(left.length > SHOWN_DIFFERENCES ? [`  and ${left.length - SHOWN_DIFFERENCES} more`] : []),
  ];
}

export function renderVerification(v: Verification, options: VerificationOptions): string {
  const paint = paintWith(options.colour);
  const width = Math.min(120, Math.max(60, options.width));
  const lines = [
    ...verdictLines(v, width, paint),
    ...basisLines(v, width, paint),
    ...draftedLines(v, width, paint),
    ...(v.bundle?.warnings ?? []).flatMap((warning) => hanging('  ▲ ', visible(warning), width, 4).map(paint.warning)),
    ...causesLines(v, width, paint),
    ...(v.requests.length > 0 && !v.diagnosis ? ['', ...requestTable(v.requests, width, paint)] : []),
    ...rowLines(v, width, paint),
    ...differenceLines('Stored state', v.state?.differences ?? [], width, paint),
    ...rewrittenLines(v, width, paint),
    ...(v.passes ?? []).flatMap((pass) => passLines(pass, width, paint)),
    ...logLines(v.logs, width, paint),
    ...(v.notProved.length > 0 ? ['', paint.strong('Not proved here'), ...v.notProved.flatMap((item) => hanging('  - ', visible(item), width, 4))] : []),
  ];
  return `${lines.map(trimEnd).join('\n')}\n`;
}
