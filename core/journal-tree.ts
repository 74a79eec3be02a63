/** Rebuilds, in another folder, the program as it was before it was first written to. Reads the user's folder, writes only the other one. */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { UserError } from './errors.js';
import { JOURNAL, appliedEntries, entryFolder } from './journal.js';
import { type JournalEntry, restore } from './journal-files.js';

/**
 * Builds in the empty folder `into` the tree as it was before the writes that stand: a migration may be several, one for each component
 * or codemod. `node_modules` become links, `.git` and the journal stay out. Throws UserError when nothing was applied.
 */
export function originalTree(root: string, into: string): JournalEntry[] {
  const entries = appliedEntries(root);
  if (entries.length === 0) throw new UserError('nothing-applied', 'There is no journal of a write here, so the tree before it is not known.', 'Run apply --write first, or name the original folder.');
  copyTree(root, into);
  for (const entry of entries) restore(into, entryFolder(root, entry.id), entry);
  return entries;
}

/** Copies the program without what git or the journal own; `node_modules` become links to the ones that are installed. */
export function copyTree(root: string, into: string): void {
  copyBelow(root, into, path.join(root, JOURNAL));
}

function copyBelow(from: string, to: string, journal: string): void {
  mkdirSync(to, { recursive: true });
  for (const item of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, item.name);
    const target = path.join(to, item.name);
    if (item.name === '.git' || source === journal) continue;
    if (item.name === 'node_modules') symlinkSync(source, target, 'junction');
    else if (item.isDirectory()) copyBelow(source, target, journal);
    else if (item.isFile() || item.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true, preserveTimestamps: true });
  }
}
