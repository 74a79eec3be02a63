/**
 * Groups entry points and stored data into what has to move together, and says what has to move before. Who writes data moves with
 * it; who only reads it may follow later and read from the new place until then. It names no tasks.
 */
import { isMiddleware } from '../core/entry-kinds.js';
import type { PlannedResource, StorageTarget } from '../core/plan.js';
import type { EntryKind, EntryPoint, Program, Site } from '../core/program.js';

export interface WaveGroup {
  entryPoints: EntryPoint[];
  /** Ids of resources that move with them. */
  resources: string[];
  /** Ids of resources of other groups that its entry points read. */
  reads: string[];
}

export interface WaveGroups {
  /** Entry points that touch no moving data. */
  free: EntryPoint[];
  /** Groups in an order in which nothing reads what has not moved yet. */
  tied: WaveGroup[];
  /** Data that only start-up code or middleware touches. */
  common: string[];
}

/** What begins a run on its own; start-up code touches everything and would tie all of it together. */
const MOVES: ReadonlySet<EntryKind> = new Set(['http', 'cron', 'timer', 'queue', 'message', 'socket']);

/** Targets that leave data where it is: they tie nothing together. */
const STILL: ReadonlySet<StorageTarget> = new Set(['keep', 'bundle', 'tmp']);

const READING = new Set(['read', 'list', 'probe', 'watch']);

interface Touch {
  writes: Set<string>;
  reads: Set<string>;
}

function touches(sites: Site[], resourceOf: (site: Site) => string | undefined): Map<string, Touch> {
  const byEntry = new Map<string, Touch>();
  for (const site of sites) {
    const resource = resourceOf(site);
    if (resource === undefined) continue;
    for (const { entryPoint } of site.reachedBy) {
      const touch = byEntry.get(entryPoint) ?? { writes: new Set(), reads: new Set() };
      (READING.has(site.storage?.access ?? 'open') ? touch.reads : touch.writes).add(resource);
      byEntry.set(entryPoint, touch);
    }
  }
  return byEntry;
}

const joined = (groups: WaveGroup[]): WaveGroup => {
  const resources = [...new Set(groups.flatMap((group) => group.resources))];
  return { entryPoints: [...new Set(groups.flatMap((group) => group.entryPoints))], resources, reads: [...new Set(groups.flatMap((group) => group.reads))].filter((id) => !resources.includes(id)) };
};

/** Joins all groups that hold one of the resources. */
function merge(groups: WaveGroup[], added: WaveGroup): WaveGroup[] {
  const tied = groups.filter((group) => group.resources.some((id) => added.resources.includes(id)));
  return [...groups.filter((group) => !tied.includes(group)), joined([...tied, added])];
}

/** `settings.json` and `settings.json.new`, a folder and what lies in it: names of one thing, which moves once. */
function sameThing(resources: PlannedResource[]): WaveGroup[] {
  const part = (whole: string, longer: string): boolean => longer !== whole && longer.startsWith(whole) && /^[./~]/.test(longer.slice(whole.length));
  return resources.flatMap((a) => resources.filter((b) => part(a.pattern, b.pattern)).map((b): WaveGroup => ({ entryPoints: [], resources: [a.resource, b.resource], reads: [] })));
}

const needs = (group: WaveGroup, other: WaveGroup): boolean => group !== other && group.reads.some((id) => other.resources.includes(id));

/** A reader with a single source moves with it; one with several is a group of its own that comes after them. */
function withReaders(groups: WaveGroup[], readers: { entry: EntryPoint; reads: string[] }[]): WaveGroup[] {
  return readers.reduce((now, { entry, reads }) => {
    const sources = now.filter((group) => group.resources.some((id) => reads.includes(id)));
    const only = sources.length === 1 ? sources[0] : undefined;
    const own: WaveGroup = { entryPoints: [entry], resources: [], reads };
    return only ? [...now.filter((group) => group !== only), joined([only, own])] : [...now, own];
  }, groups);
}

/** First what needs nothing that is still to move; groups that need each other become one. Among equals, `weight` decides. */
function inOrder(groups: WaveGroup[], weight: (group: WaveGroup) => number): WaveGroup[] {
  const order: WaveGroup[] = [];
  let left = [...groups].sort((a, b) => weight(a) - weight(b) || a.resources.length - b.resources.length || a.entryPoints.length - b.entryPoints.length);
  while (left.length > 0) {
    const ready = left.find((group) => !left.some((other) => needs(group, other)));
    if (ready) order.push(ready);
    const done = ready ?? left[0];
    if (!done) break;
    if (ready) left = left.filter((group) => group !== ready);
    else {
      // A circle: the first group and all it waits for, directly or not, can only move as one.
      const circle = new Set([done]);
      for (const group of circle) for (const other of left) if (needs(group, other)) circle.add(other);
      left = [joined([...circle]), ...left.filter((group) => !circle.has(group))];
    }
  }
  return order;
}

/** Entry points and data as the program lists them, whatever joined them. */
function asListed(group: WaveGroup, program: Program): WaveGroup {
  const ids = new Set(group.resources);
  return { ...group, entryPoints: program.entryPoints.filter((entry) => group.entryPoints.includes(entry)), resources: program.resources.filter((resource) => ids.has(resource.id)).map((resource) => resource.id) };
}

export function waveGroups(program: Program, resources: PlannedResource[], weight: (group: WaveGroup) => number): WaveGroups {
  const owner = new Map(program.resources.flatMap((resource) => resource.sites.map((site) => [site, resource.id])));
  const production = program.sites.filter((site) => site.reach === 'production');
  const idOf = (site: Site): string | undefined => owner.get(site.id) ?? site.storage?.resource;
  const used = new Set(production.map(idOf));
  const moving = new Set(resources.filter((resource) => !STILL.has(resource.target) && used.has(resource.resource)).map((resource) => resource.resource));
  const byEntry = touches(production, (site) => {
    const id = idOf(site);
    return id !== undefined && moving.has(id) ? id : undefined;
  });
  const entries = program.entryPoints.filter((entry) => MOVES.has(entry.kind));
  // Middleware moves first and ties nothing together.
  const tied = entries.filter((entry) => byEntry.has(entry.id) && !isMiddleware(entry)).map((entry) => ({ entry, touch: byEntry.get(entry.id) ?? { writes: new Set<string>(), reads: new Set<string>() } }));
  const writers = tied.filter(({ touch }) => touch.writes.size > 0);
  const written = writers.reduce<WaveGroup[]>((groups, { entry, touch }) => merge(groups, { entryPoints: [entry], resources: [...touch.writes], reads: [...touch.reads] }), []);
  const whole = sameThing(resources.filter((resource) => moving.has(resource.resource))).reduce((groups, pair) => merge(groups, pair), written);
  const known = new Set(whole.flatMap((group) => group.resources));
  const onlyRead = [...new Set(tied.flatMap(({ touch }) => [...touch.reads]))].filter((id) => !known.has(id)).map((id): WaveGroup => ({ entryPoints: [], resources: [id], reads: [] }));
  const readers = tied.filter(({ touch }) => touch.writes.size === 0).map(({ entry, touch }) => ({ entry, reads: [...touch.reads] }));
  const groups = withReaders([...whole, ...onlyRead], readers);
  const taken = new Set(groups.flatMap((group) => group.resources));
  return { free: entries.filter((entry) => !byEntry.has(entry.id) || isMiddleware(entry)), tied: inOrder(groups, weight).map((group) => asListed(group, program)), common: [...moving].filter((id) => !taken.has(id)) };
}
