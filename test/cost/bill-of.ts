/** Shorthands of the cost tests: prices of the day of the facts, one meter priced, one line found. */
import type { EstimateLine, Estimate, Scenario } from '../../core/estimate.js';
import type { Plan } from '../../core/plan.js';
import type { Scan } from '../../core/scan.js';
import { loadAssumptions } from '../../cost/assumptions.js';
import { charge } from '../../cost/charge.js';
import { formatAmount } from '../../cost/decimal.js';
import { estimate } from '../../cost/estimate.js';
import { findPrice, loadPrices } from '../../cost/prices.js';

export const AS_OF = '2026-11-21';
export const PRICES = loadPrices(AS_OF);

/** What `quantity` of one meter costs, to the cent. */
export function cents(product: string, meter: string, quantity: number, variant?: string): string {
  const price = findPrice(PRICES, product, meter, variant);
  const charged = price && charge(price, [quantity, quantity, quantity]);
  if (!charged) throw new Error(`no price for ${product} ${meter} ${variant ?? ''}`);
  return formatAmount(charged.amount[1]);
}

export function estimateOf(scan: Scan, yaml: string, plan: Plan | null = null, asOf = AS_OF): Estimate {
  return estimate(scan, plan, loadAssumptions(`version: 1\n${yaml}`, 'cf-migrate.cost.yaml', scan), loadPrices(asOf), { asOf });
}

export function scenarioOf(result: Estimate, id: Scenario['id']): Scenario {
  const found = result.scenarios.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`no scenario ${id}`);
  return found;
}

export const linesOf = (result: Estimate, id: Scenario['id'], product: string, meter: string): EstimateLine[] =>
  scenarioOf(result, id).lines.filter((line) => line.product === product && line.meter === meter);

/** The only line of a meter; fails when there is none, or more than one. */
export function lineOf(result: Estimate, id: Scenario['id'], product: string, meter: string): EstimateLine {
  const [line, ...more] = linesOf(result, id, product, meter);
  if (!line || more.length > 0) throw new Error(`${more.length + (line ? 1 : 0)} lines for ${product} ${meter}`);
  return line;
}
