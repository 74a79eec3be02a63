/** Places a graph of columns: boxes below each other, lines between them. Draws nothing. */
import type { BlockOf, GraphNode } from '../blocks.js';

export interface PlacedNode {
  node: GraphNode;
  x: number;
  y: number;
  label: string;
}

export interface PlacedGraph {
  height: number;
  nodeWidth: number;
  nodeHeight: number;
  titles: { x: number; text: string }[];
  nodes: PlacedNode[];
  edges: { path: string; strong: boolean; text: string; label: { x: number; y: number; text: string } | null }[];
}

const NODE_HEIGHT = 28;
const STEP = 38;
const TOP = 34;
/** Of a column's width; the rest is room for lines. */
const SHARE = 0.66;
const CHARACTER = 7.1;

/** The end of a path says more than its beginning. */
function shortened(label: string, width: number): string {
  const room = Math.floor((width - 16) / CHARACTER);
  const characters = [...label];
  return characters.length <= room ? label : `…${characters.slice(characters.length - room + 1).join('')}`;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

export function placeGraph({ columns, edges }: BlockOf<'graph'>, width: number): PlacedGraph {
  const columnWidth = width / columns.length;
  const nodeWidth = columns.length === 1 ? columnWidth * SHARE : (width - (columns.length - 1) * columnWidth * (1 - SHARE) * 1.35) / columns.length;
  const gap = columns.length === 1 ? 0 : (width - nodeWidth * columns.length) / (columns.length - 1);
  const left = (column: number): number => column * (nodeWidth + gap);
  const most = Math.max(...columns.map((column) => column.nodes.length));
  const nodes = columns.flatMap((column, at) => column.nodes.map((node, row): PlacedNode & { column: number } =>
    ({ node, column: at, x: tenth(left(at)), y: TOP + row * STEP + ((most - column.nodes.length) * STEP) / 2, label: shortened(node.label, nodeWidth) })));
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
  return {
    height: TOP + most * STEP,
    nodeWidth: tenth(nodeWidth),
    nodeHeight: NODE_HEIGHT,
    titles: columns.map((column, at) => ({ x: tenth(left(at)), text: column.title })),
    nodes,
    edges: edges.flatMap(({ from, to, strong, text, label }) => {
      const [a, b] = [byId.get(from), byId.get(to)];
      if (!a || !b || a === b) return [];
      const [start, end] = a.column <= b.column ? [a, b] : [b, a];
      const [x1, y1, y2] = [tenth(start.x + nodeWidth), start.y + NODE_HEIGHT / 2, end.y + NODE_HEIGHT / 2];
      const same = start.column === end.column;
      const x2 = same ? x1 : end.x;
      const bend = same ? Math.min(gap * 0.6, 12 + Math.abs(y2 - y1) / 6) : (x2 - x1) / 2;
      const path = `M${x1} ${y1}C${tenth(x1 + bend)} ${y1} ${tenth(same ? x1 + bend : x2 - bend)} ${y2} ${x2} ${y2}`;
      return [{ path, strong, text, label: strong && label !== '' ? { x: tenth(same ? x1 + bend : x2 - 14), y: tenth(same ? (y1 + y2) / 2 : y2 - 5), text: label } : null }];
    }),
  };
}
