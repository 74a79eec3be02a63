/** Imports in the file's own style: a namespace for the seam, one more name beside an imported one, and names out that an edit left unused. */
import jscodeshift from 'jscodeshift';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import type { Style } from './style.js';

interface Statement {
  type: string;
  start: number;
  end: number;
  source?: { value: string; start: number; end: number };
  specifiers?: Specifier[];
  declarations?: { id: Ranged; init?: Ranged | null; start: number; end: number }[];
  expression?: Ranged;
  importKind?: string;
}

interface Specifier {
  type: string;
  local: { name: string };
  imported?: { name?: string; value?: string };
  start: number;
  end: number;
}

const statements = (source: Source): Statement[] => source.ast.program.body as unknown as Statement[];

/** The file uses ESM syntax. */
export const isModule = (source: Source): boolean => /\.m[jt]s$/.test(source.file) || statements(source).some((statement) => /^(?:Import|Export)/.test(statement.type));

const requireOf = (node: unknown): string | null => {
  const call = node as { type?: string; callee?: { name?: string }; arguments?: { value?: string }[]; object?: unknown } | null | undefined;
  if (call?.type === 'MemberExpression') return requireOf(call.object);
  return call?.type === 'CallExpression' && call.callee?.name === 'require' ? call.arguments?.[0]?.value ?? null : null;
};

const isRequire = (statement: Statement): boolean =>
  (statement.type === 'VariableDeclaration' && (statement.declarations ?? []).every((one) => requireOf(one.init) !== null)) || (statement.type === 'ExpressionStatement' && requireOf(statement.expression) !== null);

/** Import specifiers of the file, in any form. */
export function specifiersOf(source: Source): string[] {
  return statements(source).flatMap((statement) => {
    if (statement.type === 'ImportDeclaration') return statement.source?.value ?? [];
    return (statement.declarations ?? []).flatMap((one) => requireOf(one.init) ?? []);
  });
}

/** Where a new import line goes, and whether it follows another one. */
function placeForImport(source: Source): { at: number; after: boolean } {
  const imports = statements(source).filter((statement) => statement.type === 'ImportDeclaration' || (!isModule(source) && isRequire(statement)));
  const run = isModule(source) ? imports : imports.filter((statement, i) => i === 0 || imports[i - 1] !== undefined && between(source, imports[i - 1] as Statement, statement));
  const last = run[run.length - 1];
  if (last) return { at: lineEnd(source, last.end), after: true };
  const directives = source.ast.program.directives;
  const directive = directives[directives.length - 1];
  if (directive) return { at: lineEnd(source, directive.end ?? 0), after: true };
  return { at: firstStatement(source), after: false };
}

/** Nothing but requires stands between the two. */
const between = (source: Source, before: Statement, after: Statement): boolean => !statements(source).some((statement) => statement.start > before.end && statement.end < after.start && !isRequire(statement));

/** End of the line's code: a comment at the end of the line stays with it. */
function lineEnd(source: Source, from: number): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?/.exec(source.text.slice(from));
  return from + (rest?.[0].length ?? 0);
}

/** Before the first statement and the comment that belongs to it; after a licence, a hashbang and what stands alone. */
function firstStatement(source: Source): number {
  let at = statements(source)[0]?.start ?? source.text.length;
  for (const comment of [...(source.ast.comments ?? [])].reverse()) {
    const gap = source.text.slice(comment.end ?? 0, at);
    if ((comment.end ?? 0) > at || !/^\s*$/.test(gap) || (gap.match(/\n/g)?.length ?? 0) > 1) continue;
    if (/licen[cs]e|copyright|@ts-|eslint|@flow/i.test(comment.value)) break;
    at = comment.start ?? at;
  }
  return at;
}

/** A line of code at the place where imports stand. */
export function insertImport(source: Source, style: Style, line: string): TextEdit {
  const { at, after } = placeForImport(source);
  const eol = style.endOfLine;
  if (after) return insertAt(at, `${eol}${line}`);
  return insertAt(at, `${line}${eol}${eol}`);
}

const quoted = (style: Style, text: string): string => `${style.quote}${text}${style.quote}`;
const end = (style: Style): string => (style.semicolons ? ';' : '');

/** `import * as documents from '…'` or `const documents = require('…')`. */
export function namespaceImport(source: Source, style: Style, local: string, specifier: string): TextEdit {
  const line = isModule(source) ? `import * as ${local} from ${quoted(style, specifier)}${end(style)}` : `const ${local} = require(${quoted(style, specifier)})${end(style)}`;
  return insertImport(source, style, line);
}

/** `import { name } from '…'` or `const { name } = require('…')`. */
export function namedImport(source: Source, style: Style, name: string, specifier: string): TextEdit {
  const line = isModule(source) ? `import { ${name} } from ${quoted(style, specifier)}${end(style)}` : `const { ${name} } = require(${quoted(style, specifier)})${end(style)}`;
  return insertImport(source, style, line);
}

/** How a local name comes into the file. */
export type Origin =
  | { kind: 'import'; specifier: string; imported: string; node: Ranged; declaration: Ranged }
  /** `const { name } = require('…')`. */
  | { kind: 'destructured'; specifier: string; imported: string; node: Ranged; pattern: Ranged }
  /** `const name = require('…')`, also with a member after it. */
  | { kind: 'required'; specifier: string; node: Ranged }
  | { kind: 'local' };

export function originOf(source: Source, name: string): Origin {
  for (const statement of statements(source)) {
    for (const specifier of statement.type === 'ImportDeclaration' ? statement.specifiers ?? [] : []) {
      if (specifier.local.name !== name) continue;
      const imported = specifier.type === 'ImportNamespaceSpecifier' ? '*' : specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.imported?.name ?? specifier.imported?.value ?? name;
      return { kind: 'import', specifier: statement.source?.value ?? '', imported, node: specifier as unknown as Ranged, declaration: statement as unknown as Ranged };
    }
    for (const declarator of statement.type === 'VariableDeclaration' ? statement.declarations ?? [] : []) {
      const specifier = requireOf(declarator.init);
      if (specifier === null) continue;
      const id = declarator.id as unknown as { type: string; name?: string; properties?: { key?: { name?: string }; value?: { name?: string }; start: number; end: number }[] };
      if (id.type === 'Identifier' && id.name === name) return { kind: 'required', specifier, node: declarator as unknown as Ranged };
      const property = id.properties?.find((one) => one.value?.name === name);
      if (property) return { kind: 'destructured', specifier, imported: property.key?.name ?? name, node: property as unknown as Ranged, pattern: declarator.id };
    }
  }
  return { kind: 'local' };
}

/** One more name beside `origin`, in the same braces; its text as it stands there. */
export function besideImport(source: Source, style: Style, origin: Origin, imported: string, local: string): TextEdit | null {
  if (origin.kind === 'destructured') return insertAt(origin.node.end, `, ${imported === local ? imported : `${imported}: ${local}`}`);
  if (origin.kind !== 'import') return null;
  const written = imported === local ? imported : `${imported} as ${local}`;
  if (origin.node.type === 'ImportSpecifier') return onOwnLine(source, origin.node) ?? insertAt(origin.node.end, `, ${written}`);
  const braces = (origin.declaration as unknown as Statement).specifiers?.find((one) => one.type === 'ImportSpecifier');
  if (braces) return insertAt(braces.end, `, ${written}`);
  if (origin.imported === 'default') return insertAt(origin.node.end, `, { ${written} }`);
  return namedImport(source, style, written, origin.specifier);

  function onOwnLine(where: Source, node: Ranged): TextEdit | null {
    const lead = /\n([ \t]+)$/.exec(where.text.slice(0, node.start))?.[1];
    return lead === undefined ? null : insertAt(node.end, `,${style.endOfLine}${lead}${written}`);
  }
}

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
