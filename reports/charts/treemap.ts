/** Lays rectangles of given weights into a frame, as square as they get (squarified treemap, Bruls, Huizing and van Wijk 2000). Draws nothing. */
import type { TreemapCell } from '../blocks.js';

export interface PlacedCell {
  cell: TreemapCell;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst ratio of sides in a row of areas along a side. */
function worst(areas: number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  return Math.max((side * side * Math.max(...areas)) / (sum * sum), (sum * sum) / (side * side * Math.min(...areas)));
}

function placeRow(row: { cell: TreemapCell; area: number }[], frame: Frame): { placed: PlacedCell[]; left: Frame } {
  const sum = row.reduce((total, { area }) => total + area, 0);
  const across = frame.width >= frame.height;
  const thickness = sum / (across ? frame.height : frame.width);
  let offset = 0;
  const placed = row.map(({ cell, area }): PlacedCell => {
    const length = area / thickness;
    const at = offset;
    offset += length;
    return across
      ? { cell, x: frame.x, y: frame.y + at, width: thickness, height: length }
      : { cell, x: frame.x + at, y: frame.y, width: length, height: thickness };
  });
  const left = across
    ? { x: frame.x + thickness, y: frame.y, width: frame.width - thickness, height: frame.height }
    : { x: frame.x, y: frame.y + thickness, width: frame.width, height: frame.height - thickness };
  return { placed, left };
}

/** Weights must be positive; the heaviest come first. */
export function treemap(cells: TreemapCell[], width: number, height: number): PlacedCell[] {
  const total = cells.reduce((sum, cell) => sum + cell.weight, 0);
  let waiting = cells.toSorted((a, b) => b.weight - a.weight).map((cell) => ({ cell, area: (cell.weight / total) * width * height }));
  let frame: Frame = { x: 0, y: 0, width, height };
  const placed: PlacedCell[] = [];
  while (waiting.length > 0) {
    const side = Math.min(frame.width, frame.height);
    let taken = 1;
    const areas = waiting.map(({ area }) => area);
    while (taken < waiting.length && worst(areas.slice(0, taken + 1), side) <= worst(areas.slice(0, taken), side)) taken++;
    const row = placeRow(waiting.slice(0, taken), frame);
    placed.push(...row.placed);
    frame = row.left;
    waiting = waiting.slice(taken);
  }
  return placed;
}

const CHARACTER = 7;
const LINE = 18;

/** The last part of a path as far as it fits; empty when the rectangle is too small to read in. */
export function cellLabel({ cell, width, height }: PlacedCell): string {
  const room = Math.floor((width - 12) / CHARACTER);
  if (height < LINE || room < 4) return '';
  const name = cell.label.split('/').at(-1) ?? cell.label;
  return name.length <= room ? name : `${[...name].slice(0, room - 1).join('')}…`;
}
