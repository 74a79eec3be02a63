/** The compatibility summary: one row per area, gravest first, and what nothing was found against. */
import type { Dossier } from '../../core/dossier.js';
import { chip, code, listed, missing, type Block, type Section, type Text } from '../blocks.js';
import { count } from '../numbers.js';
import { areaRows, quietPackages, type AreaStatus } from '../summaries/compatibility.js';
import { focusOf } from '../summaries/counted.js';
import { AREA_TITLE, IMPACT_TITLE, IMPACT_TONE, TARGET_PHRASE } from '../wording.js';

const status = ({ word, impact }: AreaStatus): Text => [chip(word, IMPACT_TONE[impact])];

function table(dossier: Dossier): Block {
  const rows = areaRows(dossier.scan, dossier.plan);
  if (rows.length === 0) return missing('No finding in code that production reaches.');
  return {
    kind: 'table', caption: `Compatibility summary. Impact and sites are those ${TARGET_PHRASE[focusOf(dossier.scan)]}.`,
    columns: [{ title: 'Area' }, { title: 'Workers' }, { title: 'Container' }, { title: 'Impact' }, { title: 'Sites', kind: 'number' }, { title: 'Action' }],
    rows: rows.map((row) => ({
      cells: [AREA_TITLE[row.area], status(row.status.workers), status(row.status.containers), [chip(IMPACT_TITLE[row.impact], IMPACT_TONE[row.impact])], row.sites === row.of ? count(row.sites) : `${count(row.sites)} of ${count(row.of)}`, row.action],
      tone: IMPACT_TONE[row.impact],
    })),
  };
}

function quiet({ scan }: Dossier): Block[] {
  const packages = quietPackages(scan);
  if (packages.length === 0) return [];
  const named = packages.map((fact) => code(fact.version ? `${fact.name} ${fact.version}` : fact.name));
  return [{ kind: 'paragraph', text: ['Imported by production code, with no rule against them: ', ...listed(named, 30), '. Silence of the rules is not a proof.'] }];
}

export const compatibility = (dossier: Dossier): Section => ({ id: 'compatibility', title: 'Compatibility summary', blocks: [table(dossier), ...quiet(dossier)] });
