/** Looks into node_modules for compiled code of named packages: a binding.gyp or a .node file. Reads folders only, a bounded number of them. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';

export interface InstalledPackage {
  name: string;
  /** `binding.gyp`, the path of a .node file inside of the package, or null when there is neither. */
  evidence: string | null;
}

const DEPTH = 4;
const MOST_FOLDERS = 200;
const ASIDE = new Set(['node_modules', 'test', 'tests', 'fixtures', 'docs', '.git']);

const folders = (at: string): Dirent[] => {
  try {
    return readdirSync(at, { withFileTypes: true });
  } catch {
    return []; // Gone or closed to us: no evidence either way.
  }
};

function compiledFile(top: string): string | null {
  const queue = [{ relative: '', depth: 0 }];
  for (let at = 0; at < queue.length && at < MOST_FOLDERS; at++) {
    const { relative, depth } = queue[at] ?? { relative: '', depth: DEPTH };
    for (const entry of folders(path.join(top, relative))) {
      const inner = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isFile() && (entry.name.endsWith('.node') || inner === 'binding.gyp')) return inner;
      if (entry.isDirectory() && depth < DEPTH && !ASIDE.has(entry.name)) queue.push({ relative: inner, depth: depth + 1 });
    }
  }
  return null;
}

/** Where npm, yarn and pnpm put a package of this root. */
const placesOf = (root: string, name: string): string[] => ['node_modules', 'node_modules/.pnpm/node_modules'].map((folder) => path.join(root, folder, name));

/** Of `names`, those that are installed under `root` ('' for a project in memory: none). */
export function installedPackages(root: string, names: readonly string[]): Map<string, InstalledPackage> {
  if (root === '' || !existsSync(path.join(root, 'node_modules'))) return new Map();
  return new Map(names.filter((name) => /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name)).flatMap((name) => {
    const place = placesOf(root, name).find((candidate) => existsSync(candidate));
    return place === undefined ? [] : [[name, { name, evidence: compiledFile(place) }] as const];
  }));
}
