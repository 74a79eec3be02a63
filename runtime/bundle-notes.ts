/** Words for what the bundler remarked, with the many remarks on optional imports folded into one. */
import type { BundleNote } from './bundle.js';

/** An import that may fail, because it stands in a try or has a catch of its own. */
const TRIED = /^Importing "([^"]+)" was allowed even though it could not be resolved/;

const nameTried = ({ message }: BundleNote): string | null => TRIED.exec(message)?.[1] ?? null;

export const noteText = (note: BundleNote): string => `${note.at ? `${note.at.file}:${note.at.line}: ` : ''}${note.message}`;

/** Up to this many each have their line. */
const FEW = 3;

export interface NotedBundle {
  /** One line each, and one for all imports that may fail when they are many. */
  lines: string[];
  /** These imports with their places; empty when they are few. */
  tried: string[];
}

export function notedLines(notes: BundleNote[], line: (note: BundleNote) => string): NotedBundle {
  const tried = notes.filter((note) => nameTried(note) !== null);
  if (tried.length <= FEW) return { lines: notes.map(line), tried: [] };
  const names = [...new Set(tried.map(nameTried))];
  const folded = `${names.length} modules that are imported where they may be missing are not installed: ${names.join(', ')}`;
  return { lines: [...notes.filter((note) => nameTried(note) === null).map(line), folded], tried: tried.map((note) => `${note.at ? `${note.at.file}:${note.at.line} ` : ''}${nameTried(note) ?? ''}`) };
}
