/** Writes the first cf-migrate.cost.yaml of a program: every key with what it means, and with what the scan could tell. */
import type { Assumption, Range } from '../core/estimate.js';
import type { Scan } from '../core/scan.js';
import { inferAssumptions, type Assumptions } from './assumptions.js';
import { CHOICES, GROUPS, STORAGE, TOP, TRAFFIC, type FieldGroup } from './fields.js';
import { driveOf, storageNames, trafficEntries } from './scan-names.js';

const HEADER = `# What it costs to run this program, in your numbers. Read by: cf-migrate report --cost
#
# Each value is a number, a range [low, likely, high], or null: not known yet. What is not known is shown as "+?", never as 0.
# A line that you delete falls back to what the scan tells or to an assumption, and the report says which.
version: 1
`;

const same = (range: Range): boolean => range[0] === range[1] && range[1] === range[2];

function valueText(value: Range | null): string {
  if (value === null) return 'null';
  return same(value) ? String(value[0]) : `[${value.join(', ')}]`;
}

/** Names such as `GET /a: b` need quotes; JSON's are YAML's too. */
const quoted = (name: string): string => JSON.stringify(name);

const ALIGN = 36;

function row(indent: number, key: string, text: string, comment: string): string {
  const start = `${' '.repeat(indent)}${key}: ${text}`;
  return `${start.padEnd(ALIGN)} # ${comment.replace(/\s+/g, ' ')}`;
}

/** Where the value comes from, unless it is plain that nobody knows. */
const origin = (assumption: Assumption): string => (assumption.value === null && assumption.source === 'not set' ? '' : ` (${assumption.basis}: ${assumption.source})`);

function fieldRow(assumptions: Assumptions, indent: number, key: string, path: string, fields: FieldGroup): string {
  const assumption = assumptions.values[path] as Assumption;
  const field = fields[key];
  return row(indent, key, valueText(assumption.value), `${assumption.unit}: ${field?.about ?? ''}${origin(assumption)}`);
}

function choiceRow(assumptions: Assumptions, indent: number, key: string, path: string): string {
  const { options = [], about = '' } = CHOICES[path] ?? {};
  const chosen = assumptions.choices[path];
  const text = chosen?.value === null || chosen === undefined ? 'null' : /^[a-z][a-z0-9-]*$/.test(chosen.value) ? chosen.value : quoted(chosen.value);
  const list = options.length > 0 ? `${options.join(' | ')}: ` : '';
  const from = chosen?.basis === 'inferred' ? ` (inferred: ${chosen.source})` : '';
  return row(indent, key, text, `${list}${about}${from}`);
}

function trafficSection(scan: Scan, assumptions: Assumptions): string[] {
  const entries = trafficEntries(scan);
  if (entries.length === 0) return ['traffic: {}                         # no entry point was found'];
  const lines = entries.flatMap((entry) => {
    const path = `traffic.${entry.id}`;
    const background = assumptions.values[`${path}.background_ms`];
    const keys = ['requests_per_month', ...(background?.basis === 'inferred' ? ['background_ms'] : [])];
    const kind = driveOf(entry) === 'start' ? 'starts' : 'runs';
    return [`  ${quoted(entry.id)}: # ${entry.file}:${entry.line}, ${kind}`, ...keys.map((key) => fieldRow(assumptions, 4, key, `${path}.${key}`, TRAFFIC))];
  });
  return ['# Entry points. cpu_ms and wall_ms may stand here too, where one differs from each_request.', 'traffic:', ...lines];
}

function storageSection(scan: Scan, assumptions: Assumptions): string[] {
  const names = storageNames(scan);
  if (names.length === 0) return ['storage: {}                         # no stored data was found'];
  return ['# Stored data, by the path or database that the code names.', 'storage:',
    ...names.flatMap(({ name }) => [`  ${quoted(name)}:`, ...Object.keys(STORAGE).map((key) => fieldRow(assumptions, 4, key, `storage.${name}.${key}`, STORAGE))])];
}

function groupSection(name: string, fields: FieldGroup, assumptions: Assumptions): string[] {
  const choices = Object.keys(CHOICES).filter((key) => key.startsWith(`${name}.`));
  return ['', `${name}:`,
    ...choices.map((path) => choiceRow(assumptions, 2, path.slice(name.length + 1), path)),
    ...Object.keys(fields).map((key) => fieldRow(assumptions, 2, key, `${name}.${key}`, fields))];
}

const SHARED = `
# What other projects of the same Cloudflare account use of each meter in a month: it eats the allowances first.
shared: {}                           # for example {kv.reads: 2000000, workers.requests: 5000000}

# Prices that the list does not know, in US dollars per unit.
prices: {}                           # for example {cloud-run.egress: 0.12}
`;

/** The text of a new file. Loading it again gives the assumptions of a program without a file. */
export function initAssumptions(scan: Scan): string {
  const assumptions = inferAssumptions(scan);
  const lines = [
    choiceRow(assumptions, 0, 'plan', 'plan'),
    ...Object.keys(TOP).map((key) => fieldRow(assumptions, 0, key, key, TOP)),
    '',
    ...trafficSection(scan, assumptions),
    '',
    ...storageSection(scan, assumptions),
    ...Object.entries(GROUPS).flatMap(([name, fields]) => groupSection(name, fields, assumptions)),
  ];
  return `${HEADER}${lines.join('\n')}\n${SHARED}`;
}
