/** The tables of the terminal scan: compatibility, risks, settings, stored data. */
import type { Finding, Scan } from '../../core/scan.js';
import { TARGETS, type Impact, type Target } from '../../core/vocabulary.js';
import { count, plural } from '../numbers.js';
import { areaRows, quietPackages, type AreaStatus } from '../summaries/compatibility.js';
import { counted, focusOf, gravest, groupBy, impactRank } from '../summaries/counted.js';
import { visible } from '../visible-text.js';
import { AREA_TITLE, IMPACT_ORDER, IMPACT_TITLE, NO_HARM, TARGET_PHRASE, TARGET_TITLE, VERDICT_TITLE } from '../wording.js';
import { IMPACT_MARK, type Paint } from './paint.js';
import type { PartContext } from './scan.js';
import { terminalTable, type TerminalCell } from './table.js';
import { wrap } from './wrap.js';

const ROWS = 15;

const statusCell = (status: AreaStatus, paint: Paint): TerminalCell => ({ text: `${IMPACT_MARK[status.impact]} ${status.word}`, paint: paint.impact[status.impact] });
const impactCell = (impact: Impact, paint: Paint): TerminalCell => ({ text: IMPACT_TITLE[impact], paint: paint.impact[impact] });

const andMore = (total: number, shown: number, where: string): string[] => (total > shown ? [`and ${count(total - shown)} more: ${where}`] : []);

function legend(paint: Paint): string {
  return paint.quiet(IMPACT_ORDER.map((impact) => `${IMPACT_MARK[impact]} ${IMPACT_TITLE[impact].toLowerCase()}`).join('   '));
}

function quietLines({ scan, width, paint }: PartContext): string[] {
  const names = quietPackages(scan).map((fact) => (fact.version ? `${fact.name} ${fact.version}` : fact.name));
  if (names.length === 0) return [];
  const shown = names.slice(0, 8).map(visible).join(', ');
  return ['', ...wrap(`Nothing found against these imported packages: ${shown}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`, width).map(paint.quiet)];
}

/** `auto` shows both targets; a named target shows its own status and the impact in words. */
export function compatibilityPart(context: PartContext): string[] {
  const { scan, width, paint } = context;
  const rows = areaRows(scan, null);
  if (rows.length === 0) return [paint.heading('Compatibility'), 'No finding in code that production reaches.', ...quietLines(context)];
  const both = scan.target === 'auto';
  const shown: Target[] = both ? [...TARGETS] : [focusOf(scan)];
  const columns = [
    { title: 'Area' },
    ...shown.map((target) => ({ title: both ? TARGET_TITLE[target] : `Status ${TARGET_PHRASE[target]}` })),
    ...(both ? [] : [{ title: 'Impact' }]),
    { title: 'Sites', right: true },
    { title: 'Action', grows: true },
  ];
  const table = rows.map((row) => [
    { text: AREA_TITLE[row.area], paint: paint.strong },
    ...shown.map((target) => statusCell(row.status[target], paint)),
    ...(both ? [] : [impactCell(row.impact, paint)]),
    { text: count(row.sites) },
    { text: row.action },
  ]);
  return [paint.heading('Compatibility'), ...terminalTable(columns, table, width, paint.quiet), '', legend(paint), ...quietLines(context)];
}

function rulesOf(scan: Scan, impact: Impact): Finding[][] {
  const focus = focusOf(scan);
  const chosen = counted(scan).filter((finding) => finding.impactBy[focus] === impact);
  return [...groupBy(chosen, (finding) => finding.rule).values()].toSorted((a, b) => b.length - a.length);
}

function where(findings: Finding[]): string {
  const files = new Set(findings.map((finding) => finding.at.file)).size;
  const [first] = findings;
  if (!first) return '';
  return `${first.at.file}:${first.at.line}${files > 1 ? ` and ${plural(files - 1, 'more file')}` : findings.length > 1 ? ' …' : ''}`;
}

export function riskPart({ scan, width, paint }: PartContext): string[] {
  const groups = rulesOf(scan, 'risk');
  if (groups.length === 0) return [];
  const focus = focusOf(scan);
  const rows = groups.slice(0, ROWS).map((findings) => [
    { text: findings[0]?.title ?? '' },
    { text: VERDICT_TITLE[gravest(findings, focus)?.verdict[focus] ?? 'unknown'], paint: paint.warning },
    { text: count(findings.length) },
    { text: where(findings) },
  ]);
  const columns = [{ title: 'Risk', grows: true }, { title: TARGET_TITLE[focus] }, { title: 'Sites', right: true }, { title: 'Where', grows: true }];
  return [paint.heading(`Risks (${groups.length})`), ...terminalTable(columns, rows, width, paint.quiet), ...andMore(groups.length, ROWS, 'see the report')];
}

export function settingPart({ scan, width, paint }: PartContext): string[] {
  const groups = rulesOf(scan, 'setting');
  if (groups.length === 0) return [];
  const rows = groups.slice(0, ROWS).map((findings) => [
    { text: findings.find((finding) => finding.fix?.setting)?.fix?.setting ?? findings[0]?.title ?? '' },
    { text: count(findings.length) },
    { text: where(findings) },
  ]);
  const columns = [{ title: 'Setting', grows: true }, { title: 'Sites', right: true }, { title: 'Where', grows: true }];
  return [paint.heading(`Settings (${groups.length})`), ...terminalTable(columns, rows, width, paint.quiet), ...andMore(groups.length, ROWS, 'see the report')];
}

export function resourcePart({ scan, width, paint }: PartContext): string[] {
  if (scan.resources.length === 0) return [];
  const focus = focusOf(scan);
  const touched = groupBy(counted(scan).filter((finding) => finding.resource), (finding) => finding.resource ?? '');
  const resources = scan.resources
    .map((resource) => ({ resource, worst: { workers: gravest(touched.get(resource.id) ?? [], 'workers'), containers: gravest(touched.get(resource.id) ?? [], 'containers') } }))
    .toSorted((a, b) => impactRank(a.worst[focus]?.impactBy[focus] ?? 'none') - impactRank(b.worst[focus]?.impactBy[focus] ?? 'none'));
  const verdict = (finding: Finding | undefined, target: Target): TerminalCell => {
    if (!finding) return { text: '–', paint: paint.quiet };
    const impact = finding.impactBy[target];
    return { text: `${IMPACT_MARK[impact]} ${impact === 'none' && finding.verdict[target] !== 'works' ? NO_HARM : VERDICT_TITLE[finding.verdict[target]]}`, paint: paint.impact[impact] };
  };
  const rows = resources.slice(0, ROWS).map(({ resource, worst }) => [
    { text: resource.pattern },
    { text: resource.persistence, paint: resource.persistence === 'unknown' ? paint.warning : undefined },
    { text: `${resource.lifetime}, ${resource.writes}, ${resource.readers}`, paint: paint.quiet },
    verdict(worst.workers, 'workers'),
    verdict(worst.containers, 'containers'),
  ]);
  const columns = [
    { title: 'Stored data', grows: true }, { title: 'Purpose' }, { title: 'Lifetime, writes, readers', grows: true }, { title: 'Workers' }, { title: 'Container' },
  ];
  return [paint.heading(`Stored data (${resources.length})`), ...terminalTable(columns, rows, width, paint.quiet), ...andMore(resources.length, ROWS, 'see the report')];
}
