/** Words and columns for scores, as plain text and as Markdown. It counts nothing. */
import { rewriteDistance } from './file-score.js';
import { areasOf, percent, type Ratio, sumOf } from './ratio.js';
import { type Score, rewriteMedian } from './score.js';

export type Row = readonly string[];

const counted = (ratio: Ratio | undefined): string => (ratio ? `${percent(ratio)} (${ratio.hit}/${ratio.of})` : '-');

const AREA_HEAD: Row = ['area', 'core recall', 'core + hard recall', 'precision', 'file recall'];

/** One row per area, and their sum. */
export function areaRows({ sites, files }: Score): Row[] {
  const rows = areasOf([sites.required, sites.precision, files.recall]).map((area): Row =>
    [area, counted(sites.core[area]), counted(sites.required[area]), counted(sites.precision[area]), counted(files.recall[area])]);
  return [AREA_HEAD, ...rows, ['all', counted(sumOf(sites.core)), counted(sumOf(sites.required)), counted(sumOf(sites.precision)), counted(sumOf(files.recall))]];
}

const PROGRAM_HEAD: Row = ['program', 'core recall', 'core + hard recall', 'precision', 'file recall', 'look-alikes hit', 'persistence right', 'data-loss errors', 'rewrite error'];

const points = (value: number | null): string => (value === null ? '-' : value.toFixed(1));

/** One row per program. */
export function programRows(scores: readonly { name: string; score: Score }[]): Row[] {
  return [PROGRAM_HEAD, ...scores.map(({ name, score: { sites, files, traps, persistence, rewrite } }): Row => [
    name, counted(sumOf(sites.core)), counted(sumOf(sites.required)), counted(sumOf(sites.precision)), counted(sumOf(files.recall)),
    `${traps.hit.hit}/${traps.hit.of}`, counted(persistence.right), String(persistence.losses), points(rewriteMedian(rewrite)),
  ])];
}

/** What stands beside the area table: counts that belong to no area. */
export function remarks({ sites, files, traps, persistence, rewrite }: Score): string[] {
  return [
    `look-alikes hit ${traps.hit.hit} of ${traps.hit.of}; claims on soft, indirect or import lines only ${sites.neutral}, outside of the labelled files ${sites.outside}`,
    `file × area precision ${counted(sumOf(files.precision))}`,
    `persistence right ${counted(persistence.right)}, durable data called temporary, cached or shipped: ${persistence.losses}`,
    `rewrite share: median error ${points(rewriteMedian(rewrite))} points over ${rewrite.filter((error) => error.label > 0).length} files that must change`,
  ];
}

/** The line to compare two states of the tool by. */
export function totalLine({ sites, files, traps, persistence, rewrite }: Score): string {
  return [
    'TOTAL', `recall=${percent(sumOf(sites.required))}`, `precision=${percent(sumOf(sites.precision))}`, `file_recall=${percent(sumOf(files.recall))}`,
    `traps=${traps.hit.hit}/${traps.hit.of}`, `persistence=${percent(persistence.right)}`, `core_recall=${percent(sumOf(sites.core))}`,
    `file_precision=${percent(sumOf(files.precision))}`, `rewrite_err=${points(rewriteMedian(rewrite))}`,
  ].join(' ');
}

const WORST_REWRITES = 10;

/** Every difference between scan and labels, one line each. */
export function differences({ sites, traps, persistence, rewrite }: Score): string[] {
  const worst = rewrite.filter((error) => rewriteDistance(error) > 0).sort((a, b) => rewriteDistance(b) - rewriteDistance(a)).slice(0, WORST_REWRITES);
  return [
    ...sites.misses.map((label) => `missed       ${label.file}:${label.line} ${label.category} ${label.api} (${label.tier}, ${label.kind})`),
    ...sites.falseAlarms.map((claim) => `false alarm  ${claim.file}:${claim.line} ${claim.area}`),
    ...traps.hits.map(({ claim, entry }) => `look-alike   ${claim.file}:${claim.line} ${claim.area}: ${entry.why}`),
    ...persistence.answers.filter((answer) => !answer.right).map(({ label, keeping, said }) => `persistence  ${label.file}:${label.line} ${label.api} is ${keeping}, said ${said.join(', ')}`),
    ...worst.map((error) => `rewrite      ${error.file} is ${error.label} %, said ${error.ours === null ? 'nothing' : `${error.ours} %`}`),
  ];
}

export function plainTable(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

export function markdownTable(rows: readonly Row[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...body.map(line)].join('\n');
}
