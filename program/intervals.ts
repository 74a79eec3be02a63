/** How often functions are called per run of an entry point, over arcs that each say how often. Knows numbers and names, no program. */
import type { Interval } from '../core/program.js';

/** `high`: null where nothing bounds it. */
export interface Arc {
  to: string;
  low: number;
  high: number | null;
}

/** The arcs by the numbers of their ends, and a slate with a place for each number: entries are many, and each is asked what it reaches. */
export interface Numbered {
  numbers: ReadonlyMap<string, number>;
  ids: readonly string[];
  arcs: readonly (readonly { to: number; low: number; high: number | null }[])[];
  state: Uint8Array;
  low: Float64Array;
  /** Infinity: no bound. */
  high: Float64Array;
}

const NEW = 0;
const OPEN = 1;
const DONE = 2;
/** Set beside OPEN or DONE: a circle leads back to it. */
const LOOPED = 4;
/** Set beside the others: it has an interval. */
const GIVEN = 8;

export function numbered(arcs: ReadonlyMap<string, readonly Arc[]>, roots: Iterable<string>): Numbered {
  const numbers = new Map<string, number>();
  const number = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  for (const id of roots) number(id);
  const byNumber: { to: number; low: number; high: number | null }[][] = [];
  for (const [from, list] of arcs) byNumber[number(from)] = list.map(({ to, low, high }) => ({ to: number(to), low, high }));
  const all = Array.from({ length: numbers.size }, (_, i) => byNumber[i] ?? []);
  return { numbers, ids: [...numbers.keys()], arcs: all, state: new Uint8Array(all.length), low: new Float64Array(all.length), high: new Float64Array(all.length) };
}

/** Everything that `roots` lead to, the last finished first: a topological order but for cycles. */
function topological({ arcs, state }: Numbered, roots: readonly number[]): number[] {
  const order: number[] = [];
  const nodes: number[] = [];
  const nexts: number[] = [];
  const open = (node: number): void => {
    state[node] = OPEN;
    nodes.push(node);
    nexts.push(0);
  };
  for (const root of roots) {
    if (state[root] === NEW) open(root);
    for (let top = nodes.length - 1; top >= 0; top = nodes.length - 1) {
      const node = nodes[top] as number;
      const arc = arcs[node]?.[(nexts[top] as number)];
      nexts[top] = (nexts[top] as number) + 1;
      if (!arc) {
        state[node] = ((state[node] as number) & ~OPEN) | DONE;
        order.push(node);
        nodes.pop();
        nexts.pop();
      } else if (state[arc.to] === NEW) open(arc.to);
      else if ((state[arc.to] as number) & OPEN) state[arc.to] = (state[arc.to] as number) | LOOPED;
    }
  }
  return order.reverse();
}

/** Functions reachable from `roots`, each with an interval of calls per run. Leaves the slate clean. */
export function intervalsFrom(graph: Numbered, roots: readonly string[]): [fn: string, calls: Interval][] {
  const { numbers, ids, arcs, state, low, high } = graph;
  const starts = roots.map((root) => numbers.get(root) as number);
  const order = topological(graph, starts);
  const give = (node: number, from: number, to: number): void => {
    state[node] = (state[node] as number) | GIVEN;
    low[node] = from;
    high[node] = to;
  };
  for (const start of starts) give(start, 1, 1);
  const found = order.map((node): [string, Interval] => {
    const own = (state[node] as number) & GIVEN;
    const from = own ? low[node] as number : 0;
    const to = (state[node] as number) & LOOPED ? Infinity : own ? high[node] as number : 0;
    give(node, from, to);
    for (const arc of arcs[node] ?? []) {
      const before = (state[arc.to] as number) & GIVEN;
      if (before && (state[arc.to] as number) & LOOPED) continue;
      const more = to === 0 || arc.high === 0 ? 0 : arc.high === null ? Infinity : to * arc.high;
      give(arc.to, Math.max(before ? low[arc.to] as number : 0, from * arc.low), (before ? high[arc.to] as number : 0) + more);
    }
    return [ids[node] as string, [from, to > 1e6 ? null : to]];
  });
  for (const node of order) state[node] = NEW;
  return found;
}
