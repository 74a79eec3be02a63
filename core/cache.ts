/** A file outside of the scanned folder that keeps what was read of each source: facts by path, size, time and hash. Never a finished answer, and never needed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileFacts, SkippedFile } from './facts.js';
import { homePath, toolVersion } from './home.js';

export type Reading = { facts: FileFacts } | { skipped: SkippedFile };

/** What identifies the content of a file without reading it. */
export interface Stamp {
  size: number;
  mtimeMs: number;
}

/** `short`: the answer of the quick reading; `full`: that of the whole. */
export type Depth = 'short' | 'full';

export interface FactsCache {
  /** Null when nothing is known of this content. `text` is asked for only when the stamp differs. */
  recall(file: string, depth: Depth, stamp: Stamp, text: () => string): Reading | null;
  keep(file: string, depth: Depth, stamp: Stamp, text: string, reading: Reading): void;
  /** Writes what is new; a cache that cannot be written is none. */
  save(): void;
}

interface Entry extends Stamp {
  hash: string;
  short?: Reading;
  full?: Reading;
}

interface Saved {
  key: string;
  files: Record<string, Entry>;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** `$CF_MIGRATE_CACHE`, else the place that the system has for caches. A path that is not absolute would lie in whatever folder is scanned from: it does not count. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CF_MIGRATE_CACHE && path.isAbsolute(env.CF_MIGRATE_CACHE)) return env.CF_MIGRATE_CACHE;
  const base = process.platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  return path.join(base ?? path.join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'), 'cf-migrate');
}

/** Run from source, nothing tells one state of the analyzers from the next: what an older one read must not be recalled. */
export const isBuilt = (): boolean => fileURLToPath(import.meta.url).startsWith(homePath('dist', 'bundle'));

/** Names of the bundled files hold a hash of their content: another build of the tool shares nothing with this one. */
function build(): string {
  try {
    return readdirSync(homePath('dist', 'bundle')).sort().join();
  } catch {
    return ''; // Not built: only tests open a cache then.
  }
}

function load(file: string, key: string): Record<string, Entry> {
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Saved;
    return saved.key === key ? saved.files : {};
  } catch {
    return {}; // Missing or damaged: everything is read anew.
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder could not be made either: there is nothing to remove.
  }
}

function write(file: string, saved: Saved): void {
  const next = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(next, JSON.stringify(saved));
    renameSync(next, file);
  } catch {
    discard(next); // No room, or a folder that must not be written: the next scan is as slow as this one.
  }
}

/** Opens the cache of the program at `root`. `interest`: what made a file worth a full reading; another one makes another cache. */
export function openCache(root: string, interest: string, folder = cacheFolder()): FactsCache {
  const file = path.join(folder, `${digest(root)}.json`);
  const key = digest([toolVersion(), build(), process.version, interest].join('\0'));
  const files = load(file, key);
  let news = false;
  const current = (name: string, stamp: Stamp, text: () => string): Entry | null => {
    const entry = files[name];
    if (!entry || (entry.size === stamp.size && entry.mtimeMs === stamp.mtimeMs)) return entry ?? null;
    if (digest(text()) !== entry.hash) return null;
    news = true;
    files[name] = { ...entry, ...stamp };
    return entry;
  };
  return {
    recall(name, depth, stamp, text) {
      const entry = current(name, stamp, text);
      return (entry && (entry[depth] ?? (depth === 'short' ? entry.full : undefined))) ?? null;
    },
    keep(name, depth, stamp, text, reading) {
      const hash = digest(text);
      const before = files[name]?.hash === hash ? files[name] : undefined;
      files[name] = { ...before, ...stamp, hash, [depth]: reading };
      news = true;
    },
    save() {
      if (news) write(file, { key, files });
    },
  };
}
