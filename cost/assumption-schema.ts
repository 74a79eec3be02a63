/** The schema of cf-migrate.cost.yaml for one program: only its entry points, its resources and known keys may be named. */
import { z } from 'zod';
import type { Range } from '../core/estimate.js';
import { CHOICES, GROUPS, STORAGE, TOP, TRAFFIC, type FieldGroup } from './fields.js';

/** What may be named under `traffic`, `storage`, `shared` and `prices`. */
export interface Names {
  traffic: readonly string[];
  storage: readonly string[];
  shared: readonly string[];
  prices: readonly string[];
}

type Issue = { message: string; path?: number[] };

function checkNumber(raw: unknown, path?: number[]): Issue | null {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return { message: `expected a number, [low, likely, high] or null, found ${JSON.stringify(raw)}`, ...(path && { path }) };
  return raw < 0 ? { message: `${raw} is negative; amounts start at 0`, ...(path && { path }) } : null;
}

function checkRange(raw: unknown[]): Issue | null {
  if (raw.length !== 3) return { message: `a range is [low, likely, high], found ${raw.length} values` };
  const bad = raw.map((value, index) => checkNumber(value, [index])).find((issue) => issue !== null);
  if (bad) return bad;
  const [low, likely, high] = raw as Range;
  return low > likely || likely > high ? { message: `low ${low}, likely ${likely}, high ${high} are not in rising order` } : null;
}

/** A number, a range, or unset: `null`, `?`. Unset stays null, which is not zero. */
const value = z.unknown().transform((raw, context): Range | null => {
  if (raw === null || raw === '?') return null;
  const issue = Array.isArray(raw) ? checkRange(raw) : checkNumber(raw);
  if (issue) {
    context.issues.push({ code: 'custom', input: raw, message: issue.message, path: issue.path ?? [] });
    return z.NEVER;
  }
  return Array.isArray(raw) ? (raw as Range) : [raw as number, raw as number, raw as number];
});

function choice(key: string): z.ZodType {
  const { options = [] } = CHOICES[key] ?? {};
  const word = options.length > 0 ? z.enum(options as [string, ...string[]]) : z.string();
  return z.preprocess((raw) => (raw === '?' ? null : typeof raw === 'number' ? String(raw) : raw), word.nullish());
}

const choicesOf = (group: string): [string, string][] =>
  Object.keys(CHOICES).filter((key) => key.startsWith(`${group}.`)).map((key) => [key.slice(group.length + 1), key]);

function groupShape(name: string, fields: FieldGroup): Record<string, z.ZodType> {
  const numbers = Object.keys(fields).map((key) => [key, value.optional()] as const);
  return Object.fromEntries([...numbers, ...choicesOf(name).map(([short, key]) => [short, choice(key)] as const)]);
}

/** A map whose keys are names of this program; a wrong name is an error at that name. */
function named(names: readonly string[], inner: z.ZodType, what: string): z.ZodType {
  const shape = Object.fromEntries(names.map((name) => [name, inner.nullish()]));
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `no ${what} named "${(issue.keys as string[] | undefined)?.[0] ?? ''}" in this program` : undefined),
  });
}

export function assumptionSchema(names: Names): z.ZodType<Record<string, unknown>> {
  const groups = Object.entries(GROUPS).map(([name, fields]) => [name, z.strictObject(groupShape(name, fields)).nullish()] as const);
  const top = Object.keys(TOP).map((key) => [key, value.optional()] as const);
  return z.strictObject({
    version: z.literal(1),
    plan: choice('plan'),
    ...Object.fromEntries(top),
    traffic: named(names.traffic, z.strictObject(groupShape('traffic', TRAFFIC)), 'entry point').nullish(),
    storage: named(names.storage, z.strictObject(groupShape('storage', STORAGE)), 'resource').nullish(),
    shared: named(names.shared, value, 'meter').nullish(),
    prices: named(names.prices, value, 'meter without a price').nullish(),
    ...Object.fromEntries(groups),
  });
}

/** Keys that may stand at a path, for "did you mean". */
export function allowedKeys(names: Names, path: PropertyKey[]): readonly string[] {
  const [group, , ...deeper] = path.map(String);
  if (group === undefined) return ['version', 'plan', ...Object.keys(TOP), 'traffic', 'storage', 'shared', 'prices', ...Object.keys(GROUPS)];
  if (deeper.length > 0) return [];
  if (group === 'traffic') return path.length === 1 ? names.traffic : Object.keys(TRAFFIC);
  if (group === 'storage') return path.length === 1 ? names.storage : Object.keys(STORAGE);
  if (group === 'shared' || group === 'prices') return names[group];
  return Object.keys(groupShape(group, GROUPS[group] ?? {}));
}
