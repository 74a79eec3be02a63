/** What a module gives away: ESM exports, `module.exports`, `exports.x`, and what compilers write for them. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { compiledClasses } from './compiled-classes.js';
import { compiledFields } from './compiled-fields.js';
import { compiledExports } from './compiled-exports.js';
import { type Analyzer, type Context, refer } from './context.js';
import { expr } from './expressions.js';
import { give } from './give.js';
import { isExportsObject, isNode, keyOf, literalText, nameOf, nodesOf, unwrap } from '../core/syntax.js';

function patternNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier': return [pattern.name as string];
    case 'AssignmentPattern': return patternNames(pattern.left);
    case 'RestElement': return patternNames(pattern.argument);
    case 'ArrayPattern': return (pattern.elements as unknown[]).flatMap(patternNames);
    case 'ObjectPattern': return nodesOf(pattern.properties).flatMap((p) => patternNames(p.type === 'RestElement' ? p : p.value));
    default: return [];
  }
}

function named(node: SyntaxNode, context: Context): void {
  if (isNode(node.source) || node.exportKind === 'type') return;
  const declaration = node.declaration;
  if (isNode(declaration)) {
    const names = declaration.type === 'VariableDeclaration'
      ? nodesOf(declaration.declarations).flatMap((d) => patternNames(d.id))
      : patternNames(declaration.id);
    for (const name of names) give(context, node, name, refer(context, name), false);
  }
  for (const specifier of nodesOf(node.specifiers)) {
    if (specifier.exportKind === 'type') continue;
    const local = nameOf(specifier.local);
    const exported = nameOf(specifier.exported) ?? (isNode(specifier.exported) ? literalText(specifier.exported) : null);
    if (local && exported) give(context, specifier, exported, refer(context, local), false);
  }
}

/** `module.exports = x` gives `default`, and each property of an object literal by name as well. */
function giveWhole(context: Context, node: SyntaxNode, right: SyntaxNode): void {
  const inner = unwrap(right);
  if (inner.type === 'AssignmentExpression' && isExportsObject(inner.left as SyntaxNode)) {
    giveWhole(context, node, inner.right as SyntaxNode);
    return;
  }
  give(context, node, 'default', expr(context, inner), true);
}

function assigned(node: SyntaxNode, context: Context): void {
  const left = unwrap(node.left as SyntaxNode);
  const right = node.right as SyntaxNode;
  if (isExportsObject(left)) {
    if (left.type === 'MemberExpression' || isExportsObject(right) || unwrap(right).type === 'AssignmentExpression') giveWhole(context, node, right);
    return;
  }
  const name = left.type === 'MemberExpression' && isExportsObject(left.object as SyntaxNode) ? keyOf(left) : null;
  if (name !== null) give(context, node, name, expr(context, right), true);
}

/** `const shelf = exports; shelf.open = …`, `shelf = module.exports`: asked when it is known what each name means, and what it is given. */
export function givenByAlias({ exprs, bindings, assignments, exports }: FileFacts): void {
  const isExports = (id: ExprId): boolean => {
    const one = exprs[id];
    const holder = one?.k === 'member' && one.name === 'exports' ? exprs[one.object] : undefined;
    return (one?.k === 'global' && one.name === 'exports') || (holder?.k === 'global' && holder.name === 'module');
  };
  for (const { object, name, value, place } of assignments) {
    const alias = exprs[object];
    const values = alias?.k === 'binding' ? bindings[alias.binding]?.values ?? [] : [];
    if (name !== null && name !== '*' && values.length > 0 && values.every(isExports)) exports.push({ kind: 'value', name, value, cjs: true, place });
  }
}

export const exportsAnalyzer: Analyzer = {
  name: 'exports',
  visit: {
    ExportNamedDeclaration: named,
    ExportDefaultDeclaration(node, context) {
      const declaration = node.declaration as SyntaxNode;
      const name = declaration.type.endsWith('Declaration') ? nameOf(declaration.id) : null;
      give(context, node, 'default', name ? refer(context, name) : expr(context, declaration), false);
    },
    TSExportAssignment(node, context) {
      give(context, node, 'default', expr(context, node.expression), true);
    },
    AssignmentExpression: assigned,
    CallExpression(node, context) {
      compiledExports(node, context);
      compiledClasses(node, context);
      compiledFields(node, context);
    },
  },
};
