/** Draws the code around a finding from what the scan saved. It reads no file, and it shifts the view when the marked column lies far right. */
import { codeFrameColumns } from '@babel/code-frame';
import type { Snippet } from '../../core/scan.js';
import { visibleCode } from '../visible-text.js';
import { cut } from './wrap.js';

const KEPT_LEFT = 12;

/** How many leading columns to drop from every line so that the mark is seen. */
const shiftFor = (column: number, room: number): number => (column <= room - 4 ? 0 : Math.max(0, column - KEPT_LEFT));

/** Columns in the source count a tab as one, the drawn line as two. */
const drawnColumn = (line: string, column: number): number => visibleCode(line.slice(0, column - 1)).length + 1;

export function codeFrame(snippet: Snippet, column: number, width: number, colour: boolean): string[] {
  const gutter = String(snippet.from + snippet.lines.length - 1).length + 5;
  const room = Math.max(10, width - gutter);
  const marked = snippet.lines[snippet.mark - snippet.from] ?? '';
  const drawn = drawnColumn(marked, column);
  const shift = shiftFor(drawn, room);
  const indent = Math.min(...snippet.lines.filter((line) => line.trim() !== '').map((line) => visibleCode(line).search(/\S|$/)));
  const dropped = Math.max(shift, Number.isFinite(indent) ? Math.min(indent, drawn - 1) : 0);
  const lines = snippet.lines.map((line) => cut(visibleCode(line).slice(dropped).trimEnd(), room));
  // The package knows `startLine`, its types do not: the line numbers are moved by empty lines in front.
  const source = '\n'.repeat(snippet.from - 1) + lines.join('\n');
  const frame = codeFrameColumns(source, { start: { line: snippet.mark, column: drawn - dropped } }, {
    linesAbove: snippet.mark - snippet.from, linesBelow: snippet.lines.length, forceColor: colour,
  });
  return frame.split('\n').map((line) => line.trimEnd());
}
