/**
 * Remembers what was concluded, together with the arguments it rests on: when a round learns a new argument of a parameter, only what was concluded
 * from that parameter is forgotten. Knows nothing of expressions.
 */

/** What a conclusion was drawn from, as numbers of `Conclusions.topics`; `ALWAYS` among them: it is drawn anew in each round. */
type Grounds = readonly number[];

/** Drawn while another conclusion that it asked for was still open (a circle), or from too much to list. */
const ALWAYS = 0;
const MOST_GROUNDS = 24;
const OPEN: readonly never[] = [];
const NO_GROUNDS: Grounds = [];

export interface Conclusions {
  /** Number of each topic (a parameter, a Map) that a conclusion may rest on. */
  topics: Map<string, number>;
  /** Grounds met since the outermost question that is open. */
  met: number[];
  /** How many questions are open inside of each other. */
  depth: number;
  memos: Memo<unknown>[];
}

export interface Memo<T> {
  conclusions: Conclusions;
  known: (readonly T[] | undefined)[];
  grounds: (Grounds | undefined)[];
  /** Indexes that have grounds. */
  founded: number[];
}

export const createConclusions = (): Conclusions => ({ topics: new Map([['', ALWAYS]]), met: [], depth: 0, memos: [] });

export function createMemo<T>(conclusions: Conclusions): Memo<T> {
  const memo: Memo<T> = { conclusions, known: [], grounds: [], founded: [] };
  conclusions.memos.push(memo as Memo<unknown>);
  return memo;
}

export function topicOf(conclusions: Conclusions, key: string): number {
  const known = conclusions.topics.get(key);
  if (known !== undefined) return known;
  const number = conclusions.topics.size;
  conclusions.topics.set(key, number);
  return number;
}

/** Says that the answer being looked for depends on what is known of `key`. */
export function restOn(conclusions: Conclusions, key: string): void {
  conclusions.met.push(topicOf(conclusions, key));
}

function groundsSince(met: number[], start: number): Grounds {
  if (met.length === start) return NO_GROUNDS;
  const grounds = [...new Set(met.slice(start))];
  const kept = grounds.length > MOST_GROUNDS ? [ALWAYS] : grounds;
  met.length = start;
  for (const ground of kept) met.push(ground);
  return kept;
}

function closed(conclusions: Conclusions, start: number): Grounds {
  const grounds = groundsSince(conclusions.met, start);
  conclusions.depth--;
  if (conclusions.depth === 0) conclusions.met.length = 0;
  return grounds;
}

/** Runs `question` and gives its answer with the grounds met on the way; they count for the question around it too. */
export function grounded<T>(conclusions: Conclusions, question: () => T): { answer: T; grounds: Grounds } {
  const start = conclusions.met.length;
  conclusions.depth++;
  const answer = question();
  return { answer, grounds: closed(conclusions, start) };
}

/** The answer remembered under `id`, or the one that `draw` gives now. A question that leads back to itself has no answer there. */
export function conclude<T>(memo: Memo<T>, id: number, draw: () => T[]): T[] {
  const { conclusions } = memo;
  const known = memo.known[id];
  if (known !== undefined) {
    const grounds = memo.grounds[id];
    if (grounds) for (const ground of grounds) conclusions.met.push(ground);
    else if (known === OPEN) conclusions.met.push(ALWAYS);
    return known as T[];
  }
  memo.known[id] = OPEN;
  const start = conclusions.met.length;
  conclusions.depth++;
  const answer = draw();
  memo.known[id] = answer;
  const grounds = closed(conclusions, start);
  if (grounds !== NO_GROUNDS) {
    memo.grounds[id] = grounds;
    memo.founded.push(id);
  }
  return answer;
}

/** Whether something that rests on `grounds` must be asked again once `changed` topics are known better. */
export const isShaken = (grounds: Grounds, changed: ReadonlySet<number>): boolean => grounds.some((ground) => ground === ALWAYS || changed.has(ground));

/** Forgets every conclusion that the changed topics shake. */
export function forget(conclusions: Conclusions, changed: ReadonlySet<number>): void {
  for (const memo of conclusions.memos) {
    memo.founded = memo.founded.filter((id) => {
      const grounds = memo.grounds[id];
      if (!grounds || !isShaken(grounds, changed)) return grounds !== undefined;
      memo.known[id] = undefined;
      memo.grounds[id] = undefined;
      return false;
    });
  }
}
