/** What a name may hold: by its type, by what is asked of it, and by all that is written to it. */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { child, children } from './node-paths.js';

/** `harmless`: a promise that never fails. */
export type Gives = 'promise' | 'unknown' | 'harmless' | 'value';

export const together = (parts: readonly Gives[]): Gives => (['promise', 'unknown', 'harmless'] as const).find((one) => parts.includes(one)) ?? 'value';

/** What is asked of texts and numbers alone; a list may hold promises. */
const ASKED_OF_TEXT = /^(?:trim|split|toLowerCase|toUpperCase|startsWith|endsWith|replace|replaceAll|toFixed|toISOString|padStart)$/;

type Ask = (path: NodePath) => Gives;

export function named(path: NodePath<t.Identifier>, ask: Ask): Gives {
  const { name } = path.node;
  const binding = path.scope.getBinding(name);
  if (!binding) return /^(?:undefined|NaN|Infinity)$/.test(name) ? 'value' : 'unknown';
  if (isUsedAsText(binding.referencePaths)) return 'value';
  const typed = byType((binding.identifier as t.Identifier).typeAnnotation);
  if (typed) return typed;
  if (binding.kind === 'module' || binding.kind === 'param') return 'unknown';
  if (!binding.path.isVariableDeclarator()) return binding.path.isCatchClause() || binding.path.isFunction() || binding.path.isClass() ? 'value' : 'unknown';
  const written = binding.constantViolations.map((one) => (one.isAssignmentExpression() && one.node.left.type === 'Identifier' ? ask(child(one, 'right')) : one.isUpdateExpression() ? 'value' : 'unknown'));
  const added = binding.referencePaths.flatMap((one) => addedBy(one).map(ask));
  const first = firstValue(binding.path);
  return together([...written, ...added, ...(first ? [ask(first)] : [])]);
}

/** What a declaration gives its variable: its value, or what a loop walks over; null for none. */
export function firstValue(declarator: NodePath<t.VariableDeclarator>): NodePath | null {
  const loop = declarator.parentPath?.parentPath;
  if (loop?.isForInStatement() && loop.node.left === declarator.parent) return null;
  const from = loop?.isForOfStatement() && loop.node.left === declarator.parent ? child(loop, 'right') : child(declarator, 'init');
  return from.node ? from : null;
}

/** What is put into a list or an object: `list.push(item)`, `list[i] = item`. */
export function addedBy(reference: NodePath): NodePath[] {
  const member = reference.parentPath;
  if (!member?.isMemberExpression() || member.node.object !== reference.node) return [];
  const around = member.parentPath;
  if (around?.isAssignmentExpression() && around.node.left === member.node) return [child(around, 'right')];
  return around?.isCallExpression() && addsTo(around)?.node === reference.node ? children(around, 'arguments') : [];
}

/** The list that a call adds to: `list.push(item)`. */
export function addsTo(call: NodePath<t.CallExpression>): NodePath | null {
  const { callee } = call.node;
  const adds = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed && /^(?:push|unshift|add|set)$/.test(callee.property.name);
  return adds ? child(call, 'callee.object') : null;
}

/** It is put into a text, counted with, compared, or asked for what a promise has not. */
function isUsedAsText(references: readonly NodePath[]): boolean {
  return references.some(({ parentPath, node, key }) => {
    if (parentPath?.isTemplateLiteral() || parentPath?.isTaggedTemplateExpression()) return true;
    if (parentPath?.isBinaryExpression()) return /^(?:[-+*/%<>]|[<>]=|\*\*)$/.test(parentPath.node.operator) || (/^[!=]==?$/.test(parentPath.node.operator) && /^(?:String|Numeric|Boolean)Literal$/.test((key === 'left' ? parentPath.node.right : parentPath.node.left).type));
    if (!parentPath?.isMemberExpression() || parentPath.node.object !== node || parentPath.node.computed) return false;
    return parentPath.node.property.type === 'Identifier' && ASKED_OF_TEXT.test(parentPath.node.property.name);
  });
}

/** A type that is written: no promise, or one; null where it does not say. */
function byType(annotation: t.Node | null | undefined): Gives | null {
  if (annotation?.type !== 'TSTypeAnnotation') return null;
  const type = (one: t.TSType): Gives | null => {
    if (/^TS(?:String|Number|Boolean|Null|Undefined|BigInt|Symbol)Keyword$|^TSLiteralType$/.test(one.type)) return 'value';
    if (one.type === 'TSArrayType') return type(one.elementType);
    if (one.type === 'TSUnionType') return one.types.every((part) => type(part) === 'value') ? 'value' : one.types.some((part) => type(part) === 'promise') ? 'promise' : null;
    return one.type === 'TSTypeReference' && one.typeName.type === 'Identifier' && /Promise/.test(one.typeName.name) ? 'promise' : null;
  };
  return type(annotation.typeAnnotation);
}
