/** Decides what a recorded call may unlock: a wait for a value that is used, and with the user's word a wait where nothing but our function was ever seen. Being seen is a lower bound, so it never clears a caller that was not. */
import type { CallEdge, Stranger } from '../core/program.js';
import type { SiteDecision } from './closure-sites.js';

const times = (calls: number): string => (calls === 1 ? 'once' : `${calls} times`);

/** Why a function stays that somebody calls of whom the code says nothing. */
export function strangersCall(name: string, { by, calls, file, line }: Stranger): string {
  return `${name} was seen to be called by ${by}${file === undefined ? '' : `, from ${file}:${line}`} (${times(calls)} in the trace), of which the code shows nothing`;
}

/**
 * A call that the code leaves open and the trace saw. null: the trace adds nothing, and the code decides alone. A value that is used is the same after
 * a wait, whoever gave it. One that nobody looks at is waited for only where the user accepted that, and nothing else was ever called there.
 */
export function seenDecision({ result, seen }: CallEdge, name: string): SiteDecision | null {
  if (!seen) return null;
  if (result === 'awaited' || result === 'then') return { kind: 'await', awaits: false };
  const saw = `the trace saw ${name} called here, ${times(seen.calls)}`;
  if (result === 'used' || result === 'returned') return { kind: 'await', awaits: true, note: `${saw}; where it is something else, the wait only lets other work go first` };
  if (seen.only && seen.accepted) return { kind: 'await', awaits: true, note: `${saw}, and nothing else; that it is waited for rests on the trace alone (--accept-seen)` };
  if (seen.only) return { kind: 'block', code: 'possible-caller', text: `${saw}, and nothing else; the code does not say so, and something else may not be waited for on purpose: --accept-seen takes the trace's word` };
  if (seen.possible) return null;
  return { kind: 'block', code: 'seen-caller', text: `${saw}, which the code does not show; something else that is called here may not be waited for on purpose` };
}
