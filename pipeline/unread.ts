/** Files that the program runs and that were not read, because they are minified or too large: nothing in them was judged. It tells of those that package.json names or a module of the program loads. */
import path from 'node:path';
import type { SkippedFile } from '../core/facts.js';
import { isSample } from '../core/input-checks.js';
import type { Manifest } from '../core/manifest.js';
import type { Program } from '../core/program.js';
import type { InputWarning } from '../core/warnings.js';
import { staticEntries } from '../program/static-entries.js';

const ENDINGS = ['', '.js', '.cjs', '.mjs', '/index.js'];

const isStart = (kind: string): boolean => kind === 'start' || kind === 'bin' || kind === 'export';

/** `manifests` are asked for only where something was not read. */
export function aboutUnread(skipped: readonly SkippedFile[], program: Program, manifests: () => readonly Manifest[]): InputWarning[] {
  // What does not parse or cannot be opened is told of as such, wherever it stands.
  const unread = new Map(skipped.filter(({ file, reason }) => /^(?:minified|too-large|binary)$/.test(reason) && !isSample(file)).map((one) => [one.file, one]));
  if (unread.size === 0) return [];
  const placeOf = (folder: string, name: string): string | null => ENDINGS.map((ending) => path.posix.join(folder, name) + ending).find((file) => unread.has(file)) ?? null;
  const started = staticEntries(manifests(), [], placeOf).filter(({ point }) => isStart(point.kind)).map(({ point }) => ({ file: point.file, by: point.source }));
  const loaded = program.modules.filter(({ reach }) => reach === 'production').flatMap(({ file: from, imports, unresolved }) => {
    const named = unresolved.flatMap(({ specifier }) => (specifier !== null && /^\.{1,2}\//.test(specifier) ? placeOf(path.posix.dirname(from), specifier) ?? [] : []));
    return [...imports.filter(({ typeOnly, to }) => !typeOnly && unread.has(to)).map(({ to }) => to), ...named].map((file) => ({ file, by: from }));
  });
  const first = new Map([...started, ...loaded].reverse().map((one) => [one.file, one]));
  const isAll = started.length > 0 && !program.entryPoints.some(({ kind }) => isStart(kind));
  return [...first.values()].reverse().map(({ file, by }) => ({ code: 'entry-unread', file, incomplete: isAll, message: `${by} leads to ${file}, which was not read (${unread.get(file)?.detail ?? ''}): nothing in it was judged` }));
}
