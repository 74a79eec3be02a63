/** What `trace` says when the command has ended: what was recorded, what was not and why, and where it was written. */
import type { Trace, TracedFile } from '../core/trace.js';

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`;

const WHY: Record<Exclude<TracedFile, 'recorded'>, string> = {
  changed: 'changed while the command ran, or was built from another text than the file holds now',
  unmapped: 'ran in a form that no source map leads back from',
};

const MOST = 5;

function leftLines({ left }: Trace): string[] {
  const shown = left.slice(0, MOST).map(({ file, how }) => `note: ${file} ${WHY[how]}; nothing of it is recorded\n`);
  return left.length > MOST ? [...shown, `note: and ${count(left.length - MOST, 'more file')}\n`] : shown;
}

/** For people, on stderr. */
export function traceSummary(trace: Trace, out: string, exitCode: number): string {
  const files = Object.keys(trace.files).length;
  const ended = exitCode === 0 ? '' : ` (the command ended with exit code ${exitCode})`;
  if (files === 0) {
    const why = trace.left.length > 0 ? '' : 'note: no Node process that the command started ran code of this folder; another runtime, a container or a cleared NODE_OPTIONS would explain it\n';
    return `${leftLines(trace).join('')}${why}trace: nothing was recorded, and nothing was written${ended}\n`;
  }
  const functions = new Set(trace.calls.map(({ to }) => `${to.file}:${to.start.join(':')}`)).size;
  const calls = trace.calls.filter(({ at }) => at !== null).length;
  return `${leftLines(trace).join('')}trace: in ${count(files, 'file')}, ${count(functions, 'function')} ran and ${count(calls, 'call')} within the program ${calls === 1 ? 'was' : 'were'} seen, in ${count(trace.processes, 'process')}${ended}\ntrace: written to ${out}\n`;
}
