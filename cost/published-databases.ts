/** Database files that the program builds elsewhere and puts in their place: in a database of rows, that is so many rows written. */
import type { PlannedResource, StorageTarget } from '../core/plan.js';
import type { Context } from './context.js';
import type { MeteredSite } from './counted-sites.js';

/** Meters of rows that are written at once. Postgres meters hours. */
const METERS: Partial<Record<StorageTarget, string>> = { d1: 'd1.rows_published', 'durable-object': 'durable-objects.rows_published' };

const isMove = (site: MeteredSite): boolean => /\.(?:rename|renameSync|move|moveSync)$/.test(site.origin);

/** `search/x.sqlite.new` beside `search/x.sqlite`. */
const isBeside = (database: string, file: string): boolean => file.startsWith(database) && file.length > database.length && !file.slice(database.length).includes('/');

/** The database whose new version the site puts in its place; null for every other site. Of a copy and a move beside each other the move counts. */
function databaseOf(context: Context, site: MeteredSite): PlannedResource | null {
  const { resources } = context.scan;
  const own = resources.find((resource) => resource.id === site.resource);
  if (site.access !== 'write' || own?.kind !== 'files') return null;
  const database = resources.find((resource) => resource.kind === 'sqlite' && isBeside(resource.pattern, own.pattern));
  const moves = context.sites.filter((other) => other.resource === site.resource && isMove(other));
  if (!database || (moves.length > 0 && !isMove(site))) return null;
  return context.plan?.resources.find((planned) => planned.resource === database.id) ?? null;
}

/** Meter of the rows that the site writes by putting a whole file in its place; null when it does not. */
export function publishedMeter(context: Context, site: MeteredSite): string | null {
  const database = databaseOf(context, site);
  return database ? (METERS[database.target] ?? null) : null;
}
