/** Stage one: every source file of the project read once, and those that can hold a finding parsed and walked. A file that cannot be read is a skipped row. */
import { analyzeFile } from '../analyzers/index.js';
import { type Interest, outlineFile } from '../analyzers/outline.js';
import type { Depth, FactsCache, Reading } from '../core/cache.js';
import type { FileFacts, SkippedFile, WantedReads } from '../core/facts.js';
import type { Project } from '../core/project.js';
import type { Resolver } from '../core/resolve.js';

export interface FactsOfProject {
  facts: FileFacts[];
  skipped: SkippedFile[];
  /** Reads in full a file of which only the outline is known; null when it cannot be read any more. */
  open: (file: string) => FileFacts | null;
  /** Reads a file once more, for the reads of members in it; null when none of them can be in there. */
  readsIn: (file: string, wanted: WantedReads) => FileFacts | null;
}

/** Lets files in which nothing can be found be read in outline. `resolve` says what their imports lead to. */
export interface Shortcut {
  interest: Interest;
  resolve: Resolver['resolve'];
}

interface Source {
  project: Project;
  cache?: FactsCache;
}

function textOf(project: Project, file: string): { text: string } | { skipped: SkippedFile } {
  try {
    const text = project.read(file);
    if (text.includes('\0')) return { skipped: { file, reason: 'binary', detail: 'it contains NUL bytes' } };
    return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
  } catch (error) {
    return { skipped: { file, reason: 'unreadable', detail: (error as NodeJS.ErrnoException).code ?? 'cannot be read' } };
  }
}

/** Reads a file, or recalls what was read of the same content before. Failures are not kept. */
function reading(source: Source, file: string, depth: Depth, read: (text: string) => Reading): Reading {
  const { project, cache } = source;
  const stamp = cache ? project.stamp(file) : null;
  const textNow = (): string => {
    const again = textOf(project, file);
    return 'text' in again ? again.text : '';
  };
  const known = cache && stamp ? cache.recall(file, depth, stamp, textNow) : null;
  if (known) return known;
  const got = textOf(project, file);
  if ('skipped' in got) return got;
  const fresh = read(got.text);
  if (cache && stamp) cache.keep(file, 'facts' in fresh && fresh.facts.outline ? 'short' : 'full', stamp, got.text, fresh);
  return fresh;
}

const readFull = (source: Source, file: string): Reading => reading(source, file, 'full', (text) => analyzeFile(file, text));

const readShort = (source: Source, file: string, interest: Interest): Reading => reading(source, file, 'short', (text) => {
  const outline = outlineFile(file, text, interest);
  return outline ? { facts: outline } : analyzeFile(file, text);
});

/** Outlines of files that import, directly or not, one that was read in full: calls of what it wraps may stand in them. */
function leadingToFull(facts: readonly FileFacts[], resolve: Resolver['resolve']): Set<string> {
  const importers = new Map<string, string[]>();
  for (const { file, imports, outline } of facts) {
    if (!outline) continue;
    for (const { specifier } of imports) {
      const resolution = specifier === null ? null : resolve(file, specifier);
      if (resolution?.kind !== 'file') continue;
      const known = importers.get(resolution.file);
      if (known) known.push(file);
      else importers.set(resolution.file, [file]);
    }
  }
  const found = new Set<string>();
  const pending = facts.filter((f) => !f.outline).map((f) => f.file);
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const importer of importers.get(file) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      pending.push(importer);
    }
  }
  return found;
}

/** Outlines to be read in full: those that lead to a full file, or all where so few would be left that the shortcut is none. */
function toReadAgain(facts: readonly FileFacts[], resolve: Resolver['resolve']): ReadonlySet<string> {
  const outlines = facts.filter((f) => f.outline);
  const leading = leadingToFull(facts, resolve);
  return (outlines.length - leading.size) * 2 < facts.length ? new Set(outlines.map((f) => f.file)) : leading;
}

export function readFacts(project: Project, shortcut?: Shortcut, cache?: FactsCache): FactsOfProject {
  const source: Source = { project, ...(cache ? { cache } : {}) };
  const first = project.sources.map((file) => (shortcut ? readShort(source, file, shortcut.interest) : readFull(source, file)));
  const again = shortcut ? toReadAgain(first.flatMap((r) => ('facts' in r ? [r.facts] : [])), shortcut.resolve) : new Set<string>();
  const readings = first.map((r) => ('facts' in r && again.has(r.facts.file) ? readFull(source, r.facts.file) : r));
  return {
    facts: readings.flatMap((r) => ('facts' in r ? [r.facts] : [])),
    skipped: [...project.skipped, ...readings.flatMap((r) => ('skipped' in r ? [r.skipped] : []))].sort((a, b) => (a.file < b.file ? -1 : 1)),
    open: (file) => {
      const opened = readFull(source, file);
      return 'facts' in opened ? opened.facts : null;
    },
    readsIn: (file, wanted) => {
      const got = textOf(project, file);
      if ('skipped' in got || !(wanted.computed || [...wanted.names].some((name) => got.text.includes(name.replace(/^#/, ''))))) return null;
      const read = analyzeFile(file, got.text, undefined, wanted);
      return 'facts' in read ? read.facts : null;
    },
  };
}
