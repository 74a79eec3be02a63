/** Lays out a table for a terminal with cli-table3: no outer box, two spaces between columns, one rule under the head, never wider than told. */
import Table from 'cli-table3';
import { visible } from '../visible-text.js';
import { cut, displayWidth, wrap } from './wrap.js';

export interface TerminalColumn {
  title: string;
  right?: boolean;
  /** Takes what the other columns leave over. */
  grows?: boolean;
}

export interface TerminalCell {
  text: string;
  paint?: (text: string) => string;
}

const GAP = 2;

const longest = (texts: string[]): number => Math.max(0, ...texts.map(displayWidth));

/** Widths that fit: columns get what they ask for; the growing ones share what is left, each in proportion to its wish. */
function columnWidths(columns: TerminalColumn[], rows: string[][], width: number): number[] {
  const wishes = columns.map((column, index) => longest([column.title, ...rows.map((row) => row[index] ?? '')]));
  const room = width - GAP * (columns.length - 1);
  const total = wishes.reduce((sum, wish) => sum + wish, 0);
  if (total <= room) return wishes;
  const fixed = wishes.map((wish, index) => (columns[index]?.grows ? 0 : wish));
  const left = room - fixed.reduce((sum, wish) => sum + wish, 0);
  const growing = wishes.filter((_, index) => columns[index]?.grows);
  return shareOut(wishes, columns, Math.max(left, growing.length));
}

/** Small wishes are granted first, so that a short column is not squeezed by a long one. */
function shareOut(wishes: number[], columns: TerminalColumn[], room: number): number[] {
  const order = wishes.map((wish, index) => ({ wish, index })).filter(({ index }) => columns[index]?.grows).toSorted((a, b) => a.wish - b.wish);
  const granted = [...wishes];
  let left = room;
  order.forEach(({ wish, index }, position) => {
    const fair = Math.floor(left / (order.length - position));
    const width = Math.max(1, Math.min(wish, fair));
    granted[index] = width;
    left -= width;
  });
  return granted;
}

const NO_BOX = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: ' '.repeat(GAP),
};

/** More than this nobody reads in a cell. */
const LONGEST_CELL = 160;

const plainCell = (cell: TerminalCell): string => cut(visible(cell.text), LONGEST_CELL);

export function terminalTable(columns: TerminalColumn[], rows: TerminalCell[][], width: number, quiet: (text: string) => string): string[] {
  const widths = columnWidths(columns, rows.map((row) => row.map(plainCell)), width);
  const table = new Table({
    chars: NO_BOX,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: widths,
    colAligns: columns.map((column) => (column.right ? 'right' : 'left')),
    head: columns.map((column, index) => wrap(column.title, widths[index] ?? 1).map(quiet).join('\n')),
  });
  const lines = (cell: TerminalCell, index: number): string => wrap(plainCell(cell), widths[index] ?? 1).map((line) => cell.paint?.(line) ?? line).join('\n');
  table.push(widths.map((size) => quiet('─'.repeat(size))), ...rows.map((row) => row.map(lines)));
  return table.toString().split('\n').map(trimEnd);
}

/** Cuts trailing spaces even when a colour code closes after them. */
export const trimEnd = (line: string): string => line.replace(/ +((?:\p{Cc}\[\d+m)*)$/u, '$1');
