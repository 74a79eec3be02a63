/** Exports as compilers write them: by `Object.defineProperty`, by helpers that take an object of getters, by stars that are loops. */
import type { ExprId } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Context, addExpr, place } from './context.js';
import { expr } from './expressions.js';
import { give } from './give.js';
import { isExportsObject, isFunction, isNode, keyOf, literalText, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** `__exportStar(from, exports)` of tsc, `_export_star` of swc, `__reExport(target, from, module.exports)` of esbuild, `_createStarExport(from)` of Sucrase: where `from` stands. */
const STARS: Record<string, number> = { __exportStar: 0, _export_star: 0, __reExport: 1, _createStarExport: 0 };

/** `__export(target, { name: () => value })` of esbuild, `_export` of swc, `__webpack_require__.d` of webpack. */
const isGetterHelper = (name: string, callee: SyntaxNode): boolean =>
  /^_{1,2}export$/.test(name) || (name === 'd' && callee.type === 'MemberExpression' && /^__\w+_require__$/.test(nameOf(callee.object) ?? ''));

/** Where tsc defines fields and methods of a class for old targets. */
const isOwnOrPrototype = (target: SyntaxNode): boolean => target.type === 'ThisExpression' || (target.type === 'MemberExpression' && keyOf(target) === 'prototype');

/** Gives `target[name]`, where the target is the exports of the module or an object that stands for them. */
function giveOn(context: Context, node: SyntaxNode, target: SyntaxNode, name: string, value: ExprId, kind: 'get' | 'value'): void {
  if (isExportsObject(target)) give(context, node, name, value, true);
  if (nameOf(unwrap(target)) === null && (kind === 'get' || !isOwnOrPrototype(unwrap(target)))) return;
  context.facts.assignments.push({ object: expr(context, target), name, value, fn: context.fn, place: place(context, node) });
}

/** What a getter returns; null when it is no function of one expression. */
function returnedBy(getter: unknown): SyntaxNode | null {
  if (!isNode(getter) || !isFunction(getter) || !isNode(getter.body)) return null;
  const { body } = getter;
  if (body.type !== 'BlockStatement') return body;
  const returned = nodesOf(body.body).find((statement) => statement.type === 'ReturnStatement')?.argument;
  return isNode(returned) ? returned : null;
}

function getters(context: Context, node: SyntaxNode, target: SyntaxNode, table: SyntaxNode): void {
  for (const property of nodesOf(table.properties)) {
    const name = property.type === 'Property' ? keyOf(property) : null;
    const value = returnedBy(property.value);
    if (name !== null && value) giveOn(context, node, target, name, expr(context, value), 'get');
  }
}

/** `Object.defineProperty(exports, 'x', { get() { return y } })`; with a computed key it is a star: `get: () => from[key]`. */
function defined(context: Context, node: SyntaxNode, [target, key, descriptor]: SyntaxNode[]): void {
  if (!target || !key || descriptor?.type !== 'ObjectExpression') return;
  const name = literalText(key);
  for (const property of nodesOf(descriptor.properties)) {
    const kind = property.type === 'Property' ? keyOf(property) : null;
    const value = kind === 'value' && isNode(property.value) ? property.value : kind === 'get' ? returnedBy(property.value) : null;
    if (!value || name === '__esModule') continue;
    if (name !== null) giveOn(context, node, target, name, expr(context, value), kind === 'get' ? 'get' : 'value');
    else if (kind === 'get' && isExportsObject(target) && value.type === 'MemberExpression' && value.computed === true) give(context, node, '*', expr(context, value.object), true);
  }
  if (name !== null && isExportsObject(target) && name !== '__esModule' && !nodesOf(descriptor.properties).some((p) => /^(?:get|value)$/.test(keyOf(p) ?? ''))) give(context, node, name, addExpr(context, { k: 'unknown' }), true);
}

export function compiledExports(node: SyntaxNode, context: Context): void {
  const callee = unwrap(node.callee as SyntaxNode);
  const args = nodesOf(node.arguments);
  const [first, second] = args;
  if (!first) return;
  const name = nameOf(callee) ?? (callee.type === 'MemberExpression' ? keyOf(callee) : null) ?? '';
  if (callee.type === 'MemberExpression' && nameOf(callee.object) === 'Object') {
    if (name === 'assign' && isExportsObject(first)) for (const source of args.slice(1)) give(context, node, '*', expr(context, source), true);
    if (name === 'defineProperty') defined(context, node, args);
    return;
  }
  const star = args[STARS[name] ?? -1];
  if (star && (args.length === 1 || args.some((argument) => isExportsObject(argument)))) give(context, node, '*', expr(context, star), true);
  if (second?.type === 'ObjectExpression' && isGetterHelper(name, callee)) getters(context, node, first, second);
}
