/** Ways of branches: which calls of a function never run in one and the same run, and which run whenever another did. It notes where they stand, and judges nothing. */
import type { CallFact } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { type Context, type Way, parentOf } from './context.js';
import { expr } from './expressions.js';
import { lastOf, leaves } from './guards.js';

/** The way on which a call stands, as a fact. */
export function wayOf(context: Context): Pick<CallFact, 'way'> {
  return context.around.way === null ? {} : { way: noted(context, context.around.way) };
}

function noted(context: Context, way: Way): number {
  if (way.index !== undefined) return way.index;
  const within = way.within === null ? null : noted(context, way.within);
  const { index: _index, asked, ...known } = way;
  way.index = context.facts.ways.push({ ...known, within, ...(asked ? { asks: inScope(context, asked) } : {}) }) - 1;
  return way.index;
}

/** Names in a condition are those of the block that the branch stands in. */
function inScope(context: Context, { nodes, scope }: NonNullable<Way['asked']>): number[] {
  const here = context.scope;
  context.scope = scope;
  const asks = nodes.map((node) => expr(context, node));
  context.scope = here;
  return asks;
}

/** The way on which the child `key` of `node` stands, where `node` is one that has ways. */
export function wayInto(context: Context, node: SyntaxNode, key: string): Way | null {
  const { way: within } = context.around;
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression': return { of: node.start, way: key === 'alternate' ? 1 : 0, within, ...leaving(node[key], node.end), ...asked(context, node.test, key === 'alternate') };
    // Nothing begins where the left side ends.
    case 'LogicalExpression': return { of: (node.left as SyntaxNode).end, way: 0, within, ...(node.operator === '??' ? {} : asked(context, node.left, node.operator === '||')) };
    case 'SwitchCase': return caseWay(within, node, parentOf(context, 2));
    case 'CatchClause': return { of: node.start, way: 0, within, ...leaving(node.body, parentOf(context, 2)?.end ?? node.end) };
    case 'TryStatement':
      if (key === 'finalizer') return { of: node.start, way: 0, within, sure: true, last: true };
      return key === 'block' && exits(node.block) ? { of: node.start, way: 0, within, sure: true, leaves: node.end } : within;
    default: return within;
  }
}

/** What follows `if (a) { …; return; }` stands on its other way, and so does what follows a `try` that returned. */
export function wayAfter(context: Context, statement: SyntaxNode): Way | null {
  const { way: within } = context.around;
  if (statement.type === 'TryStatement') return exits(statement.block) ? { of: statement.start, way: 1, within } : within;
  if (statement.type !== 'IfStatement') return within;
  const [first, other] = [leavesAnyhow(statement.consequent), leavesAnyhow(statement.alternate)];
  if (first === other) return within;
  const isFailure = throws(first ? statement.consequent : statement.alternate) || (first && isError(statement.test));
  return { of: statement.start, way: first ? 1 : 0, within, ...(isFailure ? { fails: true as const } : {}), ...asked(context, statement.test, first) };
}

/** On each of its ways. `break` and `continue` end a turn, which is as much as a run. */
function leavesAnyhow(branch: unknown): boolean {
  const last = lastOf(branch);
  return last?.type === 'IfStatement' ? leavesAnyhow(last.consequent) && leavesAnyhow(last.alternate) : leaves(branch);
}

/** It ends by leaving the function, on each of its ways. */
function exits(branch: unknown): boolean {
  const last = lastOf(branch);
  if (last?.type === 'IfStatement') return exits(last.consequent) && exits(last.alternate);
  if (last?.type === 'TryStatement') return exits(last.finalizer) || (exits(last.block) && (!isNode(last.handler) || exits(last.handler.body)));
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
}

const leaving = (branch: unknown, end: number): Pick<Way, 'leaves'> => (exits(branch) ? { leaves: end } : {});

const throws = (branch: unknown): boolean => lastOf(branch)?.type === 'ThrowStatement';

/** `if (error) return done(error);`: the way of a run that failed. */
const isError = (test: unknown): boolean => /^(?:e|ex|er|err|error|\w+Err|\w+Error)$/.test(nameOf(test) ?? '');

/** What is asked for: names, members and calls that all have to hold; nothing where the condition says more than that. */
function asked({ scope }: Context, test: unknown, negated: boolean): Pick<Way, 'asked'> {
  const nodes = conditions(test, negated);
  return nodes === null ? {} : { asked: { nodes, scope } };
}

function conditions(test: unknown, negated: boolean): SyntaxNode[] | null {
  if (!isNode(test)) return null;
  const node = unwrap(test);
  if (node.type === 'UnaryExpression' && node.operator === '!') return conditions(node.argument, !negated);
  if (node.type === 'LogicalExpression' && node.operator === (negated ? '||' : '&&')) {
    const [left, right] = [conditions(node.left, negated), conditions(node.right, negated)];
    return left && right && [...left, ...right];
  }
  if (node.type === 'BinaryExpression') return new RegExp(negated ? '^===?$' : '^!==?$').test(String(node.operator)) && isNothing(node.right) && isNode(node.left) ? conditions(node.left, false) : null;
  return !negated && /^(?:Identifier|MemberExpression|CallExpression|AwaitExpression)$/.test(node.type) ? [node] : null;
}

const isNothing = (node: unknown): boolean => isNode(node) && (nameOf(node) === 'undefined' || (node.type === 'Literal' && node.value === null));

/** No two of them are all that there is. */
const FIRST_CASE = 2;

/** Cases that run into each other are one way. */
function caseWay(within: Way | null, node: SyntaxNode, around: SyntaxNode | undefined): Way | null {
  if (around?.type !== 'SwitchStatement') return within;
  const cases = nodesOf(around.cases);
  const blocks = cases.map((one) => ({ type: 'BlockStatement', body: one.consequent, start: 0, end: 0 }));
  const here = cases.indexOf(node);
  let first = here;
  while (first > 0 && !leavesAnyhow(blocks[first - 1])) first--;
  return { of: around.start, way: FIRST_CASE + first, within, ...leaving(blocks.slice(here).find(leavesAnyhow), around.end) };
}
