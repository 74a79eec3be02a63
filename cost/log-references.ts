/** Where cf-migrate.cost.yaml names an access log instead of a number. It reads no log. */
import { TRAFFIC } from './fields.js';

/** `{from: access.log}`, relative to the cost file. */
export interface LogReference {
  from: string;
}

export const isLogReference = (raw: unknown): raw is LogReference => {
  const entries = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : [];
  return entries.length === 1 && entries[0]?.[0] === 'from' && typeof entries[0][1] === 'string' && entries[0][1] !== '';
};

/** `traffic: {from: access.log}` looks like a value and is the group with one key. */
export const isReferenceAt = (path: readonly string[], value: unknown): value is LogReference => isLogReference(value) && path.join('.') !== 'traffic';

export interface Reference {
  /** Path in the file: `['traffic', 'GET /', 'wall_ms']`; `['traffic', 'from']` speaks for all that the file does not say. */
  path: string[];
  key: string;
  file: string;
}

/** Every reference to a log in the parsed file, in its order. */
export function referencesIn(data: Record<string, unknown>, path: readonly string[] = []): Reference[] {
  return Object.entries(data).flatMap(([name, value]): Reference[] => {
    const here = [...path, name];
    if (isWholeTraffic(here) && typeof value === 'string') return [{ path: here, key: here.join('.'), file: value }];
    if (isReferenceAt(here, value)) return [{ path: here, key: here.join('.'), file: value.from }];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? referencesIn(value as Record<string, unknown>, here) : [];
  });
}

export const isWholeTraffic = (path: readonly string[]): boolean => path.length === 2 && path[0] === 'traffic' && path[1] === 'from';

/** What an access log can say, as people write it. */
export const IN_A_LOG = ['traffic', 'traffic.*.requests_per_month', 'traffic.*.wall_ms', 'each_request.wall_ms', 'egress_gb_per_month', 'today.busy_hours', 'container.awake_hours'];

/** Whether a log can say the value at a path. */
export function isInLog(path: readonly string[]): boolean {
  if (isWholeTraffic(path)) return true;
  const last = path.at(-1) ?? '';
  if (path[0] === 'traffic') return path.length === 3 && last in TRAFFIC && IN_A_LOG.includes(`traffic.*.${last}`);
  return IN_A_LOG.includes(path.join('.'));
}
