/**
 * The team's numbers: what cf-migrate.cost.yaml declares, over what the scan tells, over what is assumed. A key that is set to null
 * is unset on purpose and stays unknown. It judges nothing and prices nothing.
 */
import type { Assumption, Basis, Range } from '../core/estimate.js';
import type { Scan } from '../core/scan.js';
import { parseYaml, placesInYaml } from '../core/yaml.js';
import { allowedKeys, assumptionSchema, isMeasured, type MeasuredValue, type Names } from './assumption-schema.js';
import { CHOICES, GROUPS, OWN_PRICE, SHARED, STORAGE, TOP, TRAFFIC, type Field } from './fields.js';
import type { Inference } from './infer-host.js';
import { inferFrom } from './inference.js';
import { nullForQuestionMarks, placesOf } from './assumption-places.js';
import { isReferenceAt, isWholeTraffic, referencesIn } from './log-references.js';
import { NO_LOGS, readLogSources, type LogSources, type OpenLog } from './log-sources.js';
import type { AccessLog } from './logs/read-log.js';
import { METER_KEYS, UNPRICED_KEYS } from './meters.js';
import type { Quantity } from './quantity.js';
import { storageNames, trafficEntries, type EntryPoint } from './scan-names.js';

export const ASSUMPTIONS_FILE = 'cf-migrate.cost.yaml';

/** Entry points of one kind that are asked for one by one; above that, for all of them together. Routes differ more than messages do. */
export const mostListed = (kind: string): number => (kind === 'http' ? 30 : 12);

export interface ChosenWord {
  value: string | null;
  basis: Basis;
  source: string;
}

export interface Assumptions {
  /** null: nobody wrote a file; everything is inferred, assumed or unknown. */
  file: string | null;
  values: Record<string, Assumption>;
  choices: Record<string, ChosenWord>;
  /** Entry points whose runs are an even part of what all of their kind have together. */
  shares: Record<string, { key: string; parts: number }>;
  /** Access logs that values were read from. */
  logs: AccessLog[];
  /** The log whose times say how long a Container is awake. */
  awakeLog: AccessLog | null;
}

const namesOf = (scan: Scan): Names => ({
  traffic: trafficEntries(scan).map((entry) => entry.id),
  storage: storageNames(scan).map(({ name }) => name),
  shared: METER_KEYS,
  prices: UNPRICED_KEYS,
});

/** Every key that this program can have, with its field. */
function fieldsFor(names: Names): [string, Field][] {
  const under = (prefix: string, fields: Record<string, Field>): [string, Field][] => Object.entries(fields).map(([key, field]) => [`${prefix}.${key}`, field]);
  return [
    ...Object.entries(TOP),
    ...names.traffic.flatMap((name) => under(`traffic.${name}`, TRAFFIC)),
    ...names.storage.flatMap((name) => under(`storage.${name}`, STORAGE)),
    ...Object.entries(GROUPS).flatMap(([name, fields]) => under(name, fields)),
    ...names.shared.map((name): [string, Field] => [`shared.${name}`, SHARED]),
    ...names.prices.map((name): [string, Field] => [`prices.${name}`, OWN_PRICE]),
  ];
}

/** Declared values by dotted key; only what stands in the file, logs apart. */
function flatten(data: Record<string, unknown>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]): [string, unknown][] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (isReferenceAt([path], value) || isWholeTraffic([prefix, key])) return [];
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value) && !isMeasured(value);
    return isGroup ? Object.entries(flatten(value as Record<string, unknown>, path)) : [[path, value]];
  }));
}

const sameRange = (a: Range | null, b: Range | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What holds when the file does not name the key. */
function unnamed(key: string, field: Field, inferred: Inference): Assumption {
  const found = inferred.values[key];
  if (found) return { key, unit: field.unit, ...found };
  return field.assumed
    ? { key, unit: field.unit, value: field.assumed.value, basis: 'assumed', source: field.assumed.because }
    : { key, unit: field.unit, value: null, basis: 'assumed', source: 'not set' };
}

/** A value that repeats what was inferred, assumed or unset keeps that basis: `--init` writes those values, nobody declared them. */
function named(base: Assumption, value: Range | MeasuredValue | null, source: string): Assumption {
  if (isMeasured(value)) return { ...base, value: value.measured, basis: 'measured', source: `${value.source} (${source})` };
  return sameRange(value, base.value) ? base : { ...base, value, basis: 'declared', source };
}

/** What a log says replaces what nobody declared; a number or a null that somebody wrote stays. */
function measured(assumption: Assumption, logs: LogSources): Assumption {
  const { key, basis } = assumption;
  const value = logs.named[key] ?? (basis === 'declared' ? undefined : logs.open[key]);
  return value ? { ...assumption, ...value } : assumption;
}

function chosen(key: string, declared: string | null | undefined, source: string, inferred: Inference): ChosenWord {
  const base: ChosenWord = inferred.choices[key] ?? { value: CHOICES[key]?.assumed ?? null, basis: 'assumed', source: 'assumed by cf-migrate' };
  return declared === undefined || declared === base.value ? base : { value: declared, basis: 'declared', source };
}

/** One number for many of a kind: where that is set, and where there are so many that nobody fills in each. */
function sharesOf(scan: Scan, values: Record<string, Assumption>): Assumptions['shares'] {
  const open = trafficEntries(scan).filter((entry) => values[`traffic.${entry.id}.requests_per_month`]?.value === null);
  return Object.fromEntries(open.flatMap((entry): [string, { key: string; parts: number }][] => {
    const key = `traffic_by_kind.${entry.kind}`;
    const alike = open.filter((other) => other.kind === entry.kind);
    const isAsked = key in values && (values[key]?.value !== null || alike.length > mostListed(entry.kind));
    return isAsked ? [[entry.id, { key, parts: alike.length }]] : [];
  }));
}

/** Assumptions of a program for which nobody wrote a file. */
export const inferAssumptions = (scan: Scan): Assumptions => merge({}, NO_LOGS, null, () => 'not set', scan);

function merge(declared: Record<string, unknown>, logs: LogSources, file: string | null, sourceOf: (key: string) => string, scan: Scan): Assumptions {
  const inferred = inferFrom(scan);
  const values = fieldsFor(namesOf(scan)).map(([key, field]): [string, Assumption] => {
    const base = unnamed(key, field, inferred);
    return [key, measured(key in declared ? named(base, declared[key] as Range | MeasuredValue | null, sourceOf(key)) : base, logs)];
  });
  const choices = Object.keys(CHOICES).map((key): [string, ChosenWord] =>
    [key, chosen(key, declared[key] as string | null | undefined, sourceOf(key), inferred)]);
  const byKey = Object.fromEntries(values);
  return { file, values: byKey, shares: sharesOf(scan, byKey), choices: Object.fromEntries(choices), logs: logs.logs, awakeLog: logs.awake };
}

/** Entry points that an access log may speak of. */
const inLogs = (scan: Scan): EntryPoint[] => trafficEntries(scan).filter((entry) => entry.kind === 'http');

/** Reads `text` of `file` for the program of `scan`; `openLog` opens the access logs that it names. Throws UserError with line and column. */
export function loadAssumptions(text: string, file: string, scan: Scan, openLog: OpenLog = () => null): Assumptions {
  const names = namesOf(scan);
  const source = nullForQuestionMarks(text);
  const data = parseYaml(source, file, assumptionSchema(names), { keysAt: (path) => allowedKeys(names, path) });
  const declared = flatten(data);
  const lines = placesOf(source);
  const instanceKey = (declared['container.instance_key'] as string | null | undefined) ?? null;
  const logs = readLogSources({ references: referencesIn(data), costFile: file, placeOf: placesInYaml(source), openLog, entries: inLogs(scan), instanceKey });
  return merge(declared, logs, file, (key) => `${file}:${lines[key] ?? 1}`, scan);
}

/** The quantity behind a key. An unknown key is a mistake of ours, not of the user. */
export function read(assumptions: Assumptions, key: string): Quantity {
  const found = assumptions.values[key];
  if (!found) throw new Error(`no assumption named ${key}`);
  return { value: found.value, basis: found.basis, missing: found.value === null ? [key] : [], uses: [key] };
}

export const choose = (assumptions: Assumptions, key: string): string | null => assumptions.choices[key]?.value ?? null;
