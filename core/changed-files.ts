/** Tells which files changed or vanished since a moment: what was read of them is no picture of one program. */
import { statSync } from 'node:fs';
import path from 'node:path';

export interface ChangedFile {
  file: string;
  how: 'changed' | 'vanished';
}

/** By the time of the last change of inode or content, which nothing but the clock can set. `since` in milliseconds. */
export function changedSince(root: string, files: readonly string[], since: number): ChangedFile[] {
  if (root === '') return [];
  const now = Date.now();
  return files.flatMap((file): ChangedFile[] => {
    try {
      const { ctimeMs } = statSync(path.join(root, file));
      // A change after now is the clock of another machine, not a change.
      return ctimeMs > since && ctimeMs <= now ? [{ file, how: 'changed' }] : [];
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [{ file, how: 'vanished' }] : [];
    }
  });
}
