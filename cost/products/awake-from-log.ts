/**
 * Awake time of a Container from the times of an access log: the union of [start, end + sleepAfter] per instance, scaled to a month.
 * It knows no clocks and no monitors: those that called over HTTP stand in the log.
 */
import { read } from '../assumptions.js';
import type { Context } from '../context.js';
import { monthsFactor, runsPerMonth, secondsCovered, visitsOf } from '../logs/measured.js';
import type { AccessLog } from '../logs/read-log.js';
import { awakeInLog, hoursWithCalls, type Held, type Visits } from '../logs/visits.js';
import { combine, spanning, sum, type Quantity } from '../quantity.js';
import { calledEntries, backgroundSeconds, runsOf, wallSeconds } from '../traffic.js';
import type { EntryPoint } from '../scan-names.js';

/** Below this, two counts of a month differ by rounding only. */
const SAME = 1e-4;

/** What a call holds the instance beyond the log: work after the answer, and the answer where the log has no duration. */
const beyondLog = (context: Context, log: AccessLog, entry: EntryPoint): Quantity =>
  log.byEntry.get(entry.id)?.timed ? backgroundSeconds(context.assumptions, entry) : sum([backgroundSeconds(context.assumptions, entry), wallSeconds(context.assumptions, entry)]);

interface Asked {
  log: AccessLog;
  calls: Held[];
  idleSeconds: number;
  instances: number;
  /** Traffic that is priced, as a multiple of that in the log. */
  factor: number;
}

/**
 * Seconds in a month. Where the priced traffic is not that of the log, calls are taken to come at random within the hours in which the
 * log has some: each multiple leaves the same share of the remaining time asleep.
 */
function awakeSeconds({ log, calls, idleSeconds, instances, factor }: Asked): number {
  const inLog = awakeInLog(calls, idleSeconds, instances, secondsCovered(log));
  const month = monthsFactor(log);
  if (Math.abs(factor - 1) < SAME) return inLog * month;
  const keys = new Set(calls.flatMap(({ visits }) => visits.instances ?? []));
  const busy = Math.max(inLog, hoursWithCalls(calls.map(({ visits }) => visits)) * 3600 * Math.max(1, keys.size || Math.round(instances)));
  return busy === 0 ? 0 : busy * (1 - (1 - inLog / busy) ** factor) * month;
}

function awakeFor(context: Context, log: AccessLog, entries: readonly EntryPoint[], strangers: Visits | null): Quantity {
  const { assumptions } = context;
  const logged = entries.reduce((total, entry) => total + runsPerMonth(log, entry.id), 0);
  const inputs = [
    read(assumptions, 'container.sleep_after_minutes'), read(assumptions, 'container.instances'),
    sum(entries.map((entry) => runsOf(assumptions, entry.id))), ...entries.map((entry) => beyondLog(context, log, entry)),
  ];
  return combine(inputs, (minutes = 0, instances = 1, runs = 0, ...holds) => {
    const calls = entries.map((entry, index): Held => ({ visits: visitsOf(log, entry.id), holdSeconds: holds[index] ?? 0 }));
    const all = strangers ? [...calls, { visits: strangers, holdSeconds: 0 }] : calls;
    return awakeSeconds({ log, calls: all, idleSeconds: minutes * 60, instances, factor: logged > 0 ? runs / logged : 1 });
  });
}

/** Requests that no entry point answers reach a Container too when it serves everything: in the high value they wake it. */
export function awakeFromLog(context: Context, log: AccessLog, entries: readonly EntryPoint[]): Quantity {
  const known = awakeFor(context, log, entries, null);
  const servesAll = calledEntries(context.scan).filter((entry) => entry.kind === 'http').every((entry) => entries.some(({ id }) => id === entry.id));
  if (!servesAll || log.unmatched.total === 0) return known;
  return spanning(known, known, awakeFor(context, log, entries, log.unmatched.visits));
}
