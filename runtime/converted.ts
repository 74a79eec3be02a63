/** Says which async functions of a migrated tree the migration made so, by comparing it with the tree before. Reads both, changes neither. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSource } from '../core/parse.js';
import { functionsOf, isAsync } from './syntax-walk.js';

/** Names of the functions that are async in a text. */
function asyncIn(file: string, text: string): Set<string> {
  const parsed = parseSource(file, text);
  return new Set(parsed.ok ? [...functionsOf(parsed.file.ast)].filter(([, node]) => isAsync(node)).map(([name]) => name) : []);
}

/**
 * For a file, relative to its tree: whether the migration made a function of this name async. In a tree that was not
 * migrated, and in files that are new, every async function counts.
 */
export function convertedIn(original: string, migrated: string): (file: string) => (name: string) => boolean {
  const same = path.resolve(original) === path.resolve(migrated);
  return (file) => {
    const before = path.join(original, file);
    if (same || !existsSync(before)) return () => true;
    const already = asyncIn(file, readFileSync(before, 'utf8'));
    return (name) => !already.has(name);
  };
}
