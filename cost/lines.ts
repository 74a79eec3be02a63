/** Turns usages into the lines of a bill: one line per meter and scenario, so that every allowance is applied once. */
import type { EstimateLine, Range } from '../core/estimate.js';
import { choose, read } from './assumptions.js';
import { charge, type Charge } from './charge.js';
import type { Context } from './context.js';
import { fromNumber, toAmount } from './decimal.js';
import { DAYS_PER_MONTH } from './month.js';
import { citePrice, findPrice, type Price } from './prices.js';
import { sumKnown, type Quantity } from './quantity.js';
import type { Usage } from './usage.js';

export interface PricedLine {
  line: EstimateLine;
  /** null: the price list has no such meter. */
  price: Price | null;
  /** Keys of the assumptions that the line rests on. */
  uses: string[];
}

const TOP_CALL_SITES = 5;

/** An invoice is its own price. */
const FACE_VALUE: Price = { product: 'invoice', meter: 'total', key: 'invoice.total', unit: 'USD', price: '1', per: 1, source: 'the invoice', date: '' };

function priceOf(context: Context, { product, meter, variant }: Usage): Price | null {
  return product === 'invoice' ? FACE_VALUE : findPrice(context.prices, product, meter, variant);
}

/** Place and share of the likely quantity, the largest first. What comes from no place has its share too, and no row. */
function topCallSites(usages: readonly Usage[]): EstimateLine['callSites'] {
  const byPlace = new Map<string, number>();
  const add = (at: string, value: number): void => void byPlace.set(at, (byPlace.get(at) ?? 0) + value);
  let total = 0;
  for (const { at, parts = [], quantity } of usages) {
    const likely = quantity.value?.[1] ?? 0;
    total += likely;
    if (at !== undefined) add(at, likely);
    const weight = parts.reduce((all, part) => all + part.weight, 0);
    if (weight > 0) for (const part of parts) add(part.at, (likely * part.weight) / weight);
  }
  const shares = [...byPlace].map(([at, value]) => ({ at, share: total > 0 ? Number((value / total).toFixed(4)) : 0 }));
  return shares.sort((a, b) => b.share - a.share || (a.at < b.at ? -1 : 1)).slice(0, TOP_CALL_SITES);
}

/** Use of the same meter by other projects; only Cloudflare meters have it. */
const sharedUse = (context: Context, price: Price): Quantity | null =>
  `shared.${price.key}` in context.assumptions.values ? read(context.assumptions, `shared.${price.key}`) : null;

/** On the Free plan nothing is sold: use up to the limit costs nothing, above it the platform refuses. */
function freePlan(context: Context, price: Price): Price {
  const isFree = choose(context.assumptions, 'plan') === 'free' && price.free !== undefined;
  return isFree ? { ...price, price: '0', tiers: [], included: { ...price.free, of: 'account' } as NonNullable<Price['included']> } : price;
}

/** The price without rounding up, where the team says so: the pages of one vendor contradict each other. */
function rounded(context: Context, price: Price): Price {
  if (choose(context.assumptions, 'rounding') !== 'none' || price.step === undefined) return price;
  const { step: _step, ...exact } = price;
  return { ...exact, note: 'not rounded up, as the cost file says' };
}

/** Monthly limit of the Free plan, or null where it has none. */
export const freeLimit = (price: Price): number | null =>
  price.free === undefined ? null : price.free.amount * (price.free.per === 'day' ? DAYS_PER_MONTH : 1);

/** The team's own price where the list has none; null when it is not needed. */
function ownPrice(context: Context, price: Price | null): Quantity | null {
  return price?.price === 'unknown' && `prices.${price.key}` in context.assumptions.values ? read(context.assumptions, `prices.${price.key}`) : null;
}

/** Low quantity at the low price, likely at the likely one, high at the high one. */
function chargeAt(price: Price, quantity: Range, shared: Range, own: Range | null): Charge | null {
  if (own === null) return charge(price, quantity, shared);
  const levels = own.map((dollars) => charge({ ...price, price: toAmount(fromNumber(dollars)) }, quantity, shared));
  const [low, likely, high] = levels;
  return low && likely && high ? { ...likely, amount: [low.amount[0], likely.amount[1], high.amount[2]] } : null;
}

/** The amount by the other reading of a page that contradicts another; only where it makes a difference. */
function otherReading(price: Price | null, charged: Charge | null, quantity: Range | null, shared: Range): Pick<EstimateLine, 'reading'> {
  if (!price?.reading || !charged || !quantity) return {};
  const { step: _step, ...rest } = price;
  const other = charge({ ...rest, ...(price.reading.step === undefined ? {} : { step: price.reading.step }) }, quantity, shared);
  return other && other.amount.some((amount, level) => amount !== charged.amount[level]) ? { reading: { amount: other.amount, why: price.reading.why } } : {};
}

function toLine(context: Context, scenario: string, usages: readonly Usage[], quantity: Quantity): PricedLine {
  const first = usages[0] as Usage;
  const listed = priceOf(context, first);
  const price = listed === null ? null : freePlan(context, rounded(context, listed));
  const shared = price === null ? null : sharedUse(context, price);
  const own = ownPrice(context, price);
  const missing = [...new Set([...quantity.missing, ...(shared?.missing ?? []), ...(own?.missing ?? [])])];
  const isComplete = price !== null && quantity.value !== null && missing.length === 0;
  const charged = isComplete ? chargeAt(price, quantity.value as Range, shared?.value ?? [0, 0, 0], own?.value ?? null) : null;
  const notes = [...new Set([...usages.map((usage) => usage.note), price?.note].filter((note) => note !== undefined))];
  const name = [context.prices.products[first.product]?.title ?? first.product, first.meter, first.variant].filter((part) => part !== undefined).join(' ');
  const line: EstimateLine = {
    scenario,
    product: context.prices.products[first.product]?.title ?? first.product,
    meter: first.variant === undefined ? first.meter : `${first.meter} (${first.variant})`,
    unit: price?.unit ?? 'month',
    quantity: quantity.value,
    included: charged?.included ?? price?.included?.amount ?? 0,
    billable: charged?.billable ?? null,
    unitPrice: own?.value ? toAmount(fromNumber(own.value[1])) : (price?.price ?? 'unknown'),
    per: price?.per ?? 1,
    amount: charged?.amount ?? null,
    missing: missing.length === 0 && charged === null ? [`price of ${name}`] : missing,
    ...otherReading(price, charged, quantity.value, shared?.value ?? [0, 0, 0]),
    callSites: topCallSites(usages),
    basis: quantity.basis,
    ...(notes.length > 0 && { note: notes.join('; ') }),
    source: own?.value ? (context.assumptions.values[`prices.${price?.key ?? ''}`]?.source ?? '') : price === null ? 'no price in the list' : price === FACE_VALUE ? 'the invoice' : citePrice(context.prices, price),
  };
  return { line, price: listed, uses: [...quantity.uses, ...(shared?.uses ?? []), ...(own?.uses ?? [])] };
}

/** Known and unknown parts of one meter stand on lines of their own: what is known is never hidden by what is not. */
function meterLines(context: Context, scenario: string, usages: readonly Usage[]): PricedLine[] {
  const { known, missing } = sumKnown(usages.map((usage) => usage.quantity));
  const knownUsages = usages.filter((usage) => usage.quantity.value !== null);
  const missingUsages = usages.filter((usage) => usage.quantity.value === null);
  return [
    ...(known ? [toLine(context, scenario, knownUsages, known)] : []),
    ...(missing ? [toLine(context, scenario, missingUsages, missing)] : []),
  ];
}

/** Lines in the order of the price list, then of first mention. */
export function toLines(context: Context, scenario: string, usages: readonly Usage[]): PricedLine[] {
  const groups = groupByMeter(usages);
  const products = Object.keys(context.prices.products);
  const rank = (group: readonly Usage[]): number => products.indexOf(group[0]?.product ?? '');
  return [...groups.values()].sort((a, b) => rank(a) - rank(b)).flatMap((group) => meterLines(context, scenario, group));
}

function groupByMeter(usages: readonly Usage[]): Map<string, Usage[]> {
  const groups = new Map<string, Usage[]>();
  for (const usage of usages) {
    const key = [usage.product, usage.meter, usage.variant].join(' ');
    const group = groups.get(key);
    if (group) group.push(usage);
    else groups.set(key, [usage]);
  }
  return groups;
}
