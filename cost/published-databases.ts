/** Database files that the program builds elsewhere and puts in their place: in a database of rows, that is so many rows written. */
import type { StorageTarget } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import { isCompanion, movesFile } from '../core/stored-names.js';
import type { Context } from './context.js';
import type { MeteredSite } from './counted-sites.js';

/** Meters of rows that are written at once. Postgres meters hours. */
const METERS: Partial<Record<StorageTarget, string>> = { d1: 'd1.rows_published', 'durable-object': 'durable-objects.rows_published' };

/** Resource of the database that a site gives a new version, by site. */
export type PublishedDatabases = ReadonlyMap<MeteredSite, string>;

/** Databases by the files that lie beside them. */
function databasesBeside({ resources }: Scan): Map<string, string> {
  const databases = resources.filter((resource) => resource.kind === 'sqlite');
  return new Map(resources.filter((resource) => resource.kind === 'files').flatMap((file): [string, string][] => {
    const database = databases.find((candidate) => isCompanion(candidate.pattern, file.pattern));
    return database ? [[file.id, database.id]] : [];
  }));
}

/** Of a copy and a move beside each other the move counts. */
export function publishedDatabases(scan: Scan, sites: readonly MeteredSite[]): PublishedDatabases {
  const beside = databasesBeside(scan);
  const moved = new Set(sites.filter((site) => movesFile(site.origin)).map((site) => site.resource));
  return new Map(sites.flatMap((site): [MeteredSite, string][] => {
    const database = beside.get(site.resource);
    const counts = site.access === 'write' && (movesFile(site.origin) || !moved.has(site.resource));
    return database !== undefined && counts ? [[site, database]] : [];
  }));
}

/** Meter of the rows that the site writes by putting a whole file in its place; null when it does not. */
export function publishedMeter({ plan, published }: Context, site: MeteredSite): string | null {
  const database = published.get(site);
  const planned = database === undefined ? undefined : plan?.resources.find((resource) => resource.resource === database);
  return planned ? (METERS[planned.target] ?? null) : null;
}
