/** Ways of branches: which calls of a function never run in one and the same run. It notes where they stand, and judges nothing. */
import type { CallFact } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { nodesOf } from '../core/syntax.js';
import type { Context, Way } from './context.js';
import { lastOf, leaves } from './guards.js';

/** The way on which a call stands, as a fact. */
export function wayOf(context: Context): Pick<CallFact, 'way'> {
  return context.around.way === null ? {} : { way: noted(context, context.around.way) };
}

function noted(context: Context, way: Way): number {
  if (way.index !== undefined) return way.index;
  const within = way.within === null ? null : noted(context, way.within);
  way.index = context.facts.ways.push({ of: way.of, way: way.way, within }) - 1;
  return way.index;
}

/** On each of its ways. `break` and `continue` end a turn, which is as much as a run. */
function leavesAnyhow(branch: unknown): boolean {
  const last = lastOf(branch);
  return last?.type === 'IfStatement' ? leavesAnyhow(last.consequent) && leavesAnyhow(last.alternate) : leaves(branch);
}

/** What follows `if (a) { …; return; }` stands on its other way. */
export function wayAfter(within: Way | null, statement: SyntaxNode): Way | null {
  if (statement.type !== 'IfStatement') return within;
  const [first, other] = [leavesAnyhow(statement.consequent), leavesAnyhow(statement.alternate)];
  return first === other ? within : { of: statement.start, way: first ? 1 : 0, within };
}

/** Cases that run into each other are one way. */
export function caseWay(within: Way | null, node: SyntaxNode, around: SyntaxNode | undefined): Way | null {
  if (around?.type !== 'SwitchStatement') return within;
  const cases = nodesOf(around.cases);
  let first = cases.indexOf(node);
  while (first > 0 && !leavesAnyhow({ type: 'BlockStatement', body: cases[first - 1]?.consequent, start: 0, end: 0 })) first--;
  return { of: around.start, way: first, within };
}
