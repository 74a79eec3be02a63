/** Writes the second version of a wrapper below the original: a copy with edits, under a new name, exported the same way. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, applyEdits, insertAt, replaceRange } from './edits.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import type { Style } from './style.js';

export interface VariantText {
  name: string;
  original: string;
  /** Edits of the copy, in offsets of the original. */
  edits: TextEdit[];
  /** Another module calls it: it has to be given away like the original. */
  calledElsewhere: boolean;
}

interface Declared {
  /** The statement that is copied. */
  statement: Ranged;
  name: Ranged;
  /** Where the copied text begins: past `export default`. */
  from: number;
  prefix: string;
}

/** The statement at the top of a module that declares the function; null for other shapes. */
function declaredBy(source: Source, path: ASTPath): Declared | null {
  const node = path.node as unknown as Ranged & { id?: Ranged };
  const parent = path.parent as ASTPath | null;
  if (node.type === 'FunctionDeclaration' && node.id) {
    const exported = parent?.node.type === 'ExportNamedDeclaration' || parent?.node.type === 'ExportDefaultDeclaration';
    const isDefault = parent?.node.type === 'ExportDefaultDeclaration';
    const statement = (exported ? parent?.node : node) as unknown as Ranged;
    return { statement, name: node.id, from: isDefault ? node.start : statement.start, prefix: isDefault ? 'export ' : '' };
  }
  const declarator = parent?.node as unknown as { type: string; id?: Ranged; init?: unknown } | undefined;
  const declaration = parent?.parent as ASTPath | null | undefined;
  const many = (declaration?.node as unknown as { declarations?: unknown[] } | undefined)?.declarations;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id?.type !== 'Identifier' || !declaration || many?.length !== 1) return propertyOf(source, path);
  const exported = declaration.parent?.node.type === 'ExportNamedDeclaration';
  const statement = (exported ? declaration.parent?.node : declaration.node) as unknown as Ranged;
  return { statement, name: nameOnly(declarator.id), from: statement.start, prefix: '' };
}

/** A typed identifier without its annotation. */
const nameOnly = (id: Ranged): Ranged => ({ ...id, end: id.start + (id as unknown as { name: string }).name.length }) as Ranged;

/** `exports.readJson = function …`: the statement is an assignment. */
function propertyOf(_source: Source, path: ASTPath): Declared | null {
  const assignment = path.parent?.node as unknown as { type: string; left?: { type: string; property?: Ranged; object?: { name?: string; property?: { name?: string } } }; right?: unknown } | undefined;
  const statement = path.parent?.parent?.node as unknown as Ranged | undefined;
  if (assignment?.type !== 'AssignmentExpression' || assignment.right !== path.node || statement?.type !== 'ExpressionStatement') return null;
  const left = assignment.left;
  const onExports = left?.type === 'MemberExpression' && (left.object?.name === 'exports' || left.object?.property?.name === 'exports');
  return onExports && left.property ? { statement, name: left.property, from: statement.start, prefix: '' } : null;
}

/** The copy below the original, and its export when the original is exported apart from its declaration. */
export function variantInsertions(source: Source, style: Style, path: ASTPath, variant: VariantText): Edited {
  if (/^(?:Class|Object|ClassPrivate)Method$/.test(path.node.type)) return besideMethod(source, style, path, variant);
  if ((path.parent as ASTPath | null)?.node.type === 'ObjectProperty') return besideProperty(source, style, path, variant);
  const declared = declaredBy(source, path);
  if (!declared) return refuse(path.node, 'a wrapper that is neither a function nor a constant at the top of its module');
  const named = path.node.type === 'FunctionExpression' && (path.node as unknown as { id?: Ranged }).id;
  const edits = [...variant.edits, replaceRange([declared.name.start, declared.name.end], variant.name), ...(named ? [replaceRange(rangeOf(named), variant.name)] : [])];
  const copy = declared.prefix + applyEdits(source.text, edits, [declared.from, declared.statement.end]);
  const eol = style.endOfLine;
  const note = `// ${variant.original} for documents that live in storage.`;
  const below = insertAt(declared.statement.end, `${eol}${eol}${note}${eol}${copy}`);
  const exports = exportEdits(source, style, variant);
  const isExported = exports.length > 0 || /^(?:Export|ExpressionStatement)/.test(declared.statement.type);
  if (variant.calledElsewhere && !isExported) return refuse(path.node, 'a wrapper that its module gives away in another way than by its name');
  return { edits: [below, ...exports] };
}

interface Span {
  start: number;
  end: number;
}

/** A method gets a neighbour in the same class or object. */
function besideMethod(source: Source, style: Style, path: ASTPath, variant: VariantText): Edited {
  const node = path.node as unknown as Ranged & { key: Ranged & { name?: string; id?: Ranged }; computed?: boolean };
  if (node.computed) return refuse(node, 'a wrapper whose name is computed');
  const [, end] = rangeOf(node.key);
  const name: [number, number] = [end - variant.original.length, end];
  const copy = applyEdits(source.text, [...variant.edits, replaceRange(name, variant.name)], rangeOf(node));
  const eol = style.endOfLine;
  const lead = /(?:^|\n)([ \t]*)$/.exec(source.text.slice(0, node.start))?.[1] ?? '';
  const note = `${lead}// ${variant.original} for documents that live in storage.`;
  const comma = node.type === 'ObjectMethod' ? ',' : '';
  return { edits: [insertAt(node.end, `${comma}${eol}${eol}${note}${eol}${lead}${copy}`)] };
}

/** `{ readJson: function (file) { … } }` gets a neighbour in the same object. */
function besideProperty(source: Source, style: Style, path: ASTPath, variant: VariantText): Edited {
  const property = path.parent.node as unknown as Ranged & { key: Ranged & { name?: string }; computed?: boolean };
  if (property.computed || property.key.name !== variant.original) return refuse(property, 'a wrapper whose name is computed');
  const named = (path.node as unknown as { id?: Ranged | null }).id;
  const edits = [...variant.edits, replaceRange(rangeOf(property.key), variant.name), ...(named ? [replaceRange(rangeOf(named), variant.name)] : [])];
  const copy = applyEdits(source.text, edits, rangeOf(property));
  const lead = /(?:^|\n)([ \t]*)$/.exec(source.text.slice(0, property.start))?.[1] ?? style.indent;
  const eol = style.endOfLine;
  return { edits: [insertAt(property.end, `,${eol}${eol}${lead}// ${variant.original} for documents that live in storage.${eol}${lead}${copy}`)] };
}

/** A statement that may export names declared elsewhere in the module. */
interface Exporting extends Span {
  type: string;
  specifiers?: (Span & { local?: { name: string } })[];
  source?: unknown;
  expression?: { left?: Span; right?: { type: string; name?: string; properties?: (Span & { value?: { name?: string } })[] } };
}

/** Adds the name to `export { … }` and `module.exports = { … }` where the original stands in them, and beside `exports.name = name`. */
function exportEdits(source: Source, style: Style, variant: VariantText): TextEdit[] {
  return (source.ast.program.body as unknown as Exporting[]).flatMap((statement): TextEdit[] => {
    if (statement.type === 'ExportNamedDeclaration' && !statement.source) {
      const specifier = statement.specifiers?.find((one) => one.local?.name === variant.original);
      return specifier ? [insertAt(specifier.end, `, ${variant.name}`)] : [];
    }
    const assigned = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    const beside = assigned?.left && assigned.right?.name === variant.original ? /^((?:module\.)?exports\.)(\w+)$/.exec(source.text.slice(...rangeOf(assigned.left))) : null;
    if (beside?.[2] === variant.original) return [insertAt(statement.end, `${style.endOfLine}${beside[1] ?? ''}${variant.name} = ${variant.name}${source.text[statement.end - 1] === ';' ? ';' : ''}`)];
    if (!assigned?.left || !/^(?:module\.)?exports$/.test(source.text.slice(...rangeOf(assigned.left))) || assigned.right?.type !== 'ObjectExpression') return [];
    const property = assigned.right.properties?.find((one) => one.value?.name === variant.original);
    return property ? [insertAt(property.end, separator(source, property) + variant.name)] : [];
  });
}

/** A list with one name per line keeps one name per line. */
function separator(source: Source, property: Span): string {
  const lead = /(\r?\n[ \t]+)$/.exec(source.text.slice(0, property.start))?.[1];
  return lead === undefined ? ', ' : `,${lead}`;
}
