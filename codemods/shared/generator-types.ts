/** Return types of generators that become async ones. */
import { type TextEdit, replaceRange } from './edits.js';
import { type Ranged, type Source, rangeOf } from './source.js';

const ASYNC_TYPES: Record<string, string> = { Generator: 'AsyncGenerator', Iterable: 'AsyncIterable', Iterator: 'AsyncIterator', IterableIterator: 'AsyncIterableIterator' };

/** `: Generator<string>` becomes `: AsyncGenerator<string>`; null for another type. */
export function generatorType(source: Source, annotation: Ranged): TextEdit[] | null {
  const text = source.text.slice(...rangeOf(annotation));
  const name = /^\w+/.exec(text)?.[0] ?? '';
  const other = ASYNC_TYPES[name];
  if (other) return [replaceRange([annotation.start, annotation.start + name.length], other)];
  return /^Async/.test(name) ? [] : null;
}
