/** Calls, `new` and tagged templates with what surrounds them; return values. Judges nothing. */
import type { CallFact, ExprId } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { placeAt } from '../core/text.js';
import { type Analyzer, type Context, addExpr, parentOf } from './context.js';
import { wayOf } from './ways.js';
import { callIndex, expr } from './expressions.js';
import { isNode, isOptional, isWrapper, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** The name a reader would point at: `readFile` in `fs.promises.readFile`. */
function calleeName(callee: SyntaxNode): SyntaxNode {
  const inner = unwrap(callee);
  if (inner.type === 'MemberExpression' && isNode(inner.property)) return inner.property;
  return inner;
}

export function resultOf(context: Context, node: SyntaxNode): CallFact['result'] {
  let depth = 1;
  while (isWrapper(parentOf(context, depth) ?? node)) depth++;
  const parent = parentOf(context, depth);
  switch (parent?.type) {
    case 'AwaitExpression':
    case 'YieldExpression': return 'awaited';
    case 'ReturnStatement': return 'returned';
    case 'ArrowFunctionExpression': return parent.body === node ? 'returned' : 'used';
    case 'ExpressionStatement': return 'discarded';
    case 'UnaryExpression': return parent.operator === 'void' ? 'void' : 'used';
    case 'MemberExpression': return /^(?:then|catch|finally)$/.test(keyOf(parent) ?? '') ? 'then' : 'used';
    default: return 'used';
  }
}

/** `read().then(use).catch(report)`, `read().then(use, report)`. */
function isCaught(context: Context): boolean {
  for (let depth = 1; ; depth += 2) {
    const [member, call] = [parentOf(context, depth), parentOf(context, depth + 1)];
    const name = member?.type === 'MemberExpression' ? keyOf(member) : null;
    if (name === null || !/^(?:then|catch|finally)$/.test(name) || call?.type !== 'CallExpression' || call.callee !== member) return false;
    if (name === 'catch' || (name === 'then' && nodesOf(call.arguments).length > 1)) return true;
  }
}

const isArguments = (node: SyntaxNode): boolean => nameOf(node) === 'arguments';

/** `arguments` as the list of the parameters that the function declares: all that can be known of it. */
function ownParameters(context: Context): ExprId {
  const params = context.facts.functions[context.thisFn]?.params ?? [];
  const items = params.map((binding) => addExpr(context, binding === null ? { k: 'unknown' } : { k: 'binding', binding }));
  return addExpr(context, { k: 'array', items });
}

function add(context: Context, node: SyntaxNode, kind: CallFact['kind'], callee: SyntaxNode, args: SyntaxNode[]): void {
  const index = callIndex(context, node);
  const name = calleeName(callee);
  context.facts.calls[index] = {
    callee: expr(context, callee),
    args: args.map((argument) => (isArguments(argument) ? ownParameters(context) : expr(context, argument.type === 'SpreadElement' ? argument.argument : argument))),
    spread: args.some((argument) => argument.type === 'SpreadElement'),
    kind,
    fn: context.fn,
    at: placeAt(context.file, context.starts, name.start, name.end),
    range: [node.start, node.end],
    position: context.around.position === 'body' && context.facts.functions[context.fn]?.kind === 'field' ? 'field-initialiser' : context.around.position,
    result: resultOf(context, node),
    loops: context.around.loops,
    endless: context.around.endless,
    conditional: context.around.conditional,
    guards: context.around.guards,
    tried: context.around.tried,
    ...wayOf(context),
    ...(isCaught(context) ? { caught: true as const } : {}),
    ...(isOptional(node) ? { optional: true as const } : {}),
  };
}

function taggedArguments(context: Context, node: SyntaxNode): void {
  const quasi = node.quasi as SyntaxNode;
  add(context, node, 'tagged-template', node.tag as SyntaxNode, [quasi]);
}

export const calls: Analyzer = {
  name: 'calls',
  visit: {
    CallExpression(node, context) {
      add(context, node, 'call', node.callee as SyntaxNode, nodesOf(node.arguments));
      const callee = unwrap(node.callee as SyntaxNode);
      // `require` is settled after the walk, when it is known whether the file declares the name itself.
      if (nameOf(callee) === 'require') expr(context, node);
    },
    NewExpression(node, context) {
      add(context, node, 'new', node.callee as SyntaxNode, nodesOf(node.arguments));
    },
    TaggedTemplateExpression(node, context) {
      taggedArguments(context, node);
    },
    ReturnStatement(node, context) {
      if (isNode(node.argument)) context.facts.functions[context.fn]?.returns.push(expr(context, node.argument));
    },
    YieldExpression(node, context) {
      const fn = context.facts.functions[context.fn];
      if (!fn || !isNode(node.argument)) return;
      fn.returns.push(addExpr(context, { k: 'unknown' }));
      (fn.yields ??= []).push(expr(context, node.argument));
    },
    ThrowStatement(node, context) {
      const fn = context.facts.functions[context.fn];
      if (fn && isNode(node.argument)) (fn.yields ??= []).push(expr(context, node.argument));
    },
  },
};
