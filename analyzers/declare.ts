/** Declares what patterns bind, and says which value each name gets. */
import type { BindingFact, ExprId } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Context, addExpr, declare, place, refer } from './context.js';
import { expr } from './expressions.js';
import { isNode, keyOf, nodesOf, unwrap } from '../core/syntax.js';

/** How the names of a pattern come to be: by declaration of a kind, or by assignment to what exists. */
export type Binder = (context: Context, identifier: SyntaxNode, value: ExprId, path: string[], rest: boolean) => void;

export const declaring = (kind: BindingFact['kind'], parameter?: number): Binder => (context, identifier, value, path, rest) => {
  const index = declare(context, identifier.name as string, {
    kind,
    place: place(context, identifier),
    ...(parameter === undefined ? {} : { param: { index: parameter, path, rest } }),
  });
  const binding = context.facts.bindings[index];
  if (binding && context.facts.exprs[value]?.k !== 'unknown') binding.values.push(value);
};

/** Binds every name of `pattern`; `value` is what the whole pattern receives. */
export function bindPattern(context: Context, pattern: unknown, value: ExprId, bind: Binder, path: string[] = [], rest = false): void {
  if (!isNode(pattern)) return;
  const target = unwrap(pattern);
  switch (target.type) {
    case 'Identifier':
      bind(context, target, value, path, rest);
      break;
    case 'AssignmentPattern': {
      const either = context.facts.exprs[value]?.k === 'unknown' ? expr(context, target.right) : addExpr(context, { k: 'any', of: [value, expr(context, target.right)] });
      bindPattern(context, target.left, either, bind, path, rest);
      break;
    }
    case 'ObjectPattern':
      for (const property of nodesOf(target.properties)) bindProperty(context, property, value, bind, path);
      break;
    case 'ArrayPattern':
      (target.elements as unknown[]).forEach((element, i) => {
        const index = addExpr(context, { k: 'literal', value: i });
        bindPattern(context, element, addExpr(context, { k: 'index', object: value, index }), bind, [...path, String(i)]);
      });
      break;
    case 'RestElement':
      bindPattern(context, target.argument, value, bind, path, true);
      break;
    case 'TSParameterProperty':
      bindPattern(context, target.parameter, value, bind, path, rest);
      break;
  }
}

function bindProperty(context: Context, property: SyntaxNode, value: ExprId, bind: Binder, path: string[]): void {
  if (property.type === 'RestElement') {
    bindPattern(context, property.argument, value, bind, path, true);
    return;
  }
  const name = keyOf(property);
  const part = name === null ? addExpr(context, { k: 'unknown' }) : addExpr(context, { k: 'member', object: value, name });
  bindPattern(context, property.value, part, bind, [...path, name ?? '*']);
}

/** Names the pattern assigns to existing bindings: each gets the value once its declaration is known. */
export const assigning: Binder = (context, identifier, value) => {
  const target = refer(context, identifier.name as string);
  context.facts.assignments.push({ object: target, name: null, value, fn: context.fn, place: place(context, identifier) });
};
