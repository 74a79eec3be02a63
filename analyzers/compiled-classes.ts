/** Classes as compilers write them for old targets: methods in a list (`_createClass`), inheritance by a helper (`__extends`, `_inherits`, `util.inherits`). */
import type { SyntaxNode } from '../core/parse.js';
import { type Context, addExpr, place } from './context.js';
import { helperName } from './compiler-calls.js';
import { expr } from './expressions.js';
import { isNode, keyOf, literalText, nameOf, nodesOf } from '../core/syntax.js';

const property = (object: SyntaxNode, name: string): SyntaxNode | undefined => {
  const found = nodesOf(object.properties).find((p) => p.type === 'Property' && keyOf(p) === name);
  return found && isNode(found.value) ? found.value : undefined;
};

/** `[{ key: 'load', value: function () {} }]` */
function members(context: Context, node: SyntaxNode, owner: number, list: SyntaxNode | undefined): void {
  if (list?.type !== 'ArrayExpression') return;
  for (const descriptor of nodesOf(list.elements)) {
    const key = property(descriptor, 'key');
    const value = property(descriptor, 'value');
    const name = key ? literalText(key) : null;
    if (name !== null && value) context.facts.assignments.push({ object: owner, name, value: expr(context, value), fn: context.fn, place: place(context, node) });
  }
}

export function compiledClasses(node: SyntaxNode, context: Context): void {
  const name = helperName(node.callee as SyntaxNode);
  const [cls, second, third] = nodesOf(node.arguments);
  if (!cls || !second || nameOf(cls) === null) return;
  if (/^_{1,2}(?:createClass|create_class)\d*$/.test(name)) {
    members(context, node, addExpr(context, { k: 'member', object: expr(context, cls), name: 'prototype' }), second);
    members(context, node, expr(context, cls), third);
  }
  // `super_` is the name that util.inherits itself gives the parent.
  if (/^(?:__extends|_inherits(?:Loose)?|_inherits_loose|inherits)\d*$/.test(name)) context.facts.assignments.push({ object: expr(context, cls), name: 'super_', value: expr(context, second), fn: context.fn, place: place(context, node) });
}
