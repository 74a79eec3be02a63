/**
 * When each entry point was called, and how long instances would have been awake for it: the union of [start, end + idle time] per
 * instance. It prices nothing and knows no month.
 */

/** Calls of one entry point in seconds since 1970, in the order of the log. */
export interface Visits {
  starts: readonly number[];
  ends: readonly number[];
  /** Which instance each call belongs to, where a key of instances is declared. */
  instances: readonly string[] | null;
}

/** A stretch of time with calls that lie so close that the instance does not sleep between them. */
type Stretch = [start: number, end: number];

/** Joins what lies at most `gap` seconds apart. */
function joined(stretches: readonly Stretch[], gap: number): Stretch[] {
  const result: Stretch[] = [];
  for (const [start, end] of stretches) {
    const last = result.at(-1);
    if (last && start - last[1] <= gap) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

const byStart = (a: Stretch, b: Stretch): number => a[0] - b[0];

/** Stretches per instance: by the key where there is one, else calls go round the instances in turn. */
function perInstance(visits: Visits, instances: number, gap: number): Map<string, Stretch[]> {
  const groups = new Map<string, Stretch[]>();
  visits.starts.forEach((start, index) => {
    const instance = visits.instances?.[index] ?? String(index % instances);
    const group = groups.get(instance);
    const stretch: Stretch = [start, visits.ends[index] ?? start];
    if (group) group.push(stretch);
    else groups.set(instance, [stretch]);
  });
  return new Map([...groups].map(([instance, stretches]) => [instance, joined(stretches.toSorted(byStart), gap)]));
}

/** One question is asked many times with other numbers: drivers, the curve, the draws of a simulation. */
const remembered = new WeakMap<Visits, Map<string, Map<string, Stretch[]>>>();

function stretchesOf(visits: Visits, instances: number, idleSeconds: number): Map<string, Stretch[]> {
  // Joined by a gap that is no longer than any idle time it is asked for: the union stays the same, and few gaps are kept.
  const gap = idleSeconds >= 1 ? 2 ** Math.floor(Math.log2(idleSeconds)) : 0;
  const answers = remembered.get(visits) ?? new Map<string, Map<string, Stretch[]>>();
  remembered.set(visits, answers);
  const key = `${instances} ${gap}`;
  const found = answers.get(key) ?? perInstance(visits, instances, gap);
  answers.set(key, found);
  return found;
}

export interface Held {
  visits: Visits;
  /** Seconds that a call holds the instance beyond what the log tells: work after the answer, the answer itself where the log has no duration. */
  holdSeconds: number;
}

/** Seconds awake of all instances together while the log was written. `most`: its length, which no instance exceeds. */
export function awakeInLog(calls: readonly Held[], idleSeconds: number, instances: number, most: number): number {
  const all = new Map<string, Stretch[]>();
  for (const { visits, holdSeconds } of calls) {
    for (const [instance, stretches] of stretchesOf(visits, Math.max(1, Math.round(instances)), idleSeconds)) {
      const held = stretches.map(([start, end]): Stretch => [start, end + holdSeconds + idleSeconds]);
      all.set(instance, [...(all.get(instance) ?? []), ...held]);
    }
  }
  const awake = [...all.values()].map((stretches) => joined(stretches.toSorted(byStart), 0).reduce((total, [start, end]) => total + end - start, 0));
  return awake.reduce((total, seconds) => total + Math.min(most, seconds), 0);
}

/** Different hours of the clock in which something was called. */
export function hoursWithCalls(visits: readonly Visits[]): number {
  const hours = new Set<number>();
  for (const { starts } of visits) for (const start of starts) hours.add(Math.floor(start / 3600));
  return hours.size;
}
