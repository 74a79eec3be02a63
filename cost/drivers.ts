/** Which assumption moves the bill most: it asks the same estimate again with other numbers. */
import type { Driver, Scenario } from '../core/estimate.js';
import type { Context } from './context.js';
import type { Totals } from './curve.js';
import { compareAmounts, subtractAmounts } from './decimal.js';
import type { PricedLine } from './lines.js';
import { atLikely, withValue } from './pinned.js';

const MOST_DRIVERS = 8;
/** A swing that no reader can see: half a cent. */
const VISIBLE = '0.005';
/** Each candidate costs two more estimates; those that can move little are not asked. */
const MOST_CANDIDATES = 16;

const isTraffic = (key: string): boolean => key.startsWith('traffic.');

/** Open keys by how much they could move: the spread of the lines that rest on them, shared among routes by their own spread. */
function candidates(context: Context, lines: readonly PricedLine[]): string[] {
  const spreads = new Map<string, number>();
  for (const { line, uses } of lines) {
    const spread = line.amount === null ? 0 : Number(line.amount[2]) - Number(line.amount[0]);
    for (const key of uses) spreads.set(key, (spreads.get(key) ?? 0) + spread);
  }
  const width = (key: string): number => (context.assumptions.values[key]?.value?.[2] ?? 0) - (context.assumptions.values[key]?.value?.[0] ?? 0);
  const open = [...spreads.keys()].filter((key) => width(key) > 0);
  const traffic = open.filter(isTraffic).reduce((total, key) => total + width(key), 0);
  const score = (key: string): number => (spreads.get(key) ?? 0) * (isTraffic(key) && traffic > 0 ? width(key) / traffic : 1);
  return open.sort((a, b) => score(b) - score(a) || (a < b ? -1 : 1)).slice(0, MOST_CANDIDATES);
}

/** Assumptions by the swing of the scenario's likely total, the largest first. */
export function driversOf(context: Context, id: Scenario['id'], lines: readonly PricedLine[], totals: Totals): Driver[] {
  const base = { ...context, assumptions: atLikely(context.assumptions) };
  const totalWith = (key: string, value: number): string => totals({ ...base, assumptions: withValue(base.assumptions, key, [value, value, value]) }, [id])[0]?.total?.[1] ?? '0';
  const all = candidates(context, lines).map((key): Driver => {
    const [low, , high] = context.assumptions.values[key]?.value ?? [0, 0, 0];
    return { scenario: id, key, low: totalWith(key, low), high: totalWith(key, high) };
  });
  const swing = ({ low, high }: Driver): string => (compareAmounts(high, low) < 0 ? subtractAmounts(low, high) : subtractAmounts(high, low));
  return all.filter((driver) => compareAmounts(swing(driver), VISIBLE) >= 0).sort((a, b) => compareAmounts(swing(b), swing(a)) || (a.key < b.key ? -1 : 1)).slice(0, MOST_DRIVERS);
}
