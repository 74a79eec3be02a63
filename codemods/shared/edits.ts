/** Edits as ranges of one text, combined from many hands and applied by magic-string. Knows nothing of syntax. */
import MagicString from 'magic-string';

/** Replaces a range; an empty range inserts. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
  /** For insertions that meet at one offset: `open` stands before what `size` long follows, `close` after what precedes. */
  side?: 'open' | 'close';
  size?: number;
  /** The text is whole statements: new ones, even where they take the place of others. */
  statements?: boolean;
  /** A new line of the same depth ends it, which goes deeper with what stands around it. */
  breaks?: boolean;
}

export const replaceRange = (range: readonly [number, number], text: string): TextEdit => ({ start: range[0], end: range[1], text });

export const insertAt = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

/** Text before and after a node: the outer of two that begin together is opened first, and closed last. */
export function wrapRange(range: readonly [number, number], before: string, after: string): TextEdit[] {
  const size = range[1] - range[0];
  return [
    { start: range[0], end: range[0], text: before, side: 'open', size },
    ...(after === '' ? [] : [{ start: range[1], end: range[1], text: after, side: 'close' as const, size }]),
  ];
}

/** Order of insertions at one offset: what closes before what opens; inner closes first, outer opens first; plain ones between. */
function rank(edit: TextEdit): number {
  if (edit.side === 'close') return edit.size ?? 0;
  return edit.side === 'open' ? 2e9 - (edit.size ?? 0) : 1e9;
}

const isInsertion = (edit: TextEdit): boolean => edit.start === edit.end;

/** Same edits asked for twice are one; edits of ranges that cross are an error of the caller. */
export function tidy(edits: readonly TextEdit[]): TextEdit[] {
  const unique = [...new Map(edits.map((edit) => [`${edit.start}-${edit.end}-${edit.side ?? ''}-${edit.size ?? ''}-${edit.text}`, edit])).values()];
  return unique.sort((a, b) => a.start - b.start || Number(isInsertion(b)) - Number(isInsertion(a)) || rank(a) - rank(b) || a.end - b.end);
}

/** Two replacements that overlap, or an insertion inside of a replaced range; null when there are none. */
export function conflict(edits: readonly TextEdit[]): [TextEdit, TextEdit] | null {
  const replacements = edits.filter((edit) => !isInsertion(edit)).sort((a, b) => a.start - b.start);
  for (let i = 1; i < replacements.length; i++) {
    const before = replacements[i - 1];
    const after = replacements[i];
    if (before && after && after.start < before.end) return [before, after];
  }
  for (const edit of edits.filter(isInsertion)) {
    const around = replacements.find((other) => other.start < edit.start && edit.start < other.end);
    if (around) return [around, edit];
  }
  return null;
}

/** The text with the edits made, or a part of it. Throws when edits cross. */
export function applyEdits(text: string, edits: readonly TextEdit[], part: readonly [number, number] = [0, text.length]): string {
  const all = tidy(edits).filter((edit) => edit.start >= part[0] && edit.end <= part[1]);
  const crossing = conflict(all);
  if (crossing) throw new Error(`edits cross: ${JSON.stringify(crossing)}`);
  const magic = new MagicString(text);
  for (const edit of all) {
    if (isInsertion(edit)) continue;
    if (edit.text === '') magic.remove(edit.start, edit.end);
    else magic.update(edit.start, edit.end, edit.text);
  }
  for (const edit of all) if (isInsertion(edit)) magic.appendLeft(edit.start, edit.text);
  const [start, end] = part;
  if (start === 0 && end === text.length) return magic.toString();
  return magic.snip(start, end).toString();
}
