/** Expressions by number: equal ones of all files are held once, and one is made when it is asked for. Whoever is given one must not change it. */
import type { Expr } from '../facts.js';
import { packExpr, unpackExpr } from './expressions.js';
import type { TextTable } from './text-table.js';
import { type GrowingWords, growingWords, wordReader, wordWriter } from './words.js';

export interface SavedExpressions {
  /** Where each expression ends in `words`. */
  ends: Int32Array;
  words: Int32Array;
}

export interface ExpressionTable {
  at(id: number): Expr;
  idOf(expr: Expr): number;
  size(): number;
  saved(): SavedExpressions;
}

const NO_EXPRESSIONS: SavedExpressions = { ends: new Int32Array(0), words: new Int32Array(0) };

/** FNV-1a over words. */
function hashOf(words: GrowingWords, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ words.at(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Finds a row of words among those that end at `ends`: their numbers by hash, in twice as many slots. */
function rowIndex(words: GrowingWords, ends: GrowingWords) {
  let slots = new Int32Array(0);
  const startOf = (id: number): number => (id === 0 ? 0 : ends.at(id - 1));
  const equal = (id: number, from: number, to: number): boolean => {
    const start = startOf(id);
    if (ends.at(id) - start !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (words.at(start + i) !== words.at(from + i)) return false;
    return true;
  };
  /** The slot of the row, or the free one where it belongs. A slot holds a number more than that of its row. */
  const slotOf = (from: number, to: number): number => {
    let slot = hashOf(words, from, to) & (slots.length - 1);
    while (slots[slot] !== 0 && !equal((slots[slot] as number) - 1, from, to)) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const put = (id: number): void => {
    slots[slotOf(startOf(id), ends.at(id))] = id + 1;
  };
  const build = (size: number): void => {
    slots = new Int32Array(size);
    for (let id = 0; id < ends.length(); id++) put(id);
  };
  build(2 ** Math.ceil(Math.log2(ends.length() * 4 + 1024)));
  return {
    find: (from: number, to: number): number => (slots[slotOf(from, to)] as number) - 1,
    /** Takes in the row that was added last. */
    addLast: (): void => (ends.length() * 2 > slots.length ? build(slots.length * 2) : put(ends.length() - 1)),
  };
}

export function expressionTable(texts: TextTable, before: SavedExpressions = NO_EXPRESSIONS): ExpressionTable {
  const words = growingWords(before.words);
  const ends = growingWords(before.ends);
  const read = wordReader(texts);
  const out = wordWriter(texts, words);
  const made: (Expr | undefined)[] = Array.from({ length: before.ends.length });
  let index: ReturnType<typeof rowIndex> | null = null;
  const make = (id: number): Expr => {
    read.open(words.view(), id === 0 ? 0 : ends.at(id - 1));
    return unpackExpr(read);
  };
  return {
    at: (id) => (made[id] ??= make(id)),
    idOf(expr) {
      index ??= rowIndex(words, ends);
      const from = words.length();
      packExpr(out, expr);
      const known = index.find(from, words.length());
      if (known !== -1) {
        words.cut(from);
        return known;
      }
      ends.push(words.length());
      index.addLast();
      return ends.length() - 1;
    },
    size: ends.length,
    saved: () => ({ ends: ends.view(), words: words.view() }),
  };
}
