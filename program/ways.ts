/** Ways of branches on which a call stands: what decides whether it runs, once its function does. */
import type { WayFact } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import type { World } from './world.js';

/** Which way of each branch around it a call stands on, by the offset of the branch. */
export type Ways = ReadonlyMap<number, WayFact>;

export function waysOf(world: World, { file, fact }: LinkedCall): Ways {
  const facts = world.files.get(file)?.facts.ways ?? [];
  const found = new Map<number, WayFact>();
  for (let at = fact.way === undefined ? undefined : facts[fact.way]; at; at = at.within === null ? undefined : facts[at.within]) found.set(at.of, at);
  return found;
}

/** The innermost way that a condition decides; nothing where what is called is called in any case. */
export function branchOf(ways: Ways, { conditional }: LinkedCall['fact']): { branch?: string } {
  const decided = conditional ? [...ways.values()].find(({ sure, fails }) => !sure && !fails) : undefined;
  return decided ? { branch: `${decided.of}:${decided.way}` } : {};
}

/** A place in a function, and the ways around it. */
export interface Standing {
  start: number;
  ways: Ways;
}

/** A run that comes by one does not come by the other. */
const exclude = (one: Ways, other: Ways): boolean => [...one.values()].some(({ of, way }) => {
  const beside = other.get(of);
  return beside !== undefined && beside.way !== way && !beside.last;
});

/** What it takes to come from one place to another that stands on ways of its own. */
const taken = (from: Ways, { ways }: Standing): WayFact[] => [...ways.values()].filter(({ of, sure, fails }) => !from.has(of) && !sure && !fails);

/** Ways that a run which came by `first` has to take so that it comes by `then` as well, unless something fails; null where it does not come by. */
export function onTo(first: Standing, then: Standing): WayFact[] | null {
  if (then.start <= first.start) return null;
  // However the `try` is left that the first stands in, its `finally` is come by.
  const last = [...then.ways.values()].filter((way) => way.last && way.of < first.start).reduce((least, { of }) => Math.min(least, of), Infinity);
  const before = new Map([...first.ways].filter(([of]) => of < last));
  const isLeft = [...before.values()].some(({ leaves }) => leaves !== undefined && then.start >= leaves);
  return isLeft || exclude(before, then.ways) ? null : taken(before, then);
}

/** A run that comes by `then` has come by `first`, unless something failed. */
export const isBefore = (first: Standing, then: Standing): boolean => {
  const ways = first.start < then.start && !exclude(then.ways, first.ways) ? taken(then.ways, first) : null;
  return ways?.length === 0 && ![...first.ways.values()].some(({ of, leaves }) => leaves !== undefined && !then.ways.has(of) && then.start >= leaves);
};

/** Branches that are looked at both ways. */
const MOST_BRANCHES = 4;

/** Whichever way is taken, one of the lists is of ways that are. */
export function isSure(lists: readonly (readonly WayFact[])[], taking: ReadonlyMap<number, number> = new Map()): boolean {
  const open = lists.map((list) => list.filter(({ of }) => !taking.has(of)));
  if (open.some((list) => list.length === 0)) return true;
  const branch = open[0]?.[0]?.of;
  if (branch === undefined || taking.size >= MOST_BRANCHES) return false;
  return [0, 1].every((way) => isSure(open.filter((list) => list.every((one) => one.of !== branch || one.way === way)), new Map([...taking, [branch, way]])));
}
