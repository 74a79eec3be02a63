/** Ranges of expressions with the parentheses that are written around them. */
import { type Ranged, type Source, rangeOf } from './source.js';

interface Extra {
  extra?: { parenthesized?: boolean; parenStart?: number };
}

/** Start and end of an expression with the parentheses around it. */
export function outerRange(source: Source, node: Ranged): [number, number] {
  const { extra } = node as Extra;
  if (!extra?.parenthesized || extra.parenStart === undefined) return rangeOf(node);
  return [extra.parenStart, source.text.indexOf(')', node.end) + 1];
}

/** A comment, or a node, that lies in a range. */
export const within = (one: { start?: number | null; end?: number | null }, range: readonly [number, number]): boolean => (one.start ?? 0) >= range[0] && (one.end ?? 0) <= range[1];
