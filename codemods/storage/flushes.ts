/** `stream.on('open', (fd) => fs.fsync(fd, done))`: the descriptor that a stream tells is only flushed, which a store has nothing to do for. Whatever else is done with it is refused. */
import type { ASTPath } from 'jscodeshift';
import { type TextEdit, replaceRange } from '../shared/edits.js';
import { type Source, rangeOf } from '../shared/source.js';
import { type Node, eachNode } from './result-places.js';
import { openListeners } from './results.js';

export interface Flushes {
  edits: TextEdit[];
  also: string[];
  /** Callees that become others. */
  reshaped: [number, number][];
}

const REFUSED = 'the file descriptor that an open stream tells, which only a file has';

/** Calls of fs that flush become those of the seam, which does it on the disk. */
export function flushEdits(source: Source, path: ASTPath, alias: string): Flushes | { refused: string } {
  const listeners = openListeners(source, path);
  const calls = listeners.map((listener) => flushesIn(path, listener));
  if (calls.some((found) => found === null)) return { refused: REFUSED };
  const flushed = calls.flatMap((found) => found ?? []);
  return {
    edits: flushed.map(({ callee, operation }) => replaceRange(rangeOf(callee), `${alias}.${operation === 'flush' ? 'flush' : 'flushSync'}`)),
    also: [...new Set(flushed.map(({ operation }) => operation))],
    reshaped: flushed.map(({ callee }) => rangeOf(callee)),
  };
}

interface Flush {
  callee: Node;
  operation: 'flush' | 'flush-sync';
}

/** Null where the listener uses the descriptor otherwise, or is not written in place. */
function flushesIn(path: ASTPath, listener: Node): Flush[] | null {
  if (!/^(?:Arrow)?FunctionExpression$/.test(listener.type)) return null;
  const [parameter, ...others] = listener.params as Node[];
  if (!parameter) return [];
  if (parameter.type !== 'Identifier' || others.length > 0) return null;
  const found: Flush[] = [];
  let uses = 0;
  eachNode(listener.body, (node) => {
    if (node.type === 'Identifier' && node.name === parameter.name) uses++;
    const flush = node.type === 'CallExpression' ? flushOf(path, node, parameter.name ?? '') : null;
    if (flush) found.push(flush);
  });
  return uses === found.length ? found : null;
}

/** `fs.fsync(fd, done)` by the object that opened the stream. */
function flushOf(path: ASTPath, call: Node, descriptor: string): Flush | null {
  const [callee, opener] = [call.callee as Node, (path.node as unknown as { callee: Node }).callee];
  const given = call.arguments as Node[];
  const isOf = (member: Node): string | undefined => (member.type === 'MemberExpression' && !member.computed && (member.object as Node).type === 'Identifier' ? (member.object as Node).name : undefined);
  if (isOf(callee) === undefined || isOf(callee) !== isOf(opener) || given[0]?.name !== descriptor) return null;
  const name = (callee.property as Node).name ?? '';
  if (/^(?:fsync|fdatasync)Sync$/.test(name)) return given.length === 1 ? { callee, operation: 'flush-sync' } : null;
  return /^(?:fsync|fdatasync)$/.test(name) && given.length === 2 && given[1]?.type !== 'SpreadElement' ? { callee, operation: 'flush' } : null;
}
