/** Options that a call gets because the function of the seam tells by them what was called; and arguments that name more than a path. */
import type { PlannedSeed } from '../../core/plan.js';
import { namedCall } from '../../core/storage-calls.js';
import { type TextEdit, insertAt } from '../shared/edits.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';

/** A pattern in the text of a path: more than one file is meant. */
const isPattern = (text: string): boolean => /(['"`])(?:(?!\1)[^\\]|\\.)*(?:[*?{[]|!\()/.test(text.replace(/\$\{[^{}]*\}/g, ''));

/** `given`: the arguments, the callback at the end included where the call takes one. */
export function optionEdits(source: Source, seed: PlannedSeed, given: readonly Ranged[], calledBack: boolean): { edits: TextEdit[] } | { refused: string } {
  const own = calledBack ? given.slice(0, -1) : given;
  const [path] = own;
  const name = namedCall(seed.origin)?.name;
  if (path && name === 'rimraf' && isPattern(source.text.slice(...rangeOf(path)))) return { refused: 'a pattern instead of a path' };
  // `rm` without options is told apart from `unlink` by empty ones: the two fail with different words.
  return { edits: path && name === 'rm' && own.length === 1 ? [insertAt(path.end, ', {}')] : [] };
}
