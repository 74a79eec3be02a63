/** Environment variables by name: `process.env.X`, `process.env['X']`, `const { X } = process.env`, `import.meta.env.X`. */
import type { SyntaxNode } from '../core/parse.js';
import { type Analyzer, type Context, parentOf, place } from './context.js';
import { isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** `process.env` or `import.meta.env`. */
function isEnvironment(node: unknown): boolean {
  if (!isNode(node)) return false;
  const inner = unwrap(node);
  if (inner.type !== 'MemberExpression' || keyOf(inner) !== 'env') return false;
  const object = unwrap(inner.object as SyntaxNode);
  return nameOf(object) === 'process' || object.type === 'MetaProperty' || (object.type === 'MemberExpression' && keyOf(object) === 'process');
}

function add(context: Context, node: SyntaxNode, name: string | null, write: boolean): void {
  context.facts.env.push({ name, write, fn: context.fn, place: place(context, node) });
}

export const environment: Analyzer = {
  name: 'environment',
  visit: {
    MemberExpression(node, context) {
      if (!isEnvironment(node.object)) return;
      const parent = parentOf(context);
      const write = (parent?.type === 'AssignmentExpression' && parent.left === node) || (parent?.type === 'UnaryExpression' && parent.operator === 'delete');
      // `process.env.X ??= value` asks before it writes.
      if (write && parent?.type === 'AssignmentExpression' && parent.operator !== '=') add(context, node, keyOf(node), false);
      add(context, node, keyOf(node), write);
    },
    VariableDeclarator(node, context) {
      if (!isEnvironment(node.init) || !isNode(node.id) || node.id.type !== 'ObjectPattern') return;
      for (const property of nodesOf(node.id.properties)) add(context, property, property.type === 'RestElement' ? null : keyOf(property), false);
    },
  },
};
