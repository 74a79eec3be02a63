/** A file outside of the scanned folder that keeps what was read of each source: facts by path, size, time and hash. Never a finished answer, and never needed. */
import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cacheFile, cacheFolder, readCacheFile, writeCacheFile } from './cache-folder.js';
import type { Stamp } from './discover.js';
import type { FileFacts, SkippedFile } from './facts.js';
import { homePath, toolVersion } from './home.js';
import { packFacts, unpackFacts } from './packing/facts.js';
import { type FactsFile, type KeptSource, type Slice, type Tables, emptyTables, formatFacts, parseFacts } from './packing/facts-file.js';
import { wordReader, wordWriter } from './packing/words.js';

export type Reading = { facts: FileFacts } | { skipped: SkippedFile };

/** `short`: the answer of the quick reading; `full`: that of the whole. */
export type Depth = 'short' | 'full';

export interface FactsCache {
  /** Null when nothing is known of this content. `text` is asked for only when the stamp differs. */
  recall(file: string, depth: Depth, stamp: Stamp, text: () => string): Reading | null;
  keep(file: string, depth: Depth, stamp: Stamp, text: string, reading: Reading): void;
  /** Writes what is new, without what nobody asked for any more; a cache that cannot be written is none. */
  save(): void;
}

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

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

interface Packer {
  pack(reading: Reading): Slice;
  unpack(slice: Slice): Reading;
}

function packer({ texts, expressions }: Tables): Packer {
  const read = wordReader(texts);
  const out = wordWriter(texts);
  return {
    pack(reading) {
      out.flag('facts' in reading);
      if ('facts' in reading) packFacts(out, expressions, reading.facts);
      else out.text(JSON.stringify(reading.skipped));
      const words = out.take();
      return { words, at: 0, length: words.length };
    },
    unpack({ words, at }) {
      read.open(words, at);
      return read.flag() ? { facts: unpackFacts(read, expressions) } : { skipped: JSON.parse(read.text()) as SkippedFile };
    },
  };
}

const SPARE = 10_000;

/** Texts and expressions are only added, until those of changed files may be a third of all. */
const isWasteful = (file: FactsFile, { texts, expressions }: Tables): boolean => file.packed > 0 && texts.size() + expressions.size() > file.packed * 1.5 + SPARE;

/** All packed anew, without the texts and expressions that nothing refers to any more. */
function formatAnew(file: FactsFile, before: Tables): Buffer {
  const tables = emptyTables();
  const { unpack } = packer(before);
  const { pack } = packer(tables);
  const again = (slice: Slice | undefined): Slice | undefined => slice && pack(unpack(slice));
  return formatFacts({ ...file, sources: file.sources.map((source) => ({ ...source, short: again(source.short), full: again(source.full) })), packed: 0 }, tables);
}

/** Opens the cache of the program at `root`. `interest`: what made a file worth a full reading; another one makes another cache. */
export function openCache(root: string, interest: string, folder = cacheFolder()): FactsCache {
  const file = cacheFile(folder, digest(root));
  const key = digest([toolVersion(), build(), process.version, interest].join('\0'));
  const bytes = readCacheFile(file);
  const known = bytes && parseFacts(bytes, key);
  const tables = known?.tables ?? emptyTables();
  const sources = new Map((known?.sources ?? []).map((source) => [source.path, source]));
  const asked = new Set<string>();
  const { pack, unpack } = packer(tables);
  let news = false;
  const current = (name: string, stamp: Stamp, text: () => string): KeptSource | null => {
    const source = sources.get(name);
    if (!source || (source.size === stamp.size && source.mtimeMs === stamp.mtimeMs)) return source ?? null;
    if (digest(text()) !== source.hash) return null;
    news = true;
    sources.set(name, { ...source, ...stamp });
    return source;
  };
  return {
    recall(name, depth, stamp, text) {
      asked.add(name);
      const source = current(name, stamp, text);
      const slice = source?.[depth] ?? (depth === 'short' ? source?.full : undefined);
      return slice ? unpack(slice) : null;
    },
    keep(name, depth, stamp, text, reading) {
      asked.add(name);
      const content = digest(text);
      const before = sources.get(name);
      const same = before?.hash === content ? before : undefined;
      sources.set(name, { ...same, path: name, size: stamp.size, mtimeMs: stamp.mtimeMs, hash: content, [depth]: pack(reading) });
      news = true;
    },
    save() {
      if (!news) return;
      const next: FactsFile = { key, sources: [...sources.values()].filter(({ path }) => asked.has(path)), packed: known?.packed ?? 0 };
      writeCacheFile(file, isWasteful(next, tables) ? formatAnew(next, tables) : formatFacts(next, tables));
    },
  };
}
