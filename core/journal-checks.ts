/** What must hold before a user's file is written: it lies in the root, is what the change was made from, and has no uncommitted work. Writes nothing. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Change } from './changes.js';
import { UserError } from './errors.js';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Content of a file, or null when there is none. */
export function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Where the bytes of `file` really stand: symbolic links are written through, but never out of the root. */
export function realPlace(root: string, file: string): string {
  const absolute = path.resolve(root, file);
  const outside = new UserError('outside-the-folder', `${file} lies outside of the folder that is rewritten.`, 'Run the command on the folder that holds this file.');
  if (path.isAbsolute(file) || !inside(path.resolve(root), absolute)) throw outside;
  const real = realOrFuture(absolute);
  if (!inside(realpathSync(root), real)) throw outside;
  return real;
}

const inside = (root: string, absolute: string): boolean => absolute.startsWith(root.endsWith(path.sep) ? root : root + path.sep);

/** Like realpath, for a file that may not exist yet: the nearest folder that does is resolved. */
function realOrFuture(absolute: string): string {
  const missing: string[] = [];
  let existing = absolute;
  while (!exists(existing)) {
    missing.unshift(path.basename(existing));
    existing = path.dirname(existing);
  }
  try {
    return path.join(realpathSync(existing), ...missing);
  } catch (error) {
    throw new UserError('broken-link', `${absolute} is a symbolic link that leads nowhere (${(error as Error).message}).`, 'Mend or remove the link.');
  }
}

function exists(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch {
    return false; // ENOENT and ENOTDIR alike: the part above is asked next.
  }
}

/** Throws unless every file is, byte for byte, what its change was made from. */
export function checkDrift(root: string, changes: Change[]): void {
  for (const change of changes) {
    const place = realPlace(root, change.file);
    const content = contentOf(place);
    const found = content === null ? null : sha256(content);
    if (found !== change.sha256) {
      const what = content === null ? 'is gone' : change.sha256 === null ? 'exists already' : 'has changed since it was read (or is no UTF-8 text)';
      throw new UserError('file-changed', `${change.file} ${what}; nothing was written.`, 'Run the command again, so that it works on the files as they are now.');
    }
    if (content !== null && (statSync(place).mode & 0o200) === 0) {
      throw new UserError('read-only-file', `${change.file} is read-only; nothing was written.`, `Make it writable (chmod u+w ${change.file}) or leave it out with --only.`);
    }
  }
}

/** Throws when git knows of uncommitted work in one of the files. A folder without git, or a machine without it, is fine. */
export function checkClean(root: string, files: string[]): void {
  const dirty = dirtyFiles(root, files);
  if (dirty.length === 0) return;
  throw new UserError(
    'dirty-work-tree',
    `Uncommitted work in ${dirty.slice(0, 5).join(', ')}${dirty.length > 5 ? ` and ${dirty.length - 5} more` : ''}; nothing was written.`,
    'Commit or stash these files first, or pass --allow-dirty (undo restores them either way).',
  );
}

/** Those of `files` that differ from the last commit, or were never committed. Runs no hook and no monitor of the repository. */
export function dirtyFiles(root: string, files: string[]): string[] {
  if (files.length === 0) return [];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const result = spawnSync(
    'git',
    ['-c', 'core.fsmonitor=false', '-C', root, 'status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', ...files.map((file) => `:(literal)${file}`)],
    { env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, encoding: 'utf8', maxBuffer: 64e6 },
  );
  if (result.error || result.status !== 0) return []; // No git, or no repository: the journal alone protects the files.
  return result.stdout.split('\0').filter((row) => row.length > 3).map((row) => row.slice(3));
}
