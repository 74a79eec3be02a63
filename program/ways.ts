/** Calls of a function that never run in one and the same run, because they stand on different ways of a branch. */
import type { LinkedCall } from './edges.js';
import type { World } from './world.js';

/** Which way of each branch around it a call stands on, by the offset of the branch. */
export type Ways = ReadonlyMap<number, number>;

export function waysOf(world: World, { file, fact }: LinkedCall): Ways {
  const facts = world.files.get(file)?.facts.ways ?? [];
  const found = new Map<number, number>();
  for (let at = fact.way === undefined ? undefined : facts[fact.way]; at; at = at.within === null ? undefined : facts[at.within]) found.set(at.of, at.way);
  return found;
}

/** A run that comes by one does not come by the other. */
export const exclude = (one: Ways, other: Ways): boolean => [...one].some(([of, way]) => other.has(of) && other.get(of) !== way);
