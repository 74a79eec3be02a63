/** Tells how the text of a script that V8 runs relates to a source file of the program: the file itself, or what a transform with a source map made of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TracedFile, WatchList } from '../../core/trace.js';
import { originalOf, sourceMapOf, type SourceMap } from './source-map.js';

/** As they were before the program could put its own in their place. */
const read = readFileSync;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lines and columns from 0. */
export interface OriginalPlace {
  file: string;
  line: number;
  column: number;
}

export interface ScriptText {
  /** Files of the program whose code is in it. */
  files: string[];
  /** Those that are left out, and why. */
  left: { file: string; how: Exclude<TracedFile, 'recorded'> }[];
  /** A transform made it. */
  mapped: boolean;
  original(line: number, column: number): OriginalPlace | null;
}

/** Absolute path of a script by the name that V8 has for it; null for what is no file. */
export function scriptPath(name: string): string | null {
  try {
    const plain = name.startsWith('file://') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name.replace(/\?.*$/, '');
    return path.isAbsolute(plain) ? path.normalize(plain) : null;
  } catch {
    return null; // A URL that names no local file.
  }
}

/** Path below the root as the watch list has it; null for what is not watched. */
export function watchedName(watch: WatchList, file: string): string | null {
  if (!file.startsWith(watch.root + path.sep)) return null;
  const name = file.slice(watch.root.length + 1).split(path.sep).join('/');
  return Object.hasOwn(watch.files, name) ? name : null;
}

/** Text of the file as it is now, if it is the one that was scanned. */
function knownText(watch: WatchList, name: string): string | null {
  try {
    const text = read(path.join(watch.root, name), 'utf8');
    return sha256(text) === watch.files[name]?.sha256 ? text : null;
  } catch {
    return null; // It is gone, or may not be read: as good as changed.
  }
}

/** How many columns the first line begins later than in the file: a loader may wrap a module. null: it is another text. */
function shiftOf(source: string, text: string): number | null {
  const bare = text.replace(/^\uFEFF/, '');
  const at = source.indexOf(bare.trimEnd());
  return at === -1 || source.slice(0, at).includes('\n') ? null : at;
}

/** Types were taken out of it with blanks in their place, as Node does with TypeScript: every place is where it was. */
function isBlanked(source: string, text: string): boolean {
  if (source.length < text.length || source === '') return false;
  for (let i = 0; i < text.length; i++) if (source[i] !== text[i] && source[i] !== ' ' && source[i] !== ';') return false;
  return source.length === text.length || source.startsWith('\n\n//# sourceURL=', text.length);
}

function mapText(url: string, script: string): string | null {
  const inline = /^data:application\/json;(?:charset=[^;,]+;)?base64,(.*)$/s.exec(url);
  if (inline) return Buffer.from(inline[1] ?? '', 'base64').toString('utf8');
  const plain = /^data:application\/json(?:;charset=[^;,]+)?,(.*)$/s.exec(url);
  if (plain) return decodeURIComponent(plain[1] ?? '');
  const file = scriptPath(url) ?? path.resolve(path.dirname(script), decodeURIComponent(url));
  return read(file, 'utf8');
}

function mapOf(url: string, script: string): SourceMap | null {
  try {
    const text = url === '' ? null : mapText(url, script);
    return text === null ? null : sourceMapOf(text);
  } catch {
    return null; // It is not there, or is no map.
  }
}

function sourceNames(watch: WatchList, map: SourceMap, script: string): (string | null)[] {
  const own = watchedName(watch, script);
  return map.sources.map((source) => {
    const file = scriptPath(source) ?? (/^[a-z][\w+.-]*:/i.test(source) ? null : path.resolve(path.dirname(script), source));
    return (file === null ? null : watchedName(watch, file)) ?? (map.sources.length === 1 ? own : null);
  });
}

const sameText = (a: string, b: string): boolean => a.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') === b.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');

/** Through a map. Where the map carries the source, that has to be the text which was scanned. */
function throughMap(watch: WatchList, map: SourceMap, script: string): ScriptText | null {
  const names = sourceNames(watch, map, script);
  const texts = names.map((name) => (name === null ? null : knownText(watch, name)));
  const usable = names.map((name, i) => {
    const [text, content] = [texts[i], map.contents[i]];
    return name !== null && typeof text === 'string' && (typeof content !== 'string' || sameText(content, text)) ? name : null;
  });
  const left = names.flatMap((name, i): ScriptText['left'] => (name !== null && usable[i] === null ? [{ file: name, how: 'changed' }] : []));
  const files = usable.filter((name) => name !== null);
  if (files.length + left.length === 0) return null;
  return {
    files, left, mapped: true,
    original: (line, column) => {
      const found = originalOf(map, line, column);
      const file = found === null ? null : usable[found.source] ?? null;
      return found && file !== null ? { file, line: found.line, column: found.column } : null;
    },
  };
}

/** null: no code of the program is in it. `source` gives the text that V8 runs. */
export function scriptText(watch: WatchList, script: string, mapUrl: string, source: () => string): ScriptText | null {
  const own = watchedName(watch, script);
  if (own !== null) {
    const text = knownText(watch, own);
    if (text === null) return { files: [], left: [{ file: own, how: 'changed' }], mapped: false, original: () => null };
    const shift = isBlanked(source(), text) ? 0 : shiftOf(source(), text);
    if (shift !== null) return { files: [own], left: [], mapped: false, original: (line, column) => ({ file: own, line, column: line === 0 ? column - shift : column }) };
  }
  const map = mapOf(mapUrl, script);
  const mapped = map ? throughMap(watch, map, script) : null;
  return mapped ?? (own === null ? null : { files: [], left: [{ file: own, how: 'unmapped' }], mapped: true, original: () => null });
}
