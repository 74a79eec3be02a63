/** The calls of a program by the APIs that they may reach and by the methods that they name: most questions can be answered by a few of them, and look at no others. */
import type { LinkedCall } from './edges.js';

export interface CallIndex {
  /** In the order of the program. */
  calls: readonly LinkedCall[];
  byOrigin: ReadonlyMap<string, readonly number[]>;
  byMethod: ReadonlyMap<string, readonly number[]>;
}

function push(index: Map<string, number[]>, key: string, at: number): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [at]);
  else if (known[known.length - 1] !== at) known.push(at);
}

export function indexOfCalls(calls: readonly LinkedCall[]): CallIndex {
  const byOrigin = new Map<string, number[]>();
  const byMethod = new Map<string, number[]>();
  calls.forEach((call, at) => {
    for (const origin of call.origins) push(byOrigin, origin, at);
    if (call.method !== '') push(byMethod, call.method, at);
  });
  return { calls, byOrigin, byMethod };
}

function chosen(calls: readonly LinkedCall[], lists: readonly (readonly number[])[]): LinkedCall[] {
  const places = lists.length === 1 ? lists[0] ?? [] : [...new Set(lists.flat())].sort((a, b) => a - b);
  return places.map((at) => calls[at] as LinkedCall);
}

const listsWhere = (index: ReadonlyMap<string, readonly number[]>, test: (key: string) => boolean): (readonly number[])[] => [...index].flatMap(([key, places]) => (test(key) ? [places] : []));

/** Calls that may reach an API of which `test` says yes, in the order of the program. */
export const callsOf = ({ calls, byOrigin }: CallIndex, test: (origin: string) => boolean): LinkedCall[] => chosen(calls, listsWhere(byOrigin, test));

/** Calls of methods whose name `test` says yes of, or that may reach an API of which `orOrigin` does. */
export const callsNamed = ({ calls, byMethod, byOrigin }: CallIndex, test: (method: string) => boolean, orOrigin?: (origin: string) => boolean): LinkedCall[] =>
  chosen(calls, [...listsWhere(byMethod, test), ...(orOrigin ? listsWhere(byOrigin, orOrigin) : [])]);

/** The answer to a question about a name, found once for each name. */
export function rememberedBy<T>(question: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined || known.has(name)) return before as T;
    const answer = question(name);
    known.set(name, answer);
    return answer;
  };
}
