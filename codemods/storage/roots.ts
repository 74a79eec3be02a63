/** The roots of whole paths: the setting, variable or folder that each of a group's patterns begins with, and what a person has to say of them. */
import type { StorageRoot } from '../../core/storage-roots.js';
import type { Group } from './groups.js';
import type { StorageTarget } from './target.js';
import { segmentsOf } from '../shared/path-text.js';
import { commonFolder, rootOf, splitEnvironment, withoutEnvironment } from './folder.js';

/** The first part of a path, or the whole of one that is a single name; absolute paths that share a folder have that. */
function beginningOf(pattern: string, all: readonly string[]): string {
  const [first = '', second] = segmentsOf(pattern);
  if (pattern.startsWith('/')) return commonFolder(all.filter((other) => other.startsWith(`/${second ?? ''}/`))) ?? pattern;
  return /^(?:<|\*)/.test(first) ? first : rootOf(pattern);
}

/** `<userDir>` is called userDir, `<env DATA_DIR|data>` DATA_DIR. */
function nameOf(path: string): string {
  const words = splitEnvironment(path)?.name ?? path.replace(/[<>]/g, ' ').trim();
  return words.replace(/[^\w.-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'folder';
}

const inside = (root: string, pattern: string): string => (root === '.' ? pattern : pattern === root ? '' : pattern.slice(root.length + 1));

/** Names are told apart by numbers, in the order of the paths. `known`: those of an earlier run, which keep their names. */
export function rootsOf(patterns: readonly string[], known: readonly StorageRoot[] = []): StorageRoot[] {
  const owned = patterns.map((pattern) => ({ pattern, path: known.find((root) => pattern === root.path || pattern.startsWith(`${root.path}/`))?.path ?? beginningOf(pattern, patterns) }));
  const paths = [...new Set([...known.map((root) => root.path), ...owned.map(({ path }) => path).sort()])];
  const taken = new Set<string>();
  return paths.map((path): StorageRoot => {
    const before = known.find((root) => root.path === path);
    const base = before?.name ?? nameOf(path);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    const include = owned.filter((one) => one.path === path).map(({ pattern }) => inside(path, pattern));
    const constant = !/^(?:<|\*)/.test(path);
    const { inProject } = withoutEnvironment(path);
    return {
      name,
      path,
      folder: before?.folder ?? (path.startsWith('*') ? null : inProject),
      include: [...new Set([...(before?.include ?? []), ...include])].sort(),
      workerPath: before?.workerPath ?? (constant ? path : null),
    };
  });
}

/** What is told with the rewrite: the place of a folder on Workers is a setting there, and the keys follow it. */
export function wholeNotes(target: StorageTarget, { binding, roots }: Group): string[] {
  const open = roots.filter((root) => root.workerPath === null);
  const [first] = open;
  if (!first) return [];
  const options = open.map(({ name }) => ` --from ${name}=PATH-ON-THE-DISK --worker-path ${name}=PATH-ON-WORKERS`).join('');
  return [`where ${open.map((root) => root.path).join(' and ')} ${open.length === 1 ? 'is' : 'are'}, only the running program knows, so the keys of ${binding} are whole paths. Set ${open.length === 1 ? 'it' : 'each'} on Workers to a path of its own that stays the same, such as /mnt/${first.name}, and tell the copy of the data: cf-migrate data ${target.store.codemod}${options}`];
}
