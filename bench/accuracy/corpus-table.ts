/** Scans the programs of fixtures/corpus and says in a table how many of their expectations are met. It judges none of them. */
import path from 'node:path';
import { home } from '../../core/home.js';
import { scanFolder } from '../../pipeline/scan.js';
import { corpusPrograms } from './corpus-programs.js';
import { type CorpusScore, scoreProgram } from './corpus-score.js';
import { type Row, markdownTable, plainTable } from './tables.js';

const scores = (): CorpusScore[] => corpusPrograms(path.join(home, 'fixtures', 'corpus')).map((program) => scoreProgram(program, scanFolder(program.folder).scan));

const sum = (all: readonly CorpusScore[], of: (score: CorpusScore) => number): number => all.reduce((total, score) => total + of(score), 0);

function rowsOf(all: readonly CorpusScore[]): Row[] {
  const clean = all.filter((score) => score.problems.length === 0).length;
  const ratio = (hit: (score: CorpusScore) => number, of: (score: CorpusScore) => number): string => `${sum(all, hit)}/${sum(all, of)}`;
  return [
    ['corpus', 'programs as expected', 'expectations met', 'false friends silent'],
    ['all', `${clean}/${all.length}`, ratio((s) => s.met, (s) => s.expectations), ratio((s) => s.silent, (s) => s.friends)],
  ];
}

/** The table, and with `list` every difference. */
export function corpusTable(form: 'plain' | 'markdown', list: boolean): string {
  const all = scores();
  const rows = rowsOf(all);
  const differences = list ? all.flatMap((score) => score.problems.map((problem) => `${score.name}  ${problem}`)) : [];
  return [form === 'plain' ? plainTable(rows) : markdownTable(rows), ...differences].join('\n');
}
