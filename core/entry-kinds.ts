/** Tells routes from what only runs on the way to them. */
import type { EntryKind } from './program.js';

interface Declared {
  kind: EntryKind | string;
  method?: string;
  route?: string;
  source: string;
}

/** Middleware and the reading of a route's parameter: nobody asks for them. */
export const isMiddleware = (entry: Declared): boolean =>
  entry.kind === 'http' && (entry.route === undefined || entry.route === '*' || /^use$/i.test(entry.method ?? '') || /\.(?:use|param)$/.test(entry.source));

/** What people can ask for, or wait for, by a name: no middleware, no catch-all, no timer. */
export const isNamedEntry = (entry: Declared): boolean =>
  entry.kind !== 'timer' && !isMiddleware(entry) && !(entry.kind === 'http' && (entry.route ?? '').endsWith('/*'));
