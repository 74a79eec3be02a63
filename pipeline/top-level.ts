/** Reads what runs while a module loads, for plans that ask about single files. Each file is read once; one that cannot be read is null. */
import { topLevelOf } from '../analyzers/top-level.js';
import { type Project, readProjectFile } from '../core/project.js';
import type { TopLevel, TopLevelReader } from '../core/top-level.js';

export function topLevelReader(read: (file: string) => string | null): TopLevelReader {
  const known = new Map<string, TopLevel | null>();
  return (file) => {
    if (!known.has(file)) {
      const text = read(file);
      known.set(file, text === null ? null : topLevelOf(file, text));
    }
    return known.get(file) ?? null;
  };
}

export const topLevelIn = (project: Project): TopLevelReader => topLevelReader((file) => readProjectFile(project, file));
