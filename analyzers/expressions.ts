/** Reduces ESTree expressions to the small language of core/facts. What it does not know is `unknown`, never a guess. */
import type { CallFact, CallIndex, ClassIndex, Expr, ExprId, FunctionIndex } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Context, addExpr, place, refer } from './context.js';
import { isThisAfterSuper } from './compiler-calls.js';
import { isFunction, isNode, keyOf, nodesOf, unwrap } from '../core/syntax.js';

/** The reduced form of `node`, made once. */
export function expr(context: Context, node: unknown): ExprId {
  if (!isNode(node)) return addExpr(context, { k: 'unknown' });
  const inner = unwrap(node);
  const known = context.expressions.get(inner);
  if (known !== undefined) return known;
  const made = inner.type === 'Identifier' ? refer(context, inner.name as string) : isPlainAssignment(inner) ? expr(context, inner.right) : addExpr(context, reduce(context, inner));
  context.expressions.set(inner, made);
  return made;
}

/** `module.exports = {}` is what it assigns, and no other thing: `const shelf = module.exports = {}`. */
const isPlainAssignment = (node: SyntaxNode): boolean => node.type === 'AssignmentExpression' && node.operator === '=';

const several = (context: Context, nodes: unknown[]): ExprId[] => nodes.map((node) => expr(context, node));

function literal(node: SyntaxNode): Expr {
  if (node.regex !== undefined) return { k: 'regexp' };
  const value = node.value;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { k: 'literal', value };
  return { k: 'unknown' };
}

function template(context: Context, node: SyntaxNode): Expr {
  const quasis = nodesOf(node.quasis);
  const expressions = nodesOf(node.expressions);
  const parts: ExprId[] = [];
  quasis.forEach((quasi, i) => {
    const text = (quasi.value as { cooked?: string }).cooked ?? '';
    if (text !== '') parts.push(addExpr(context, { k: 'literal', value: text }));
    const hole = expressions[i];
    if (hole) parts.push(expr(context, hole));
  });
  const only = parts.length === 0 ? '' : undefined;
  return only === undefined ? { k: 'template', parts } : { k: 'literal', value: only };
}

function binary(context: Context, node: SyntaxNode): Expr {
  return node.operator === '+' ? { k: 'template', parts: several(context, [node.left, node.right]) } : { k: 'unknown' };
}

function member(context: Context, node: SyntaxNode): Expr {
  if ((node.object as SyntaxNode).type === 'Super') return { k: 'member', object: addExpr(context, { k: 'super', fn: context.thisFn }), name: keyOf(node) ?? '*' };
  const object = expr(context, node.object);
  const name = keyOf(node);
  return name === null ? { k: 'index', object, index: expr(context, node.property) } : { k: 'member', object, name };
}

function object(context: Context, node: SyntaxNode): Expr {
  const props: [string, ExprId][] = [];
  const spreads: ExprId[] = [];
  const keyed: ExprId[] = [];
  const getters: [string, ExprId][] = [];
  for (const property of nodesOf(node.properties)) {
    if (property.type === 'SpreadElement') spreads.push(expr(context, property.argument));
    else {
      const name = keyOf(property);
      if (name !== null && property.kind === 'init') props.push([name, expr(context, property.value)]);
      if (name === null && property.kind === 'init') keyed.push(expr(context, property.value));
      if (name !== null && property.kind === 'get') getters.push([name, expr(context, property.value)]);
    }
  }
  return { k: 'object', props, spreads, ...(keyed.length > 0 ? { keyed } : {}), ...(getters.length > 0 ? { getters } : {}) };
}

/** `Object.create(null)`: `{}` without what every object has. */
function isBareObject({ callee, arguments: given }: SyntaxNode): boolean {
  const [prototype, ...more] = nodesOf(given);
  const called = callee as SyntaxNode;
  return prototype?.type === 'Literal' && prototype.value === null && more.length === 0 && called.type === 'MemberExpression' && keyOf(called) === 'create' && (called.object as SyntaxNode).name === 'Object';
}

function array(context: Context, node: SyntaxNode): Expr {
  const items = (node.elements as unknown[]).map((item) =>
    isNode(item) && item.type === 'SpreadElement' ? addExpr(context, { k: 'element', of: expr(context, item.argument) }) : expr(context, item));
  return { k: 'array', items };
}

/** `require(x)` where nothing in sight declares `require`; `import(x)`. */
function required(context: Context, node: SyntaxNode): Expr | null {
  if (node.type === 'ImportExpression') return { k: 'require', from: expr(context, node.source), dynamic: true };
  return null;
}

function reduce(context: Context, node: SyntaxNode): Expr {
  if (isThisAfterSuper(node)) return { k: 'this', fn: context.thisFn };
  switch (node.type) {
    case 'Literal': return literal(node);
    case 'TemplateLiteral': return template(context, node);
    case 'BinaryExpression': return binary(context, node);
    case 'MemberExpression': return member(context, node);
    case 'ObjectExpression': return object(context, node);
    case 'ArrayExpression': return array(context, node);
    // Of `a && b`, a is what comes of it only where it is nothing.
    case 'LogicalExpression': return { k: 'any', of: several(context, node.operator === '&&' ? [node.right] : [node.left, node.right]) };
    case 'ConditionalExpression': return { k: 'any', of: several(context, [node.consequent, node.alternate]) };
    case 'AwaitExpression':
    // An async function compiled to a generator awaits by yielding.
    case 'YieldExpression': return { k: 'await', of: expr(context, node.argument) };
    case 'AssignmentExpression': return { k: 'any', of: [expr(context, node.right)] };
    case 'SequenceExpression': return { k: 'any', of: several(context, nodesOf(node.expressions).slice(-1)) };
    case 'ThisExpression': return { k: 'this', fn: context.thisFn };
    case 'Super': return { k: 'super', fn: context.thisFn };
    case 'MetaProperty': return (node.meta as SyntaxNode | undefined)?.name === 'import' ? { k: 'meta' } : { k: 'unknown' };
    case 'CallExpression': return isBareObject(node) ? { k: 'object', props: [], spreads: [] } : { k: 'call', call: callIndex(context, node) };
    case 'NewExpression':
    case 'TaggedTemplateExpression': return { k: 'call', call: callIndex(context, node) };
    case 'ClassExpression': return { k: 'class', cls: classIndex(context, node) };
    default:
      if (isFunction(node)) return { k: 'function', fn: functionIndex(context, node) };
      return required(context, node) ?? { k: 'unknown' };
  }
}

/** Stands for a call until the walk comes to it; for ever in places where nothing is called (types). */
const NOT_WALKED: CallFact = {
  callee: -1, args: [], spread: false, kind: 'call', fn: 0, at: { file: '', line: 1, column: 1, start: 0, end: 0 }, range: [0, 0], position: 'body',
  result: 'used', loops: 0, endless: false, conditional: false, guards: [], tried: false,
};

/** Index of a call, reserved at first sight; the call analyzer fills it when the walk comes to it. */
export function callIndex(context: Context, node: SyntaxNode): CallIndex {
  const known = context.calls.get(node);
  if (known !== undefined) return known;
  const index = context.facts.calls.push(NOT_WALKED) - 1;
  context.calls.set(node, index);
  return index;
}

/** Index of a function, reserved at first sight; the walk fills it. */
export function functionIndex(context: Context, node: SyntaxNode): FunctionIndex {
  const known = context.functions.get(node);
  if (known !== undefined) return known;
  const index = context.facts.functions.push({
    name: '', kind: 'function', async: false, generator: false, static: false, parent: 0, params: [], returns: [], usage: { kind: 'other' }, place: place(context, node),
  }) - 1;
  context.functions.set(node, index);
  return index;
}

/** Index of a class, reserved at first sight; the walk fills it. */
export function classIndex(context: Context, node: SyntaxNode): ClassIndex {
  const known = context.classes.get(node);
  if (known !== undefined) return known;
  const index = context.facts.classes.push({ name: '', members: [], fn: 0, place: place(context, node) }) - 1;
  context.classes.set(node, index);
  return index;
}
