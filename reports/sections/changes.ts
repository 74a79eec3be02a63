/** What changed since the scan that was given for comparison: the code apart from the rules. */
import type { Dossier } from '../../core/dossier.js';
import type { Finding, Scan } from '../../core/scan.js';
import { at, missing, type Block, type Section } from '../blocks.js';
import { count, plural } from '../numbers.js';
import { counted, focusOf } from '../summaries/counted.js';
import { IMPACT_TITLE } from '../wording.js';

function findingTable(caption: string, findings: Finding[], scan: Scan): Block[] {
  if (findings.length === 0) return [];
  const focus = focusOf(scan);
  return [{
    kind: 'table', caption: `${caption}: ${count(findings.length)}`, show: 10, filter: true, columns: [{ title: 'Finding' }, { title: 'Impact' }, { title: 'Rule' }, { title: 'Where' }],
    rows: findings.map((finding) => ({ cells: [finding.title, IMPACT_TITLE[finding.impactBy[focus]], [{ code: finding.rule }], [at(finding.at)]] })),
  }];
}

export function changes({ scan, previous }: Dossier): Section {
  const section = { id: 'changes', title: 'What changed since the last scan' };
  if (!previous) return { ...section, blocks: [missing('No earlier scan was given for comparison.')] };
  const focus = focusOf(scan);
  const before = new Map(counted(previous).map((finding) => [finding.id, finding]));
  const now = new Map(counted(scan).map((finding) => [finding.id, finding]));
  const came = [...now.values()].filter((finding) => !before.has(finding.id));
  const gone = [...before.values()].filter((finding) => !now.has(finding.id));
  const judged = [...now.values()].filter((finding) => {
    const old = before.get(finding.id);
    return old !== undefined && (old.verdict.workers !== finding.verdict.workers || old.verdict.containers !== finding.verdict.containers || old.impactBy[focus] !== finding.impactBy[focus]);
  });
  const sameRules = previous.rules.version === scan.rules.version && previous.compatibilityDate.date === scan.compatibilityDate.date;
  const basis = sameRules
    ? 'Rules and compatibility date are the same, so every difference comes from the code.'
    : `Changed as well: ${[
      ...(previous.rules.version === scan.rules.version ? [] : [`the rules, ${previous.rules.version} to ${scan.rules.version}`]),
      ...(previous.compatibilityDate.date === scan.compatibilityDate.date ? [] : [`the compatibility date, ${previous.compatibilityDate.date} to ${scan.compatibilityDate.date}`]),
    ].join('; ')}. A difference may come from there and not from the code.`;
  return {
    ...section,
    lead: `${plural(came.length, 'new finding')}, ${plural(gone.length, 'finding')} gone, ${count(judged.length)} judged differently, ${count(now.size - came.length)} as before. ${basis}`,
    blocks: [...findingTable('New', came, scan), ...findingTable('Gone', gone, scan), ...findingTable('Judged differently', judged, scan)],
  };
}
