/** What stands behind the report: every finding, what was skipped or suppressed, assumptions, rules with their sources, the host. */
import type { Dossier } from '../../core/dossier.js';
import type { Finding } from '../../core/scan.js';
import { at, chip, code, missing, type Block, type Inline, type Section } from '../blocks.js';
import { compact, count, span } from '../numbers.js';
import { apart, byPlace, counted, focusOf, groupBy, impactRank } from '../summaries/counted.js';
import { AREA_TITLE, IMPACT_TITLE, IMPACT_TONE, REACH_TITLE, TARGET_PHRASE, VERDICT_MEANING, VERDICT_ORDER, VERDICT_TITLE } from '../wording.js';
import { evidenceEntries } from './evidence.js';

const FIRST = 20;

function allFindings({ scan }: Dossier): Block {
  const focus = focusOf(scan);
  const findings = counted(scan).toSorted((a, b) => impactRank(a.impactBy[focus]) - impactRank(b.impactBy[focus]) || byPlace(a, b));
  if (findings.length === 0) return missing('No finding.');
  return {
    kind: 'table', caption: `All ${count(findings.length)} findings in production code, gravest ${TARGET_PHRASE[focus]} first`, show: FIRST, filter: true,
    columns: [{ title: 'Where' }, { title: 'Rule' }, { title: 'What' }, { title: 'Impact' }, { title: 'Workers' }, { title: 'Container' }, { title: 'Hours', kind: 'number' }],
    rows: findings.map((finding) => ({
      cells: [
        [at(finding.at)], [code(finding.rule)], [code(finding.target ?? finding.what)], [chip(IMPACT_TITLE[finding.impactBy[focus]], IMPACT_TONE[finding.impactBy[focus]])],
        VERDICT_TITLE[finding.verdict.workers], VERDICT_TITLE[finding.verdict.containers], span(finding.effort),
      ],
    })),
  };
}

function asideTable({ scan }: Dossier): Block {
  const findings = apart(scan);
  if (findings.length === 0) return missing('No finding outside production code.');
  return {
    kind: 'table', caption: 'Findings in code that production does not reach: not counted', show: FIRST, columns: [{ title: 'Where' }, { title: 'Reached by' }, { title: 'Rule' }, { title: 'What' }],
    rows: findings.toSorted(byPlace).map((finding) => ({ cells: [[at(finding.at)], REACH_TITLE[finding.reach], [code(finding.rule)], [code(finding.what)]] })),
  };
}

function skipped({ scan }: Dossier): Block {
  if (scan.skipped.length === 0) return missing('No file was skipped.');
  return { kind: 'table', caption: 'Skipped files', show: FIRST, columns: [{ title: 'File' }, { title: 'Reason' }, { title: 'Detail' }], rows: scan.skipped.map((file) => ({ cells: [[code(file.file)], file.reason, file.detail] })) };
}

function suppressed({ scan }: Dossier): Block {
  const rows = scan.suppressed.toSorted(byPlace).map((finding: Finding) => ({ cells: [[at(finding.at)], [code(finding.rule)], finding.suppressed?.reason ?? 'no reason', finding.suppressed?.source ?? '–'] }));
  const disabled = scan.rules.disabled.map((rule) => ({ cells: ['everywhere', [code(rule.id)], rule.reason, 'configuration'] }));
  if (rows.length + disabled.length === 0) return missing('Nothing was suppressed and no rule was switched off.');
  return { kind: 'table', caption: 'Suppressed findings and rules switched off', show: FIRST, columns: [{ title: 'Where' }, { title: 'Rule' }, { title: 'Reason' }, { title: 'Said in' }], rows: [...rows, ...disabled] };
}

function assumptions({ estimate }: Dossier): Block {
  if (!estimate) return missing('No cost assumptions: not priced.');
  if (estimate.assumptions.length === 0) return missing('The estimate rests on no assumption.');
  return {
    kind: 'table', caption: 'Assumptions of the cost', show: FIRST,
    columns: [{ title: 'Key' }, { title: 'Low', kind: 'number' }, { title: 'Likely', kind: 'number' }, { title: 'High', kind: 'number' }, { title: 'Unit' }, { title: 'Basis' }, { title: 'Source' }],
    rows: estimate.assumptions.map((assumption) => ({
      cells: [[code(assumption.key)], ...(assumption.value ? assumption.value.map(compact) : assumption.choice === undefined ? ['not set', 'not set', 'not set'] : ['', assumption.choice, '']), assumption.unit, assumption.basis, assumption.source],
    })),
  };
}

function rulesUsed({ scan, rules }: Dossier): Block {
  const used = [...groupBy([...scan.findings, ...scan.suppressed], (finding) => finding.rule)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (used.length === 0) return missing('No rule matched.');
  return {
    kind: 'table', caption: 'Rules that matched, with their evidence', show: FIRST, filter: true, columns: [{ title: 'Rule' }, { title: 'Area' }, { title: 'Findings', kind: 'number' }, { title: 'Why' }, { title: 'Evidence and sources' }],
    rows: used.map(([id, findings]) => {
      const text = rules[id];
      const evidence = [...new Set(findings.flatMap((finding) => finding.evidence))];
      const links = (text?.links ?? []).flatMap((link): Inline[] => [link.url ? { href: link.url, text: link.source } : link.source, ` (${link.date}) `]);
      return { cells: [[code(id)], AREA_TITLE[findings[0]?.area ?? 'other'], count(findings.length), text?.why ?? findings[0]?.title ?? '', evidence.length + links.length > 0 ? [...evidence.slice(0, 6).flatMap((item): Inline[] => [code(item), ' ']), ...links] : 'not at hand'] };
    }),
  };
}

function host({ scan }: Dossier): Block {
  if (scan.host.length === 0) return missing('No file of a host was found, so what today\'s host gives is unknown.');
  return { kind: 'table', caption: 'Read from the files of today\'s host', show: FIRST, columns: [{ title: 'Fact' }, { title: 'Name' }, { title: 'Value' }, { title: 'Where' }], rows: scan.host.map((fact) => ({ cells: [fact.kind, fact.name, [code(fact.value)], [at(fact.at)]] })) };
}

const group = (id: string, title: string, block: Block): Block => ({ kind: 'group', id: `appendix-${id}`, title, blocks: [block] });

export const appendix = (dossier: Dossier): Section => ({
  id: 'appendix',
  title: 'Appendix',
  blocks: [
    group('findings', 'All findings', allFindings(dossier)),
    group('apart', 'Outside production', asideTable(dossier)),
    group('skipped', 'Skipped', skipped(dossier)),
    group('suppressed', 'Suppressed', suppressed(dossier)),
    group('assumptions', 'Assumptions', assumptions(dossier)),
    group('rules', 'Rules and evidence', rulesUsed(dossier)),
    { kind: 'group', id: 'appendix-evidence', title: 'Seen on workerd', blocks: evidenceEntries(dossier.rules) },
    group('host', 'Today\'s host', host(dossier)),
    group('verdicts', 'What the verdicts mean', { kind: 'facts', dense: true, rows: VERDICT_ORDER.map((verdict) => ({ name: VERDICT_TITLE[verdict], value: VERDICT_MEANING[verdict] })) }),
    group('score', 'Score', { kind: 'facts', rows: [
      { name: 'Workers', value: `${dossier.scan.score.value.workers} of 100` },
      { name: 'Container', value: `${dossier.scan.score.value.containers} of 100` },
      { name: 'Formula', value: dossier.scan.score.formula },
    ] }),
  ],
});
