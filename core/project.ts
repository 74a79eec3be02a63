/** The only door to the user's files for reading: finds sources and configuration, honours .gitignore, never follows a loop, writes nothing. */
import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
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
  /** Size and time of the last change; null where there is none to ask (memory, a vanished file). */
  stamp(file: string): { size: number; mtimeMs: number } | null;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;
const NEVER = new Set(['node_modules', '.git', '.hg', '.svn', '.cf-migrate', 'bower_components', '.yarn', '.next', '.turbo', '.wrangler']);
const MAX_BYTES = 3_000_000;
const MAX_FILES = 200_000;

interface Found {
  sources: string[];
  others: string[];
  skipped: SkippedFile[];
}

interface Layer {
  base: string;
  rules: Ignore;
}

function layerOf(folder: string, base: string): Layer[] {
  try {
    return [{ base, rules: ignore().add(readFileSync(path.join(folder, '.gitignore'), 'utf8')) }];
  } catch {
    return []; // No .gitignore here, or none that can be read: nothing is ignored by it.
  }
}

/** .gitignore files above the root, up to the repository's top: they hold for the root too. */
function layersAbove(root: string): Layer[] {
  const layers: Layer[] = [];
  let folder = root;
  if (existsSync(path.join(folder, '.git'))) return layers;
  for (let up = path.dirname(folder); up !== folder; folder = up, up = path.dirname(up)) {
    layers.unshift(...layerOf(up, up));
    if (existsSync(path.join(up, '.git'))) return layers;
  }
  return []; // No repository above: a stray .gitignore in a home folder does not speak for this project.
}

function isIgnored(layers: Layer[], absolute: string, directory: boolean): boolean {
  let ignored = false;
  for (const layer of layers) {
    const relative = path.relative(layer.base, absolute).split(path.sep).join('/');
    if (relative === '' || relative.startsWith('..')) continue;
    const verdict = layer.rules.test(directory ? `${relative}/` : relative);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

function hasNodeHashbang(absolute: string): boolean {
  try {
    if (statSync(absolute).size > 200_000) return false;
    return /^#!.*\b(?:node|tsx|ts-node)\b/.test(readFileSync(absolute, 'latin1').slice(0, 120));
  } catch {
    return false; // Unreadable and without an extension: nothing says that it is a source file.
  }
}

function kindOf(entry: Dirent, absolute: string, folders: Set<string>): 'directory' | 'file' | 'loop' | 'none' {
  if (entry.isDirectory()) return 'directory';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return 'none';
  try {
    const target = statSync(absolute);
    if (target.isFile()) return 'file';
    return target.isDirectory() && !folders.has(realpathSync(absolute)) ? 'directory' : 'loop';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'loop' : 'none';
  }
}

/** The path itself for a folder that has vanished since it was listed: listing it says so. */
function realPath(absolute: string): string {
  try {
    return realpathSync(absolute);
  } catch {
    return absolute;
  }
}

function sizeOf(absolute: string): number {
  try {
    return lstatSync(absolute).size;
  } catch {
    return 0; // Gone since it was listed: reading it says so.
  }
}

function discover(root: string): Found {
  const found: Found = { sources: [], others: [], skipped: [] };
  const folders = new Set<string>([realpathSync(root)]);
  const pending: { folder: string; layers: Layer[] }[] = [{ folder: root, layers: [...layersAbove(root), ...layerOf(root, root)] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { folder, layers } = next;
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      found.skipped.push({ file: relativeTo(root, folder), reason: 'unreadable', detail: (error as Error).message.split(',')[0] ?? 'cannot be listed' });
      continue;
    }
    for (const entry of entries) {
      if (NEVER.has(entry.name)) continue;
      const absolute = path.join(folder, entry.name);
      const kind = kindOf(entry, absolute, folders);
      const relative = relativeTo(root, absolute);
      if (kind === 'loop') {
        found.skipped.push({ file: relative, reason: 'symlink-loop', detail: 'a link to a folder that is already part of the program' });
      } else if (kind === 'directory' && !isIgnored(layers, absolute, true)) {
        folders.add(realPath(absolute));
        pending.push({ folder: absolute, layers: [...layers, ...layerOf(absolute, absolute)] });
      } else if (kind === 'file' && !isIgnored(layers, absolute, false)) {
        sort(found, relative, absolute);
      }
    }
    if (found.sources.length > MAX_FILES) {
      found.skipped.push({ file: relativeTo(root, folder) || '.', reason: 'budget', detail: `more than ${MAX_FILES} source files; the rest was not looked at` });
      break;
    }
  }
  found.sources.sort();
  found.others.sort();
  found.skipped.sort((a, b) => (a.file < b.file ? -1 : 1));
  return found;
}

function sort(found: Found, relative: string, absolute: string): void {
  const extension = path.extname(relative);
  const source = DECLARATION.test(relative) ? false : SOURCE.test(relative) || (extension === '' && hasNodeHashbang(absolute));
  if (!source) found.others.push(relative);
  else if (sizeOf(absolute) > MAX_BYTES) {
    found.skipped.push({ file: relative, reason: 'too-large', detail: `${(sizeOf(absolute) / 1e6).toFixed(1)} MB; files above ${MAX_BYTES / 1e6} MB are taken for generated` });
  } else found.sources.push(relative);
}

const relativeTo = (root: string, absolute: string): string => path.relative(root, absolute).split(path.sep).join('/');

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
  const found = discover(root);
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
    sources: paths.filter((file) => SOURCE.test(file) && !DECLARATION.test(file)),
    others: paths.filter((file) => !SOURCE.test(file)),
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
