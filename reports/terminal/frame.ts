/** Draws the code around a finding from what the scan saved. It reads no file, and it shifts the view when the marked column lies far right. */
import { codeFrameColumns } from '@babel/code-frame';
import type { Snippet } from '../../core/scan.js';
import { visibleCode } from '../visible-text.js';
import { cut } from './wrap.js';

/** How many leading columns to drop from every line: what all lines are indented by, and more when the mark would not be seen. */
function shiftFor(indent: number, column: number, room: number): number {
  const common = Math.min(indent, column - 1);
  return column - common <= room - 4 ? common : column - Math.floor(room / 2);
}

/** Columns in the source count a tab as one, the drawn line as two. */
const drawnColumn = (line: string, column: number): number => visibleCode(line.slice(0, column - 1)).length + 1;

export function codeFrame(snippet: Snippet, column: number, width: number, colour: boolean): string[] {
  const gutter = String(snippet.from + snippet.lines.length - 1).length + 5;
  const room = Math.max(10, width - gutter);
  const marked = snippet.lines[snippet.mark - snippet.from] ?? '';
  const drawn = drawnColumn(marked, column);
  const indent = Math.min(...snippet.lines.filter((line) => line.trim() !== '').map((line) => visibleCode(line).search(/\S|$/)));
  const dropped = shiftFor(Number.isFinite(indent) ? indent : 0, drawn, room);
  const lines = snippet.lines.map((line) => cut(visibleCode(line).slice(dropped).trimEnd(), room));
  // The package knows `startLine`, its types do not: the line numbers are moved by empty lines in front.
  const source = '\n'.repeat(snippet.from - 1) + lines.join('\n');
  const frame = codeFrameColumns(source, { start: { line: snippet.mark, column: drawn - dropped } }, {
    linesAbove: snippet.mark - snippet.from, linesBelow: snippet.lines.length, forceColor: colour,
  });
  return frame.split('\n').map((line) => line.trimEnd());
}
