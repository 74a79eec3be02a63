/** Storage calls per run of an entry point that become network round trips under the plan. Counts calls as the scan bounds them; measures no time. */
import type { Plan, StorageTarget } from '../../core/plan.js';
import type { Interval } from '../../core/program.js';
import type { Scan } from '../../core/scan.js';
import { groupBy } from './counted.js';

/** Where a call leaves the process. */
const NETWORKED: ReadonlySet<StorageTarget> = new Set(['kv', 'r2', 'd1', 'postgres', 'durable-object', 'queue', 'workflow', 'api', 'worker-binding']);

export interface RoundTrips {
  entryPoint: string;
  /** Calls to files and databases inside the process today. */
  localToday: Interval;
  /** Calls to a database or queue over the network today. */
  remoteToday: Interval;
  after: Interval;
  /** The same, by target. */
  byTarget: { target: StorageTarget; calls: Interval }[];
  /** Calls whose resource has no target yet. */
  undecided: Interval;
}

const ZERO: Interval = [0, 0];
const add = ([low, high]: Interval, [more, most]: Interval): Interval => [low + more, high === null || most === null ? null : high + most];
const total = (intervals: Interval[]): Interval => intervals.reduce(add, ZERO);

export const isZero = ([low, high]: Interval): boolean => low === 0 && high === 0;

interface Call {
  entryPoint: string;
  calls: Interval;
  remote: boolean;
  target: StorageTarget | null;
}

function callsOf(scan: Scan, plan: Plan): Call[] {
  const remote = new Set(scan.resources.filter((resource) => resource.kind === 'database' || resource.kind === 'queue').map((resource) => resource.id));
  const target = new Map(plan.resources.map((resource) => [resource.resource, resource.target]));
  return scan.metered.filter((site) => site.resource !== '').flatMap((site) =>
    site.reachedBy.map(({ entryPoint, calls }): Call => ({ entryPoint, calls, remote: remote.has(site.resource), target: target.get(site.resource) ?? null })));
}

export function roundTrips(scan: Scan, plan: Plan): RoundTrips[] {
  return [...groupBy(callsOf(scan, plan), (call) => call.entryPoint)].map(([entryPoint, calls]) => {
    const leaving = calls.filter((call) => call.target !== null && NETWORKED.has(call.target));
    const byTarget = [...groupBy(leaving, (call) => call.target ?? '')].flatMap(([, own]) => (own[0]?.target ? [{ target: own[0].target, calls: total(own.map((call) => call.calls)) }] : []));
    return {
      entryPoint,
      localToday: total(calls.filter((call) => !call.remote).map((call) => call.calls)),
      remoteToday: total(calls.filter((call) => call.remote).map((call) => call.calls)),
      after: total([...leaving, ...calls.filter((call) => call.remote && !leaving.includes(call))].map((call) => call.calls)),
      byTarget,
      undecided: total(calls.filter((call) => call.target === null || call.target === 'decide' || call.target === 'by-hand').map((call) => call.calls)),
    };
  });
}
