/** Reads the tables of fixtures/legacy-app/TRAPS.md. */
import { readFileSync } from 'node:fs';
import { homePath } from '../../core/home.js';

export interface Trap {
  file: string;
  line: number;
  area: string;
  what: string;
  persistence: string;
}

export interface LookAlike {
  file: string;
  line: number;
  why: string;
}

const cellsOf = (row: string): string[] => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());

function tableUnder(text: string, heading: RegExp): string[][] {
  const lines = text.split('\n');
  const start = heading.source === '^' ? 0 : lines.findIndex((line) => heading.test(line));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^## /.test(line) && rows.length > 0) break;
    if (line.startsWith('|')) rows.push(cellsOf(line));
    else if (rows.length > 0) break;
  }
  return rows.slice(2);
}

const plain = (cell: string | undefined): string => (cell ?? '').replace(/^`+ ?| ?`+$/g, '');

export function readTraps(): { traps: Trap[]; lookAlikes: LookAlike[] } {
  const text = readFileSync(homePath('fixtures', 'legacy-app', 'TRAPS.md'), 'utf8');
  const first = tableUnder(text, /^/);
  return {
    traps: first.map(([file, line, area, what, persistence]) => ({ file: plain(file), line: Number(line), area: plain(area), what: plain(what), persistence: plain(persistence) })),
    lookAlikes: tableUnder(text, /^## Look-alikes/).map(([file, line, why]) => ({ file: plain(file), line: Number(line), why: plain(why) })),
  };
}
