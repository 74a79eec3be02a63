/**
 * Repeatable random numbers for a simulation: every key has a sequence of its own, which no other key changes. Numbers are stratified
 * (a Latin hypercube): each of `count` equal parts of 0 to 1 is met once per key, so that few draws show the whole range.
 */
import type { Range } from '../core/estimate.js';

type Random = () => number;

/** FNV-1a: any text to a start value. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** mulberry32, 32 bits of state: small, fast, and good enough for a few hundred draws. */
function random(start: number): Random {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled(count: number, next: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

/** `count` numbers between 0 and 1 for one key. */
export function drawsFor(key: string, seed: number, count: number): number[] {
  const next = random(hash(`${seed} ${key}`));
  return shuffled(count, next).map((part) => (part + next()) / count);
}

/** The value below which a share `part` of a triangle from low over likely to high lies. */
export function triangular([low, likely, high]: Range, part: number): number {
  const width = high - low;
  if (width <= 0) return likely;
  const before = (likely - low) / width;
  return part < before ? low + Math.sqrt(part * width * (likely - low)) : high - Math.sqrt((1 - part) * width * (high - likely));
}
