/** Walks a lock file from what the project asks for: how each package comes in, and whether only development or an optional dependency brings it. */
import type { LockedPackage, LockReading, LockRoot } from './locks/locked.js';

export interface Standing {
  item: LockedPackage;
  /** Names from a direct dependency down to this package, the shortest way. */
  chain: string[];
  dev: boolean;
  optional: boolean;
}

interface Step {
  id: string;
  chain: string[];
}

const chainsFrom = (roots: readonly LockRoot[]): Step[] => roots.map(({ id, name }) => ({ id, chain: [name] }));

/** Shortest chains from `start`, breadth first; packages that `known` holds already are not entered again. */
function walk(table: ReadonlyMap<string, LockedPackage>, start: readonly Step[], withOptional: boolean, known: ReadonlyMap<string, string[]> = new Map()): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const queue = [...start];
  for (let at = 0; at < queue.length; at++) {
    const { id, chain } = queue[at] ?? { id: '', chain: [] };
    const item = table.get(id);
    if (!item || found.has(id) || known.has(id)) continue;
    found.set(id, chain);
    for (const need of item.requires) if (need.id !== null && (withOptional || !need.optional)) queue.push({ id: need.id, chain: [...chain, table.get(need.id)?.name ?? need.name] });
  }
  return found;
}

/** Every package of the lock file, those that production needs first, nearest first; one that nothing asks for comes last, with an empty chain. */
export function standings(lock: LockReading): Standing[] {
  const table = new Map(lock.packages.map((item) => [item.id, item]));
  const production = lock.roots.filter((root) => !root.development);
  const live = walk(table, chainsFrom(production), true);
  const firm = walk(table, chainsFrom(production.filter((root) => !root.optional)), false);
  const development = walk(table, chainsFrom(lock.roots.filter((root) => root.development)), true, live);
  const of = (chains: ReadonlyMap<string, string[]>, dev: boolean): Standing[] =>
    [...chains].flatMap(([id, chain]) => {
      const item = table.get(id);
      return item ? [{ item, chain, dev, optional: !dev && !firm.has(id) }] : [];
    });
  const rest = lock.packages.filter(({ id }) => !live.has(id) && !development.has(id)).map((item): Standing => ({ item, chain: [], dev: false, optional: false }));
  return [...of(live, false), ...of(development, true), ...rest];
}

const MOST_PARENTS = 5;

/** Ids of everything that the package `id` pulls in, itself included. */
function below(table: ReadonlyMap<string, LockedPackage>, id: string): Set<string> {
  const seen = new Set(table.has(id) ? [id] : []);
  for (const next of seen) for (const need of table.get(next)?.requires ?? []) if (need.id !== null && table.has(need.id)) seen.add(need.id);
  return seen;
}

/** Direct dependencies from which each package name can be reached: at most five, those of production first. */
export function bringers(lock: LockReading): Map<string, string[]> {
  const table = new Map(lock.packages.map((item) => [item.id, item]));
  const roots = [...lock.roots.filter((root) => !root.development), ...lock.roots.filter((root) => root.development)];
  const result = new Map<string, string[]>();
  for (const root of new Map(roots.map((entry) => [entry.id, entry])).values()) {
    for (const name of new Set([...below(table, root.id)].map((id) => table.get(id)?.name ?? ''))) {
      const names = result.get(name) ?? [];
      if (names.length < MOST_PARENTS) result.set(name, [...names, root.name]);
    }
  }
  return result;
}
