/** Finds, among the places where V8 can stop in a script, where each function of the program is entered and where watched calls are made. Decides nothing about how often to look. */
import type { TracePosition, WatchedFile, WatchList } from '../../core/trace.js';
import type { ScriptText } from './script-text.js';

/** Where V8 can stop; from 0. */
export interface BreakLocation {
  lineNumber: number;
  columnNumber?: number | undefined;
  type?: string | undefined;
}

export interface Entry {
  file: string;
  fn: number;
  line: number;
  column: number;
}

/** A watched call, by its place among the sites of its file. */
export type SiteEntry = Omit<Entry, 'fn'> & { site: number };

/** Positions compare as their order in the text. */
const order = ([line, column]: TracePosition): number => line * 0x100000 + column;

interface Range {
  fn: number;
  start: number;
  body: number;
  end: number;
}

/** Answers the innermost function around a place (from 1), as index; -1 for the module itself. Where a function begins, it is made by the one around it. */
export function innermost(file: WatchedFile): (at: TracePosition) => number {
  const ranges = file.functions.map((fn, i): Range => ({ fn: i, start: order(fn.start), body: order(fn.body), end: order(fn.end) })).sort((a, b) => a.start - b.start || b.end - a.end);
  return (at) => {
    const place = order(at);
    let found = -1;
    for (const range of ranges) {
      if (range.start >= place) break;
      if (range.end > place) found = range.fn;
    }
    return found;
  };
}

/** The first place in each body. Default values of parameters come before it, and may not run. */
export function entriesOf(watch: WatchList, text: ScriptText, locations: readonly BreakLocation[], inner: (file: string) => (at: TracePosition) => number): Entry[] {
  const found = new Map<string, Entry>();
  for (const { lineNumber, columnNumber = 0, type } of locations) {
    // A return stands behind the last character of what it leaves; a map leads it back there by itself.
    const at = text.original(lineNumber, type === 'return' && !text.mapped ? Math.max(0, columnNumber - 1) : columnNumber);
    if (at === null) continue;
    const position: TracePosition = [at.line + 1, at.column + 1];
    const fn = inner(at.file)(position);
    const watched = watch.files[at.file]?.functions[fn];
    const key = `${at.file}#${fn}`;
    if (!watched?.entered || found.has(key) || order(position) < order(watched.body)) continue;
    found.set(key, { file: at.file, fn, line: lineNumber, column: columnNumber });
  }
  return [...found.values()];
}

/** Where V8 stops just before a watched call, all its arguments known. */
export function sitesOf(watch: WatchList, text: ScriptText, locations: readonly BreakLocation[]): SiteEntry[] {
  const wanted = new Map(text.files.flatMap((file) => (watch.files[file]?.sites ?? []).map((site, i): [string, { file: string; site: number }] => [`${file}:${site.at.join(':')}`, { file, site: i }])));
  if (wanted.size === 0) return [];
  const found = new Map<string, SiteEntry>();
  for (const { lineNumber, columnNumber = 0, type } of locations) {
    const at = type === 'call' ? text.original(lineNumber, columnNumber) : null;
    const key = at === null ? '' : `${at.file}:${at.line + 1}:${at.column + 1}`;
    const site = wanted.get(key);
    // Two calls that a transform maps to one place cannot be told apart.
    if (site) found.set(key, found.has(key) ? { ...site, line: -1, column: -1 } : { ...site, line: lineNumber, column: columnNumber });
  }
  return [...found.values()].filter((entry) => entry.line >= 0);
}
