/** The bill in another currency than the vendors': every amount times a rate that the team wrote down. No rate is made up, and none is fetched. */
import { UserError } from '../core/errors.js';
import type { Amount, Estimate, EstimateLine } from '../core/estimate.js';
import { ASSUMPTIONS_FILE, read, type Assumptions } from './assumptions.js';
import { fromNumber, multiply, parseDecimal, toAmount, type Decimal } from './decimal.js';

export const USD = 'USD';

/** A code of ISO 4217, in capitals. Throws UserError for anything else. */
export function currencyCode(text: string): string {
  const code = text.toUpperCase();
  if (/^[A-Z]{3}$/.test(code)) return code;
  throw new UserError('bad-arguments', `--currency needs a code of three letters, not "${text}".`, 'For example: --currency EUR');
}

type Amounts = [Amount, Amount, Amount];

function converter(rate: Decimal): { one: (amount: Amount) => Amount; three: <T extends Amounts | null>(amounts: T) => T } {
  const one = (amount: Amount): Amount => toAmount(multiply(parseDecimal(amount), rate));
  return { one, three: (amounts) => (amounts === null ? amounts : (amounts.map(one) as typeof amounts)) };
}

/** The same bill in `code`, which the cost file gives a rate for. Throws UserError without one. */
export function inCurrency(estimate: Estimate, code: string, assumptions: Assumptions): Estimate {
  if (code === USD) return estimate;
  const perUsd = read(assumptions, 'currency.per_usd').value?.[1];
  const word = (key: string): string | null => assumptions.choices[key]?.value ?? null;
  const known = word('currency.code');
  if (perUsd === undefined || known?.toUpperCase() !== code) {
    throw new UserError('no-rate', `There is no rate for ${code}: prices are in US dollars, and none is made up.`, `Set currency: {code: ${code}, per_usd: …, date: …} in ${assumptions.file ?? ASSUMPTIONS_FILE}; per_usd is what one US dollar is in ${code}.`);
  }
  const { one, three } = converter(fromNumber(perUsd));
  const line = (from: EstimateLine): EstimateLine => ({
    ...from, amount: three(from.amount), unitPrice: from.unitPrice === 'unknown' ? from.unitPrice : one(from.unitPrice), ...(from.reading ? { reading: { ...from.reading, amount: three(from.reading.amount) } } : {}),
  });
  const { payback, simulation } = estimate;
  return {
    ...estimate,
    currency: code,
    rate: { perUsd, date: word('currency.date') },
    scenarios: estimate.scenarios.map((scenario) => ({ ...scenario, total: three(scenario.total), lines: scenario.lines.map(line) })),
    ...(estimate.alternatives ? { alternatives: estimate.alternatives.map((alternative) => ({ ...alternative, options: alternative.options.map((option) => ({ ...option, amount: three(option.amount) })) })) } : {}),
    ...(estimate.drivers ? { drivers: estimate.drivers.map((driver) => ({ ...driver, low: one(driver.low), high: one(driver.high) })) } : {}),
    ...(estimate.curve ? { curve: estimate.curve.map((point) => ({ ...point, totals: Object.fromEntries(Object.entries(point.totals).map(([id, total]) => [id, one(total)])) })) } : {}),
    ...(simulation ? { simulation: { ...simulation, scenarios: simulation.scenarios.map((drawn) => ({ ...drawn, p10: one(drawn.p10), p50: one(drawn.p50), p90: one(drawn.p90) })) } } : {}),
    ...(payback ? { payback: { ...payback, oneOff: three(payback.oneOff), saving: three(payback.saving) } } : {}),
  };
}
