/** The options by which a verb that plans takes a recording, and what it says of the one it took. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../core/errors.js';
import type { PlannedTrace } from '../core/plan.js';
import { TRACE_FILE } from '../core/trace.js';
import type { TraceChoice } from '../pipeline/trace-file.js';
import type { World } from './world.js';

export const withTraceOptions = (command: Command): Command => command
  .option('--trace <file>', `a recording of cf-migrate trace that completes the call graph (default: ${TRACE_FILE}, when there)`)
  .option('--no-trace', 'plan without a recording')
  .option('--accept-seen', 'wait at a call that the code leaves open where the recording saw nothing but the function that turns async');

/** Throws UserError for a file that cannot be read. */
export function traceChoice(world: World, { trace, acceptSeen }: Record<string, unknown>): TraceChoice {
  const accepted = acceptSeen === true;
  if (trace === false) return { given: null, accepted };
  if (typeof trace !== 'string') return { accepted };
  try {
    return { given: { name: trace, text: readFileSync(path.resolve(world.cwd, trace), 'utf8') }, accepted };
  } catch (error) {
    throw new UserError('no-such-trace', `The recording ${trace} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, 'Make one with: cf-migrate trace -- npm test');
  }
}

const MOST = 4;

/** One or two lines on stderr; nothing where no recording was taken. */
export function traceNotes(trace: PlannedTrace | undefined): string {
  if (!trace) return '';
  const { recorded, command, confirmed, added, stale } = trace;
  const taken = `note: with the trace of ${recorded.slice(0, 10)} (${command.join(' ')}): ${confirmed} calls seen that the code shows, ${added} that it does not\n`;
  if (stale.length === 0) return taken;
  const more = stale.length > MOST ? ` and ${stale.length - MOST} more` : '';
  return `${taken}note: the trace is older than ${stale.slice(0, MOST).join(', ')}${more}; what it saw there does not count\n`;
}
