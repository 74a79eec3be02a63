/** Values stored after declaration (`x = …`, `this.fs = fs`), and changes of what lives outside the function that makes them. */
import type { ExprId, MutationFact } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { onlyWhileAbsent } from './absence.js';
import { type Analyzer, type Context, addExpr, lookup, place } from './context.js';
import { assigning, bindPattern } from './declare.js';
import { expr } from './expressions.js';
import { isExportsObject, isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

const CHANGING = new Set(['set', 'add', 'push', 'delete', 'clear', 'unshift', 'pop', 'shift', 'splice', 'sort', 'reverse', 'enqueue', 'dequeue', 'fill', 'append', 'emit']);

/** Root of a member chain and the names on the way. */
function chain(node: SyntaxNode): { root: SyntaxNode; path: string[] } {
  const path: string[] = [];
  let inner = unwrap(node);
  while (inner.type === 'MemberExpression') {
    path.unshift(keyOf(inner) ?? '*');
    inner = unwrap(inner.object as SyntaxNode);
  }
  return { root: inner, path };
}

function mutate(context: Context, node: SyntaxNode, target: SyntaxNode, how: MutationFact['how'], more: Pick<MutationFact, 'method' | 'value' | 'once'> = {}): void {
  if (context.fn === 0) return; // What a module does to its own values while it loads is initialisation.
  const { root, path } = chain(target);
  if (root.type !== 'Identifier' && root.type !== 'ThisExpression') return;
  context.facts.mutations.push({ root: expr(context, root), path, fn: context.fn, how, place: place(context, node), ...more });
}

/** `exports` or `module` is a parameter here: of a module that a bundler wrapped. */
const isDeclared = (context: Context, left: SyntaxNode): boolean => lookup(context.scope, nameOf(chain(left).root) ?? '') !== undefined;

/** The names that a pattern on the left gives values to: `[a, b.c] = …`. */
function targetsOf(pattern: SyntaxNode): SyntaxNode[] {
  switch (pattern.type) {
    case 'ObjectPattern': return nodesOf(pattern.properties).flatMap((property) => targetsOf((property.type === 'RestElement' ? property.argument : property.value) as SyntaxNode));
    case 'ArrayPattern': return nodesOf(pattern.elements).flatMap(targetsOf);
    case 'AssignmentPattern': return targetsOf(pattern.left as SyntaxNode);
    case 'RestElement': return targetsOf(pattern.argument as SyntaxNode);
    default: return [unwrap(pattern)];
  }
}

function mutatePattern(context: Context, pattern: SyntaxNode): void {
  for (const target of targetsOf(pattern)) {
    mutate(context, target, target, target.type === 'MemberExpression' ? 'member-assign' : 'assign');
    // Of what it is given nothing is known.
    if (target.type === 'MemberExpression') put(context, target, addExpr(context, { k: 'unknown' }));
  }
}

/** A member is given a value. */
function put(context: Context, target: SyntaxNode, value: ExprId): void {
  const name = keyOf(target);
  context.facts.assignments.push({ object: expr(context, target.object as SyntaxNode), name: name ?? '*', ...(name === null ? { key: expr(context, target.property as SyntaxNode) } : {}), value, fn: context.fn, place: place(context, target) });
}

const given = (context: Context, node: SyntaxNode, left: SyntaxNode, value: ExprId): Pick<MutationFact, 'value' | 'once'> =>
  ({ value, ...(node.operator === '??=' || node.operator === '||=' || onlyWhileAbsent(context, node, left) ? { once: true } : {}) });

function assignment(node: SyntaxNode, context: Context): void {
  const left = unwrap(node.left as SyntaxNode);
  const plain = node.operator === '=' || node.operator === '??=' || node.operator === '||=';
  const value = plain ? expr(context, node.right) : addExpr(context, { k: 'unknown' });
  if (left.type === 'MemberExpression') {
    mutate(context, left, left, 'member-assign', plain ? given(context, node, left, value) : {});
    const name = keyOf(left);
    const exported = isExportsObject(left) || (name !== null && isExportsObject(left.object as SyntaxNode));
    if (!exported || isDeclared(context, left)) put(context, left, value);
    return;
  }
  bindPattern(context, left, value, assigning);
  if (left.type === 'Identifier') mutate(context, left, left, plain ? 'assign' : 'update', plain ? given(context, node, left, value) : {});
  else mutatePattern(context, left);
}

/** `Object.assign(store, changes)`. */
function assignsInto(node: SyntaxNode, callee: SyntaxNode, context: Context): void {
  const target = nodesOf(node.arguments)[0];
  if (nameOf(callee.object) !== 'Object' || keyOf(callee) !== 'assign' || !target) return;
  const changed = unwrap(target);
  if (changed.type === 'Identifier' || changed.type === 'MemberExpression') mutate(context, changed, changed, 'method', { method: 'assign' });
}

export const assignments: Analyzer = {
  name: 'assignments',
  visit: {
    AssignmentExpression: assignment,
    ForInStatement(node, context) {
      if (isNode(node.left) && node.left.type !== 'VariableDeclaration') mutatePattern(context, node.left);
    },
    UpdateExpression(node, context) {
      const target = unwrap(node.argument as SyntaxNode);
      mutate(context, target, target, 'update');
      if (target.type === 'Identifier') bindPattern(context, target, addExpr(context, { k: 'unknown' }), assigning);
    },
    UnaryExpression(node, context) {
      if (node.operator === 'delete' && isNode(node.argument)) mutate(context, node.argument, node.argument, 'delete');
    },
    CallExpression(node, context) {
      const callee = unwrap(node.callee as SyntaxNode);
      if (callee.type !== 'MemberExpression') return;
      const method = keyOf(callee);
      if (method !== null && CHANGING.has(method) && nameOf(callee.object) !== 'this') mutate(context, callee.property as SyntaxNode, callee.object as SyntaxNode, 'method', { method });
      assignsInto(node, callee, context);
    },
    ForOfStatement(node, context) {
      if (!isNode(node.left) || node.left.type === 'VariableDeclaration') return;
      mutatePattern(context, node.left);
      bindPattern(context, node.left, addExpr(context, { k: 'element', of: expr(context, node.right) }), assigning);
    },
  },
};
