/**
 * Calls that copy or move one file between documents that move and a file that stays on the machine: a shipped one, or scratch data of the request. They become a read
 * on one side and a write on the other. Where the side that stays would not be there on Workers, or it is not clear which path is which, there is none.
 */
import type { Program, Resource, Site } from '../core/program.js';
import { namedCall } from '../core/storage-calls.js';
import type { SeamOperation } from '../core/storage-operations.js';

type Crossing = Extract<SeamOperation, 'copy-in' | 'copy-out' | 'move-in'>;

/** `data/*.json` takes in `data/a.json`, and `data/*.json` itself. */
export const takesIn = (pattern: string, text: string): boolean => pattern === text || new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`).test(text);

const rootOf = (pattern: string): string => pattern.slice(0, pattern.indexOf('/'));

/** Shipped with the code: only read, at a place in the project other than that of the documents, whatever it is thought to be for because of what it is copied to. */
const isShipped = (program: Program, other: Resource, moving: Resource): boolean =>
  /^\w/.test(other.pattern) && rootOf(other.pattern) !== rootOf(moving.pattern) && !program.sites.some((site) => site.storage?.resource === other.id && !/^(?:read|probe|list)$/.test(site.storage.access));

/** It can be read on Workers as well: shipped, or under the temporary folder. */
const staysReadable = (program: Program, other: Resource, moving: Resource): boolean => /^(?:asset|config|temp)$/.test(other.persistence) || isShipped(program, other, moving);

/** `moving`: the resource that moves; `other` stays. */
export function crossingBetween(program: Program, site: Site, moving: Resource, other: Resource): Crossing | null {
  const name = site.wraps ? undefined : namedCall(site.origin, site.args)?.name;
  const written = site.storage?.path.text ?? '';
  if (name !== 'copyFile' && name !== 'rename') return null;
  const [into, out] = [takesIn(moving.pattern, written), takesIn(other.pattern, written)];
  if (into === out || !staysReadable(program, other, moving)) return null;
  if (into) return name === 'copyFile' ? 'copy-in' : other.persistence === 'temp' ? 'move-in' : null;
  return name === 'copyFile' && other.persistence === 'temp' ? 'copy-out' : null;
}

/** What the call becomes when its resource moves and the other file that it names does not; null when it names no other. */
export function crossingOf(program: Program, site: Site, migrating: ReadonlySet<string>): Crossing | null {
  const moving = program.resources.find((resource) => resource.id === site.storage?.resource);
  const other = program.resources.find((resource) => resource !== moving && resource.sites.includes(site.id));
  return moving && other && !migrating.has(other.id) ? crossingBetween(program, site, moving, other) : null;
}
