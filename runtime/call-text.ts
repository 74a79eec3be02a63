/** Calls as text: how one is shown in a line, and what stands before one more argument. */
import type { SyntaxNode } from '../core/parse.js';
import { nodesOf } from '../core/syntax.js';

const SHOWN = 60;

export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

/** What separates one more argument from those that are there; nothing after a comma that trails. */
export function separator(call: SyntaxNode, text: string): string {
  const last = nodesOf(call.arguments).at(-1);
  if (!last) return '';
  return text.slice(last.end, call.end - 1).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').includes(',') ? '' : ', ';
}
