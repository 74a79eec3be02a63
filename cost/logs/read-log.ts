/**
 * Reads an access log line by line into what a bill needs: calls per entry point, bytes, durations, times. What it cannot read or
 * match is counted, never dropped. It opens no file and scales nothing.
 */
import type { LineReader, LoggedRequest } from './logged-request.js';
import { jsonLine } from './json-lines.js';
import type { RouteFinder, RouteMatch } from './routes.js';
import { balancerLine, commonLine } from './text-lines.js';
import type { Visits } from './visits.js';

export interface EntryCalls {
  visits: Visits;
  /** Calls whose line says how long they took, and the sum of that. */
  timed: number;
  durationMs: number;
}

export interface AccessLog {
  /** Name as the cost file writes it. */
  file: string;
  form: 'common or combined' | 'load balancer' | 'JSON lines';
  lines: number;
  requests: number;
  /** Readable lines that are no request. */
  other: number;
  unreadable: number;
  /** Number of the first line that could not be read. */
  firstUnreadable: number | null;
  /** Milliseconds since 1970 of the first and the last request. */
  from: number;
  to: number;
  byEntry: ReadonlyMap<string, EntryCalls>;
  /** Requests that no entry point answers: the most frequent first. */
  unmatched: { total: number; top: { request: string; count: number }[]; visits: Visits };
  bytes: number;
  /** Requests whose line says the bytes. */
  sized: number;
  /** The field that durations were read from, with its unit; null when the log has none. */
  durationField: string | null;
}

/** Why a text is no access log that can be used; `line` is 1-based. */
export interface UnusableLog {
  problem: 'empty' | 'packed' | 'array' | 'other-form' | 'no-request' | 'unreadable';
  line: number;
  unreadable: number;
  lines: number;
}

const FORMS: [AccessLog['form'], LineReader][] = [['JSON lines', jsonLine], ['common or combined', commonLine], ['load balancer', balancerLine]];

/** The form of a log is that of one of its first lines: a program may say something before its first request. */
const LINES_UNTIL_FORM = 20;
const MOST_UNREADABLE = 0.05;
/** Scanners ask for things without end; the rest of them are counted together. */
const MOST_UNMATCHED_NAMES = 2000;
const TOP_UNMATCHED = 5;

interface GrowingCalls {
  starts: number[];
  ends: number[];
  instances: string[];
  timed: number;
  durationMs: number;
}

interface Tally {
  requests: number;
  from: number;
  to: number;
  bytes: number;
  sized: number;
  durationField: string | null;
  byEntry: Map<string, GrowingCalls>;
  unmatched: Map<string, number>;
  unnamed: number;
  /** Times of what no entry point answers: it may wake an instance all the same. */
  strangers: GrowingCalls;
}

interface Lines {
  lines: number;
  /** Number of the line that is read, empty ones counted. */
  at: number;
  other: number;
  unreadable: number;
  firstUnreadable: number | null;
  /** Lines that say how a request ended. */
  answered: Tally;
  /** Lines that only say that one came: where there are answers, the same requests once more. */
  asked: Tally;
}

const noCalls = (): GrowingCalls => ({ starts: [], ends: [], instances: [], timed: 0, durationMs: 0 });

const emptyTally = (): Tally => ({
  requests: 0, from: Infinity, to: -Infinity, bytes: 0, sized: 0, durationField: null, byEntry: new Map(), unmatched: new Map(), unnamed: 0, strangers: noCalls(),
});

function callsOf(tally: Tally, id: string): GrowingCalls {
  const found = tally.byEntry.get(id) ?? noCalls();
  tally.byEntry.set(id, found);
  return found;
}

/** What follows grows the tally that its caller owns: a log has millions of lines, and a new tally for each would be copied as often. */
function countUnmatched(tally: Tally, request: LoggedRequest): void {
  const name = request.path === '' ? 'no readable request' : `${request.method} ${request.path}`;
  const before = tally.unmatched.get(name);
  if (before === undefined && tally.unmatched.size >= MOST_UNMATCHED_NAMES) tally.unnamed += 1;
  else tally.unmatched.set(name, (before ?? 0) + 1);
}

function countRequest(tally: Tally, request: LoggedRequest, match: RouteMatch | null, instanceKey: string | null): void {
  tally.requests += 1;
  tally.from = Math.min(tally.from, request.start);
  tally.to = Math.max(tally.to, request.end);
  if (request.bytes !== null) {
    tally.bytes += request.bytes;
    tally.sized += 1;
  }
  if (match === null) countUnmatched(tally, request);
  const calls = match === null ? tally.strangers : callsOf(tally, match.id);
  calls.starts.push(request.start / 1000);
  calls.ends.push(request.end / 1000);
  if (instanceKey !== null) calls.instances.push(instanceKey.startsWith(':') ? (match?.parameters[instanceKey.slice(1)] ?? '') : request.instance);
  if (request.durationMs !== null) {
    tally.durationField ??= request.durationField;
    calls.timed += 1;
    calls.durationMs += request.durationMs;
  }
}

function countLine(all: Lines, line: string, reader: LineReader, find: RouteFinder, instanceKey: string | null): void {
  const reading = reader(line, instanceKey);
  if (reading === 'other') all.other += 1;
  else if (reading === 'unreadable') {
    all.unreadable += 1;
    all.firstUnreadable ??= all.at;
  } else countRequest(reading.answered ? all.answered : all.asked, reading, find(reading.method, reading.path), instanceKey);
}

const formOf = (line: string): [AccessLog['form'], LineReader] | undefined => FORMS.find(([, reader]) => reader(line, null) !== 'unreadable');

/** How gzip, zip and zstd begin, read as text. */
const PACKED = ['\u001f\ufffd', 'PK\u0003', '(\ufffd'];

/** First lines of what people hand over by mistake. */
function mistaken(line: string): UnusableLog['problem'] | null {
  if (PACKED.some((start) => line.startsWith(start))) return 'packed';
  return line.startsWith('[') && !/^\[\d/.test(line) ? 'array' : null;
}

function finish(all: Lines, file: string, form: AccessLog['form'], hasKey: boolean): AccessLog {
  const [tally, twice] = all.answered.requests > 0 ? [all.answered, all.asked.requests] : [all.asked, 0];
  const top = [...tally.unmatched].toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).slice(0, TOP_UNMATCHED).map(([request, count]) => ({ request, count }));
  const visitsOf = ({ starts, ends, instances }: GrowingCalls): Visits => ({ starts, ends, instances: hasKey ? instances : null });
  const byEntry = new Map([...tally.byEntry].map(([id, calls]) => [id, { visits: visitsOf(calls), timed: calls.timed, durationMs: calls.durationMs }] as const));
  const total = [...tally.unmatched.values()].reduce((sum, count) => sum + count, tally.unnamed);
  const { lines, other, unreadable, firstUnreadable } = all;
  const { requests, from, to, bytes, sized, durationField } = tally;
  return { file, form, lines, requests, other: other + twice, unreadable, firstUnreadable, from, to, byEntry, unmatched: { total, top, visits: visitsOf(tally.strangers) }, bytes, sized, durationField };
}

/** Reads all of `lines`. `instanceKey`: a field of the log, `ip`, or `:name` for a parameter of the route. */
export function readLog(lines: Iterable<string>, file: string, find: RouteFinder, instanceKey: string | null): AccessLog | UnusableLog {
  const all: Lines = { lines: 0, at: 0, other: 0, unreadable: 0, firstUnreadable: null, answered: emptyTally(), asked: emptyTally() };
  const unusable = (problem: UnusableLog['problem'], line = all.at): UnusableLog => ({ problem, line, unreadable: all.unreadable, lines: all.lines });
  let form: [AccessLog['form'], LineReader] | undefined;
  for (const raw of lines) {
    const line = raw.trim();
    all.at += 1;
    if (line === '') continue;
    all.lines += 1;
    const mistake = all.lines === 1 ? mistaken(line) : null;
    if (mistake) return unusable(mistake);
    form ??= formOf(line);
    if (form === undefined && all.lines >= LINES_UNTIL_FORM) return unusable('other-form', 1);
    countLine(all, line, form?.[1] ?? commonLine, find, instanceKey);
  }
  if (all.lines === 0) return unusable('empty');
  if (form === undefined) return unusable('other-form', 1);
  if (all.unreadable > all.lines * MOST_UNREADABLE) return unusable('unreadable', all.firstUnreadable ?? 1);
  return all.answered.requests + all.asked.requests === 0 ? unusable('no-request') : finish(all, file, form[0], instanceKey !== null);
}

export const isUsable = (reading: AccessLog | UnusableLog): reading is AccessLog => 'byEntry' in reading;
