/** Reads the access logs that cf-migrate.cost.yaml names. Lines come from outside; a log that cannot be used is an error at the value that names it. */
import { UserError } from '../core/errors.js';
import type { InferredValue } from './infer-host.js';
import { IN_A_LOG, isInLog, isWholeTraffic, type Reference } from './log-references.js';
import { measuredTraffic, measuredValue } from './logs/measured.js';
import { isUsable, readLog, type AccessLog, type UnusableLog } from './logs/read-log.js';
import { routeFinder } from './logs/routes.js';
import type { EntryPoint } from './scan-names.js';

/** Lines of a file named relative to the cost file; null when there is none. */
export type OpenLog = (file: string) => Iterable<string> | null;

export interface LogSources {
  /** Every log that was read. */
  logs: AccessLog[];
  /** Values that name a log themselves. */
  named: Record<string, InferredValue>;
  /** What `traffic.from` says of everything that the file leaves open. */
  open: Record<string, InferredValue>;
  /** The log whose times say how long a Container is awake. */
  awake: AccessLog | null;
}

export const NO_LOGS: LogSources = { logs: [], named: {}, open: {}, awake: null };

export interface LogRequest {
  references: readonly Reference[];
  costFile: string;
  placeOf: (path: string[]) => { line: number; column: number };
  openLog: OpenLog;
  /** Entry points that a log may speak of. */
  entries: readonly EntryPoint[];
  instanceKey: string | null;
}

const FORMS = 'Use the common or combined form of Apache and nginx, the text form of an AWS load balancer, or one JSON object per line.';

/** What is wrong with a log and what to do about it. */
const PROBLEMS: Record<UnusableLog['problem'], (log: UnusableLog) => [message: string, hint: string]> = {
  empty: () => ['is empty', 'Name a log with requests, or write null.'],
  packed: () => ['is packed', 'Unpack it first, for example with gunzip.'],
  array: () => ['begins with a JSON array', 'Write one JSON object per line, for example with: jq -c ".[]".'],
  'other-form': () => ['is no access log in a form that is known', FORMS],
  'no-request': () => ['has no line with method, path and time of a request', 'A JSON line needs fields such as method, url and time; docs/cost.md lists the names.'],
  unreadable: ({ unreadable, lines }) => [`has ${unreadable} of ${lines} lines that could not be read, which is more than 5 %; the first one is here`, `One form per file. ${FORMS}`],
};

function mistake(request: LogRequest, { path, key }: Reference, code: string, message: string, hint: string): UserError {
  const place = request.placeOf(path);
  return new UserError(code, `${request.costFile}:${place.line}:${place.column}: ${message} (at ${key})`, hint, { file: request.costFile, ...place });
}

function readOne(request: LogRequest, reference: Reference): AccessLog {
  const lines = request.openLog(reference.file);
  if (lines === null) throw mistake(request, reference, 'no-such-log', `there is no file ${reference.file} that can be read`, `The name is relative to ${request.costFile}.`);
  const log = readLog(lines, reference.file, routeFinder(request.entries), request.instanceKey);
  if (!isUsable(log)) {
    const [message, hint] = PROBLEMS[log.problem](log);
    throw mistake(request, reference, 'unusable-log', `${reference.file}:${Math.max(1, log.line)} ${message}`, hint);
  }
  if (log.to <= log.from) throw mistake(request, reference, 'unusable-log', `${reference.file} covers no time: all its requests stand at one moment`, 'A month can be told from a log of one day at least.');
  return log;
}

/** A log cannot say everything, and has no line for what no client calls. */
function check(request: LogRequest, reference: Reference): void {
  const { path } = reference;
  if (!isInLog(path)) throw mistake(request, reference, 'not-in-a-log', `an access log does not say ${path.at(-1)}`, `A log can stand at: ${IN_A_LOG.join(', ')}. Write a number here.`);
  const id = path[0] === 'traffic' && !isWholeTraffic(path) ? path[1] : undefined;
  if (id !== undefined && !request.entries.some((entry) => entry.id === id)) {
    throw mistake(request, reference, 'not-in-a-log', `"${id}" is not called over HTTP, so no access log has it`, 'Write how often it runs in a month.');
  }
}

function valueFor(request: LogRequest, reference: Reference, log: AccessLog): [string, InferredValue][] {
  if (isWholeTraffic(reference.path) || reference.key === 'container.awake_hours') return [];
  const value = measuredValue(log, reference.path, request.entries);
  if (value === null) throw mistake(request, reference, 'not-in-a-log', `${reference.file} does not say it: no line has such a field`, 'Write a number, or use a log whose lines have durations or bytes.');
  return [[reference.key, value]];
}

/** Each file is read once, however often it is named. Throws UserError with line and column. */
export function readLogSources(request: LogRequest): LogSources {
  request.references.forEach((reference) => check(request, reference));
  const logs = new Map<string, AccessLog>();
  for (const reference of request.references) {
    if (!logs.has(reference.file)) logs.set(reference.file, readOne(request, reference));
  }
  const logOf = (reference: Reference | undefined): AccessLog | null => (reference ? (logs.get(reference.file) ?? null) : null);
  const whole = logOf(request.references.find(({ path }) => isWholeTraffic(path)));
  const named = request.references.flatMap((reference) => valueFor(request, reference, logs.get(reference.file) as AccessLog));
  return {
    logs: [...logs.values()],
    named: Object.fromEntries(named),
    open: whole ? measuredTraffic(whole, request.entries) : {},
    awake: logOf(request.references.find(({ key }) => key === 'container.awake_hours')) ?? whole,
  };
}
