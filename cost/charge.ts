/** What a quantity costs at one price: allowance, rounding, tiers, credit. It knows no product. */
import type { Amount, Range } from '../core/estimate.js';
import { add, atLeastZero, compare, fromNumber, multiply, parseDecimal, perUnits, roundUpTo, subtract, toAmount, toNumber, ZERO, type Decimal } from './decimal.js';
import type { Price } from './prices.js';
import { DAYS_PER_MONTH } from './month.js';

export interface Charge {
  /** What is left of the allowance for this program. */
  included: number;
  /** Above the allowance, rounded as the vendor rounds. */
  billable: Range;
  amount: [Amount, Amount, Amount];
}

/** The allowance of one month; a daily one is counted as if the use were spread evenly. */
export const monthlyAllowance = (price: Price): number =>
  price.included === undefined ? 0 : price.included.amount * (price.included.per === 'day' ? DAYS_PER_MONTH : 1);

function billableOf(price: Price, usage: Decimal): Decimal {
  const above = atLeastZero(subtract(usage, fromNumber(monthlyAllowance(price))));
  return price.step === undefined ? above : roundUpTo(above, fromNumber(price.step));
}

/** Each tier prices the part of the quantity above its mark, up to the next one. */
function tieredCost(price: Price, firstPrice: Decimal, billable: Decimal): Decimal {
  const tiers = [{ above: ZERO, price: firstPrice }, ...(price.tiers ?? []).map((tier) => ({ above: fromNumber(tier.above), price: parseDecimal(tier.price) }))];
  return tiers.reduce((total, tier, index) => {
    const next = tiers[index + 1]?.above;
    const end = next !== undefined && compare(billable, next) > 0 ? next : billable;
    return add(total, multiply(atLeastZero(subtract(end, tier.above)), tier.price));
  }, ZERO);
}

function costOf(price: Price, firstPrice: Decimal, usage: Decimal): Decimal {
  const cost = perUnits(tieredCost(price, firstPrice, billableOf(price, usage)), price.per);
  return price.credit === undefined ? cost : atLeastZero(subtract(cost, parseDecimal(price.credit)));
}

/**
 * What `quantity` adds to the account's bill when other projects already use `shared` of the same meter: the bill of both less the
 * bill of the others, so that allowance and rounding are counted once per account. null when the price is unknown.
 */
export function charge(price: Price, quantity: Range, shared: Range = [0, 0, 0]): Charge | null {
  if (price.price === 'unknown') return null;
  const firstPrice = parseDecimal(price.price);
  const levels = quantity.map((value, level) => {
    const others = fromNumber(shared[level] ?? 0);
    const together = add(others, fromNumber(value));
    return {
      billable: toNumber(subtract(billableOf(price, together), billableOf(price, others))),
      amount: toAmount(subtract(costOf(price, firstPrice, together), costOf(price, firstPrice, others))),
    };
  });
  return {
    included: Math.max(0, monthlyAllowance(price) - shared[1]),
    billable: levels.map((level) => level.billable) as Range,
    amount: levels.map((level) => level.amount) as Charge['amount'],
  };
}
