/** What has begun before a call in the same expression: a promise beside it, whose failure nobody would hear of while the call is waited for. It says so, and edits nothing. */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { child, children } from './node-paths.js';
import type { Gives } from './promise-names.js';
import { type Calls, givesOf } from './promise-values.js';

/** Which of `Promise.all`, `allSettled`, `any` and `race` a call is. */
export function takerOf(path: NodePath | null | undefined): string | null {
  const callee = path?.isCallExpression() ? path.node.callee : null;
  if (callee?.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Promise' || callee.property.type !== 'Identifier') return null;
  return /^(?:all|allSettled|any|race)$/.test(callee.property.name) ? callee.property.name : null;
}

/** Parts of an expression in the order in which they are evaluated. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  CallExpression: ['callee', 'arguments'],
  OptionalCallExpression: ['callee', 'arguments'],
  NewExpression: ['callee', 'arguments'],
  MemberExpression: ['object', 'property'],
  OptionalMemberExpression: ['object', 'property'],
  ArrayExpression: ['elements'],
  ObjectExpression: ['properties'],
  BinaryExpression: ['left', 'right'],
  SequenceExpression: ['expressions'],
  TemplateLiteral: ['expressions'],
  TaggedTemplateExpression: ['tag', 'quasi'],
};

interface Beside {
  path: NodePath;
  gives: Gives;
  /** It is an item of a list or an object, or what a method is called on. */
  listed: boolean;
}

/** Statements and functions end an expression. */
const isEnd = (path: NodePath): boolean => path.isStatement() || path.isFunction() || path.isVariableDeclarator() || path.isClass() || path.isProgram();

interface Expression {
  /** What has been evaluated in it before the call. */
  before: Beside[];
  /** The call of `Promise.all` and its relatives that is handed the list in which it stands. */
  taker: string | null;
  /** The declaration, assignment or statement around it. */
  end: NodePath;
}

export function expressionAround(call: NodePath, calls: Calls): Expression {
  const before: Beside[] = [];
  let taker: string | null = null;
  let [at, up] = [call, call.parentPath];
  for (; up && !isEnd(up); [at, up] = [up, up.parentPath]) {
    if (taker) continue;
    const parts = (PARTS[up.node.type] ?? []).flatMap((key) => children(up as NodePath, key));
    const listed = isList(up, at);
    // What is handed to a call that is not asked for its promise is a matter of that call.
    if (!listed && up.isCallExpression() && !takerOf(up)) for (const one of before) one.listed = false;
    before.push(...parts.slice(0, Math.max(0, parts.findIndex((part) => part.node === at.node))).flatMap((part) => (isCallee(part) ? calleeBefore(part, up as NodePath, listed, calls) : [{ path: part, gives: givesOf(part, calls), listed }])));
    taker = takerOf(up);
  }
  return { before, taker, end: up ?? at };
}

const isCallee = (path: NodePath): boolean => path.key === 'callee';

/** Items of a list: `[a, b]`, `{ a, b }`, `all.push(a, b)`, `a.concat(b)`, `[…].flat()`. */
function isList(up: NodePath, at: NodePath): boolean {
  if (up.isArrayExpression() || up.isObjectExpression() || up.isMemberExpression()) return true;
  if (!up.isCallExpression()) return false;
  return at.key === 'callee' || methodOf(up) !== null;
}

/** A method that adds to a list, or hands a promise on. */
function methodOf(path: NodePath<t.CallExpression>): string | null {
  const { callee } = path.node;
  const name = callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier' ? callee.property.name : '';
  return /^(?:push|unshift|concat|then|catch|finally)$/.test(name) ? name : null;
}

function calleeBefore(callee: NodePath, call: NodePath, listed: boolean, calls: Calls): Beside[] {
  if (!callee.isMemberExpression() || !call.isCallExpression()) return [];
  const object = child(callee, 'object');
  return object.isCallExpression() || object.isNewExpression() || object.isIdentifier() ? [{ path: object, gives: givesOf(object, calls), listed: listed && !object.isIdentifier() }] : [];
}

/** Promises beside the call that nobody would listen to while it is waited for. `isCollected`: what the expression makes is kept, and handed to `Promise.all` later. */
export function besidePromises({ before, taker }: Expression, isCollected: boolean): NodePath[] {
  const isMeant = taker !== null || isCollected;
  return before.flatMap(({ path, gives, listed }) => (gives === 'promise' || (gives === 'unknown' && listed && isMeant) ? partsOf(path) : []));
}

/** A race is decided by who is first: what stands before the call would win it while the call is waited for. */
export const racesAhead = ({ before, taker }: Expression): boolean => (taker === 'race' || taker === 'any') && before.some(({ gives, listed }) => gives !== 'value' && listed);

/** The expressions that can be wrapped: not a property of an object, but its value. */
export function partsOf(path: NodePath): NodePath[] {
  if (path.isObjectExpression()) return children(path, 'properties').flatMap(partsOf);
  if (path.isObjectProperty()) return [child(path, 'value')];
  return path.isSpreadElement() ? [child(path, 'argument')] : path.isExpression() ? [path] : [];
}
