/** Puts a counter into each rewritten call of a file, as one more argument that spreads nothing: it counts when all other arguments are there, and value, `this`, order and lines stay as they are. */
import MagicString from 'magic-string';
import { parseSource } from '../core/parse.js';
import { lineColumn, lineStarts } from '../core/text.js';
import { COUNTER } from './call-counter.js';
import { separator, shortened } from './call-text.js';
import { type SeamUse, seamUses } from './seam-uses.js';

export interface CountedCall {
  file: string;
  line: number;
  column: number;
  /** As it is written, cut. */
  call: string;
}

export interface CountedSource {
  code: string;
  /** In the order of their numbers. */
  calls: CountedCall[];
  lost: { file: string; line: number; what: string; why: string }[];
}

/** A call in the middle of an optional chain cannot be taken out of it. */
function isInsideChain({ step }: SeamUse): boolean {
  for (let at = step; at.parent; at = at.parent) {
    if (at.parent.node.type === 'ChainExpression') return at !== step;
    if (at.key !== 'object' && at.key !== 'callee') return false;
  }
  return false;
}

/** What only hands out a function is counted when that is called: it is wrapped. */
function countLater(output: MagicString, { call }: SeamUse, number: number): void {
  output.appendLeft(call.start, `${COUNTER}.later(${number}, `).appendLeft(call.end, ')');
}

/**
 * Calls are numbered from `first` on. `isSeam` says of an import specifier of this file whether it names the seam. Null for a file that cannot be parsed.
 */
export function countedSource(file: string, source: string, isSeam: (specifier: string) => boolean, first: number): CountedSource | null {
  // A hashbang behind a byte order mark is read by Node, and by no parser.
  const text = source.replace(/^\uFEFF/, '');
  const parsed = parseSource(file, text);
  if (!parsed.ok) return null;
  const { calls, lost } = seamUses(parsed.file.ast, isSeam);
  const output = new MagicString(text);
  const starts = lineStarts(text);
  // From the inside out: what ends at one place ends in this order.
  for (const use of calls.toSorted((a, b) => a.call.end - b.call.end)) {
    const number = first + calls.indexOf(use);
    if (use.later && !isInsideChain(use)) countLater(output, use, number);
    else output.appendLeft(use.call.end - 1, `${separator(use.call, text)}...${COUNTER}?.now(${number}) ?? []`);
  }
  return {
    code: output.toString(),
    calls: calls.map(({ call }) => ({ file, ...lineColumn(starts, call.start), call: shortened(text.slice(call.start, call.end)) })),
    lost: lost.map(({ node, why }) => ({ file, line: lineColumn(starts, node.start).line, what: shortened(text.slice(node.start, node.end)), why })),
  };
}
