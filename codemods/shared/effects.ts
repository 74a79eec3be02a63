/** Whether a callback changes anything outside of itself: then its turns must not run at the same time. */
import jscodeshift from 'jscodeshift';
import type { InlineCallback } from './list-call.js';

interface Shape {
  type: string;
  name?: string;
  object?: unknown;
  property?: { name?: string };
}

const MUTATORS = /^(?:push|pop|shift|unshift|splice|set|add|delete|clear|sort|reverse|fill|append|write|emit)$/;

/** The name at the root of `a.b.c`; `this` counts as outside. */
function rootName(node: unknown): string {
  const shape = node as Shape;
  if (shape.type === 'MemberExpression' || shape.type === 'OptionalMemberExpression') return rootName(shape.object);
  return shape.type === 'Identifier' ? shape.name ?? '' : shape.type === 'ThisExpression' ? 'this' : '';
}

export const changesTheOutside = (callback: InlineCallback): boolean => changedOutside(callback).size > 0;

/** Names of variables that are not the callback's own, and that it gives another value or changes in place. */
export function changedOutside(callback: Pick<InlineCallback, 'params'>): ReadonlySet<string> {
  const root = jscodeshift(callback as unknown as jscodeshift.ASTNode);
  const own = new Set<string>();
  const declare = (node: unknown): void => {
    const pattern = jscodeshift(node as jscodeshift.ASTNode);
    pattern.find(jscodeshift.Identifier).forEach((path) => void own.add(path.node.name));
    if ((node as Shape).type === 'Identifier') own.add((node as Shape).name ?? '');
  };
  callback.params.forEach(declare);
  root.find(jscodeshift.VariableDeclarator).forEach((path) => declare(path.node.id));
  const targets = [
    ...root.find(jscodeshift.AssignmentExpression).paths().map((path): unknown => path.node.left),
    ...root.find(jscodeshift.UpdateExpression).paths().map((path): unknown => path.node.argument),
    ...root.find(jscodeshift.CallExpression).paths().flatMap((path): unknown[] => {
      const callee = path.node.callee as unknown as Shape;
      return callee.type === 'MemberExpression' && MUTATORS.test(callee.property?.name ?? '') ? [callee.object] : [];
    }),
  ];
  return new Set(targets.map(rootName).filter((name) => name !== '' && !own.has(name)));
}
