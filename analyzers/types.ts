/** What TypeScript says of a parameter or field, as far as it helps to find the value: `store: Store` is an instance, `fs: typeof nodeFs` the thing itself. */
import type { ExprId } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Context, addExpr, refer } from './context.js';
import { isNode, nameOf } from '../core/syntax.js';

/** `Store`, `http.Server`; null for everything that is no plain name. */
function named(context: Context, name: unknown): ExprId | null {
  const plain = nameOf(name);
  if (plain !== null) return refer(context, plain);
  if (!isNode(name) || name.type !== 'TSQualifiedName') return null;
  const object = named(context, name.left);
  const right = nameOf(name.right);
  return object === null || right === null ? null : addExpr(context, { k: 'member', object, name: right });
}

/** A `typed` expression for the annotation of `node`; undefined where it has none that names a thing. */
export function typeOf(context: Context, node: unknown): ExprId | undefined {
  const annotation = isNode(node) && isNode(node.typeAnnotation) ? node.typeAnnotation.typeAnnotation : undefined;
  if (!isNode(annotation)) return undefined;
  const query = annotation.type === 'TSTypeQuery';
  if (!query && annotation.type !== 'TSTypeReference') return undefined;
  const of = named(context, query ? annotation.exprName : annotation.typeName);
  return of === null ? undefined : addExpr(context, { k: 'typed', of, query });
}

/** The identifier that a parameter declares: inside of a default, of `private x`. */
export function declaredIdentifier(parameter: SyntaxNode): SyntaxNode | null {
  const inner = parameter.type === 'TSParameterProperty' ? (parameter.parameter as SyntaxNode) : parameter;
  const plain = inner.type === 'AssignmentPattern' ? (inner.left as SyntaxNode) : inner;
  return plain.type === 'Identifier' ? plain : null;
}
