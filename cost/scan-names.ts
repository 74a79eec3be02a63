/** The names of a program that cf-migrate.cost.yaml may speak of: entry points that bring traffic, resources that hold data. */
import type { Scan } from '../core/scan.js';

export type EntryPoint = Scan['entryPoints'][number];

/** `request`: called from outside. `schedule`: runs by the clock. `start`: runs when the process starts. */
export type Drive = 'request' | 'schedule' | 'start';

const DRIVES: Record<string, Drive> = { http: 'request', queue: 'request', message: 'request', socket: 'request', cron: 'schedule', timer: 'schedule', start: 'start', bin: 'start' };

export const driveOf = (entry: EntryPoint): Drive | null => DRIVES[entry.kind] ?? null;

/** Entry points that run in production, each id once. */
export function trafficEntries(scan: Scan): EntryPoint[] {
  const byId = new Map<string, EntryPoint>();
  for (const entry of scan.entryPoints) if (driveOf(entry) !== null && !byId.has(entry.id)) byId.set(entry.id, entry);
  return [...byId.values()];
}

const STORES = new Set(['files', 'sqlite', 'database']);

/** Resources under the name a reader knows; the id where two share it. */
export function storageNames(scan: Scan): { id: string; name: string }[] {
  const stores = scan.resources.filter((resource) => STORES.has(resource.kind));
  return stores.map(({ id, pattern }) => ({ id, name: pattern !== '' && stores.filter((other) => other.pattern === pattern).length === 1 ? pattern : id }));
}
