/** Writes a folder of new files whole or not at all: staged beside its place, synced, renamed. Replaces only what the caller recognises as its own. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { asUserError } from './disk-errors.js';
import { UserError } from './errors.js';
import { syncFolder, writeSynced } from './journal-files.js';
import { makeFolders } from './made-folders.js';

export interface NewFile {
  /** Relative to the folder, forward slashes. */
  path: string;
  content: string | Uint8Array;
  executable?: boolean;
}

const stagedName = (target: string): string => path.join(path.dirname(target), `.${path.basename(target)}.cf-migrate-new`);
const beforeName = (target: string): string => path.join(path.dirname(target), `.${path.basename(target)}.cf-migrate-before`);

/** What an earlier run left when it was killed: its half-written folder goes, and one that it had moved aside comes back. */
function clear(target: string): void {
  rmSync(stagedName(target), { recursive: true, force: true });
  if (!existsSync(beforeName(target))) return;
  if (existsSync(target)) rmSync(beforeName(target), { recursive: true, force: true });
  else renameSync(beforeName(target), target);
}

/** Throws unless nothing stands at `target`, or an empty folder, or, with `replace`, one that `isOurs`. */
export function checkPlace(target: string, replace: boolean, isOurs: (folder: string) => boolean): void {
  clear(target);
  if (!existsSync(target)) return;
  const ours = isOurs(target);
  if (!ours && !isEmptyFolder(target)) throw new UserError('not-an-export', `${target} exists, and is nothing that this command has written; it stays.`, 'Name another folder with -o.');
  if (ours && !replace) throw new UserError('folder-exists', `${target} exists already; nothing was written.`, 'Pass --yes to replace it, or name another folder with -o.');
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw asUserError(error);
  }
}

/**
 * Writes all `files`, which are asked for one after the other, or none: an error of the disk or of `files` leaves no trace, a kill leaves at most hidden
 * names beside the target that the next run removes. The folder is for its owner alone. Call `checkPlace` first.
 */
export function writeNewFolder(target: string, files: Iterable<NewFile>): void {
  const staged = stagedName(target);
  try {
    makeFolders(path.dirname(target));
    mkdirSync(staged, { mode: 0o700 });
    const folders = new Set([staged]);
    for (const file of files) {
      const place = path.join(staged, file.path);
      mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
      folders.add(path.dirname(place));
      writeSynced(place, Buffer.from(file.content as string), file.executable ? 0o700 : 0o600);
    }
    for (const folder of folders) syncFolder(folder);
    putInPlace(staged, target);
  } catch (error) {
    clear(target);
    throw asUserError(error);
  }
}

/** A rename cannot replace a folder that holds something, so the old one steps aside; `clear` ends what a kill interrupts. */
function putInPlace(staged: string, target: string): void {
  const before = beforeName(target);
  if (existsSync(target)) renameSync(target, before);
  renameSync(staged, target);
  syncFolder(path.dirname(target));
  rmSync(before, { recursive: true, force: true });
}
