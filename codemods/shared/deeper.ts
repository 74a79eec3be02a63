/** Statements that become the body of a function stand one level deeper. Lines within a text are left as they are. */
import jscodeshift from 'jscodeshift';
import type { TextEdit } from './edits.js';
import { type Source, rangeOf } from './source.js';

/** Between what begins there and what goes around it. */
const SIZE = 5e8;

/** It only moves a line. */
export const isDeeper = ({ side, size }: TextEdit): boolean => side === 'open' && size === SIZE;

/** Edits at the begin of each line after the first one; blank lines get nothing. */
export function deeper(source: Source, [start, end]: readonly [number, number], indent: string): TextEdit[] {
  return lineStartsIn(source, start, end).map((at): TextEdit => ({ start: at, end: at, text: indent, side: 'open', size: SIZE }));
}

/** A template that goes over several lines lies between two places. */
export const holdsLongText = (source: Source, start: number, end: number): boolean =>
  source.root.find(jscodeshift.TemplateElement).some((path) => {
    const [from, to] = rangeOf(path.node);
    return from >= start && to <= end && source.text.slice(from, to).includes('\n');
  });

function lineStartsIn(source: Source, start: number, end: number): number[] {
  const texts = [jscodeshift.TemplateElement, jscodeshift.StringLiteral, jscodeshift.JSXText].flatMap((type) => source.root.find(type as typeof jscodeshift.TemplateElement).paths().map((path) => rangeOf(path.node)));
  const found: number[] = [];
  for (let at = source.text.indexOf('\n', start); at >= 0 && at + 1 < end; at = source.text.indexOf('\n', at + 1)) {
    const inText = texts.some(([from, to]) => from <= at && at < to);
    if (!inText && !/^[ \t]*\r?\n/.test(source.text.slice(at + 1))) found.push(at + 1);
  }
  return found;
}
