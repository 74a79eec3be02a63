/** Runs, CPU time and waiting time of the entry points, and how often a call site runs in them. */
import type { Interval } from '../core/program.js';
import type { Scan } from '../core/scan.js';
import { read, type Assumptions } from './assumptions.js';
import { combine, exactly, scaled, sum, times, type Quantity } from './quantity.js';
import { driveOf, trafficEntries, type EntryPoint } from './scan-names.js';

export const entryPlace = (entry: EntryPoint): string => `${entry.file}:${entry.line}`;

/** The entry point's own number; where nobody set one, its part of what all of its kind have together. */
export function runsOf(assumptions: Assumptions, id: string): Quantity {
  const own = read(assumptions, `traffic.${id}.requests_per_month`);
  const share = own.value === null ? assumptions.shares[id] : undefined;
  return share ? scaled(read(assumptions, share.key), 1 / share.parts) : own;
}

/** The entry point's own number; where nobody set one, that of `each_request`. */
function perRun(assumptions: Assumptions, id: string, key: 'cpu_ms' | 'wall_ms'): Quantity {
  const own = read(assumptions, `traffic.${id}.${key}`);
  return own.value !== null ? own : read(assumptions, `each_request.${key}`);
}

export const cpuSeconds = (assumptions: Assumptions, entry: EntryPoint): Quantity => scaled(perRun(assumptions, entry.id, 'cpu_ms'), 0.001);
export const wallSeconds = (assumptions: Assumptions, entry: EntryPoint): Quantity => scaled(perRun(assumptions, entry.id, 'wall_ms'), 0.001);
export const backgroundSeconds = (assumptions: Assumptions, entry: EntryPoint): Quantity => scaled(read(assumptions, `traffic.${entry.id}.background_ms`), 0.001);

/** Entry points that somebody or a clock calls; starts of the process are not requests. */
export const calledEntries = (scan: Scan): EntryPoint[] => trafficEntries(scan).filter((entry) => driveOf(entry) !== 'start');

export const totalRuns = (assumptions: Assumptions, entries: readonly EntryPoint[]): Quantity => sum(entries.map((entry) => runsOf(assumptions, entry.id)));

/** Seconds of CPU in a month. */
export const totalCpu = (assumptions: Assumptions, entries: readonly EntryPoint[]): Quantity =>
  sum(entries.map((entry) => times(runsOf(assumptions, entry.id), cpuSeconds(assumptions, entry))));

/** Calls in one run of an entry point: exact, or between bounds by how often branches are taken, or a loop of unknown length. */
export function callsPerRun(assumptions: Assumptions, [low, high]: Interval): Quantity {
  if (low === high) return exactly(low);
  const taken = read(assumptions, 'branches.taken');
  if (high !== null) return combine([taken], (share) => low + share * (high - low));
  const loop = read(assumptions, 'loops.default');
  return low > 0 ? combine([loop], (calls) => Math.max(low, calls)) : times(taken, loop);
}
