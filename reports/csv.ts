/** Findings, tasks, or the bill as CSV (RFC 4180) for a spreadsheet. A cell that a spreadsheet would compute is turned into text. */
import type { Dossier } from '../core/dossier.js';
import { evidenceLine } from './sections/evidence.js';
import { visible } from './visible-text.js';

/** Spreadsheets run what begins so, and some skip a leading tab or space first. */
const FORMULA = /^\s*[=+\-@|%]/;

function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = visible(value ?? '');
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const table = (rows: (string | number | undefined)[][]): string => rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const FINDING_COLUMNS = [
  'id', 'rule', 'title', 'area', 'workers', 'containers', 'impact on workers', 'impact on containers', 'versus today', 'confidence', 'what', 'target', 'persistence', 'lifetime', 'writes', 'readers',
  'planned target', 'reach', 'file', 'line', 'column', 'function', 'reached by', 'hours low', 'hours high', 'codemod', 'setting', 'reasons', 'suppressed', 'evidence',
];

export function renderCsv(dossier: Dossier): string {
  const { scan, plan } = dossier;
  const planned = new Map(plan?.resources.map((resource) => [resource.resource, resource.target]));
  const rows = [...scan.findings, ...scan.suppressed].map((finding) => [
    finding.id, finding.rule, finding.title, finding.area, finding.verdict.workers, finding.verdict.containers, finding.impactBy.workers, finding.impactBy.containers, finding.versusToday,
    finding.confidence, finding.what, finding.target, finding.persistence, finding.lifetime, finding.writes, finding.readers,
    planned.get(finding.resource ?? '') ?? planned.get(`rule:${finding.rule}`), finding.reach, finding.at.file, finding.at.line, finding.at.column, finding.function,
    finding.reachedBy.map(({ entryPoint }) => entryPoint).join('; '), finding.effort[0], finding.effort[1], finding.fix?.codemod, finding.fix?.setting, finding.reasons.join('; '), finding.suppressed?.reason,
    evidenceLine(dossier.rules[finding.rule]?.observed),
  ]);
  return table([FINDING_COLUMNS, ...rows]);
}

/** The migration path as tasks, for a tracker. */
export function renderTasksCsv(dossier: Dossier): string {
  const rows = (dossier.plan?.waves ?? []).flatMap((wave, index) =>
    wave.tasks.map((task, at) => [index, wave.title, task, wave.entryPoints.join('; '), ...(at === 0 ? wave.effortDays : ['', '']), wave.check, wave.back]));
  return table([['wave', 'wave title', 'task', 'entry points', 'wave days low', 'wave days high', 'check of the wave', 'way back'], ...rows]);
}

const BILL_COLUMNS = [
  'scenario', 'product', 'meter', 'unit', 'quantity low', 'quantity likely', 'quantity high', 'included', 'billable low', 'billable likely', 'billable high', 'unit price', 'per', 'currency',
  'amount low', 'amount likely', 'amount high', 'not set', 'basis', 'call sites', 'note', 'source',
];

/** Every line of every scenario. What is unknown is empty and named under `not set`: an empty cell is no zero. */
export function renderBillCsv({ estimate }: Dossier): string {
  const three = (values: readonly (string | number)[] | null): (string | number | undefined)[] => (values ? [...values] : [undefined, undefined, undefined]);
  const rows = (estimate?.scenarios ?? []).flatMap((scenario) => scenario.lines.map((line) => [
    scenario.id, line.product, line.meter, line.unit, ...three(line.quantity), line.included, ...three(line.billable), line.unitPrice, line.per, estimate?.currency,
    ...three(line.amount), line.missing.join('; '), line.basis, line.callSites.map(({ at, share }) => `${at} ${share}`).join('; '), line.note, line.source,
  ]));
  return table([BILL_COLUMNS, ...rows]);
}
