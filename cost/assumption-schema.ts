/** The schema of cf-migrate.cost.yaml for one program: only its entry points, its resources and known keys may be named. */
import { z } from 'zod';
import type { Range } from '../core/estimate.js';
import { CHOICES, GROUPS, OWN_PRICE, SHARED, STORAGE, TOP, TRAFFIC, type Field, type FieldGroup } from './fields.js';
import { isLogReference, type LogReference } from './log-references.js';

/** What may be named under `traffic`, `storage`, `shared` and `prices`. */
export interface Names {
  traffic: readonly string[];
  storage: readonly string[];
  shared: readonly string[];
  prices: readonly string[];
}

interface Issue {
  message: string;
  hint: string;
  path?: number[];
}

/** Where the mistake is within a range, and which of its three values that is. */
const LEVELS = ['low', 'likely', 'high'];

function checkNumber(raw: unknown, field: Field, index?: number): Issue | null {
  const place = index === undefined ? {} : { path: [index] };
  const what = `${index === undefined ? 'The value' : `The ${LEVELS[index]} value`} (${field.about})`;
  if (typeof raw !== 'number' || !Number.isFinite(raw)) {
    return { ...place, message: `expected a number, [low, likely, high] or null, found ${typeof raw === 'number' ? String(raw) : JSON.stringify(raw)}`, hint: `${what} is a number of the unit "${field.unit}": write 5, [1, 5, 20], or null when nobody knows.` };
  }
  if (field.most !== undefined && raw > field.most) return { ...place, message: `${raw} is more than it can be`, hint: `${what} is at most ${field.most}, unit "${field.unit}".` };
  if (field.above !== undefined && raw <= field.above) return { ...place, message: `${raw} is not above ${field.above}`, hint: `${what} is above ${field.above}, unit "${field.unit}".` };
  return raw < 0 ? { ...place, message: `${raw} is negative; amounts start at 0`, hint: `${what} is 0 or more, unit "${field.unit}"; write null when nobody knows.` } : null;
}

function checkRange(raw: unknown[], field: Field): Issue | null {
  if (raw.length !== 3) return { message: `a range is [low, likely, high], found ${raw.length} values`, hint: `Write three numbers in rising order for ${field.about}, such as [1, 5, 20], or one number.` };
  const bad = raw.map((value, index) => checkNumber(value, field, index)).find((issue) => issue !== null);
  if (bad) return bad;
  const [low, likely, high] = raw as Range;
  const sorted = [low, likely, high].toSorted((a, b) => a - b).join(', ');
  return low > likely || likely > high ? { message: `low ${low}, likely ${likely}, high ${high} are not in rising order`, hint: `A range is [low, likely, high], the smallest first. Did you mean [${sorted}]?` } : null;
}

/** `{measured: 2.2, source: "console, October"}`: the team's own measurement, with where it stands. */
export interface MeasuredValue {
  measured: Range;
  source: string;
}

export const isMeasured = (raw: unknown): raw is MeasuredValue => typeof raw === 'object' && raw !== null && 'measured' in raw && 'source' in raw;

function checkMeasured(raw: { measured?: unknown; source?: unknown }, field: Field): Issue | null {
  const unknown = Object.keys(raw).find((key) => key !== 'measured' && key !== 'source');
  if (unknown !== undefined || typeof raw.source !== 'string' || raw.source.trim() === '') {
    return { message: 'expected {measured: VALUE, source: TEXT}, with where the measurement stands', hint: 'For example: {measured: [1.8, 2.2, 2.6], source: "console, October 2026"}.' };
  }
  return Array.isArray(raw.measured) ? checkRange(raw.measured, field) : checkNumber(raw.measured, field);
}

const ranged = (raw: unknown): Range => (Array.isArray(raw) ? (raw as Range) : [raw as number, raw as number, raw as number]);

const FROM_LOG: Issue = { message: 'expected {from: FILE} with the name of a file', hint: 'For example: {from: access.log}, relative to this file.' };

function checkValue(raw: unknown, field: Field): Issue | null {
  if (Array.isArray(raw)) return checkRange(raw, field);
  if (typeof raw === 'object' && raw !== null && 'measured' in raw) return checkMeasured(raw, field);
  if (typeof raw === 'object') return isLogReference(raw) ? null : FROM_LOG;
  return checkNumber(raw, field);
}

/** A number, a range, a measurement of the team, a log to read it from, or unset: `null`, `?`. Unset stays null, which is not zero. */
const value = (field: Field): z.ZodType => z.unknown().transform((raw, context): Range | LogReference | MeasuredValue | null => {
  if (raw === null || raw === '?') return null;
  const issue = checkValue(raw, field);
  if (issue) {
    context.issues.push({ code: 'custom', input: raw, message: issue.message, path: issue.path ?? [], params: { hint: issue.hint } });
    return z.NEVER;
  }
  if (isMeasured(raw)) return { measured: ranged(raw.measured), source: raw.source };
  return typeof raw === 'object' ? (raw as Range | LogReference) : ranged(raw);
});

function choice(key: string): z.ZodType {
  const { options = [] } = CHOICES[key] ?? {};
  const word = options.length > 0 ? z.enum(options as [string, ...string[]]) : z.string();
  return z.preprocess((raw) => (raw === '?' ? null : typeof raw === 'number' ? String(raw) : raw), word.nullish());
}

const choicesOf = (group: string): [string, string][] =>
  Object.keys(CHOICES).filter((key) => key.startsWith(`${group}.`)).map((key) => [key.slice(group.length + 1), key]);

function groupShape(name: string, fields: FieldGroup): Record<string, z.ZodType> {
  const numbers = Object.entries(fields).map(([key, field]) => [key, value(field).optional()] as const);
  return Object.fromEntries([...numbers, ...choicesOf(name).map(([short, key]) => [short, choice(key)] as const)]);
}

/** A map whose keys are names of this program; a wrong name is an error at that name. */
function named(names: readonly string[], inner: z.ZodType, what: string, more: Record<string, z.ZodType> = {}): z.ZodType {
  const shape = Object.fromEntries(names.map((name) => [name, inner.nullish()]));
  return z.strictObject({ ...shape, ...more }, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `no ${what} named "${(issue.keys as string[] | undefined)?.[0] ?? ''}" in this program` : undefined),
  });
}

export function assumptionSchema(names: Names): z.ZodType<Record<string, unknown>> {
  const groups = Object.entries(GROUPS).map(([name, fields]) => [name, z.strictObject(groupShape(name, fields)).nullish()] as const);
  const top = Object.entries(TOP).map(([key, field]) => [key, value(field).optional()] as const);
  return z.strictObject({
    version: z.literal(1),
    plan: choice('plan'),
    rounding: choice('rounding'),
    ...Object.fromEntries(top),
    traffic: named(names.traffic, z.strictObject(groupShape('traffic', TRAFFIC)), 'entry point', { from: z.string().min(1).optional() }).nullish(),
    storage: named(names.storage, z.strictObject(groupShape('storage', STORAGE)), 'resource').nullish(),
    shared: named(names.shared, value(SHARED), 'meter').nullish(),
    prices: named(names.prices, value(OWN_PRICE), 'meter without a price').nullish(),
    ...Object.fromEntries(groups),
  });
}

/** Keys that may stand at a path, for "did you mean". */
export function allowedKeys(names: Names, path: PropertyKey[]): readonly string[] {
  const [group, , ...deeper] = path.map(String);
  if (group === undefined) return ['version', 'plan', 'rounding', ...Object.keys(TOP), 'traffic', 'storage', 'shared', 'prices', ...Object.keys(GROUPS)];
  if (deeper.length > 0) return [];
  if (group === 'traffic') return path.length === 1 ? ['from', ...names.traffic] : Object.keys(TRAFFIC);
  if (group === 'storage') return path.length === 1 ? names.storage : Object.keys(STORAGE);
  if (group === 'shared' || group === 'prices') return names[group];
  return Object.keys(groupShape(group, GROUPS[group] ?? {}));
}
