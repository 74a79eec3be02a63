/** The file that facts are kept in: a head, a row of numbers for each source, packed facts, texts. Read in one go and checked as a whole; anything that is not exactly what was written is no such file. */
import { crc32 } from 'node:zlib';
import { type ExpressionTable, expressionTable } from './expression-table.js';
import { type TextTable, textTable } from './text-table.js';

/** Packed facts within `words`. */
export interface Slice {
  words: Int32Array;
  at: number;
  length: number;
}

export interface KeptSource {
  path: string;
  size: number;
  mtimeMs: number;
  hash: string;
  short?: Slice;
  full?: Slice;
}

export interface FactsFile {
  /** Of 32 hexadecimal digits: what another version or other rules would not have. */
  key: string;
  sources: KeptSource[];
  /** How many texts and expressions there were when all was packed anew; 0: that is now. */
  packed: number;
}

/** What the facts of all sources share. */
export interface Tables {
  texts: TextTable;
  expressions: ExpressionTable;
}

export function emptyTables(): Tables {
  const texts = textTable();
  return { texts, expressions: expressionTable(texts) };
}

/** Differs on a machine that has its bytes the other way round. */
const MAGIC = 0x63666d31;
const HEAD = { magic: 0, check: 1, bytes: 2, key: 3, sources: 7, packed: 8, facts: 9, expressions: 10, expressionWords: 11, texts: 12, narrow: 13, wide: 14 } as const;
const HEAD_WORDS = 15;
/** What the check does not cover: the magic and itself. */
const CHECKED_FROM = 8;
/** Of a source: path, hash, size, time (two words), start and length of the short and of the full facts. */
const ROW_WORDS = 9;
const NONE = -1;

const bytesOf = (words: Int32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** A number of 64 bits as two words, and back. */
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

function numberOf(low: number, high: number): number {
  halves[0] = low;
  halves[1] = high;
  return double[0] as number;
}

const keyWords = (key: string): number[] => [0, 8, 16, 24].map((at) => Number.parseInt(key.slice(at, at + 8), 16) | 0);

const roundedUp = (bytes: number): number => (bytes + 3) & ~3;

/** Rows of words and bytes behind each other, the bytes last. */
function concatenated(head: readonly number[], parts: readonly Int32Array[], bytes: readonly Buffer[]): { words: Int32Array; bytes: Uint8Array } {
  const length = parts.reduce((sum, part) => sum + part.length, head.length) + bytes.reduce((sum, part) => sum + roundedUp(part.length) / 4, 0);
  const words = new Int32Array(length);
  words.set(head);
  let at = head.length;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  const all = bytesOf(words);
  for (const part of bytes) {
    all.set(part, at * 4);
    at += roundedUp(part.length) / 4;
  }
  return { words, bytes: all };
}

/** The file as bytes. `texts` is given those of the sources. */
export function formatFacts(file: FactsFile, { texts, expressions }: Tables): Buffer {
  const rows = new Int32Array(file.sources.length * ROW_WORDS);
  const slices: Slice[] = [];
  let facts = 0;
  const place = (slice: Slice | undefined): [number, number] => {
    if (!slice) return [NONE, 0];
    slices.push(slice);
    facts += slice.length;
    return [facts - slice.length, slice.length];
  };
  file.sources.forEach((source, i) => {
    double[0] = source.mtimeMs;
    rows.set([texts.idOf(source.path), texts.idOf(source.hash), source.size, halves[0] as number, halves[1] as number, ...place(source.short), ...place(source.full)], i * ROW_WORDS);
  });
  const { ends, words: expressionWords } = expressions.saved();
  const { lengths, narrow, wide } = texts.saved();
  const head = [MAGIC, 0, 0, ...keyWords(file.key), file.sources.length, file.packed || lengths.length + ends.length, facts, ends.length, expressionWords.length, lengths.length, narrow.length, wide.length];
  const { words, bytes } = concatenated(head, [rows, ...slices.map((slice) => slice.words.subarray(slice.at, slice.at + slice.length)), ends, expressionWords, lengths], [narrow, wide]);
  words[HEAD.bytes] = bytes.length;
  words[HEAD.check] = crc32(bytes.subarray(CHECKED_FROM));
  return Buffer.from(bytes.buffer);
}

/** The words of a file that is whole; null for any other. */
function wordsOf(bytes: Buffer, key: string): Int32Array | null {
  if (bytes.length < HEAD_WORDS * 4 || bytes.length % 4 !== 0) return null;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
  const sameKey = keyWords(key).every((word, i) => words[HEAD.key + i] === word);
  if (words[HEAD.magic] !== MAGIC || words[HEAD.bytes] !== bytes.length || !sameKey) return null;
  return words[HEAD.check] === (crc32(bytes.subarray(CHECKED_FROM)) | 0) ? words : null;
}

/** What `bytes` hold; null when they are damaged, half of a file, or were written under another key. */
export function parseFacts(bytes: Buffer, key: string): (Omit<FactsFile, 'key'> & { tables: Tables }) | null {
  const words = wordsOf(bytes, key);
  if (!words) return null;
  const head = (name: keyof typeof HEAD): number => words[HEAD[name]] as number;
  let at = HEAD_WORDS + head('sources') * ROW_WORDS;
  const facts = at;
  const next = (length: number): Int32Array => words.subarray(at, (at += length));
  const nextBytes = (length: number): Buffer => bytes.subarray(at * 4, (at += roundedUp(length) / 4) * 4).subarray(0, length);
  next(head('facts'));
  const ends = next(head('expressions'));
  const expressionWords = next(head('expressionWords'));
  const lengths = next(head('texts'));
  const texts = textTable({ lengths, narrow: nextBytes(head('narrow')), wide: nextBytes(head('wide')) });
  const slice = (start: number, length: number): Slice | undefined => (start === NONE ? undefined : { words, at: facts + start, length });
  const source = (row: Int32Array): KeptSource => {
    const [path = 0, hash = 0, size = 0, low = 0, high = 0, shortAt = NONE, shortLength = 0, fullAt = NONE, fullLength = 0] = row;
    return { path: texts.at(path), hash: texts.at(hash), size, mtimeMs: numberOf(low, high), short: slice(shortAt, shortLength), full: slice(fullAt, fullLength) };
  };
  const sources = Array.from({ length: head('sources') }, (_none, i) => source(words.subarray(HEAD_WORDS + i * ROW_WORDS, HEAD_WORDS + (i + 1) * ROW_WORDS)));
  return { sources, packed: head('packed'), tables: { texts, expressions: expressionTable(texts, { ends, words: expressionWords }) } };
}
