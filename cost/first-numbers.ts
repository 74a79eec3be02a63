/**
 * Which unset numbers to fill in first: those that move the bill most. Nothing is priced for the reader: each is set to a nominal amount
 * of its unit, then to ten times that, and only the order is kept.
 */
import type { Scenario } from '../core/estimate.js';
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import { choose, inferAssumptions, type Assumptions } from './assumptions.js';
import { contextOf, type Context } from './context.js';
import { countedScenario, pricedScenarios, type PricedScenario } from './estimate.js';
import { KIND_TITLES } from './fields.js';
import { withValue } from './pinned.js';
import type { Prices } from './prices.js';
import { trafficEntries } from './scan-names.js';

export interface FirstNumber {
  /** Keys that are one question: all routes together, or one key. */
  keys: string[];
  /** What a reader looks for in the file. */
  name: string;
  /** Lines of the bill that wait for it: `Containers memory`. */
  lines: string[];
}

const NOMINAL: Record<string, number> = { request: 100_000, ms: 20, GB: 1, GiB: 1, vCPU: 1, hour: 100, instance: 1, row: 10, token: 300, vector: 100_000, dimension: 768, CU: 0.25, USD: 0.1 };
const TIMES = 10;
/** Unset numbers hide others: a size is asked for once there is traffic. */
const ROUNDS = 3;
const MOST_ASKED = 40;
const MOST_NAMED = 8;

const missingIn = (scenarios: readonly PricedScenario[]): string[] => [...new Set(scenarios.flatMap(({ scenario }) => scenario.lines.flatMap((line) => line.missing)))];

/** Prices that nobody found are no numbers of the program. */
const isNumber = (assumptions: Assumptions, key: string): boolean => key in assumptions.values && !key.startsWith('prices.');

const nominal = (assumptions: Assumptions, key: string): number => NOMINAL[assumptions.values[key]?.unit ?? ''] ?? 1;

const filled = (context: Context, keys: readonly string[], factor = 1): Context => ({
  ...context,
  assumptions: keys.reduce((all, key) => {
    const value = nominal(all, key) * factor;
    return withValue(all, key, [value, value, value]);
  }, context.assumptions),
});

/** Routes are asked for as one: nobody knows which of them is the busy one before looking. */
function questions(scan: Scan, keys: readonly string[]): { name: string; keys: string[] }[] {
  const kinds = new Map(trafficEntries(scan).map((entry) => [`traffic.${entry.id}.requests_per_month`, entry.kind]));
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const kind = kinds.get(key);
    const name = kind === undefined ? key : `traffic of ${KIND_TITLES[kind] ?? kind}`;
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  return [...groups].map(([name, own]) => ({ name, keys: own }));
}

const dollars = (scenarios: readonly PricedScenario[]): number[] => scenarios.map(({ scenario }) => Number(scenario.total?.[1] ?? 0));

/** The largest first. Only what a line of today's bill or of the advised move needs. */
export function firstNumbers(scan: Scan, plan: Plan | null, prices: Prices): FirstNumber[] {
  const ids: Scenario['id'][] = ['today', countedScenario(plan, scan)];
  let context = contextOf(scan, plan, inferAssumptions(scan), prices);
  const needs = new Map<string, Set<string>>();
  for (let round = 0; round < ROUNDS; round++) {
    const priced = pricedScenarios(context, ids);
    const keys = missingIn(priced).filter((key) => isNumber(context.assumptions, key));
    for (const { scenario } of priced) for (const line of scenario.lines) for (const key of line.missing) needs.set(key, (needs.get(key) ?? new Set()).add(`${line.product} ${line.meter.replaceAll('_', ' ')}`));
    context = filled(context, keys);
  }
  const base = dollars(pricedScenarios(context, ids));
  const ranked = questions(scan, [...needs.keys()].filter((key) => isNumber(context.assumptions, key))).slice(0, MOST_ASKED).map(({ name, keys }) => {
    const more = dollars(pricedScenarios(filled(context, keys, TIMES), ids));
    return { name, keys, moved: Math.max(...more.map((value, index) => Math.abs(value - (base[index] ?? 0)))) };
  });
  const numbers = ranked.toSorted((a, b) => b.moved - a.moved || (a.name < b.name ? -1 : 1)).slice(0, MOST_NAMED).map(({ name, keys }) =>
    ({ name, keys, lines: [...new Set(keys.flatMap((key) => [...(needs.get(key) ?? [])]))] }));
  const host = choose(context.assumptions, 'today.kind') === null ? [{ name: 'today.kind', keys: ['today.kind'], lines: ['all of today\'s bill'] }] : [];
  return [...host, ...numbers];
}
