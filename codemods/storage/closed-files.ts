/** Whether a file that is opened to be written is closed again by the function that opened it, on every way out, and not looked at by its name before: a store is written only then. */
import type { NodePath } from '@babel/traverse';
import type { BreakStatement, ContinueStatement, Node, ReturnStatement } from '@babel/types';
import type { PlannedSeed } from '../../core/plan.js';
import { endOf, startOf } from '../shared/node-paths.js';
import { type Source, callAt } from '../shared/source.js';

export interface WrittenFile {
  source: Source;
  /** The call that opens it. */
  open: NodePath;
  /** What keeps it. */
  variable: string;
  /** Where it is closed. */
  uses: NodePath[];
  /** Calls of the same function that name a file. */
  named: readonly PlannedSeed[];
}

const isIn = (path: NodePath, outer: { start?: number | null | undefined; end?: number | null | undefined } | null | undefined): boolean => (outer?.start ?? Infinity) <= startOf(path) && endOf(path) <= (outer?.end ?? -1);

/** Why it is not seen to be closed; null when it is. */
export function unclosed({ source, open, variable, uses, named }: WrittenFile): string | null {
  const own = uses.filter((path) => path.getFunctionParent() === open.getFunctionParent());
  const last = Math.max(...own.map(startOf));
  if (own.length === 0) return 'it is not seen where the open file is closed, and a store is written only then';
  if (!own.some((closer) => isSure(closer, open, variable))) return 'the open file is closed only under a condition, and a store is written only then';
  const again = open.scope.getBinding(variable)?.constantViolations.find((path) => startOf(path) > endOf(open) && startOf(path) < last && !isNothing((path.node as { right?: { type: string } }).right));
  if (again) return `another file is opened under the same name in line ${again.node.loc?.start.line ?? 0}, before the first is closed, and a store is written only then`;
  const loop = open.findParent((path) => path.isLoop() || path.isFunction());
  if (loop?.isLoop() && !own.some((closer) => isIn(closer, loop.node))) return 'it is opened in each turn of a loop and closed after it, and a store is written only when it is closed';
  const leaving = leavingAfter(open).find((path) => startOf(path) < last && !isClosedBefore(path, open, own));
  if (leaving) return `the function is left in line ${leaving.node.loc?.start.line ?? 0} without closing what it opened, and a store is written only then`;
  const file = textOf(source, [startOf(open), endOf(open)])[0];
  const by = named.find((seed) => seed.range[0] > startOf(open) && seed.range[0] < last && textOf(source, seed.range).some((text) => text === file));
  return by ? `the file is used by its name in line ${by.at.line}, while it is open: a store has what was written only when it is closed` : null;
}

/** What the call is given, as it is written. */
const textOf = (source: Source, range: readonly [number, number]): string[] => ((callAt(source, [range[0], range[1]])?.node as unknown as { arguments?: { start: number; end: number }[] } | undefined)?.arguments ?? []).map(({ start, end }) => source.text.slice(start, end));

/** Where the file was opened, nothing but blocks, a `try` and a look at the variable stand around the closing. */
function isSure(closer: NodePath, open: NodePath, variable: string): boolean {
  for (let at = closer, up = closer.parentPath; up && !isIn(open, up.node); at = up, up = up.parentPath) {
    if (up.isIfStatement() && (up.node.test === at.node || up.node.alternate === at.node || !isLook(up.node.test, variable))) return false;
    if (up.isConditionalExpression() || up.isSwitchCase() || up.isLoop() || up.isCatchClause()) return false;
    if (up.isLogicalExpression() && up.node.right === at.node && !isLook(up.node.left, variable)) return false;
  }
  return true;
}

/** `fd`, `fd !== undefined`. */
function isLook(test: Node, variable: string): boolean {
  const isIt = (node: Node): boolean => node.type === 'Identifier' && node.name === variable;
  return isIt(test) || (test.type === 'BinaryExpression' && /^!==?$/.test(test.operator) && ((isIt(test.left) && isNothing(test.right)) || (isIt(test.right) && isNothing(test.left))));
}

/** `null`, `undefined`, `-1`, or no value at all. */
export const isNothing = (node: { type: string } | null | undefined): boolean => {
  const shape = node as { type: string; name?: string; operator?: string; argument?: { value?: unknown } } | null | undefined;
  return !shape || shape.type === 'NullLiteral' || (shape.type === 'Identifier' && shape.name === 'undefined') || (shape.type === 'UnaryExpression' && shape.operator === '-' && shape.argument?.value === 1);
};

/** Ways out of the function, or out of the turn of a loop in which the file was opened, behind the place. */
function leavingAfter(open: NodePath): NodePath[] {
  const fn = open.getFunctionParent();
  const found: NodePath[] = [];
  const leaves = (path: NodePath<ReturnStatement | BreakStatement | ContinueStatement>): void => {
    if (path.getFunctionParent() !== fn || startOf(path) < endOf(open)) return;
    const target = path.isReturnStatement() ? null : path.findParent((outer) => outer.isLoop() || (outer.isSwitchStatement() && path.isBreakStatement()));
    if (!target || isIn(open, target.node) || ('label' in path.node && path.node.label)) found.push(path);
  };
  fn?.traverse({ ReturnStatement: leaves, BreakStatement: leaves, ContinueStatement: leaves });
  return found;
}

/** Closed in a block around it, or by a `finally` on the way. */
function isClosedBefore(path: NodePath, open: NodePath, closers: readonly NodePath[]): boolean {
  for (let at: NodePath | null = path; at && isIn(open, at.getFunctionParent()?.node); at = at.parentPath) {
    const block = at.parentPath;
    if (block?.isBlockStatement() && closers.some((closer) => startOf(closer) < startOf(path) && isIn(closer, block.node) && closer.getStatementParent()?.parentPath === block)) return true;
    if (block?.isTryStatement() && block.node.finalizer && block.node.finalizer !== at.node && closers.some((closer) => isIn(closer, block.node.finalizer))) return true;
    if (at === open.getFunctionParent()) return false;
  }
  return false;
}
