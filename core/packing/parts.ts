/** What all packed facts are made of: places, names out of closed lists, and whatever has no words of its own. */
import type { Place } from '../facts.js';
import type { WordReader, WordWriter } from './words.js';

/** The names of a closed list, in a fixed order. The compiler finds one that is missing. */
export const names = <T extends string>(all: Record<T, 0>): readonly T[] => Object.keys(all) as T[];

/** A place in another file, or in none. No line has this number. */
const ELSEWHERE = 0;

export function packPlace(out: WordWriter, file: string, place: Place): void {
  if (place.file !== file) return out.int(ELSEWHERE), out.text(JSON.stringify(place));
  out.int(place.line);
  out.int(place.column);
  out.int(place.start);
  out.int(place.end);
}

export function unpackPlace(read: WordReader, file: string): Place {
  const line = read.int();
  return line === ELSEWHERE ? (JSON.parse(read.text()) as Place) : { file, line, column: read.int(), start: read.int(), end: read.int() };
}

/** Properties that have no words of their own. */
export function packMore(out: WordWriter, more: object): void {
  const some = Object.values(more).some((value) => value !== undefined);
  out.flag(some);
  if (some) out.text(JSON.stringify(more));
}

export const unpackMore = <T extends object>(read: WordReader, fact: T): T => (read.flag() ? Object.assign(fact, JSON.parse(read.text())) : fact);
