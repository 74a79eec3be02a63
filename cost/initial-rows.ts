/** One row of a new cf-migrate.cost.yaml: key, value, and a comment that says unit, meaning and where the value comes from. */
import type { Assumption, Range } from '../core/estimate.js';
import type { Assumptions } from './assumptions.js';
import { CHOICES, type FieldGroup } from './fields.js';

const same = (range: Range): boolean => range[0] === range[1] && range[1] === range[2];

function valueText(value: Range | null): string {
  if (value === null) return 'null';
  return same(value) ? String(value[0]) : `[${value.join(', ')}]`;
}

/** Names such as `GET /a: b` need quotes; JSON's are YAML's too. */
export const quoted = (name: string): string => JSON.stringify(name);

const ALIGN = 36;

function row(indent: number, key: string, text: string, comment: string): string {
  const start = `${' '.repeat(indent)}${key}: ${text}`;
  return `${start.padEnd(ALIGN)} # ${comment.replace(/\s+/g, ' ')}`;
}

/** Where the value comes from, unless it is plain that nobody knows. */
const origin = (assumption: Assumption): string => (assumption.value === null && assumption.source === 'not set' ? '' : ` (${assumption.basis}: ${assumption.source})`);

export function fieldRow(assumptions: Assumptions, indent: number, key: string, path: string, fields: FieldGroup): string {
  const assumption = assumptions.values[path] as Assumption;
  const field = fields[key];
  return row(indent, key, valueText(assumption.value), `${assumption.unit}: ${field?.about ?? ''}${origin(assumption)}`);
}

export function choiceRow(assumptions: Assumptions, indent: number, key: string, path: string): string {
  const { options = [], about = '' } = CHOICES[path] ?? {};
  const chosen = assumptions.choices[path];
  const text = chosen?.value === null || chosen === undefined ? 'null' : /^[a-z][a-z0-9-]*$/.test(chosen.value) ? chosen.value : quoted(chosen.value);
  const list = options.length > 0 ? `${options.join(' | ')}: ` : '';
  const from = chosen?.basis === 'inferred' ? ` (inferred: ${chosen.source})` : '';
  return row(indent, key, text, `${list}${about}${from}`);
}
