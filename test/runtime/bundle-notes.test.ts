import { expect, it } from 'vitest';
import { notedLines, noteText } from '../../runtime/bundle-notes.js';
import type { BundleNote } from '../../runtime/bundle.js';

const tried = (name: string, line: number): BundleNote => ({ kind: 'unresolved', message: `Importing "${name}" was allowed even though it could not be resolved because dynamic import failures appear to be handled here:`, at: { file: 'node_modules/ws/index.js', line } });
const other: BundleNote = { kind: 'error', message: 'Could not resolve "tides"', at: { file: 'app.js', line: 2 } };

it('a few optional imports each have their line', () => {
  const notes = [other, tried('bufferutil', 1), tried('utf-8-validate', 2)];
  expect(notedLines(notes, noteText)).toEqual({ lines: notes.map(noteText), tried: [] });
});

it('many are one counted line, each name once; their places are kept apart, and other remarks stay', () => {
  const { lines, tried: places } = notedLines([tried('a', 1), other, tried('b', 2), tried('c', 3), tried('a', 4)], noteText);
  expect(lines).toEqual(['app.js:2: Could not resolve "tides"', '3 modules that are imported where they may be missing are not installed: a, b, c']);
  expect(places).toEqual(['node_modules/ws/index.js:1 a', 'node_modules/ws/index.js:2 b', 'node_modules/ws/index.js:3 c', 'node_modules/ws/index.js:4 a']);
});
