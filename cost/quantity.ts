/**
 * Numbers with what is known about them: a range, how it is known, what it rests on and what is missing. A missing part makes the
 * whole unknown; nothing here ever becomes zero because it was not set.
 */
import type { Basis, Range } from '../core/estimate.js';

export interface Quantity {
  /** null: something in `missing` is unset. */
  value: Range | null;
  basis: Basis;
  /** Keys of the assumptions that it needs and that are unset. */
  missing: string[];
  /** Keys of the assumptions that it rests on, set or not. */
  uses: string[];
}

/** From the surest to the weakest. */
const STRENGTH: readonly Basis[] = ['measured', 'declared', 'inferred', 'assumed'];

interface Knowledge {
  basis: Basis;
  missing: string[];
  uses: string[];
  isKnown: boolean;
}

/** What is known of a result: the weakest basis, everything that is missing, everything that it rests on. */
function knowledgeOf(inputs: readonly Quantity[]): Knowledge {
  const missing = new Set<string>();
  const uses = new Set<string>();
  let strength = 0;
  let isKnown = true;
  for (const input of inputs) {
    for (const key of input.missing) missing.add(key);
    for (const key of input.uses) uses.add(key);
    strength = Math.max(strength, STRENGTH.indexOf(input.basis));
    isKnown = isKnown && input.value !== null;
  }
  return { basis: STRENGTH[strength] ?? 'assumed', missing: [...missing], uses: [...uses], isKnown: isKnown && missing.size === 0 };
}

/** What the code or the platform says for certain. */
export const exactly = (value: number, basis: Basis = 'measured'): Quantity => ({ value: [value, value, value], basis, missing: [], uses: [] });

export const between = (value: Range, basis: Basis): Quantity => ({ value, basis, missing: [], uses: [] });

/** Nothing known, for the given reason. */
export const unknown = (...missing: string[]): Quantity => ({ value: null, basis: 'assumed', missing, uses: [] });

/**
 * `compute` at low, likely and high. It must grow (or stay) with each input; inputs that pull the other way are passed through
 * `opposed` first. Unknown when an input is.
 */
export function combine(inputs: readonly Quantity[], compute: (...values: number[]) => number): Quantity {
  const { isKnown, ...rest } = knowledgeOf(inputs);
  if (!isKnown) return { value: null, ...rest };
  const at = (level: 0 | 1 | 2): number => compute(...inputs.map((input) => input.value?.[level] ?? 0));
  return { value: [at(0), at(1), at(2)], ...rest };
}

/** The same range read from high to low: for an input that lowers the result when it grows. Only as an argument of `combine`. */
export const opposed = (quantity: Quantity): Quantity =>
  quantity.value === null ? quantity : { ...quantity, value: [quantity.value[2], quantity.value[1], quantity.value[0]] };

export const times = (...inputs: Quantity[]): Quantity => combine(inputs, (...values) => values.reduce((product, value) => product * value, 1));
export const scaled = (quantity: Quantity, factor: number): Quantity => combine([quantity], (value) => value * factor);

/** Written out, because a bill may add up tens of thousands of call sites. */
export function sum(inputs: readonly Quantity[]): Quantity {
  const { isKnown, ...rest } = knowledgeOf(inputs);
  if (!isKnown) return { value: null, ...rest };
  const value: Range = [0, 0, 0];
  for (const input of inputs) {
    value[0] += input.value?.[0] ?? 0;
    value[1] += input.value?.[1] ?? 0;
    value[2] += input.value?.[2] ?? 0;
  }
  return { value, ...rest };
}

/** The sum of the known parts and, apart, the unknown ones as one; null where there are none. */
export function sumKnown(parts: readonly Quantity[]): { known: Quantity | null; missing: Quantity | null } {
  const known = parts.filter((part) => part.value !== null);
  const rest = parts.filter((part) => part.value === null);
  return { known: known.length > 0 ? sum(known) : null, missing: rest.length > 0 ? sum(rest) : null };
}

/** The first that is known, else the first: for a declared value that replaces a computed one. */
export const firstKnown = (...choices: [Quantity, ...Quantity[]]): Quantity => choices.find((choice) => choice.value !== null) ?? choices[0];

/** Low end of one reading, likely value of another, high end of a third: for what two models bound from both sides. */
export function spanning(low: Quantity, likely: Quantity, high: Quantity): Quantity {
  const all = combine([low, likely, high], (_low, middle = 0) => middle);
  return low.value === null || likely.value === null || high.value === null ? all : { ...all, value: [low.value[0], likely.value[1], high.value[2]] };
}
