/** Lists the files of a folder in one loop: honours .gitignore, follows links but no loop, says of each file whether it is source. What cannot be listed is a skipped row. */
import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { SkippedFile } from './facts.js';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

export const hasSourceExtension = (file: string): boolean => SOURCE.test(file);

/** By its name alone: a file without an extension may still be one. */
export const isSource = (file: string): boolean => SOURCE.test(file) && !DECLARATION.test(file);

const NEVER = new Set(['node_modules', '.git', '.hg', '.svn', '.cf-migrate', 'bower_components', '.yarn', '.next', '.turbo', '.wrangler']);
const MAX_BYTES = 3_000_000;
const MAX_FILES = 200_000;

/** What tells that a file has changed, without reading it. */
export interface Stamp {
  size: number;
  mtimeMs: number;
}

export interface Found {
  sources: string[];
  others: string[];
  skipped: SkippedFile[];
  /** Of sources that are no links, as they were when they were found. */
  stamps: Map<string, Stamp>;
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

/** Nothing for a file that is gone since it was listed: reading it says so. */
function stampOf(absolute: string): Stamp | null {
  try {
    const { size, mtimeMs } = lstatSync(absolute);
    return { size, mtimeMs };
  } catch {
    return null;
  }
}

/** A folder to be listed: its path, the path without any link, the path from the root with a slash behind it ('' for the root), and what the folders above it ignore. */
interface Folder {
  absolute: string;
  real: string;
  prefix: string;
  layers: Layer[];
}

function listed(found: Found, { absolute, prefix }: Folder): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    found.skipped.push({ file: prefix.slice(0, -1), reason: 'unreadable', detail: (error as Error).message.split(',')[0] ?? 'cannot be listed' });
    return [];
  }
}

/** All files below `root`, an absolute path. */
export function discover(root: string): Found {
  const found: Found = { sources: [], others: [], skipped: [], stamps: new Map() };
  const real = realpathSync(root);
  const folders = new Set<string>([real]);
  const pending: Folder[] = [{ absolute: root, real, prefix: '', layers: layersAbove(root) }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { absolute: folder, prefix } = next;
    const entries = listed(found, next);
    const layers = entries.some((entry) => entry.name === '.gitignore') ? [...next.layers, ...layerOf(folder, folder)] : next.layers;
    const inFolder = folder.endsWith(path.sep) ? folder : folder + path.sep;
    for (const entry of entries) {
      if (NEVER.has(entry.name)) continue;
      const absolute = inFolder + entry.name;
      const kind = kindOf(entry, absolute, folders);
      const relative = prefix + entry.name;
      if (kind === 'loop') {
        found.skipped.push({ file: relative, reason: 'symlink-loop', detail: 'a link to a folder that is already part of the program' });
      } else if (kind === 'directory' && !isIgnored(layers, absolute, true)) {
        const own = entry.isDirectory() ? path.join(next.real, entry.name) : realPath(absolute);
        folders.add(own);
        pending.push({ absolute, real: own, prefix: `${relative}/`, layers });
      } else if (kind === 'file' && !isIgnored(layers, absolute, false)) {
        sort(found, relative, absolute, entry.isFile());
      }
    }
    if (found.sources.length > MAX_FILES) {
      found.skipped.push({ file: prefix.slice(0, -1) || '.', reason: 'budget', detail: `more than ${MAX_FILES} source files; the rest was not looked at` });
      break;
    }
  }
  found.sources.sort();
  found.others.sort();
  found.skipped.sort((a, b) => (a.file < b.file ? -1 : 1));
  return found;
}

function sort(found: Found, relative: string, absolute: string, isPlain: boolean): void {
  const extension = path.extname(relative);
  const source = isSource(relative) || (extension === '' && hasNodeHashbang(absolute));
  if (!source) {
    found.others.push(relative);
    return;
  }
  const stamp = stampOf(absolute);
  const size = stamp?.size ?? 0;
  if (size > MAX_BYTES) {
    found.skipped.push({ file: relative, reason: 'too-large', detail: `${(size / 1e6).toFixed(1)} MB; files above ${MAX_BYTES / 1e6} MB are taken for generated` });
    return;
  }
  found.sources.push(relative);
  if (isPlain && stamp) found.stamps.set(relative, stamp);
}
