/** What the adapter for the time between could not bring into the store: keys of which nobody knows what the store holds, so that they count as changed whatever an earlier export says. */
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import type { ManifestStore } from './manifest.js';

const line = z.object({ binding: z.string(), key: z.string() });

export type Behind = z.infer<typeof line>;

/** The lines of such a file, one JSON object each. Throws UserError with the line for anything else. */
export function readBehind(text: string, name: string): Behind[] {
  return text.split('\n').flatMap((one, i) => {
    if (one.trim() === '') return [];
    try {
      return line.parse(JSON.parse(one));
    } catch {
      throw new UserError('invalid-behind', `${name}:${i + 1}: no line of what a store lacks.`, 'Name the file .cf-migrate/behind-BINDING.txt that the adapter for both sides wrote.');
    }
  });
}

/** The earlier export, without what it says of these keys: what is there now goes again, what is not is taken away. */
export function withBehind(before: ManifestStore, behind: readonly Behind[]): ManifestStore {
  const unsure = new Set(behind.filter(({ binding }) => binding === before.binding).map(({ key }) => key));
  return { ...before, entries: [...before.entries.filter((entry) => !unsure.has(entry.key)), ...[...unsure].map((key) => ({ path: key, key, size: 0, sha256: '', mtimeMs: 0 }))] };
}
