/** Names that a function or a block declares for itself, as far as it takes to tell a name of the module from one that hides it. */
import type { SyntaxNode } from './parse.js';
import { childrenOf, isFunction, isNode, nameOf, nodesOf } from './syntax.js';

/** Names that a pattern binds. */
export function boundNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier': return [pattern.name as string];
    case 'AssignmentPattern': return boundNames(pattern.left);
    case 'RestElement': return boundNames(pattern.argument);
    case 'TSParameterProperty': return boundNames(pattern.parameter);
    case 'Property': return boundNames(pattern.value);
    case 'ObjectPattern': return nodesOf(pattern.properties).flatMap(boundNames);
    case 'ArrayPattern': return nodesOf(pattern.elements).flatMap(boundNames);
    default: return [];
  }
}

/** Names that the statements right in a list declare. */
function declaredIn(list: readonly SyntaxNode[]): string[] {
  return list.flatMap((node): string[] => {
    if (node.type === 'VariableDeclaration') return nodesOf(node.declarations).flatMap((one) => boundNames(one.id));
    return node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration' ? [nameOf(node.id) ?? ''] : [];
  });
}

/** `var` anywhere in a function, outside of the functions in it. */
function hoisted(node: SyntaxNode): string[] {
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? declaredIn([node]) : [];
  return [...own, ...childrenOf(node).filter((child) => !isFunction(child)).flatMap(hoisted)];
}

/** Names that hide those of the module inside of this node; null for nodes that open no scope. */
export function hiddenBy(node: SyntaxNode): string[] | null {
  if (isFunction(node)) return [...nodesOf(node.params).flatMap(boundNames), ...(isNode(node.body) ? hoisted(node.body) : []), ...(node.type === 'FunctionExpression' ? [nameOf(node.id) ?? ''] : [])];
  if (node.type === 'BlockStatement' || node.type === 'StaticBlock') return declaredIn(nodesOf(node.body));
  if (node.type === 'CatchClause') return boundNames(node.param);
  if (node.type === 'SwitchStatement') return nodesOf(node.cases).flatMap((one) => declaredIn(nodesOf(one.consequent)));
  if (node.type === 'ForStatement') return isNode(node.init) ? declaredIn([node.init]) : [];
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') return isNode(node.left) ? declaredIn([node.left]) : [];
  return node.type === 'ClassExpression' ? [nameOf(node.id) ?? ''] : null;
}
