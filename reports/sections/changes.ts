/** What changed since the scan that was given for comparison: the code apart from the rules, finding by finding. */
import { compareScans, type Cause } from '../../core/compare-scans.js';
import type { Dossier } from '../../core/dossier.js';
import type { Finding, Scan } from '../../core/scan.js';
import { at, chip, missing, type Block, type Section, type Text } from '../blocks.js';
import { count, plural } from '../numbers.js';
import { counted, focusOf } from '../summaries/counted.js';
import { IMPACT_TITLE } from '../wording.js';

interface Row {
  cause: Cause;
  finding: Finding;
  /** As it was judged before. */
  before?: Finding;
}

const causeText: Record<Cause, Text> = { code: 'the code', rules: [chip('the rules', 'info')] };

function findingTable(caption: string, rows: Row[], scan: Scan): Block[] {
  if (rows.length === 0) return [];
  const focus = focusOf(scan);
  const impact = ({ finding, before }: Row): string => {
    const now = IMPACT_TITLE[finding.impactBy[focus]];
    const old = before ? IMPACT_TITLE[before.impactBy[focus]] : now;
    return old === now ? now : `${old} → ${now}`;
  };
  return [{
    kind: 'table', caption: `${caption}: ${count(rows.length)}`, show: 10, filter: true, columns: [{ title: 'Finding' }, { title: 'Impact' }, { title: 'Changed by' }, { title: 'Rule' }, { title: 'Where' }],
    rows: rows.map((row) => ({ cells: [row.finding.title, impact(row), causeText[row.cause], [{ code: row.finding.rule }], [at(row.finding.at)]] })),
  }];
}

/** `3 new findings (1 by the rules)`. */
const told = (rows: Row[], what: string): string => {
  const byRules = rows.filter((row) => row.cause === 'rules').length;
  return `${what}${byRules > 0 ? ` (${count(byRules)} by the rules)` : ''}`;
};

function basis(previous: Scan, scan: Scan, rulesChanged: boolean): string {
  if (!rulesChanged) return 'Rules and compatibility date are the same, so every difference comes from the code.';
  const changed = [
    ...(previous.rules.version === scan.rules.version ? [] : [`the rules, ${previous.rules.version} to ${scan.rules.version}`]),
    ...(previous.compatibilityDate.date === scan.compatibilityDate.date ? [] : [`the compatibility date, ${previous.compatibilityDate.date} to ${scan.compatibilityDate.date}`]),
  ];
  return `Changed as well: ${changed.join('; ') || 'single rules'}.`;
}

export function changes({ scan, previous }: Dossier): Section {
  const section = { id: 'changes', title: 'What changed since the last scan' };
  if (!previous) return { ...section, blocks: [missing('No earlier scan was given for comparison.')] };
  const difference = compareScans({ ...previous, findings: counted(previous) }, { ...scan, findings: counted(scan) });
  const [came, gone] = [difference.appeared, difference.disappeared];
  const judged = difference.judgedAnew.map(({ cause, before, after }): Row => ({ cause, finding: after, before }));
  const kept = counted(scan).length - came.length - judged.length;
  return {
    ...section,
    lead: `${told(came, plural(came.length, 'new finding'))}, ${told(gone, `${plural(gone.length, 'finding')} gone`)}, ${told(judged, `${count(judged.length)} judged differently`)}, ${count(kept)} as before. ${basis(previous, scan, difference.rulesChanged)}`,
    blocks: [...findingTable('New', came, scan), ...findingTable('Gone', gone, scan), ...findingTable('Judged differently', judged, scan)],
  };
}
