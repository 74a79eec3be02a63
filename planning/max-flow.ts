/** Minimum cut of a small undirected network (Dinic). It knows nodes and capacities and nothing of modules. */

export interface Network {
  nodes: number;
  /** Undirected: the capacity holds both ways. `Infinity` cannot be cut. */
  edges: { a: number; b: number; capacity: number }[];
}

interface Arc {
  to: number;
  left: number;
  /** Index of the arc that leads back. */
  back: number;
}

function arcsOf(network: Network): { arcs: Arc[]; at: number[][] } {
  const arcs: Arc[] = [];
  const at: number[][] = Array.from({ length: network.nodes }, () => []);
  for (const { a, b, capacity } of network.edges) {
    at[a]?.push(arcs.length);
    at[b]?.push(arcs.length + 1);
    arcs.push({ to: b, left: capacity, back: arcs.length + 1 }, { to: a, left: capacity, back: arcs.length });
  }
  return { arcs, at };
}

/** Steps from the source over arcs with room; -1 where no way leads. */
function levels(arcs: Arc[], at: number[][], source: number): number[] {
  const level = at.map(() => -1);
  level[source] = 0;
  const queue = [source];
  for (const node of queue) {
    for (const index of at[node] ?? []) {
      const arc = arcs[index];
      if (!arc || arc.left <= 0 || level[arc.to] !== -1) continue;
      level[arc.to] = (level[node] ?? 0) + 1;
      queue.push(arc.to);
    }
  }
  return level;
}

/** One augmenting way along rising levels, as arc indexes; null when the level graph is used up. */
function way(arcs: Arc[], at: number[][], level: number[], next: number[], source: number, sink: number): number[] | null {
  const path: number[] = [];
  let node = source;
  while (node !== sink) {
    const index = at[node]?.[next[node] ?? 0];
    const arc = index === undefined ? undefined : arcs[index];
    if (index !== undefined && arc && arc.left > 0 && level[arc.to] === (level[node] ?? 0) + 1) {
      path.push(index);
      node = arc.to;
    } else if (index !== undefined) {
      next[node] = (next[node] ?? 0) + 1;
    } else {
      const last = path.pop();
      if (last === undefined) return null;
      level[node] = -1; // A dead end for this round.
      node = arcs[arcs[last]?.back ?? -1]?.to ?? source;
    }
  }
  return path;
}

/** Nodes on the source's side of the minimum cut that has the fewest of them. Source and sink must be parted by a finite cut. */
export function sourceSide(network: Network, source: number, sink: number): Set<number> {
  const { arcs, at } = arcsOf(network);
  for (;;) {
    const level = levels(arcs, at, source);
    if (level[sink] === -1) return new Set(level.flatMap((steps, node) => (steps === -1 ? [] : [node])));
    const next = at.map(() => 0);
    for (let path = way(arcs, at, level, next, source, sink); path; path = way(arcs, at, level, next, source, sink)) {
      const flow = Math.min(...path.map((index) => arcs[index]?.left ?? 0));
      if (flow === Infinity) throw new Error('source and sink are joined by an edge that cannot be cut');
      for (const index of path) {
        const arc = arcs[index];
        const back = arc && arcs[arc.back];
        if (!arc || !back) continue;
        arc.left -= flow;
        back.left += flow;
      }
    }
  }
}
