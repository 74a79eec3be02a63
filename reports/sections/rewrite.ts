/** How much of the code changes, file by file and in total; tests, scripts and dead code apart. */
import type { Dossier } from '../../core/dossier.js';
import type { ScanFile } from '../../core/scan.js';
import { chip, code, missing, type Block, type Section } from '../blocks.js';
import { count, percent, plural } from '../numbers.js';
import { groupBy } from '../summaries/counted.js';
import { changedLines, containerFiles, fateOf, FATE_TITLE, FATE_TONE, productionFiles, REWRITTEN_FROM } from '../summaries/dispositions.js';
import { AREA_TITLE, REACH_TITLE } from '../wording.js';

const lines = (files: ScanFile[]): number => files.reduce((total, file) => total + file.lines, 0);

function totals({ scan }: Dossier): Block {
  const files = productionFiles(scan);
  const changed = files.filter((file) => file.rewritePercent > 0);
  const rewritten = files.filter((file) => file.rewritePercent >= REWRITTEN_FROM);
  const { rewrite } = scan.score;
  return {
    kind: 'facts',
    rows: [
      { name: 'Production code', value: `${count(lines(files))} lines in ${plural(files.length, 'file')}` },
      { name: 'Lines that change', value: `${count(rewrite.lines)} of ${count(rewrite.of)} (${percent(rewrite.lines, rewrite.of)}), in ${plural(changed.length, 'file')}` },
      { name: 'Written anew', value: `${count(lines(rewritten))} lines in ${plural(rewritten.length, 'file')} that change by ${REWRITTEN_FROM} % or more` },
      { name: 'Basis', value: files.some((file) => file.rewriteBasis === 'planned') ? 'planned: the edits of the plan, the lines left to do by hand where each file will run, and the calls that become requests' : 'estimated: from the effort of the rules, before any plan' },
    ],
  };
}

function fileTable({ scan, plan }: Dossier): Block {
  const inContainer = containerFiles(scan, plan);
  const files = productionFiles(scan).toSorted((a, b) => b.rewritePercent - a.rewritePercent || changedLines(b) - changedLines(a) || (a.file < b.file ? -1 : 1));
  return {
    kind: 'table', caption: 'Rewrite scope per file', show: 15, filter: true,
    columns: [{ title: 'File' }, { title: 'Lines', kind: 'number' }, { title: 'Change', kind: 'number' }, { title: 'Lines to change', kind: 'number' }, { title: 'What happens' }, { title: 'Because of' }],
    rows: files.map((file) => {
      const fate = fateOf(file, inContainer);
      return { cells: [[code(file.file)], count(file.lines), `${Math.round(file.rewritePercent)} %`, count(changedLines(file)), [chip(FATE_TITLE[fate], FATE_TONE[fate]), ...(fate === 'container' && file.rewritePercent > 0 ? [', and edited'] : [])], file.areas.map((area) => AREA_TITLE[area]).join(', ') || '–'] };
    }),
    foot: ['All production files', count(lines(files)), percent(scan.score.rewrite.lines, scan.score.rewrite.of), count(scan.score.rewrite.lines), '', ''],
  };
}

function asideTable({ scan }: Dossier): Block[] {
  const groups = [...groupBy(scan.files.filter((file) => file.reach !== 'production'), (file) => file.reach).values()];
  if (groups.length === 0) return [];
  return [{
    kind: 'table', caption: 'Code that production does not reach: not in the numbers above',
    columns: [{ title: 'Reached by' }, { title: 'Files', kind: 'number' }, { title: 'Lines', kind: 'number' }, { title: 'For example' }],
    rows: groups.map((own) => ({ cells: [REACH_TITLE[own[0]?.reach ?? 'dead'], count(own.length), count(lines(own)), [code(own[0]?.file ?? '')]] })),
  }];
}

export function rewrite(dossier: Dossier): Section {
  const files = productionFiles(dossier.scan);
  return {
    id: 'rewrite', title: 'Rewrite scope',
    blocks: files.length === 0 ? [missing('No file is reached by production, so there is nothing to measure.'), ...asideTable(dossier)] : [totals(dossier), fileTable(dossier), ...asideTable(dossier)],
  };
}
