/** Fields of classes as compilers write them for old targets: `_defineProperty(this, 'items', [])` of Babel, `_define_property` of swc, `__publicField` of esbuild. */
import type { SyntaxNode } from '../core/parse.js';
import { helperName, ownerOf } from './compiler-calls.js';
import { type Context, place } from './context.js';
import { expr } from './expressions.js';
import { literalText, nodesOf } from '../core/syntax.js';

const DEFINES = /^_{1,2}(?:defineProperty|define_property|publicField)\d*$/;

export function compiledFields(node: SyntaxNode, context: Context): void {
  const [target, key, value] = nodesOf(node.arguments);
  const name = key ? literalText(key) : null;
  if (!target || !value || name === null || !DEFINES.test(helperName(node.callee as SyntaxNode))) return;
  const owner = ownerOf(target);
  if (owner.type === 'ThisExpression' || owner.type === 'Identifier') context.facts.assignments.push({ object: expr(context, owner), name, value: expr(context, value), fn: context.fn, place: place(context, node) });
}
