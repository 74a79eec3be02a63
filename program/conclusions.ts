/**
 * Remembers what was concluded, together with the arguments it rests on: when a round learns a new argument of a parameter, only what was concluded
 * from that parameter is forgotten. Knows nothing of expressions.
 */

/** What a conclusion was drawn from, as numbers of `Conclusions.topics`; `ALWAYS` among them: it is drawn anew in each round. */
type Grounds = readonly number[];

/** Drawn while another conclusion that it asked for was still open (a circle), or from too much to list. */
const ALWAYS = 0;
const MOST_GROUNDS = 24;
const OPEN: never[] = [];
const NO_GROUNDS: Grounds = [];
const ON_ALWAYS: Grounds = [ALWAYS];

export interface Conclusions {
  /** Number of each topic (a parameter, a Map) that a conclusion may rest on. */
  topics: Map<string, number>;
  /** The grounds that a topic is alone, by its number. Who rests on the same shares one list. */
  alone: Grounds[];
  /** Grounds met since the outermost question that is open. */
  met: Grounds[];
  /** How many questions are open inside of each other. */
  depth: number;
  memos: Memo<unknown>[];
  /** Nothing will be known better any more: what a conclusion rests on is not noted. */
  settled: boolean;
}

/** An answer that rests on something which a later round may know better. */
interface Founded<T> {
  answer: T[];
  grounds: Grounds;
}

export interface Memo<T> {
  conclusions: Conclusions;
  known: (T[] | Founded<T> | undefined)[];
  /** Indexes of founded answers. */
  founded: number[];
}

export const createConclusions = (): Conclusions => ({ topics: new Map([['', ALWAYS]]), alone: [ON_ALWAYS], met: [], depth: 0, memos: [], settled: false });

/** `size`: how many answers there will be, where that is known. */
export function createMemo<T>(conclusions: Conclusions, size = 0): Memo<T> {
  const memo: Memo<T> = { conclusions, known: [], founded: [] };
  // Room for all of them at once: an array that grows by leaps is kept as a table.
  memo.known.length = size;
  conclusions.memos.push(memo as Memo<unknown>);
  return memo;
}

export function topicOf(conclusions: Conclusions, key: string): number {
  const known = conclusions.topics.get(key);
  if (known !== undefined) return known;
  const number = conclusions.topics.size;
  conclusions.topics.set(key, number);
  conclusions.alone.push([number]);
  return number;
}

/** Says that the answer being looked for depends on what is known of `key`. */
export function restOn(conclusions: Conclusions, key: string): void {
  if (!conclusions.settled) conclusions.met.push(conclusions.alone[topicOf(conclusions, key)] as Grounds);
}

/** What is asked from here on is asked of what is known: there are no further rounds. */
export function settle(conclusions: Conclusions): void {
  conclusions.settled = true;
  conclusions.met.length = 0;
}

/** All of them, each once. */
function united(met: readonly Grounds[], start: number): Grounds {
  const all: number[] = [];
  for (let i = start; i < met.length; i++) {
    for (const ground of met[i] as Grounds) {
      if (all.includes(ground)) continue;
      if (all.length === MOST_GROUNDS) return ON_ALWAYS;
      all.push(ground);
    }
  }
  return all;
}

/** Takes the grounds met since `start` together; what is open around them keeps them. */
function groundsSince(met: Grounds[], start: number): Grounds {
  const first = met[start];
  if (first === undefined) return NO_GROUNDS;
  let i = start + 1;
  while (i < met.length && met[i] === first) i++;
  const kept = i === met.length ? first : united(met, start);
  met.length = start;
  met.push(kept);
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

/** The answer remembered under `id`. A question that leads back to itself has no answer there. */
export function recall<T>(memo: Memo<T>, id: number): T[] | undefined {
  const known = memo.known[id];
  if (known === undefined) return undefined;
  const { conclusions } = memo;
  if (Array.isArray(known)) {
    if (known === OPEN && !conclusions.settled) conclusions.met.push(ON_ALWAYS);
    return known;
  }
  if (!conclusions.settled) conclusions.met.push(known.grounds);
  return known.answer;
}

/** The answer as far as it was drawn already: looking at it asks nothing and rests on nothing. */
export function drawn<T>(memo: Memo<T>, id: number): readonly T[] {
  const known = memo.known[id];
  return known === undefined ? [] : Array.isArray(known) ? known : known.answer;
}

/** Draws the answer and remembers it under `id`. */
export function conclude<T>(memo: Memo<T>, id: number, draw: () => T[]): T[] {
  const start = open(memo, id);
  return answered(memo, id, start, draw());
}

/** Begins the question `id`; gives what `answered` must be told with the answer. */
export function open<T>(memo: Memo<T>, id: number): number {
  memo.known[id] = OPEN;
  memo.conclusions.depth++;
  return memo.conclusions.met.length;
}

/** Remembers the answer to a question that was opened. */
export function answered<T>(memo: Memo<T>, id: number, start: number, answer: T[]): T[] {
  const grounds = closed(memo.conclusions, start);
  if (grounds === NO_GROUNDS) memo.known[id] = answer;
  else {
    memo.known[id] = { answer, grounds };
    memo.founded.push(id);
  }
  return answer;
}

/** Whether something that rests on `grounds` must be asked again once `changed` topics are known better. */
export function isShaken(grounds: Grounds, changed: ReadonlySet<number>): boolean {
  for (const ground of grounds) if (ground === ALWAYS || changed.has(ground)) return true;
  return false;
}

/** Forgets every conclusion that the changed topics shake. */
export function forget(conclusions: Conclusions, changed: ReadonlySet<number>): void {
  for (const memo of conclusions.memos) {
    memo.founded = memo.founded.filter((id) => {
      const known = memo.known[id];
      if (!known || Array.isArray(known)) return false;
      if (!isShaken(known.grounds, changed)) return true;
      memo.known[id] = undefined;
      return false;
    });
  }
}
