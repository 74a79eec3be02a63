/**
 * Exact decimal arithmetic for money, on whole numbers of 10^-scale. Adds, subtracts, multiplies and divides by powers of ten;
 * it has no general division, because no price needs one, and never rounds unless asked to.
 */
import type { Amount } from '../core/estimate.js';

export interface Decimal {
  digits: bigint;
  /** The value is digits / 10^scale. */
  scale: number;
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

export const ZERO: Decimal = { digits: 0n, scale: 0 };

/** Reads `"12.345"`, also `"1.2e-7"`. Throws on anything else: prices are checked before they come here. */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match) throw new Error(`not a decimal number: ${text}`);
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(sign + whole + fraction);
  return scale < 0 ? { digits: digits * power(-scale), scale: 0 } : { digits, scale };
}

/**
 * A quantity as a decimal. Quantities are measured or guessed, so they live in floating point until here; fourteen significant
 * digits keep every whole number up to 10^14 and drop the noise of the arithmetic (0.1 + 0.2).
 */
export const fromNumber = (value: number): Decimal => parseDecimal(String(Number(value.toPrecision(14))));

const aligned = (decimal: Decimal, scale: number): bigint => decimal.digits * power(scale - decimal.scale);

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: aligned(a, scale) + aligned(b, scale), scale };
}

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, { digits: -b.digits, scale: b.scale });

export const multiply = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

/** Divides by 1, 10, 100 …: what `per` in a price may be. */
export function perUnits(a: Decimal, per: number): Decimal {
  const exponent = Math.round(Math.log10(per));
  if (10 ** exponent !== per) throw new Error(`not a power of ten: ${per}`);
  return { digits: a.digits, scale: a.scale + exponent };
}

export function compare(a: Decimal, b: Decimal): number {
  const { digits } = subtract(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

export const atLeastZero = (a: Decimal): Decimal => (a.digits < 0n ? ZERO : a);

/** Rounds up to a whole multiple of `step`. */
export function roundUpTo(a: Decimal, step: Decimal): Decimal {
  const scale = Math.max(a.scale, step.scale);
  const value = aligned(a, scale);
  const unit = aligned(step, scale);
  const rest = value % unit;
  return { digits: rest > 0n ? value + unit - rest : value - rest, scale };
}

/** Canonical text without trailing zeros: `"12.345"`, `"0"`. */
export function toAmount(a: Decimal): Amount {
  const negative = a.digits < 0n;
  const text = (negative ? -a.digits : a.digits).toString().padStart(a.scale + 1, '0');
  const whole = text.slice(0, text.length - a.scale);
  const fraction = text.slice(text.length - a.scale).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && plain !== '0' ? `-${plain}` : plain;
}

export const toNumber = (a: Decimal): number => Number(toAmount(a));

/** An amount with a fixed number of decimal places, halves rounded away from zero: `formatAmount("1.005", 2)` is `"1.01"`. */
export function formatAmount(amount: Amount, places = 2): string {
  const { digits, scale } = parseDecimal(amount);
  const magnitude = digits < 0n ? -digits : digits;
  const rounded = scale <= places ? magnitude * power(places - scale) : (magnitude * 2n + power(scale - places)) / (power(scale - places) * 2n);
  const text = rounded.toString().padStart(places + 1, '0');
  const plain = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  return digits < 0n && rounded !== 0n ? `-${plain}` : plain;
}

export const addAmounts = (amounts: readonly Amount[]): Amount => toAmount(amounts.map(parseDecimal).reduce(add, ZERO));
export const subtractAmounts = (a: Amount, b: Amount): Amount => toAmount(subtract(parseDecimal(a), parseDecimal(b)));
export const compareAmounts = (a: Amount, b: Amount): number => compare(parseDecimal(a), parseDecimal(b));
