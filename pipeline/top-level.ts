/** Reads what runs while a module loads, for plans that ask about single files. Each file is read once; one that cannot be read is null. */
import path from 'node:path';
import { topLevelOf } from '../analyzers/top-level.js';
import { type Project, readProjectFile } from '../core/project.js';
import type { TopLevel, TopLevelReader } from '../core/top-level.js';

export function topLevelReader(read: (file: string) => string | null): TopLevelReader {
  const known = new Map<string, TopLevel | null>();
  return (file) => {
    if (!known.has(file)) {
      const text = read(file);
      known.set(file, text === null ? null : topLevelOf(file, text, isEsModule(read, file)));
    }
    return known.get(file) ?? null;
  };
}

export const topLevelIn = (project: Project): TopLevelReader => topLevelReader((file) => readProjectFile(project, file));

/** What Node takes the file for: its name says so, else the nearest package.json. */
function isEsModule(read: (file: string) => string | null, file: string): boolean {
  if (/\.[mc][jt]s$/.test(file)) return /\.m[jt]s$/.test(file);
  for (let folder = path.posix.dirname(file); ; folder = path.posix.dirname(folder)) {
    const manifest = read(path.posix.join(folder, 'package.json'));
    if (manifest !== null) return typeOf(manifest) === 'module';
    if (folder === '.' || folder === '/') return false;
  }
}

function typeOf(manifest: string): unknown {
  try {
    return (JSON.parse(manifest) as { type?: unknown }).type;
  } catch {
    return undefined; // Node would not start with it either.
  }
}
