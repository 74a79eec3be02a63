/** Imports of every form and the bindings they make: static, dynamic, `require`, re-export, `require.resolve`. */
import type { ExprId, ImportFact } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Analyzer, type Context, addExpr, place } from './context.js';
import { bindPattern, declaring } from './declare.js';
import { expr } from './expressions.js';
import { isNode, literalText, nameOf, nodesOf, unwrap } from '../core/syntax.js';

function add(context: Context, node: SyntaxNode, specifier: string | null, kind: ImportFact['kind'], typeOnly = false): void {
  context.facts.imports.push({ specifier, kind, typeOnly, fn: context.fn, place: place(context, node) });
}

/** A load of what `source` says: a constant, or an expression. */
function addLoad(context: Context, node: SyntaxNode, source: SyntaxNode | undefined, kind: 'dynamic' | 'require' | 'resolve'): void {
  const specifier = source ? literalText(unwrap(source)) : null;
  const from = source && specifier === null ? { from: expr(context, source) } : {};
  context.facts.imports.push({ specifier, ...from, kind, typeOnly: false, fn: context.fn, place: place(context, node) });
}

const exportedName = (node: unknown): string => nameOf(node) ?? (isNode(node) ? literalText(node) ?? '*' : '*');

function importedName(specifier: SyntaxNode): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.type === 'ImportNamespaceSpecifier' ? '*' : exportedName(specifier.imported);
}

function importDeclaration(node: SyntaxNode, context: Context): void {
  const from = literalText(node.source as SyntaxNode) ?? '';
  const specifiers = nodesOf(node.specifiers);
  const typeOnly = node.importKind === 'type' || (specifiers.length > 0 && specifiers.every((s) => s.importKind === 'type'));
  add(context, node, from, 'static', typeOnly);
  for (const specifier of specifiers) {
    const value: ExprId = addExpr(context, typeOnly || specifier.importKind === 'type' ? { k: 'unknown' } : { k: 'import', from, name: importedName(specifier) });
    bindPattern(context, specifier.local, value, declaring('import'));
    const binding = context.facts.bindings[context.scope.names?.get(nameOf(specifier.local) ?? '') ?? -1];
    if (binding && context.facts.exprs[value]?.k === 'unknown') binding.typeImport = addExpr(context, { k: 'import', from, name: importedName(specifier) });
  }
}

function reexport(node: SyntaxNode, context: Context): void {
  if (!isNode(node.source)) return;
  const from = literalText(node.source) ?? '';
  const typeOnly = node.exportKind === 'type';
  add(context, node, from, 'reexport', typeOnly);
  if (typeOnly) return;
  if (node.type === 'ExportAllDeclaration') {
    context.facts.exports.push({ kind: 'reexport', from, imported: '*', name: isNode(node.exported) ? exportedName(node.exported) : null, place: place(context, node) });
    return;
  }
  for (const specifier of nodesOf(node.specifiers)) {
    if (specifier.exportKind === 'type') continue;
    context.facts.exports.push({ kind: 'reexport', from, imported: exportedName(specifier.local), name: exportedName(specifier.exported), place: place(context, node) });
  }
}

/** `require('x')` and `require.resolve('x')`; whether `require` is the loader's is settled by the finish of the file. */
function requireCall(node: SyntaxNode, context: Context): void {
  const callee = unwrap(node.callee as SyntaxNode);
  const first = nodesOf(node.arguments)[0];
  if (nameOf(callee) === 'require') addLoad(context, node, first, 'require');
  else if (callee.type === 'MemberExpression' && nameOf(callee.object) === 'require' && nameOf(callee.property) === 'resolve') addLoad(context, node, first, 'resolve');
}

export const imports: Analyzer = {
  name: 'imports',
  visit: {
    ImportDeclaration: importDeclaration,
    ExportNamedDeclaration: reexport,
    ExportAllDeclaration: reexport,
    CallExpression: requireCall,
    ImportExpression(node, context) {
      addLoad(context, node, node.source as SyntaxNode, 'dynamic');
      // One whose promise nobody looks at is a load all the same.
      if (literalText(unwrap(node.source as SyntaxNode)) === null) expr(context, node);
    },
    TSImportEqualsDeclaration(node, context) {
      const reference = node.moduleReference as SyntaxNode;
      if (reference.type !== 'TSExternalModuleReference' || node.importKind === 'type') return;
      const from = literalText(reference.expression as SyntaxNode) ?? '';
      add(context, node, from, 'static');
      bindPattern(context, node.id, addExpr(context, { k: 'import', from, name: '*' }), declaring('import'));
    },
  },
};
