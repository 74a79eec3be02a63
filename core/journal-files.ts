/** The mechanics of an all-or-nothing write: contents staged beside their target and synced, then renamed; originals kept in the journal. Decides nothing. */
import { chmodSync, chownSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { contentOf, sha256 } from './journal-checks.js';

/** One file of a journal entry. */
export interface JournalFile {
  /** Relative to the root, forward slashes, links resolved. */
  file: string;
  /** Original: null when the file did not exist. `blob` is its copy in the entry's folder. */
  before: { sha256: string; mode: number; uid: number; gid: number; blob: string } | null;
  after: { sha256: string };
}

export type JournalState = 'writing' | 'applied' | 'undoing' | 'undone';

export interface JournalEntry {
  schema: 1;
  id: string;
  state: JournalState;
  files: JournalFile[];
  /** Folders that did not exist before, deepest last. */
  folders: string[];
}

/** Writes and syncs; a file that could not be written whole is removed again. */
export function writeSynced(file: string, content: Uint8Array, mode?: number): void {
  const descriptor = openSync(file, 'wx', mode ?? 0o666);
  try {
    for (let offset = 0; offset < content.length; ) offset += writeSync(descriptor, content, offset);
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    unlinkSync(file);
    throw error;
  }
  closeSync(descriptor);
}

/** Makes the entries of a folder durable, where the system can. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return; // Windows opens no folders; its renames are durable without.
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Replaces a small file of the journal in one step. */
export function replaceSynced(file: string, text: string): void {
  const staged = `${file}.new`;
  rmSync(staged, { force: true });
  writeSynced(staged, Buffer.from(text));
  renameSync(staged, file);
  syncFolder(path.dirname(file));
}

/** Name of the staged content of `file`: in the same folder, so that the rename cannot cross a file system. */
export const stagedName = (root: string, entry: Pick<JournalEntry, 'id'>, file: string): string =>
  path.join(root, path.posix.dirname(file), `.${path.posix.basename(file)}.cf-migrate-${entry.id}`);

export function stage(root: string, entry: JournalEntry, file: JournalFile, content: Uint8Array): void {
  const staged = stagedName(root, entry, file.file);
  rmSync(staged, { force: true });
  writeSynced(staged, content, file.before?.mode);
  if (!file.before) return;
  chmodSync(staged, file.before.mode);
  const owner = statSync(staged);
  if (owner.uid !== file.before.uid || owner.gid !== file.before.gid) chownSync(staged, file.before.uid, file.before.gid);
}

export function unstage(root: string, entry: JournalEntry): void {
  for (const file of entry.files) rmSync(stagedName(root, entry, file.file), { force: true });
}

export function renameStaged(root: string, entry: JournalEntry): void {
  for (const { file } of entry.files) {
    renameSync(stagedName(root, entry, file), path.join(root, file));
    syncFolder(path.dirname(path.join(root, file)));
  }
}

/** The folders above `file` that do not exist yet, outermost first. */
export function missingFolders(root: string, file: string): string[] {
  const missing: string[] = [];
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    if (contentIsFolder(path.join(root, folder))) break;
    missing.unshift(folder);
  }
  return missing;
}

function contentIsFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false; // Not there yet.
  }
}

export function makeFolders(root: string, folders: string[]): void {
  for (const folder of folders) mkdirSync(path.join(root, folder), { recursive: true });
}

/** What stands at the file's place now, told by its hash. */
export function stateOf(root: string, file: JournalFile): 'before' | 'after' | 'other' {
  const content = contentOf(path.join(root, file.file));
  if (content === null) return file.before === null ? 'before' : 'other';
  const hash = sha256(content);
  if (file.before !== null && hash === file.before.sha256) return 'before';
  return hash === file.after.sha256 ? 'after' : 'other';
}

/** Puts every original back, through staged copies; safe to repeat after a kill. Folders that the entry made go when empty. */
export function restore(root: string, folder: string, entry: JournalEntry): void {
  const changed = entry.files.filter((file) => stateOf(root, file) !== 'before');
  for (const file of changed) if (file.before) stage(root, entry, file, readFileSync(path.join(folder, file.before.blob)));
  for (const file of changed) {
    const target = path.join(root, file.file);
    if (file.before) renameSync(stagedName(root, entry, file.file), target);
    else rmSync(target, { force: true });
    syncFolder(path.dirname(target));
  }
  unstage(root, entry);
  for (const made of [...entry.folders].reverse()) removeIfEmpty(path.join(root, made));
}

export function removeIfEmpty(folder: string): void {
  try {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
