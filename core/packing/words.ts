/** Numbers and texts as a row of 32-bit words, read in the order in which they were written. Knows nothing of what they mean. */
import type { TextTable } from './text-table.js';

export interface WordWriter {
  int(value: number): void;
  flag(value: boolean): void;
  text(value: string): void;
  ints(values: readonly number[]): void;
  list<T>(values: readonly T[], one: (value: T) => void): void;
  choice<T>(names: readonly T[], name: T): void;
  /** What is written so far, as a row of its own; the writer is then empty. */
  take(): Int32Array;
}

export interface WordReader {
  /** Goes to a place in a row. */
  open(words: Int32Array, at: number): void;
  int(): number;
  flag(): boolean;
  text(): string;
  ints(): number[];
  /** Lists without an item may be one and the same. */
  list<T>(one: () => T): T[];
  choice<T>(names: readonly T[]): T;
}

/** Words that become more. */
export interface GrowingWords {
  push(word: number): void;
  at(index: number): number;
  length(): number;
  /** Forgets all behind the first `length`. */
  cut(length: number): void;
  /** What is there now; good until the next push. */
  view(): Int32Array;
}

export function growingWords(before: Int32Array = new Int32Array(0)): GrowingWords {
  let words: Int32Array = new Int32Array(Math.max(1 << 12, before.length * 2));
  words.set(before);
  let length = before.length;
  return {
    push(word) {
      if (length === words.length) {
        const larger = new Int32Array(words.length * 2);
        larger.set(words);
        words = larger;
      }
      words[length++] = word;
    },
    at: (index) => words[index] as number,
    length: () => length,
    cut(to) {
      length = to;
    },
    view: () => words.subarray(0, length),
  };
}

export function wordWriter(table: TextTable, into: GrowingWords = growingWords()): WordWriter {
  const int = into.push;
  const list = <T>(values: readonly T[], one: (value: T) => void): void => {
    int(values.length);
    for (const value of values) one(value);
  };
  return {
    int,
    flag: (value) => int(value ? 1 : 0),
    text: (value) => int(table.idOf(value)),
    ints: (values) => list(values, int),
    list,
    choice: (names, name) => int(names.indexOf(name)),
    take() {
      const taken = into.view().slice();
      into.cut(0);
      return taken;
    },
  };
}

const EMPTY: never[] = [];

export function wordReader(table: TextTable): WordReader {
  let words: Int32Array = new Int32Array(0);
  let at = 0;
  const int = (): number => words[at++] as number;
  const list = <T>(one: () => T): T[] => {
    const length = int();
    switch (length) {
      case 0: return EMPTY;
      case 1: return [one()];
      case 2: return [one(), one()];
      case 3: return [one(), one(), one()];
      default: {
        const found: T[] = [];
        found.length = length; // Room for all at once, and no more.
        for (let i = 0; i < length; i++) found[i] = one();
        return found;
      }
    }
  };
  return {
    open(row, start) {
      words = row;
      at = start;
    },
    int,
    flag: () => int() !== 0,
    text: () => table.at(int()),
    ints: () => list(int),
    list,
    choice: <T>(names: readonly T[]): T => names[int()] as T,
  };
}
