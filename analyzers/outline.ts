/** The short reading of a file in which nothing can be found: what it loads, and how long it is. Whoever needs more of it reads it in full. */
import type { FileFacts } from '../core/facts.js';
import { outlineSource } from '../core/outline-source.js';
import { looksMinified } from '../core/project.js';
import { lineStarts, placeAt } from '../core/text.js';
import { compactFacts } from './compact.js';
import { emptyFacts } from './empty.js';
import { mayHoldState } from './state-signs.js';

/** What makes a file worth a full reading. */
export interface Interest {
  /** Globals, comments and statements that a finding could come from. */
  words: RegExp;
  /** Whether calls of this package or builtin could be findings. */
  module: (specifier: string) => boolean;
}

/** The facts of a file that needs no tree; null when it must be read in full. */
export function outlineFile(file: string, text: string, interest: Interest): FileFacts | null {
  if (interest.words.test(text) || mayHoldState(text) || looksMinified(text)) return null;
  const outline = outlineSource(file, text);
  if (!outline || outline.imports.some((fact) => !fact.typeOnly && interest.module(fact.specifier))) return null;
  const starts = lineStarts(text);
  const facts = emptyFacts(file, text, 'oxc', text.endsWith('\n') ? starts.length - 1 : starts.length);
  return compactFacts({
    ...facts,
    outline: true,
    module: outline.esm || /\.m[jt]s$/.test(file) ? 'esm' : 'commonjs',
    imports: outline.imports.map(({ specifier, kind, typeOnly, start, end }) => ({ specifier, kind, typeOnly, fn: 0, place: placeAt(file, starts, start, end) })),
  });
}
