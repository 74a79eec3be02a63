/** Text arithmetic shared by every room: lines and columns, nearest names. */
import type { Place } from './facts.js';

/** Start offset of every line, UTF-16. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

/** The line found last: who walks a file asks for places that lie close to each other. */
const last = { starts: [] as number[], line: 0 };

const isOnLine = (starts: number[], line: number, offset: number): boolean => offset >= (starts[line] ?? Infinity) && offset < (starts[line + 1] ?? Infinity);

/** Index of the line that holds `offset`. */
function lineOf(starts: number[], offset: number): number {
  if (last.starts === starts) {
    if (isOnLine(starts, last.line, offset)) return last.line;
    if (isOnLine(starts, last.line + 1, offset)) return ++last.line;
  }
  last.starts = starts;
  last.line = searchLine(starts, offset);
  return last.line;
}

function searchLine(starts: number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and column, both from 1, of an offset. */
export function lineColumn(starts: number[], offset: number): { line: number; column: number } {
  const line = lineOf(starts, offset);
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

export function placeAt(file: string, starts: number[], start: number, end: number): Place {
  const line = lineOf(starts, start);
  return { file, line: line + 1, column: start - (starts[line] ?? 0) + 1, start, end };
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The nearest of `names` when it is near enough to be a slip of the pen, else null. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}
