/** Small questions about ESTree nodes, TypeScript wrappers included. Knows no scopes. */
import { type SyntaxNode, childKeys } from './parse.js';

const WRAPPERS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression', 'ChainExpression', 'ParenthesizedExpression']);

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

export const nodesOf = (value: unknown): SyntaxNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Nodes right below `node`. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return (childKeys(node.type) ?? Object.keys(node)).flatMap((key) => (Array.isArray(node[key]) ? nodesOf(node[key]) : isNode(node[key]) ? [node[key]] : []));
}

/** The expression inside casts, non-null marks and optional chains. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (WRAPPERS.has(inner.type) && isNode(inner.expression)) inner = inner.expression;
  return inner;
}

export const isWrapper = (node: SyntaxNode): boolean => WRAPPERS.has(node.type);

export const isFunction = (node: SyntaxNode): boolean =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';

export const nameOf = (node: unknown): string | null => (isNode(node) && node.type === 'Identifier' ? (node.name as string) : null);

/** Constant property key of a member expression, property, method: `a.b`, `a['b']`, `{ b: 1 }`. */
export function keyOf(node: SyntaxNode): string | null {
  const key = (node.type === 'MemberExpression' ? node.property : node.key) as SyntaxNode;
  if (!isNode(key)) return null;
  if (key.type === 'PrivateIdentifier') return `#${key.name as string}`;
  if (!node.computed) return key.type === 'Identifier' ? (key.name as string) : literalText(key);
  return literalText(key);
}

/** Text of a constant string, number or template, also of one that is put together of such: `'re' + 'ad'`. */
export function literalText(node: SyntaxNode): string | null {
  if (node.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')) return String(node.value);
  if (node.type === 'TemplateLiteral') {
    const texts = nodesOf(node.quasis).map((quasi) => (quasi.value as { cooked?: string }).cooked ?? null);
    const holes = nodesOf(node.expressions).map(literalText);
    return joined(texts.flatMap((text, i) => (i < holes.length ? [text, holes[i] ?? null] : [text])));
  }
  // Of two numbers it would be their sum.
  const isText = (side: unknown): boolean => isNode(side) && (side.type !== 'Literal' || typeof side.value === 'string');
  return node.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right)) ? joined([node.left, node.right].map((side) => (isNode(side) ? literalText(side) : null))) : null;
}

const joined = (texts: readonly (string | null)[]): string | null => (texts.includes(null) ? null : texts.join(''));

/** `module.exports`, `exports`. */
export function isExportsObject(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  if (nameOf(inner) === 'exports') return true;
  return inner.type === 'MemberExpression' && nameOf(inner.object) === 'module' && keyOf(inner) === 'exports';
}

/** It stands behind a `?.` of the same chain. */
export function isOptional(node: SyntaxNode): boolean {
  for (let at: unknown = node; isNode(at); at = at.type === 'CallExpression' ? at.callee : at.object) {
    if (at.type !== 'MemberExpression' && at.type !== 'CallExpression') return false;
    if (at.optional === true) return true;
  }
  return false;
}
