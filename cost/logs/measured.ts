/** What an access log says about the keys of cf-migrate.cost.yaml, scaled to a month. It opens nothing and prices nothing. */
import type { AccessLogFacts } from '../../core/estimate.js';
import type { InferredValue } from '../infer-host.js';
import { SECONDS_PER_MONTH } from '../month.js';
import type { EntryPoint } from '../scan-names.js';
import type { AccessLog } from './read-log.js';
import { hoursWithCalls, type Visits } from './visits.js';

const HOURS_PER_DAY = 24;
const HOUR_MS = 3_600_000;

/** Length of the log in seconds, first request to last. */
export const secondsCovered = (log: AccessLog): number => (log.to - log.from) / 1000;

/** What a count in the log is in a month. */
export const monthsFactor = (log: AccessLog): number => SECONDS_PER_MONTH / secondsCovered(log);

export const daysCovered = (log: AccessLog): number => (log.to - log.from) / HOUR_MS / HOURS_PER_DAY;

const days = (log: AccessLog): string => `${daysCovered(log).toFixed(1)} days`;

/** Six digits: more would pretend to know more. */
const round = (value: number): number => Number(value.toPrecision(6));

const said = (value: number, source: string): InferredValue => ({ value: [round(value), round(value), round(value)], basis: 'measured', source });

export const visitsOf = (log: AccessLog, id: string): Visits => log.byEntry.get(id)?.visits ?? NONE;
const NONE: Visits = { starts: [], ends: [], instances: null };

/** Calls of an entry point in a month; none in the log is a measured 0. */
export const runsPerMonth = (log: AccessLog, id: string): number => round(visitsOf(log, id).starts.length * monthsFactor(log));

function wallOf(log: AccessLog, ids: readonly string[]): InferredValue | null {
  const calls = ids.flatMap((id) => log.byEntry.get(id) ?? []);
  const timed = calls.reduce((total, call) => total + call.timed, 0);
  const total = calls.reduce((sum, call) => sum + call.durationMs, 0);
  return timed === 0 ? null : said(total / timed, `${log.file}: mean of ${log.durationField} of ${timed} requests`);
}

function egressOf(log: AccessLog): InferredValue | null {
  if (log.sized === 0) return null;
  const scale = log.requests / log.sized;
  const partly = log.sized < log.requests ? `; ${log.sized} of ${log.requests} requests say their bytes` : '';
  return said((log.bytes / 1e9) * scale * monthsFactor(log), `${log.file}: ${log.bytes} bytes in ${days(log)}${partly}`);
}

function busyHoursOf(log: AccessLog): InferredValue {
  const hours = hoursWithCalls([...[...log.byEntry.values()].map((calls) => calls.visits), log.unmatched.visits]);
  const covered = Math.max(hours, (log.to - log.from) / HOUR_MS);
  return said((hours / covered) * (SECONDS_PER_MONTH / 3600), `${log.file}: ${hours} hours with requests in ${days(log)}`);
}

/** The value of one key; null when this log does not say it. */
export function measuredValue(log: AccessLog, path: readonly string[], entries: readonly EntryPoint[]): InferredValue | null {
  const [group, id = '', field] = path;
  if (group === 'egress_gb_per_month') return egressOf(log);
  if (group === 'today') return busyHoursOf(log);
  if (group === 'each_request') return wallOf(log, entries.map((entry) => entry.id));
  if (group !== 'traffic') return null;
  if (field === 'wall_ms') return wallOf(log, [id]);
  return { ...said(0, `${log.file}: ${visitsOf(log, id).starts.length} requests in ${days(log)}`), value: [runsPerMonth(log, id), runsPerMonth(log, id), runsPerMonth(log, id)] };
}

/** Everything that a log says when it stands for all traffic. */
export function measuredTraffic(log: AccessLog, entries: readonly EntryPoint[]): Record<string, InferredValue> {
  const paths = [
    ['egress_gb_per_month'], ['today', 'busy_hours'], ['each_request', 'wall_ms'],
    ...entries.flatMap(({ id }) => [['traffic', id, 'requests_per_month'], ['traffic', id, 'wall_ms']]),
  ];
  return Object.fromEntries(paths.flatMap((path): [string, InferredValue][] => {
    const value = measuredValue(log, path, entries);
    return value === null ? [] : [[path.join('.'), value]];
  }));
}

/** The log as a report shows it. */
export function factsOf(log: AccessLog): AccessLogFacts {
  const day = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const { file, form, lines, requests, unmatched, unreadable, other, durationField } = log;
  return { file, form, lines, requests, unmatched: { total: unmatched.total, top: unmatched.top }, unreadable, other, from: day(log.from), to: day(log.to), days: round(daysCovered(log)), durationField };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** What a reader must know before the numbers of a log are believed. */
export function logWarnings(log: AccessLog): string[] {
  const { file, lines, requests, unmatched, unreadable, firstUnreadable } = log;
  const top = unmatched.top.map(({ request, count }) => `${request} (${count})`).join(', ');
  return [
    ...(daysCovered(log) < 1 ? [`${file} covers ${((log.to - log.from) / HOUR_MS).toFixed(1)} hours: too short for a month, whose days and nights differ; use a log of one day at least`] : []),
    ...(unmatched.total > 0 ? [`${unmatched.total} of ${requests} requests in ${file} (${percent(unmatched.total, requests)}) match no entry point; their bytes count, their runs are in no line: ${top}${unmatched.top.reduce((sum, { count }) => sum + count, 0) < unmatched.total ? ' …' : ''}`] : []),
    ...(unreadable > 0 ? [`${unreadable} of ${lines} lines of ${file} could not be read (${percent(unreadable, lines)}), the first is line ${firstUnreadable}`] : []),
  ];
}
