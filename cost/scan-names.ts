/** The names of a program that cf-migrate.cost.yaml may speak of: entry points that bring traffic, resources that hold data. */
import type { Scan } from '../core/scan.js';

export type EntryPoint = Scan['entryPoints'][number];

/** `request`: called from outside. `schedule`: runs by the clock. `start`: runs when the process starts. */
export type Drive = 'request' | 'schedule' | 'start';

const DRIVES: Record<string, Drive> = { http: 'request', queue: 'request', message: 'request', socket: 'request', cron: 'schedule', timer: 'schedule', start: 'start', bin: 'start' };

export const driveOf = (entry: EntryPoint): Drive | null => DRIVES[entry.kind] ?? null;

const isMiddleware = (entry: EntryPoint): boolean => entry.kind === 'http' && (entry.method === 'USE' || /\.param$/.test(entry.source));

/** `app.use('/api')`, which is spelled with or without a star, runs with every route below it, `router.param('id')` with every route that has `:id`. */
function runsWith(middleware: EntryPoint, entry: EntryPoint): boolean {
  const route = entry.route ?? '';
  const path = (middleware.route ?? '/').replace(/\/?\*?$/, '');
  if (middleware.method !== 'USE') return route.split('/').includes(`:${path.replace(/^\//, '')}`);
  return route === path || route.startsWith(`${path}/`);
}

const routes = (scan: Scan): EntryPoint[] => scan.entryPoints.filter((entry) => entry.kind === 'http' && !isMiddleware(entry));

/** The routes that a middleware runs with; empty for an entry point with traffic of its own. */
export const routesOf = (scan: Scan, entry: EntryPoint): EntryPoint[] => (isMiddleware(entry) ? routes(scan).filter((route) => runsWith(entry, route)) : []);

/** Entry points that run in production by a call of their own, each id once. */
export function trafficEntries(scan: Scan): EntryPoint[] {
  const byId = new Map<string, EntryPoint>();
  for (const entry of scan.entryPoints) {
    if (driveOf(entry) !== null && !byId.has(entry.id) && routesOf(scan, entry).length === 0) byId.set(entry.id, entry);
  }
  return [...byId.values()];
}

const STORES = new Set(['files', 'sqlite', 'database']);

/** Resources under the name a reader knows; the id where two share it. */
export function storageNames(scan: Scan): { id: string; name: string }[] {
  const stores = scan.resources.filter((resource) => STORES.has(resource.kind));
  return stores.map(({ id, pattern }) => ({ id, name: pattern !== '' && stores.filter((other) => other.pattern === pattern).length === 1 ? pattern : id }));
}
