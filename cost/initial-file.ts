/** Writes the first cf-migrate.cost.yaml of a program: what people can fill in, with what it means and with what the scan could tell. */
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import { inferAssumptions, type Assumptions } from './assumptions.js';
import { CHOICES, GROUPS, TOP, type FieldGroup } from './fields.js';
import { firstNumbers } from './first-numbers.js';
import { choiceRow, fieldRow } from './initial-rows.js';
import { storageSection, trafficSection } from './initial-sections.js';
import type { Prices } from './prices.js';

const HEADER = `# What it costs to run this program, in your numbers. Read by: cf-migrate report --cost
#
# Each value is a number, a range [low, likely, high], or null: not known yet. What is not known is shown as "+?", never as 0.
# A line that you delete falls back to what the scan tells or to an assumption, and the report says which.
# An access log says traffic, bytes and awake hours by itself: traffic: {from: access.log}
`;

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

/** The order in which to fill it in, as comments. */
function orderOf(scan: Scan, plan: Plan | null, prices: Prices | null): string[] {
  const numbers = prices === null ? [] : firstNumbers(scan, plan, prices);
  if (numbers.length === 0) return [];
  return [
    '#', '# Fill in these first. They move the bill of today or of the advised move most; tried with ten times a nominal amount of each:',
    ...numbers.map(({ name, lines }, index) => `#  ${index + 1}. ${oneLine(name)}: ${lines.slice(0, LINES_NAMED).join(', ')}${lines.length > LINES_NAMED ? ' …' : ''}`),
  ];
}

const LINES_NAMED = 4;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Groups that follow the entry points; `traffic_by_kind` stands with them. */
const groups = (): [string, FieldGroup][] => Object.entries(GROUPS).filter(([name]) => name !== 'traffic_by_kind');

/**
 * The text of a new file. Loading it again gives the assumptions of a program without a file. With a plan it asks only for data that
 * moves; with prices it says what to fill in first.
 */
export function initAssumptions(scan: Scan, plan: Plan | null = null, prices: Prices | null = null): string {
  const assumptions = inferAssumptions(scan);
  const lines = [
    choiceRow(assumptions, 0, 'plan', 'plan'),
    choiceRow(assumptions, 0, 'rounding', 'rounding'),
    ...Object.keys(TOP).map((key) => fieldRow(assumptions, 0, key, key, TOP)),
    '',
    ...trafficSection(scan, assumptions),
    '',
    ...storageSection(scan, plan, assumptions),
    ...groups().flatMap(([name, fields]) => groupSection(name, fields, assumptions)),
  ];
  const head = [HEADER.trimEnd(), ...orderOf(scan, plan, prices), 'version: 1'].join('\n');
  return `${head}\n${lines.join('\n')}\n${SHARED}`;
}
