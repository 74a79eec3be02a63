/** Writes changes to the user's files all or nothing, and takes them back: checks, journal, staged contents, renames. The only door for writing there. */
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Change } from './changes.js';
import { asUserError } from './disk-errors.js';
import { UserError } from './errors.js';
import { checkClean, checkDrift, contentOf, realPlace, sha256 } from './journal-checks.js';
import { type JournalEntry, type JournalFile, makeFolders, missingFolders, removeIfEmpty, renameStaged, replaceSynced, restore, stage, stateOf, unstage, writeSynced } from './journal-files.js';

export type { JournalEntry, JournalFile, JournalState } from './journal-files.js';

/** Folder of the journal, relative to the root. It ignores itself in git. */
export const JOURNAL = '.cf-migrate/journal';

/** What `recover` found: nothing, or an entry that a kill had left half done. */
export type Recovery = { action: 'none' } | { action: 'rolled-back' | 'completed'; entry: JournalEntry };

/**
 * Writes all `changes` or none. Throws UserError for drift, uncommitted work (unless `allowDirty`), read-only files, files outside of
 * the root and a full disk; the tree is then as it was. A kill is mended by the next call of `recover`, which this calls first. Returns null
 * when there is nothing to write.
 */
export function writeChanges(root: string, changes: Change[], options: { allowDirty?: boolean } = {}): JournalEntry | null {
  if (changes.length === 0) return null;
  return locked(root, () => {
    finish(root);
    checkDrift(root, changes);
    const real = changes.map((change) => ({ change, file: relative(root, realPlace(root, change.file)) }));
    const twice = real.find((a, i) => real.some((b, j) => j < i && b.file === a.file));
    if (twice) throw new Error(`two changes of ${twice.file}`);
    if (options.allowDirty !== true) checkClean(root, [...new Set(real.flatMap(({ change, file }) => [change.file, file]))]);
    return apply(root, real);
  });
}

function apply(root: string, real: { change: Change; file: string }[]): JournalEntry {
  const id = nextId(root);
  const folder = entryFolder(root, id);
  const folders = [...new Set(real.flatMap(({ file }) => missingFolders(root, file)))].sort();
  const entry: JournalEntry = { schema: 1, id, state: 'writing', folders, files: real.map(({ change, file }, index) => journalFile(root, file, change, index)) };
  try {
    mkdirSync(folder);
    for (const file of entry.files) {
      if (file.before) writeSynced(path.join(folder, file.before.blob), readFileSync(path.join(root, file.file)));
    }
    save(root, entry);
    makeFolders(root, folders);
    entry.files.forEach((file, index) => stage(root, entry, file, Buffer.from(real[index]?.change.after ?? '')));
    renameStaged(root, entry);
  } catch (error) {
    rollBack(root, entry);
    throw asUserError(error);
  }
  return close(root, { ...entry, state: 'applied' });
}

/** Every file stands: if the journal cannot say so for lack of room, the next `recover` sees it by the hashes. */
function close(root: string, entry: JournalEntry): JournalEntry {
  try {
    return save(root, entry);
  } catch (error) {
    if (asUserError(error) instanceof UserError) return entry;
    throw error;
  }
}

function journalFile(root: string, file: string, change: Change, index: number): JournalFile {
  const place = path.join(root, file);
  const after = { sha256: sha256(change.after) };
  if (change.sha256 === null) return { file, before: null, after };
  const { mode, uid, gid } = statSync(place);
  return { file, before: { sha256: change.sha256, mode: mode & 0o7777, uid, gid, blob: String(index) }, after };
}

function rollBack(root: string, entry: JournalEntry): void {
  const folder = entryFolder(root, entry.id);
  if (existsSync(path.join(folder, 'entry.json'))) restore(root, folder, entry);
  rmSync(folder, { recursive: true, force: true });
}

/** Brings a write or an undo that was killed to one end. Safe to call at any time. */
export function recover(root: string): Recovery {
  return existsSync(path.join(root, JOURNAL)) ? locked(root, () => finish(root)) : { action: 'none' };
}

function finish(root: string): Recovery {
  for (const name of entryNames(root)) {
    const entry = load(root, name);
    if (entry === null) rmSync(entryFolder(root, name), { recursive: true, force: true }); // Killed before the journal was whole: no file had been touched.
    else if (entry.state === 'writing' && entry.files.every((file) => stateOf(root, file) === 'after')) {
      unstage(root, entry);
      return { action: 'completed', entry: save(root, { ...entry, state: 'applied' }) };
    } else if (entry.state === 'writing') {
      refuseForeign(root, entry, 'An earlier write was interrupted, and since then');
      rollBack(root, entry);
      return { action: 'rolled-back', entry };
    } else if (entry.state === 'undoing') {
      restore(root, entryFolder(root, name), entry);
      return { action: 'completed', entry: save(root, { ...entry, state: 'undone' }) };
    }
  }
  return { action: 'none' };
}

function refuseForeign(root: string, entry: JournalEntry, when: string): void {
  const foreign = entry.files.filter((file) => stateOf(root, file) === 'other').map((file) => file.file);
  if (foreign.length === 0) return;
  throw new UserError('file-changed', `${when} ${foreign.join(', ')} changed; nothing was written.`, `The originals stand in ${JOURNAL}/${entry.id}; compare them, or pass --force to restore them all the same.`);
}

/** Takes the last applied write back, byte for byte. Refuses when one of its files changed since, unless `force`. */
export function undo(root: string, options: { force?: boolean } = {}): JournalEntry {
  return locked(root, () => {
    if (options.force === true) rollBackForced(root);
    finish(root);
    const entry = lastApplied(root);
    if (!entry) throw new UserError('nothing-to-undo', 'There is nothing to undo here.', 'undo takes back what apply --write has written in this folder.');
    if (options.force !== true) refuseForeign(root, entry, 'Since it was written,');
    save(root, { ...entry, state: 'undoing' });
    restore(root, entryFolder(root, entry.id), entry);
    return save(root, { ...entry, state: 'undone' });
  });
}

function rollBackForced(root: string): void {
  for (const name of entryNames(root)) {
    const entry = load(root, name);
    if (entry?.state === 'writing') rollBack(root, entry);
  }
}

/** Entries whose changes stand in the tree, newest first. */
export const appliedEntries = (root: string): JournalEntry[] => entryNames(root).reverse().flatMap((name) => load(root, name) ?? []).filter((entry) => entry.state === 'applied');

/** The last entry whose changes stand in the tree, or null. */
export const lastApplied = (root: string): JournalEntry | null => appliedEntries(root)[0] ?? null;

const relative = (root: string, absolute: string): string => path.relative(realpathSync(root), absolute).split(path.sep).join('/');

/** Where the originals of an entry stand. */
export const entryFolder = (root: string, id: string): string => path.join(root, JOURNAL, id);

/** Names of the entries, oldest first. */
function entryNames(root: string): string[] {
  const folder = path.join(root, JOURNAL);
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^\d{4,}$/.test(name)).sort((a, b) => Number(a) - Number(b)) : [];
}

const nextId = (root: string): string => String(Number(entryNames(root).at(-1) ?? 0) + 1).padStart(4, '0');

function load(root: string, id: string): JournalEntry | null {
  const content = contentOf(path.join(entryFolder(root, id), 'entry.json'));
  return content === null ? null : (JSON.parse(content.toString('utf8')) as JournalEntry);
}

function save(root: string, entry: JournalEntry): JournalEntry {
  replaceSynced(path.join(entryFolder(root, entry.id), 'entry.json'), `${JSON.stringify(entry, null, 2)}\n`);
  return entry;
}

/** Runs `work` while no other process writes here. A lock whose process is gone is taken over. */
function locked<T>(root: string, work: () => T): T {
  const journal = path.join(root, JOURNAL);
  const lock = path.join(journal, 'lock');
  const fresh = missingFolders(root, `${JOURNAL}/lock`);
  let held = false;
  try {
    mkdirSync(journal, { recursive: true });
    if (!existsSync(path.join(journal, '.gitignore'))) writeFileSync(path.join(journal, '.gitignore'), '*\n');
    takeLock(lock);
    held = true;
    return work();
  } catch (error) {
    throw asUserError(error);
  } finally {
    if (held || fresh.includes(JOURNAL)) rmSync(lock, { force: true });
    if (entryNames(root).length === 0 && !existsSync(lock)) {
      rmSync(journal, { recursive: true, force: true });
      for (const folder of fresh.reverse()) removeIfEmpty(path.join(root, folder));
    }
  }
}

function takeLock(lock: string): void {
  const mine = `${process.pid}\n`;
  try {
    writeFileSync(lock, mine, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const text = contentOf(lock)?.toString('utf8') ?? '';
    const owner = text.endsWith('\n') ? Number(text) : 0; // Without the line's end it is the lock of a process that died while it wrote it.
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new UserError('locked', `Another cf-migrate (process ${owner}) is writing in this folder.`, `Wait for it to end; if it is gone, delete ${JOURNAL}/lock.`);
    }
    writeFileSync(lock, mine);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
