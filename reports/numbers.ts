/** Writes numbers for people: money, ranges, days, shares. It rounds for display only and never turns the unknown into a zero. */
import type { Amount, Range } from '../core/estimate.js';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const twoPlaces = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** At most two places: `0.1`, `2.5`. */
export const fine = (value: number): string => twoPlaces.format(value);

export const count = (value: number): string => grouped.format(value);

/** `3 files`, `1 file`. */
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

export const percent = (part: number, whole: number): string => (whole === 0 ? '–' : share(part / whole));

/** A share between 0 and 1 as a whole percentage that is 0 % or 100 % only when it is exact. */
export function share(value: number): string {
  if (value > 0 && value < 0.01) return '<1 %';
  if (value < 1 && value > 0.99) return '>99 %';
  return `${Math.round(value * 100)} %`;
}

/** A decimal text rounded half up to whole cents; done on the digits, because 19.825 has no exact float. */
function cents(amount: string): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const digits = BigInt(whole + fraction.padEnd(3, '0').slice(0, 3));
  const rounded = ((digits + 5n) / 10n).toString().padStart(3, '0');
  return `${sign}${rounded.slice(0, -2)}.${rounded.slice(-2)}`;
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

interface Currency {
  /** `$`, `€`, `CHF `. */
  sign: string;
  /** `US dollars`, `EUR`. */
  name: string;
}

const DOLLARS: Currency = { sign: '$', name: 'US dollars' };

/** Whose sign amounts carry. Set by `withCurrency` only, for the time of one rendering: sections and charts need not hand it on. */
let shown = DOLLARS;

/** Renders with the sign of another currency. Rendering is synchronous, so nothing else can run meanwhile. */
export function withCurrency<T>(code: string, render: () => T): T {
  const before = shown;
  const sign = new Intl.NumberFormat('en-US', { style: 'currency', currency: code }).formatToParts(0).find((part) => part.type === 'currency')?.value ?? code;
  shown = code === 'USD' ? DOLLARS : { sign: sign === code ? `${code} ` : sign, name: code };
  try {
    return render();
  } finally {
    shown = before;
  }
}

/** The currency in words. */
export const currencyName = (): string => shown.name;

/** Cents below a thousand, whole units above. */
export function money(amount: Amount | number): string {
  const value = Number(amount);
  if (value === 0) return `${shown.sign}0`;
  if (value > 0 && value < 0.01) return `<${shown.sign}0.01`;
  const plain = String(amount);
  const text = Math.abs(value) >= 1000 ? grouped.format(Math.abs(value)) : DECIMAL.test(plain) ? cents(plain).replace('-', '') : Math.abs(value).toFixed(2);
  return `${value < 0 ? '−' : ''}${shown.sign}${text}`;
}

export type MoneyRange = [Amount, Amount, Amount];

/** `$40.00 to $120.00`, or one amount when both ends read the same. */
export function envelope([low, , high]: MoneyRange): string {
  return money(low) === money(high) ? money(low) : `${money(low)} to ${money(high)}`;
}

export const likely = ([, middle]: MoneyRange): string => money(middle);

/** `3–5`, or `3` when both ends are equal. */
export const span = ([low, high]: readonly [number, number]): string => (low === high ? twoPlaces.format(low) : `${twoPlaces.format(low)}–${twoPlaces.format(high)}`);

export const days = (value: readonly [number, number]): string => (value[0] === 0 && value[1] === 0 ? 'none' : `${span(value)} person-days`);

const STEPS: [number, string][] = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e4, 'k']];

/** `12.4M`; numbers below ten thousand in full. */
export function compact(value: number): string {
  const step = STEPS.find(([size]) => Math.abs(value) >= size);
  if (!step) return twoPlaces.format(value);
  const [size, letter] = step;
  return `${twoPlaces.format(size === 1e4 ? value / 1e3 : value / size)}${letter}`;
}

/** Low, likely and high as one phrase; null stays unknown. */
export function quantity(range: Range | null): string {
  if (!range) return 'unknown';
  const [low, middle, high] = range.map(compact);
  return low === high ? `${middle}` : `${low} · ${middle} · ${high}`;
}

/** `$0.30 per 1M`. */
export const unitPrice = (price: Amount, per: number, unit: string): string => `${shown.sign}${price} per ${per === 1 ? '' : `${compact(per)} `}${unit}`;

/** Calls per run; a missing bound is said. */
export function calls([low, high]: readonly [number, number | null]): string {
  if (high === null) return `${count(low)} or more`;
  return low === high ? count(low) : `${count(low)} to ${count(high)}`;
}
