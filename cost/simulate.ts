/**
 * Percentiles of a month's bill, and how often one way to run costs less than another: the same estimate asked again with numbers drawn
 * from their ranges. Only for what rests on measured inputs; the reason stands in the result otherwise. It prices nothing itself.
 */
import type { Assumption, Range, Scenario, Simulation } from '../core/estimate.js';
import type { Assumptions } from './assumptions.js';
import type { Context } from './context.js';
import type { Totals } from './curve.js';
import { fromNumber, toAmount } from './decimal.js';
import { drawsFor, triangular } from './draws.js';
import type { PricedLine } from './lines.js';
import { measuredShare, unmeasuredKeys } from './measured-share.js';

/** Below this share of measured money a percentile would be a guess with decimals. */
export const MEASURED_ENOUGH = 0.7;
/** Stratified, so two hundred place a percentile as well as some thousand independent ones would. */
const DRAWS = 200;
/** The same in every run: the same input gives the same bytes. */
const SEED = 1;
/** What the formulas leave open once all inputs are known, such as how long an object stays active. Drawn once for all scenarios. */
const MODEL = '(model)';

export interface Simulated {
  scenario: Scenario;
  priced: readonly PricedLine[];
}

const isOpen = ({ value }: Assumption): boolean => value !== null && value[0] !== value[2];

/** Open assumptions that some line rests on, with their draws. */
function drawnKeys(assumptions: Assumptions, scenarios: readonly Simulated[]): Map<string, number[]> {
  const used = new Set(scenarios.flatMap(({ priced }) => priced.flatMap(({ uses }) => uses)));
  const open = [...used].filter((key) => isOpen(assumptions.values[key] as Assumption));
  return new Map(open.map((key) => [key, drawsFor(key, SEED, DRAWS)]));
}

function assumptionsOf(assumptions: Assumptions, keys: ReadonlyMap<string, number[]>, draw: number): Assumptions {
  const drawn = [...keys].map(([key, parts]): [string, Assumption] => {
    const assumption = assumptions.values[key] as Assumption;
    const value = triangular(assumption.value as Range, parts[draw] ?? 0.5);
    return [key, { ...assumption, value: [value, value, value] }];
  });
  return { ...assumptions, values: { ...assumptions.values, ...Object.fromEntries(drawn) } };
}

const dollars = ({ total }: Scenario, part: number): number => (total === null ? 0 : triangular([Number(total[0]), Number(total[1]), Number(total[2])], part));

/** Dollars of each scenario in each draw. All scenarios see the same numbers. */
function drawTotals(context: Context, scenarios: readonly Simulated[], totals: Totals): Map<Scenario['id'], number[]> {
  const ids = scenarios.map(({ scenario }) => scenario.id);
  const keys = drawnKeys(context.assumptions, scenarios);
  const model = drawsFor(MODEL, SEED, DRAWS);
  const fixed = keys.size === 0 ? totals(context, ids) : null;
  const all = Array.from({ length: DRAWS }, (_, draw) => fixed ?? totals({ ...context, assumptions: assumptionsOf(context.assumptions, keys, draw) }, ids));
  return new Map(ids.map((id, index) => [id, all.map((drawn, draw) => dollars(drawn[index] as Scenario, model[draw] ?? 0.5))]));
}

/** The smallest value that at least a share `part` of the draws does not exceed. */
const percentile = (sorted: readonly number[], part: number): string => toAmount(fromNumber(sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0));

/** Pairs that can be compared, both ways round since two may cost the same: both can run. */
function cheaperPairs(scenarios: readonly Simulated[], drawn: ReadonlyMap<Scenario['id'], number[]>): Simulation['cheaper'] {
  const able = scenarios.filter(({ scenario }) => scenario.runnable !== false).map(({ scenario }) => scenario.id);
  return able.flatMap((id) => able.filter((other) => other !== id).map((than) => {
    const others = drawn.get(than) ?? [];
    const below = (drawn.get(id) ?? []).filter((value, draw) => value < (others[draw] ?? 0)).length;
    return { id, than, probability: below / DRAWS };
  }));
}

export function simulate(context: Context, scenarios: readonly Simulated[], totals: Totals): Simulation {
  const shares = scenarios.map((simulated) => ({ simulated, share: measuredShare(context.assumptions, simulated.priced) }));
  const allowed = shares.filter(({ share }) => share !== null && share >= MEASURED_ENOUGH).map(({ simulated }) => simulated);
  const drawn = allowed.length > 0 ? drawTotals(context, allowed, totals) : new Map<Scenario['id'], number[]>();
  return {
    seed: SEED,
    draws: DRAWS,
    distribution: 'triangular',
    needed: MEASURED_ENOUGH,
    measured: shares.map(({ simulated, share }) => ({ id: simulated.scenario.id, share: share === null ? null : Number(share.toFixed(4)), open: share !== null && share < MEASURED_ENOUGH ? unmeasuredKeys(context.assumptions, simulated.priced).slice(0, 5) : [] })),
    scenarios: [...drawn].map(([id, values]) => {
      const sorted = values.toSorted((a, b) => a - b);
      return { id, p10: percentile(sorted, 0.1), p50: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) };
    }),
    cheaper: cheaperPairs(allowed, drawn),
  };
}
