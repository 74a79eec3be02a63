/** `Object.assign(this, { fs })` and what lodash has for it: each property is stored as by an assignment. Copies into new objects store nothing. */
import type { SyntaxNode } from '../core/parse.js';
import { type Analyzer, type Context, place } from './context.js';
import { expr } from './expressions.js';
import { isExportsObject, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** Methods that copy the properties of later arguments into the first. Under another object than `Object`, only `this` is believed. */
const MERGING = new Set(['assign', 'assignIn', 'extend', 'merge', 'defaults']);

function store(context: Context, target: SyntaxNode, source: SyntaxNode): void {
  for (const property of nodesOf(source.properties)) {
    const name = keyOf(property);
    if (property.type !== 'Property' || property.kind !== 'init' || name === null) continue;
    context.facts.assignments.push({ object: expr(context, target), name, value: expr(context, property.value), fn: context.fn, place: place(context, property) });
  }
}

export const mergedProperties: Analyzer = {
  name: 'merged-properties',
  visit: {
    CallExpression(node, context) {
      const callee = unwrap(node.callee as SyntaxNode);
      if (callee.type !== 'MemberExpression' || !MERGING.has(keyOf(callee) ?? '')) return;
      const [first, ...sources] = nodesOf(node.arguments).map(unwrap);
      if (!first || isExportsObject(first)) return;
      const plain = nameOf(callee.object) === 'Object' && keyOf(callee) === 'assign';
      if (first.type !== 'ThisExpression' && !(plain && first.type === 'Identifier')) return;
      for (const source of sources) if (source.type === 'ObjectExpression') store(context, first, source);
    },
  },
};
