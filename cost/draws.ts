/**
 * Repeatable random numbers for a simulation: every key has a sequence of its own, which no other key changes. Numbers are stratified
 * (a Latin hypercube): each of `count` equal parts of 0 to 1 is met once per key, so that few draws show the whole range.
 */
import { createHash } from 'node:crypto';
import type { Range } from '../core/estimate.js';

/** `count` numbers from 0 to below 1, read off the bytes that a text hashes to. */
function uniform(text: string, count: number): number[] {
  const bytes = createHash('shake256', { outputLength: 4 * count }).update(text).digest();
  return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(4 * index) / 2 ** 32);
}

/** 0 to below the number of `lots`, in the order that they draw (Fisher and Yates). */
function shuffled(lots: readonly number[]): number[] {
  const order = lots.map((_, index) => index);
  for (const [index, lot] of [...lots.entries()].reverse()) {
    const other = Math.floor(lot * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

/** `count` numbers between 0 and 1 for one key. */
export function drawsFor(key: string, seed: number, count: number): number[] {
  const drawn = uniform(`${seed} ${key}`, 2 * count);
  return shuffled(drawn.slice(0, count)).map((part, index) => (part + (drawn[count + index] ?? 0)) / count);
}

/** The value below which a share `part` of a triangle from low over likely to high lies. */
export function triangular([low, likely, high]: Range, part: number): number {
  const width = high - low;
  if (width <= 0) return likely;
  const before = (likely - low) / width;
  return part < before ? low + Math.sqrt(part * width * (likely - low)) : high - Math.sqrt((1 - part) * width * (high - likely));
}
