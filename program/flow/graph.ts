/** A graph of where values go: nodes for everything that a value can stand in. Knows nothing of programs. */

const CLOSED = 1;
const COPY = 2;

export interface FlowGraph {
  /** How many nodes there are. */
  size(): number;
  /** A new node; by `key`, the same each time. */
  node(key?: string): number;
  /** Nodes that follow each other; the first of them. */
  nodes(count: number): number;
  /** Whatever is at `from` is at `to` as well. */
  edge(from: number, to: number): void;
  /** Nothing that is looked for can be here. */
  close(node: number): void;
  /** Where a copy is made of what is at `from`: it has what the thing itself has, and nothing that comes from its class. */
  copy(from: number, to: number): void;
  next(node: number): readonly number[];
  isClosed(node: number): boolean;
  isCopy(node: number): boolean;
}

export function createFlowGraph(): FlowGraph {
  const keys = new Map<string, number>();
  const next: number[][] = [];
  /** What each node is besides: nothing, or one of these. */
  const marks: number[] = [];
  const node = (key?: string): number => {
    const known = key === undefined ? undefined : keys.get(key);
    if (known !== undefined) return known;
    const made = next.push([]) - 1;
    marks.push(0);
    if (key !== undefined) keys.set(key, made);
    return made;
  };
  return {
    size: () => next.length,
    node,
    nodes: (count) => Array.from({ length: count }, () => node())[0] ?? next.length,
    edge: (from, to) => {
      next[from]?.push(to);
    },
    copy: (from, to) => {
      const made = node();
      marks[made] = COPY;
      next[from]?.push(made);
      next[made]?.push(to);
    },
    close: (at) => {
      marks[at] = CLOSED;
    },
    next: (at) => next[at] ?? [],
    isClosed: (at) => marks[at] === CLOSED,
    isCopy: (at) => marks[at] === COPY,
  };
}
