/** The only door to the user's files for reading: finds sources and configuration, honours .gitignore, never follows a loop, writes nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Stamp, discover, hasSourceExtension, isSource } from './discover.js';
import { UserError } from './errors.js';
import type { SkippedFile } from './facts.js';

export interface Project {
  /** Absolute path, or '' for a project in memory. */
  root: string;
  name: string;
  /** Source files relative to the root, forward slashes, sorted. */
  sources: string[];
  /** Every other file that was seen (configuration, assets), sorted. */
  others: string[];
  skipped: SkippedFile[];
  /** Text of a file. Throws when it cannot be read. */
  read(file: string): string;
  has(file: string): boolean;
  /** Size and time of the last change when it was found; null where there is none to ask (memory, a vanished file). */
  stamp(file: string): Stamp | null;
}

/** Minified or generated on one line: nothing a person migrates, and its names say nothing. */
export function looksMinified(text: string): boolean {
  if (text.length < 5_000) return false;
  // A source map within the file is one long comment and says nothing about the code above it.
  let all = 0;
  let long = 0;
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const length = end - start + 1;
    if (!text.startsWith('//# sourceMappingURL=', start)) {
      all += length;
      if (length > 501) long += length;
    }
    start = end + 1;
  }
  return long / all > 0.6;
}

/** Opens the folder `directory`. Throws UserError for a missing, empty or JavaScript-free folder. */
export function openProject(directory: string): Project {
  const root = path.resolve(directory);
  if (!existsSync(root)) throw new UserError('no-such-folder', `There is no folder ${directory}.`, 'Give the folder of the application, for example: cf-migrate scan ./my-app');
  if (!statSync(root).isDirectory()) throw new UserError('not-a-folder', `${directory} is a file, not a folder.`, `Give the folder that holds the application's package.json.`);
  const { stamps, ...found } = discover(root);
  if (found.sources.length === 0) {
    const nothing = found.others.length === 0 && found.skipped.length === 0;
    throw nothing
      ? new UserError('empty-folder', `${directory} is empty.`, 'Give the folder that holds the application.')
      : new UserError('no-javascript', `${directory} has no JavaScript or TypeScript source file that may be read.`, 'Files in node_modules and files excluded by .gitignore are not looked at; give the folder of the application itself.');
  }
  const known = new Set([...found.sources, ...found.others]);
  return {
    root,
    name: path.basename(root),
    ...found,
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
    has: (file) => known.has(file),
    stamp: (file) => {
      const known = stamps.get(file);
      if (known) return known;
      const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
      return stat ? { size: stat.size, mtimeMs: stat.mtimeMs } : null;
    },
  };
}

/** A project that stands in memory only: examples of rules, tests. Keys are paths. */
export function memoryProject(files: Record<string, string>, name = 'memory'): Project {
  const paths = Object.keys(files).sort();
  const known = new Set(paths);
  return {
    root: '',
    name,
    sources: paths.filter(isSource),
    others: paths.filter((file) => !hasSourceExtension(file)),
    skipped: [],
    read: (file) => {
      const text = files[file];
      if (text === undefined) throw new Error(`no such file in memory: ${file}`);
      return text;
    },
    has: (file) => known.has(file),
    stamp: () => null,
  };
}

/** Text of any file below the root, listed or not (an ignored file, one in .cf-migrate); null when there is none. */
export function readProjectFile(project: Project, file: string): string | null {
  try {
    return project.root === '' ? (project.has(file) ? project.read(file) : null) : readFileSync(path.join(project.root, file), 'utf8');
  } catch (error) {
    if (isMissing((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}

/** Nothing is there, a folder, or a file where the path wants a folder. */
const isMissing = (code: string | undefined): boolean => code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR';
