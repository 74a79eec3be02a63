/** How far the report can be trusted: what was read, what was not, with which rules, and that nothing was run. */
import type { Dossier } from '../../core/dossier.js';
import { at, code, type Block, type Section, type Text } from '../blocks.js';
import { count, percent, plural } from '../numbers.js';
import { apart, groupBy } from '../summaries/counted.js';
import { CONFIDENCE_TITLE, ENTRY_TITLE, REACH_TITLE } from '../wording.js';
import { incompleteNote } from './answer.js';

function facts({ scan, plan, estimate, generatedAt, provedWith }: Dossier): { name: string; value: Text }[] {
  const { coverage, rules } = scan;
  const imports = coverage.imports.resolved + coverage.imports.unresolved;
  const calls = coverage.calls.followed + coverage.calls.unknown;
  const certain = [...groupBy(scan.findings, (finding) => finding.confidence)].map(([, own]) => `${count(own.length)} ${CONFIDENCE_TITLE[own[0]?.confidence ?? 'possible']}`);
  return [
    { name: 'Files', value: `${count(coverage.parsed)} of ${count(coverage.files)} parsed, ${count(coverage.lines)} lines; ${plural(coverage.skipped, 'file')} skipped` },
    { name: 'Imports', value: `${percent(coverage.imports.resolved, imports)} of ${count(imports)} resolved; ${count(coverage.imports.computed)} have a computed name` },
    { name: 'Calls', value: `${percent(coverage.calls.followed, calls)} of ${count(calls)} followed to what they call` },
    { name: 'Findings', value: `${plural(scan.findings.length, 'finding')}: ${certain.join(', ') || 'none'}; ${plural(scan.suppressed.length, 'suppressed finding')}` },
    { name: 'Rules', value: `${rules.version}, ${plural(rules.count, 'rule')}${rules.disabled.length > 0 ? `, ${count(rules.disabled.length)} switched off` : ''}` },
    { name: 'Proved with', value: provedWith.length > 0 ? provedWith.join(', ') : 'the rule pack does not say' },
    { name: 'Compatibility date', value: `${scan.compatibilityDate.date} (${scan.compatibilityDate.source})` },
    { name: 'Parsers', value: `oxc for ${plural(coverage.parser.oxc, 'file')}, Babel for ${count(coverage.parser.babel)}` },
    { name: 'Plan', value: plan ? 'made from the source of this scan' : 'none: the source was not at hand' },
    { name: 'Prices', value: estimate ? `${estimate.prices.collected}, the oldest ${plural(estimate.prices.oldestDays, 'day')} old; amounts as of ${estimate.asOf}` : 'none: run with --cost' },
    { name: 'Run', value: ranText(plan) },
    { name: 'Tool', value: `${scan.tool.name} ${scan.tool.version}, ${generatedAt}` },
  ];
}

function ranText(plan: Dossier['plan']): string {
  const trace = plan?.trace;
  if (!trace) return 'Nothing of the program was run. The findings come from its text.';
  const stale = trace.stale.length > 0 ? `; ${plural(trace.stale.length, 'file')} changed since and did not count` : '';
  return `Nothing of the program was run for this report. Its call graph is completed by a trace of ${trace.recorded.slice(0, 10)} (${trace.command.join(' ')}): ${count(trace.confirmed)} calls seen that the code shows, ${count(trace.added)} that it does not${stale}.`;
}

function entryPoints({ scan }: Dossier): Block {
  if (scan.entryPoints.length === 0) return { kind: 'note', tone: 'warning', title: 'No entry point found', text: 'Nothing says where the program starts, so no code could be told to be unreached.' };
  return {
    kind: 'table', caption: 'Entry points', show: 12, filter: true,
    columns: [{ title: 'Entry point' }, { title: 'Kind' }, { title: 'Declared in' }, { title: 'Where' }],
    rows: scan.entryPoints.map((entry) => {
      const known = Object.entries(ENTRY_TITLE).find(([kind]) => kind === entry.kind)?.[1] ?? entry.kind;
      return { cells: [[code(entry.id)], known, entry.source, [at(entry)]] };
    }),
  };
}

function notCounted(dossier: Dossier): Block[] {
  const groups = groupBy(apart(dossier.scan), (finding) => finding.reach);
  if (groups.size === 0) return [];
  const parts = [...groups].map(([, own]) => `${count(own.length)} in ${REACH_TITLE[own[0]?.reach ?? 'dead']}`);
  return [{ kind: 'paragraph', text: `Findings that are not counted: ${parts.join(', ')}. They are listed in the appendix.` }];
}

export function trust(dossier: Dossier): Section {
  return {
    id: 'trust',
    title: 'Coverage and trust',
    blocks: [...incompleteNote(dossier), { kind: 'facts', rows: facts(dossier) }, entryPoints(dossier), ...notCounted(dossier)],
  };
}
