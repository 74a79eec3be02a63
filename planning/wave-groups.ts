/** Groups entry points and the stored data they touch into what has to move together. It orders nothing and names no tasks. */
import type { PlannedResource, StorageTarget } from '../core/plan.js';
import type { EntryKind, EntryPoint, Program } from '../core/program.js';

export interface WaveGroup {
  entryPoints: EntryPoint[];
  /** Ids of resources that move with them. */
  resources: string[];
}

/** What begins a run on its own; start-up code touches everything and would tie all of it together. */
const MOVES: ReadonlySet<EntryKind> = new Set(['http', 'cron', 'timer', 'queue', 'message', 'socket']);

/** Targets that leave data where it is: they tie nothing together. */
const STILL: ReadonlySet<StorageTarget> = new Set(['keep', 'bundle', 'tmp']);

/** Middleware without a route of its own serves every route: it moves first and ties nothing together. */
const servesAll = (entry: EntryPoint): boolean => entry.kind === 'http' && (entry.route === undefined || entry.route === '*' || entry.method === 'USE' || entry.method === 'use');

function touches(program: Program, moving: ReadonlySet<string>): Map<string, Set<string>> {
  const byEntry = new Map<string, Set<string>>();
  const resourceOf = new Map(program.resources.flatMap((resource) => resource.sites.map((site) => [site, resource.id])));
  for (const site of program.sites) {
    const resource = resourceOf.get(site.id) ?? site.storage?.resource;
    if (!resource || !moving.has(resource)) continue;
    for (const { entryPoint } of site.reachedBy) byEntry.set(entryPoint, (byEntry.get(entryPoint) ?? new Set<string>()).add(resource));
  }
  return byEntry;
}

function merge(groups: WaveGroup[], entry: EntryPoint, resources: ReadonlySet<string>): WaveGroup[] {
  const tied = groups.filter((group) => group.resources.some((id) => resources.has(id)));
  const rest = groups.filter((group) => !tied.includes(group));
  return [...rest, { entryPoints: [...tied.flatMap((group) => group.entryPoints), entry], resources: [...new Set([...tied.flatMap((group) => group.resources), ...resources])] }];
}

export interface WaveGroups {
  /** Entry points that touch no moving data. */
  free: EntryPoint[];
  /** Connected components of entry points and data. */
  tied: WaveGroup[];
  /** Data that only start-up code or middleware touches. */
  common: string[];
}

export function waveGroups(program: Program, resources: PlannedResource[]): WaveGroups {
  const moving = new Set(resources.filter((resource) => !STILL.has(resource.target) && !resource.resource.startsWith('rule:')).map((resource) => resource.resource));
  const byEntry = touches(program, moving);
  const entries = program.entryPoints.filter((entry) => MOVES.has(entry.kind));
  const free = entries.filter((entry) => !byEntry.has(entry.id) || servesAll(entry));
  let tied: WaveGroup[] = [];
  for (const entry of entries) {
    const own = byEntry.get(entry.id);
    if (own && !servesAll(entry)) tied = merge(tied, entry, own);
  }
  const taken = new Set(tied.flatMap((group) => group.resources));
  return { free, tied, common: [...moving].filter((id) => !taken.has(id)) };
}
