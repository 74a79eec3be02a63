/** How the bill follows traffic: points of the curve, where another way to run becomes the cheapest, and where a meter leaves its allowance. It asks the same estimate again with other traffic. */
import type { Crossing, CurvePoint, Kink, Scenario } from '../core/estimate.js';
import type { Context } from './context.js';
import { compareAmounts } from './decimal.js';
import { atLikely, withTraffic } from './pinned.js';
import { driveOf, trafficEntries } from './scan-names.js';

export type Totals = (context: Context, ids?: Scenario['id'][]) => Scenario[];

export interface TrafficCurve {
  curve: CurvePoint[];
  crossings: Crossing[];
  kinks: Kink[];
}

const FACTORS = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
/** Steps that halve a stretch of the curve in which two lines cross: to about one part in a hundred of it. */
const HALVINGS = 7;
const MOST_CROSSINGS = 4;

type At = (factor: number) => Scenario[];

/** Scenarios at a multiple of today's traffic, everything at its likely value. */
function pricedAt(context: Context, totals: Totals): At {
  const fixed = new Set(trafficEntries(context.scan).filter((entry) => driveOf(entry) !== 'request').map((entry) => `traffic.${entry.id}.requests_per_month`));
  const base = atLikely(context.assumptions);
  const known = new Map<number, Scenario[]>();
  return (factor) => {
    const found = known.get(factor) ?? totals({ ...context, assumptions: withTraffic(base, factor, fixed) });
    known.set(factor, found);
    return found;
  };
}

/** The cheapest of what can run and is priced in full. */
function cheapest(scenarios: readonly Scenario[]): Scenario['id'] | null {
  const whole = scenarios.filter((scenario) => scenario.runnable !== false && scenario.total !== null && scenario.unknown === 0);
  return whole.reduce<Scenario | null>((best, next) => (best === null || compareAmounts(next.total?.[1] ?? '0', best.total?.[1] ?? '0') < 0 ? next : best), null)?.id ?? null;
}

/** Where between two factors the answer changes for the first time. */
function crossingIn(at: At, from: number, to: number): Crossing | null {
  const before = cheapest(at(from));
  if (before === null || before === cheapest(at(to))) return null;
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = low === 0 ? high / 2 : Math.sqrt(low * high);
    if (cheapest(at(middle)) === before) low = middle;
    else high = middle;
  }
  const after = cheapest(at(high));
  return after === null ? null : { factor: high, from: before, to: after };
}

function crossingsOf(at: At): Crossing[] {
  const found: Crossing[] = [];
  FACTORS.slice(1).forEach((factor, i) => {
    for (let from = FACTORS[i] ?? 0; found.length < MOST_CROSSINGS; ) {
      const crossing = crossingIn(at, from, factor);
      if (!crossing) break;
      found.push(crossing);
      if (crossing.factor <= from) break;
      from = crossing.factor;
    }
  });
  return found;
}

/** Likely use of a meter, with what the plan includes of it. */
function meters(scenarios: readonly Scenario[]): Map<string, { product: string; meter: string; used: number; included: number; scenario: Scenario['id'] }> {
  return new Map(scenarios.flatMap((scenario) => scenario.lines.flatMap((line) =>
    (line.included > 0 && line.quantity !== null ? [[`${scenario.id} ${line.product} ${line.meter}`, { product: line.product, meter: line.meter, used: line.quantity[1], included: line.included, scenario: scenario.id }] as const] : []))));
}

/** Use grows evenly between two points of the curve, near enough. */
function kinksOf(at: At): Kink[] {
  const found = FACTORS.slice(1).flatMap((factor, i): Kink[] => {
    const before = FACTORS[i] ?? 0;
    const earlier = meters(at(before));
    return [...meters(at(factor))].flatMap(([key, { product, meter, used, included, scenario }]): Kink[] => {
      const start = earlier.get(key)?.used ?? 0;
      if (start > included || used <= included) return [];
      return [{ factor: before + ((included - start) / (used - start)) * (factor - before), scenario, product, meter }];
    });
  });
  return found.sort((a, b) => a.factor - b.factor);
}

export function curveOf(context: Context, totals: Totals): TrafficCurve {
  const at = pricedAt(context, totals);
  return {
    curve: FACTORS.map((factor) => ({ factor, totals: Object.fromEntries(at(factor).flatMap(({ id, total }) => (total === null ? [] : [[id, total[1]]]))) })),
    crossings: crossingsOf(at),
    kinks: kinksOf(at),
  };
}
