/** Finds out how often an imported name is used, and takes it out of its import; the same for constants that hold a promisified function. */
import jscodeshift from 'jscodeshift';
import { type TextEdit, replaceRange } from './edits.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { type Statement, isRequire, originOf, requireOf, statements } from './top-of-module.js';

/** Names that the file imports (or requires) at its top. */
export function importedNames(source: Source): string[] {
  return statements(source).flatMap((statement) => {
    if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') return (statement.specifiers ?? []).map((specifier) => specifier.local.name);
    if (statement.type !== 'VariableDeclaration') return [];
    return (statement.declarations ?? []).flatMap((one) => {
      if (requireOf(one.init) === null) return [];
      const id = one.id as unknown as { type: string; name?: string; properties?: { value?: { name?: string } }[] };
      return id.type === 'Identifier' ? id.name ?? [] : (id.properties ?? []).flatMap((property) => property.value?.name ?? []);
    });
  });
}

/** How often a name is used outside of the import that brings it. */
export function usesOf(source: Source, name: string): number {
  const declared = originOf(source, name);
  if (declared.kind === 'local') return 0;
  const [start, finish] = rangeOf(declared.node);
  const places = [
    ...source.root.find(jscodeshift.Identifier, { name }).paths(),
    ...source.root.find(jscodeshift.JSXIdentifier, { name }).paths(),
  ];
  return places.filter((path) => {
    const [at] = rangeOf(path.node);
    return (at < start || at >= finish) && !isPropertyName(path);
  }).length;
}

/** `x.fs` and `{ fs: 1 }` name no binding. */
function isPropertyName(path: { node: unknown; parent?: { node?: unknown } }): boolean {
  const parent = path.parent?.node as { type?: string; property?: unknown; key?: unknown; computed?: boolean; shorthand?: boolean } | undefined;
  if (!parent || parent.computed) return false;
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression') return parent.property === path.node;
  return (parent.type === 'ObjectProperty' && parent.key === path.node && !parent.shorthand) || (/Method$/.test(parent.type ?? '') && parent.key === path.node);
}

/** Takes imported names out: the specifier, or the whole statement when nothing else is in it. */
export function removeImports(source: Source, names: ReadonlySet<string>): TextEdit[] {
  return statements(source).flatMap((statement): TextEdit[] => {
    if (statement.type === 'ImportDeclaration') return removeSpecifiers(source, statement, names);
    if (statement.type !== 'VariableDeclaration' || !isRequire(statement)) return [];
    return removeDeclarators(source, statement, names);
  });
}

function wholeLine(source: Source, statement: { start: number; end: number }): TextEdit {
  const after = /^[ \t]*(?:\r?\n)?/.exec(source.text.slice(statement.end))?.[0].length ?? 0;
  const lineStart = source.text.lastIndexOf('\n', statement.start - 1) + 1;
  const start = /^[ \t]*$/.test(source.text.slice(lineStart, statement.start)) ? lineStart : statement.start;
  return replaceRange([start, statement.end + after], '');
}

function removeSpecifiers(source: Source, statement: Statement, names: ReadonlySet<string>): TextEdit[] {
  const all = statement.specifiers ?? [];
  const gone = all.filter((specifier) => names.has(specifier.local.name));
  if (gone.length === 0) return [];
  if (gone.length === all.length) return [wholeLine(source, statement)];
  if (!all.some((specifier) => specifier.type === 'ImportSpecifier')) return []; // Default beside namespace: an unused name is left.
  const named = all.filter((specifier) => specifier.type === 'ImportSpecifier');
  const others = all.filter((specifier) => specifier.type !== 'ImportSpecifier');
  const goneNamed = named.filter((specifier) => gone.includes(specifier));
  const goneOthers = others.filter((specifier) => gone.includes(specifier));
  const open = source.text.indexOf('{', statement.start);
  const close = source.text.lastIndexOf('}', statement.source?.start ?? statement.end);
  const allNamedGone = named.length > 0 && goneNamed.length === named.length;
  return [
    ...(goneOthers[0] ? [replaceRange([goneOthers[0].start, open], '')] : []),
    ...(allNamedGone ? [replaceRange([others[others.length - 1]?.end ?? open, close + 1], '')] : removeFromList(named, goneNamed)),
  ];
}

/** Takes items out of a list in braces, each with the comma that follows or precedes it. */
function removeFromList(items: { start: number; end: number }[], gone: { start: number; end: number }[]): TextEdit[] {
  return gone.map((item): TextEdit => {
    const index = items.indexOf(item);
    const next = items[index + 1];
    const before = items.slice(0, index).reverse().find((one) => !gone.includes(one));
    if (next) return replaceRange([item.start, next.start], '');
    return replaceRange([before?.end ?? item.start, item.end], '');
  });
}

function removeDeclarators(source: Source, statement: Statement, names: ReadonlySet<string>): TextEdit[] {
  const declarators = statement.declarations ?? [];
  const only = declarators[0];
  if (declarators.length !== 1 || !only) return [];
  const id = only.id as unknown as { type: string; name?: string; properties?: { value?: { name?: string }; start: number; end: number }[] };
  if (id.type === 'Identifier') return names.has(id.name ?? '') ? [wholeLine(source, statement)] : [];
  const properties = id.properties ?? [];
  const gone = properties.filter((property) => names.has(property.value?.name ?? ''));
  if (gone.length === 0) return [];
  return gone.length === properties.length ? [wholeLine(source, statement)] : removeFromList(properties, gone);
}

interface Constant extends Statement {
  declarations: { id: Ranged; init: Ranged; start: number; end: number }[];
}

/** `const readFile = promisify(fs.readFile)` at the top of the module, one per statement. */
function promisedConstants(source: Source): { name: string; statement: Constant }[] {
  return statements(source).flatMap((statement) => {
    const only = statement.type === 'VariableDeclaration' && statement.declarations?.length === 1 ? statement.declarations[0] : undefined;
    const init = only?.init as unknown as { type?: string; callee?: { name?: string; property?: { name?: string } } } | null | undefined;
    const promised = init?.type === 'CallExpression' && (init.callee?.name === 'promisify' || init.callee?.property?.name === 'promisify');
    const { name } = (only?.id ?? {}) as { name?: string };
    return promised && name !== undefined ? [{ name, statement: statement as Constant }] : [];
  });
}

/** Names of constants that hold a promisified function. */
export const promisedNames = (source: Source): string[] => promisedConstants(source).map((one) => one.name);

/** How often such a constant is used outside of its declaration. */
export function usesOfConstant(source: Source, name: string): number {
  const declared = promisedConstants(source).find((one) => one.name === name)?.statement;
  return source.root.find(jscodeshift.Identifier, { name }).filter((path) => {
    const [at] = rangeOf(path.node);
    return (!declared || at < declared.start || at >= declared.end) && !isPropertyName(path);
  }).length;
}

export const removeConstants = (source: Source, names: ReadonlySet<string>): TextEdit[] => promisedConstants(source).filter((one) => names.has(one.name)).map((one) => wholeLine(source, one.statement));
