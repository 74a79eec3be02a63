/** Whether a file that is opened to be written is closed again by the function that opened it, on every way out, and not looked at by its name before: a store is written only then. */
import type { NodePath } from '@babel/traverse';
import type { PlannedSeed } from '../../core/plan.js';
import { type Source, callAt } from '../shared/source.js';

export interface WrittenFile {
  source: Source;
  /** The call that opens it. */
  open: NodePath;
  /** Where it is closed. */
  uses: NodePath[];
  /** Calls of the same function that name a file. */
  named: readonly PlannedSeed[];
}

const startOf = (path: NodePath): number => path.node.start ?? 0;
const endOf = (path: NodePath): number => path.node.end ?? 0;
const isIn = (path: NodePath, outer: { start?: number | null | undefined; end?: number | null | undefined } | null | undefined): boolean => (outer?.start ?? Infinity) <= startOf(path) && endOf(path) <= (outer?.end ?? -1);

/** Why it is not seen to be closed; null when it is. */
export function unclosed({ source, open, uses, named }: WrittenFile): string | null {
  const own = uses.filter((path) => path.getFunctionParent() === open.getFunctionParent());
  const last = Math.max(...own.map(startOf));
  if (own.length === 0) return 'it is not seen where the open file is closed, and a store is written only then';
  const leaving = returnsAfter(open).find((path) => startOf(path) < last && !isClosedBefore(path, open, own));
  if (leaving) return `the function is left in line ${leaving.node.loc?.start.line ?? 0} without closing what it opened, and a store is written only then`;
  const file = textOf(source, [startOf(open), endOf(open)])[0];
  const by = named.find((seed) => seed.range[0] > startOf(open) && seed.range[0] < last && textOf(source, seed.range).some((text) => text === file));
  return by ? `the file is used by its name in line ${by.at.line}, while it is open: a store has what was written only when it is closed` : null;
}

/** What the call is given, as it is written. */
const textOf = (source: Source, range: readonly [number, number]): string[] => ((callAt(source, [range[0], range[1]])?.node as unknown as { arguments?: { start: number; end: number }[] } | undefined)?.arguments ?? []).map(({ start, end }) => source.text.slice(start, end));

/** Ways out of the function behind the place. */
function returnsAfter(open: NodePath): NodePath[] {
  const fn = open.getFunctionParent();
  const found: NodePath[] = [];
  fn?.traverse({
    ReturnStatement(path) {
      if (path.getFunctionParent() === fn && startOf(path) > endOf(open)) found.push(path);
    },
  });
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
