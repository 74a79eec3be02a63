/** Which of the rewritten calls the script executed, for a terminal: how many in one line, then those that nobody reached and those that nobody can count. */
import type { RewrittenCall, RewrittenCalls, Verification } from '../../core/verification.js';
import { plural } from '../numbers.js';
import { visible } from '../visible-text.js';
import type { Paint } from './paint.js';
import { wrap } from './wrap.js';

const SHOWN = 20;
/** Characters of a call that are always shown. */
const LEAST = 20;

/** Where the migrated program was played on Node as well. */
function onNodeText(calls: readonly RewrittenCall[]): string {
  const played = calls.filter((call) => call.onNode !== undefined);
  return played.length === 0 ? '' : `, ${played.filter((call) => call.onNode).length} on Node`;
}

function summary({ calls, problem }: RewrittenCalls): string {
  if (calls.length === 0) return 'none was found in the files of the program';
  if (problem !== undefined) return `which of the ${calls.length} were executed on workerd is not known (${problem})${onNodeText(calls)}`;
  if (calls.every((call) => call.inWorker === false)) return `none of ${calls.length} is in a module of the Worker, so none was executed there${onNodeText(calls)}; does it serve a compiled copy?`;
  const executed = calls.filter((call) => (call.onWorkers ?? 0) > 0).length;
  return `${executed === 0 ? 'none' : executed === calls.length ? 'all' : executed}${executed === calls.length ? ' ' : ' of '}${calls.length} executed on workerd${onNodeText(calls)}${executed < calls.length ? '; not executed:' : ''}`;
}

const why = ({ inWorker, onNode }: RewrittenCall): string => (inWorker === false ? '  (in no module of the Worker)' : onNode ? '  (on Node only)' : '');

interface Row {
  place: string;
  text: string;
  /** After the text, which is cut for it. */
  said: string;
}

/** One line for each, the text cut to what is left of it. */
function listed(rows: readonly Row[], width: number): string[] {
  const more = rows.length - SHOWN;
  return [...rows.slice(0, SHOWN).map(({ place, text, said }) => `  ${place}  ${cut(text, Math.max(LEAST, width - place.length - said.length - 4))}${said}`), ...(more > 0 ? [`  and ${more} more, in --json`] : [])];
}

function cut(text: string, length: number): string {
  const shown = visible(text);
  return shown.length > length ? `${shown.slice(0, length - 1)}…` : shown;
}

/** Where the program did not run, they are counted and not named: what stops it comes first. */
export function rewrittenLines({ rewritten, problem: stopped }: Verification, width: number, paint: Paint): string[] {
  if (!rewritten) return [];
  if (stopped) return ['', ...wrap(`Rewritten calls: none of ${rewritten.calls.length} executed on workerd`, width).map(paint.warning)];
  const { calls, notCounted, problem } = rewritten;
  const left = calls.filter((call) => call.onWorkers === 0);
  const tone = calls.length > 0 && left.length === 0 && problem === undefined ? paint.good : paint.warning;
  return [
    '',
    ...wrap(visible(`Rewritten calls: ${summary(rewritten)}`), width).map(tone),
    ...listed(left.map((call) => ({ place: visible(`${call.file}:${call.line}`), text: call.call, said: why(call) })), width),
    ...(notCounted.length === 0 ? [] : [...wrap(`Not counted, because it is no call: ${plural(notCounted.length, 'use')} of the storage seam`, width).map(paint.warning), ...listed(notCounted.map(({ file, line, what, why: reason }) => ({ place: visible(`${file}:${line}`), text: what, said: `  (${reason})` })), width)]),
  ];
}
