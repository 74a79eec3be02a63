/** Reads what a source line of the corpus expects of the scan: `// expect: RULE durable from GET /x; RULE` and `// silent: reason`. It scans nothing. */
import { PERSISTENCES, type Persistence, REACHES, type Reach } from '../../core/vocabulary.js';

/** One finding that must stand at a line. */
export interface Expectation {
  file: string;
  /** 0: anywhere in the file. */
  line: number;
  rule: string;
  persistence?: Persistence;
  reach: Reach;
  /** The finding says that a guard or a try stands around the call. */
  guarded: boolean;
  /** Beginning of the id of an entry point that reaches it. */
  from?: string;
}

/** A line that looks like a finding and is none. */
export interface FalseFriend {
  file: string;
  line: number;
  reason: string;
}

export interface Markers {
  expectations: Expectation[];
  friends: FalseFriend[];
}

const MARKER = /(?:\/\/|#|\/\*)\s*(expect|silent):\s*(.+?)\s*(?:\*\/.*)?$/;

const isPersistence = (word: string): word is Persistence => (PERSISTENCES as readonly string[]).includes(word);
const isReach = (word: string): word is Reach => (REACHES as readonly string[]).includes(word);

/** `fs-durable-read durable guarded from GET /recipes`. Throws on a word that it does not know. */
function expectation(file: string, line: number, text: string): Expectation {
  const [head = '', from] = text.split(/\sfrom\s/);
  const [rule = '', ...words] = head.trim().split(/\s+/);
  const strange = words.find((word) => !isPersistence(word) && !isReach(word) && word !== 'guarded');
  if (rule === '' || strange !== undefined) throw new Error(`${file}:${line}: "${text}" is no expectation${strange === undefined ? '' : ` ("${strange}" is no word of it)`}.`);
  const persistence = words.find(isPersistence);
  return {
    file, line, rule,
    ...(persistence ? { persistence } : {}),
    reach: words.find(isReach) ?? 'production',
    guarded: words.includes('guarded'),
    ...(from === undefined ? {} : { from: from.trim() }),
  };
}

/** The markers of one file. */
export function markersOf(file: string, text: string): Markers {
  const rows = text.split('\n').flatMap((row, index) => {
    const match = MARKER.exec(row);
    return match ? [{ line: index + 1, kind: match[1], words: match[2] ?? '' }] : [];
  });
  return {
    expectations: rows.filter((row) => row.kind === 'expect').flatMap(({ line, words }) => words.split(';').map((part) => expectation(file, line, part))),
    friends: rows.filter((row) => row.kind === 'silent').map(({ line, words }) => ({ file, line, reason: words })),
  };
}
