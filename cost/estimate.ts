/** The bill of a program in four scenarios. Pure: the same scan, plan, numbers and prices give the same estimate. It prints nothing. */
import { advisedScenario } from '../core/advised.js';
import type { Amount, Assumption, Estimate, Scenario } from '../core/estimate.js';
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import { alternativesOf } from './alternatives.js';
import { choose, type Assumptions } from './assumptions.js';
import { contextOf, type Context } from './context.js';
import { withAnswers } from './decided.js';
import { addAmounts, compareAmounts } from './decimal.js';
import { curveOf } from './curve.js';
import { driversOf } from './drivers.js';
import { factsOf, logWarnings } from './logs/measured.js';
import { freeLimit, toLines, type PricedLine } from './lines.js';
import { paybackOf } from './payback.js';
import { daysBetween, findPrice, STALE_AFTER_DAYS, type Price, type Prices } from './prices.js';
import { simulate } from './simulate.js';
import { scenarioUses, type ScenarioUse } from './scenarios.js';
import type { Usage } from './usage.js';

export interface PricedScenario {
  use: ScenarioUse;
  priced: PricedLine[];
  scenario: Scenario;
}

function totalOf(priced: readonly PricedLine[]): Scenario['total'] {
  const known = priced.flatMap(({ line }) => (line.amount === null ? [] : [line.amount]));
  if (known.length === 0) return null;
  const at = (level: 0 | 1 | 2): Amount => addAmounts(known.map((amount) => amount[level]));
  return [at(0), at(1), at(2)];
}

/** Meters whose likely use is more than the Free plan gives. */
function overFreePlan(context: Context, priced: readonly PricedLine[]): string[] {
  if (choose(context.assumptions, 'plan') !== 'free') return [];
  return priced.flatMap(({ line, price }) => {
    const limit = price === null ? null : freeLimit(price);
    return limit !== null && line.quantity !== null && line.quantity[1] > limit
      ? [`${line.product} ${line.meter}: about ${Math.round(line.quantity[1])} a month is over the limit of the Workers Free plan (${Math.round(limit)}); the platform refuses the rest`]
      : [];
  });
}

function price(context: Context, use: ScenarioUse): PricedScenario {
  const priced = toLines(context, use.id, use.usages);
  const tooMuch = use.id === 'today' ? [] : overFreePlan(context, priced);
  const scenario: Scenario = {
    id: use.id,
    title: use.title,
    lines: priced.map(({ line }) => line),
    total: totalOf(priced),
    unknown: priced.filter(({ line }) => line.amount === null).length,
    caveats: [...use.verdict.caveats, ...tooMuch],
    runnable: use.verdict.runnable && tooMuch.length === 0,
  };
  return { use, priced, scenario };
}

export const pricedScenarios = (context: Context, ids?: readonly Scenario['id'][]): PricedScenario[] => scenarioUses(context, ids).map((use) => price(context, use));

/**
 * The cheapest scenario that can run and has no unknown line, when its likely total is below what is known of every other one:
 * what is unknown there can only add. null when that cannot be said.
 */
export function cheapestOf(scenarios: readonly Scenario[]): Scenario['id'] | null {
  const candidates = scenarios.filter((scenario) => scenario.runnable !== false && scenario.total !== null);
  const below = (a: Scenario, b: Scenario): boolean => a.total !== null && b.total !== null && compareAmounts(a.total[1], b.total[1]) < 0;
  const best = candidates.find((scenario) => scenario.unknown === 0 && candidates.every((other) => other === scenario || below(scenario, other)));
  return best && candidates.length > 1 ? best.id : null;
}

function priceDates(used: readonly Price[], prices: Prices): { facts: Estimate['prices']; warnings: string[] } {
  const dated = used.filter((row) => row.date !== '');
  const age = (row: Price): number => daysBetween(row.date, prices.asOf);
  const oldestDays = Math.max(0, ...dated.map(age));
  const old = [...new Set(dated.filter((row) => age(row) > STALE_AFTER_DAYS).map((row) => `${prices.products[row.product]?.title ?? row.product} (${row.date})`))];
  return {
    facts: { file: prices.file, collected: prices.collected, oldestDays, stale: old.length > 0 },
    warnings: [
      ...(prices.asOf < prices.collected ? [`the day of the report, ${prices.asOf}, is before the prices were collected (${prices.collected}): these are the prices of that later day`] : []),
      ...(old.length > 0 ? [`prices older than ${STALE_AFTER_DAYS} days: ${old.join(', ')}`] : []),
    ],
  };
}

/** The scenario whose sites are counted: the advised one, or what would be moved to when that is to stay. */
export function countedScenario(plan: Plan | null, scan: Scan): Scenario['id'] {
  const scenario = advisedScenario(plan, scan);
  return scenario === 'today' ? 'workers' : scenario;
}

function hasPrice({ prices, assumptions }: Context, { product, meter, variant }: Usage): boolean {
  const row = findPrice(prices, product, meter, variant);
  return row !== null && (row.price !== 'unknown' || Boolean(assumptions.values[`prices.${row.key}`]?.value));
}

function sitesPriced({ use }: PricedScenario, context: Context): Estimate['sitesPriced'] {
  const metered = use.sites.filter((site) => site.metered);
  const done = metered.filter((site) =>
    site.reached && site.unknownMeters.length === 0 && site.usages.every((usage) => usage.quantity.value !== null && hasPrice(context, usage)));
  return { priced: done.length, of: metered.length };
}

function meterWarnings(scenarios: readonly PricedScenario[]): string[] {
  const unknown = scenarios.flatMap(({ use }) => use.sites.flatMap((site) => site.unknownMeters));
  return [...new Set(unknown.map(({ rule, meter }) => `${rule === '' ? 'a rule' : `rule ${rule}`} names the meter "${meter}", which has no price`))];
}

/** Sites that carry a meter and that no traffic can be given to: they are in no line. */
function unreachedWarnings({ use }: PricedScenario): string[] {
  const unreached = use.sites.filter((site) => site.metered && !site.reached);
  if (unreached.length === 0) return [];
  const places = unreached.slice(0, 3).map(({ site }) => `${site.at.file}:${site.at.line}`).join(', ');
  return [`no entry point that runs in production reaches these metered sites (${unreached.length}), which are not priced: ${places}${unreached.length > 3 ? ' …' : ''}`];
}

/** The numbers that some line rests on, words such as the kind of host included. */
function usedAssumptions(assumptions: Assumptions, scenarios: readonly PricedScenario[]): Assumption[] {
  const keys = new Set(scenarios.flatMap(({ priced }) => priced.flatMap(({ uses }) => uses)));
  const numbers = Object.values(assumptions.values).filter((value) => keys.has(value.key));
  const words = Object.entries(assumptions.choices)
    .filter(([, choice]) => choice.value !== null)
    .map(([key, { value, basis, source }]): Assumption => ({ key, unit: 'choice', value: null, choice: value ?? '', basis, source }));
  return [...numbers, ...words];
}

export interface EstimateOptions {
  /** The day of the prices, YYYY-MM-DD. */
  asOf: string;
}

export function estimate(scan: Scan, plan: Plan | null, assumptions: Assumptions, prices: Prices, options: EstimateOptions): Estimate {
  const decided = plan ? withAnswers(assumptions, plan, prices) : { assumptions, warnings: [] };
  const context = contextOf(scan, plan, decided.assumptions, { ...prices, asOf: options.asOf });
  const scenarios = pricedScenarios(context);
  const used = scenarios.flatMap(({ priced }) => priced.flatMap((line) => (line.price ? [line.price] : [])));
  const dates = priceDates(used, context.prices);
  const best = countedScenario(plan, scan);
  const counted = scenarios.find(({ scenario }) => scenario.id === best) as PricedScenario;
  const totals = (asked: Context, ids?: Scenario['id'][]): Scenario[] => pricedScenarios(asked, ids).map(({ scenario }) => scenario);
  return {
    currency: 'USD',
    asOf: options.asOf,
    prices: dates.facts,
    assumptionsFile: assumptions.file,
    ...(assumptions.logs.length > 0 && { logs: assumptions.logs.map(factsOf) }),
    assumptions: usedAssumptions(context.assumptions, scenarios),
    scenarios: scenarios.map(({ scenario }) => scenario),
    warnings: [...decided.warnings, ...dates.warnings, ...assumptions.logs.flatMap(logWarnings), ...meterWarnings(scenarios), ...unreachedWarnings(counted)],
    cheapest: cheapestOf(scenarios.map(({ scenario }) => scenario)),
    sitesPriced: sitesPriced(counted, context),
    alternatives: alternativesOf(context),
    drivers: driversOf(context, counted.scenario.id, counted.priced, totals),
    ...curveOf(context, totals),
    ...(plan && plan.disposition.move !== 'stay' ? { payback: paybackOf(scan, plan, scenarios.map(({ scenario }) => scenario), best, context.assumptions) } : {}),
    simulation: simulate(context, scenarios, totals),
  };
}
