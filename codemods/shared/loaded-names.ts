/** Names that a file has from other modules, in every form in which they come in, and how often each is used. Reads only. */
import jscodeshift from 'jscodeshift';
import { loadsWithoutEffect } from '../../core/storage-calls.js';
import { type Source, rangeOf } from './source.js';
import { type Declarator, type Statement, loadOf, statements } from './top-of-module.js';

type Range = [number, number];

/** A destructuring pattern, or part of one. */
export interface Pattern {
  type: string;
  name?: string;
  properties?: { type: string; value?: Pattern; start: number; end: number }[];
}

export interface LoadedName {
  name: string;
  /** What brings the name and nothing else: a specifier, a property of a pattern, a declarator. */
  own: Range;
}

export function loadedNames(source: Source): LoadedName[] {
  const from = (pattern: Pattern, own: Range): LoadedName[] => (pattern.type === 'Identifier' ? [{ name: pattern.name ?? '', own }] : (pattern.properties ?? []).flatMap((property) => (property.value ? from(property.value, rangeOf(property)) : [])));
  return statements(source).flatMap((statement) => {
    if (statement.type === 'ImportDeclaration') return statement.importKind === 'type' ? [] : (statement.specifiers ?? []).map((specifier) => ({ name: specifier.local.name, own: rangeOf(specifier) }));
    return loadingDeclarators(source, statement).flatMap((one) => from(one.id as unknown as Pattern, rangeOf(one)));
  });
}

/** What is declared at the top of the module as another module, as a part of one, or as a promisified function of one. */
export const loadingDeclarators = (source: Source, statement: Statement): Declarator[] => (statement.type === 'VariableDeclaration' ? (statement.declarations ?? []).filter((one) => loadOf(one.init) !== null || isPure(source, one)) : []);

/** Nobody would miss the import. */
export const isFreeImport = (statement: Statement): boolean => loadsWithoutEffect(statement.source?.value ?? '');

/** Nobody would miss the declarator. */
export const isFree = (source: Source, one: Declarator): boolean => loadsWithoutEffect(loadOf(one.init) ?? '') || isPure(source, one);

const isPure = (source: Source, { init }: Declarator): boolean => isPartOf(source, init) || isPromised(init);

interface Shape {
  type?: string;
  name?: string;
  computed?: boolean;
  callee?: Shape;
  arguments?: Shape[];
  object?: Shape;
  property?: Shape;
}

const isPromised = (init: unknown): boolean => {
  const { type, callee, arguments: given } = (init ?? {}) as Shape;
  const named = (shape: Shape | undefined): boolean => shape?.type === 'Identifier' || (shape?.type === 'MemberExpression' && named(shape.object));
  return type === 'CallExpression' && (callee?.name === 'promisify' || callee?.property?.name === 'promisify') && given?.length === 1 && named(given[0]);
};

/** `fs.promises`, of a module that is imported whole. */
function isPartOf(source: Source, init: unknown): boolean {
  const shape = (init ?? {}) as Shape;
  if (shape.type !== 'MemberExpression' || shape.computed) return false;
  const { object } = shape;
  return object?.type === 'Identifier' ? isWhole(source, object.name ?? '') : isPartOf(source, object);
}

const isWhole = (source: Source, name: string): boolean => statements(source).some((statement) => {
  if (statement.type === 'ImportDeclaration') return isFreeImport(statement) && (statement.specifiers ?? []).some((one) => one.type !== 'ImportSpecifier' && one.local.name === name);
  return statement.type === 'VariableDeclaration' && (statement.declarations ?? []).some((one) => (one.id as unknown as Pattern).name === name && loadsWithoutEffect(loadOf(one.init) ?? ''));
});

/** How often a name is used outside of what brings it. A type in a comment is a use too. */
export function usesOf(source: Source, { name, own }: LoadedName): number {
  const places = [...source.root.find(jscodeshift.Identifier, { name }).paths(), ...source.root.find(jscodeshift.JSXIdentifier, { name }).paths()];
  const inCode = places.filter((path) => {
    const [at] = rangeOf(path.node);
    return (at < own[0] || at >= own[1]) && !isPropertyName(path);
  });
  const spoken = new RegExp(`\\{[^}\\n]*(?<![\\w$.'"/])${name.replace(/\$/g, '\\$')}(?![\\w$'"/])`);
  return inCode.length + (source.ast.comments ?? []).filter((comment) => comment.value.startsWith('*') && spoken.test(comment.value)).length;
}

/** `x.fs` and `{ fs: 1 }` name no binding. */
function isPropertyName(path: { node: unknown; parent?: { node?: unknown } }): boolean {
  const parent = path.parent?.node as { type?: string; property?: unknown; key?: unknown; computed?: boolean; shorthand?: boolean } | undefined;
  if (!parent || parent.computed) return false;
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression') return parent.property === path.node;
  return (parent.type === 'ObjectProperty' && parent.key === path.node && !parent.shorthand) || (/Method$/.test(parent.type ?? '') && parent.key === path.node);
}
