/** What changed between an earlier manifest and the documents of now. */
import type { Entry, LeftOut, ManifestStore } from './manifest.js';

export interface Changes {
  added: string[];
  changed: string[];
  removed: string[];
}

/** Times that were set anew, as the way back sets them, lose what is below a microsecond. */
const SAME_MS = 0.01;

export const sameTime = (a: number, b: number): boolean => Math.abs(a - b) < SAME_MS;

/** Content or time differs: `stat` tells the time, so it moves too. */
export const differs = (before: Entry, now: Entry): boolean => before.sha256 !== now.sha256 || !sameTime(before.mtimeMs, now.mtimeMs);

/** Keys by what became of them. What cannot be read now is not taken for removed. */
export function changesOf(before: Pick<ManifestStore, 'entries'>, now: readonly Entry[], leftOut: readonly LeftOut[]): Changes {
  const earlier = new Map(before.entries.map((entry) => [entry.key, entry]));
  const present = new Set(now.map((entry) => entry.key));
  const unknown = new Set(leftOut.map((one) => one.path));
  const inUnknown = (path: string): boolean => unknown.has(path) || [...unknown].some((folder) => folder === '' || (folder.endsWith('/') && path.startsWith(folder)));
  return {
    added: now.filter((entry) => !earlier.has(entry.key)).map((entry) => entry.key),
    changed: now.filter((entry) => {
      const old = earlier.get(entry.key);
      return old !== undefined && differs(old, entry);
    }).map((entry) => entry.key),
    removed: before.entries.filter((entry) => !present.has(entry.key) && !inUnknown(entry.path)).map((entry) => entry.key),
  };
}
