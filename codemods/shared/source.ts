/** One source file as a codemod sees it: parsed by Babel, searched with jscodeshift collections. Edits never go through a printer. */
import { type ParserOptions, parse } from '@babel/parser';
import type { File, Node } from '@babel/types';
import jscodeshift, { type ASTPath, type Collection } from 'jscodeshift';

export interface Source {
  file: string;
  /** Without a byte order mark. */
  text: string;
  /** The text began with a byte order mark, which stays. */
  mark: boolean;
  ast: File;
  root: Collection;
  typescript: boolean;
}

/** A Babel node with its offsets. */
export type Ranged = Node & { start: number; end: number };

/** Any node, seen from outside. */
export interface NodeShape {
  type: string;
  start: number;
  end: number;
}

export const rangeOf = (node: unknown): [start: number, end: number] => [(node as Ranged).start, (node as Ranged).end];

const BYTE_ORDER_MARK = '\uFEFF';

function optionsFor(file: string, dialect: 'typescript' | 'flow'): ParserOptions {
  const jsx = !/\.[mc]?ts$/.test(file);
  return {
    sourceType: 'unambiguous',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    createParenthesizedExpressions: false,
    tokens: true,
    plugins: [dialect, 'decorators', ...(jsx ? ['jsx' as const] : [])],
  };
}

/** Parses, by extension first, then TypeScript in a .js file. Null when neither succeeds. */
export function parseSource(file: string, original: string): Source | null {
  const mark = original.startsWith(BYTE_ORDER_MARK);
  const text = mark ? original.slice(1) : original;
  const typescript = /\.[mc]?tsx?$/.test(file);
  for (const dialect of typescript ? (['typescript'] as const) : (['flow', 'typescript'] as const)) {
    const ast = attempt(text, optionsFor(file, dialect)) ?? attempt(text, { ...optionsFor(file, dialect), sourceType: 'script' });
    if (ast) return { file, text, mark, ast, root: jscodeshift(ast as unknown as jscodeshift.ASTNode), typescript: typescript || dialect === 'typescript' };
  }
  return null;
}

function attempt(text: string, options: ParserOptions): File | null {
  try {
    return parse(text, options) as File;
  } catch {
    return null; // The next dialect is tried; a file that none reads is refused by the caller.
  }
}

/** The text as it is written back. */
export const withMark = (source: Pick<Source, 'mark'>, text: string): string => (source.mark ? BYTE_ORDER_MARK + text : text);

interface Index {
  calls: Map<string, ASTPath>;
  members: Map<string, ASTPath>;
  declarators: Map<string, ASTPath>;
  functions: ASTPath[];
}

const indexes = new WeakMap<Source, Index>();
const keyOf = (range: readonly [number, number]): string => `${range[0]}-${range[1]}`;

function indexOf(source: Source): Index {
  const known = indexes.get(source);
  if (known) return known;
  const byRange = (...types: unknown[]): Map<string, ASTPath> => new Map(types.flatMap((type) => (source.root.find(type as typeof jscodeshift.CallExpression).paths() as ASTPath[]).map((path): [string, ASTPath] => [keyOf(rangeOf(path.node)), path])));
  const index: Index = { calls: byRange(jscodeshift.CallExpression, jscodeshift.OptionalCallExpression, jscodeshift.NewExpression), members: byRange(jscodeshift.MemberExpression, jscodeshift.OptionalMemberExpression), declarators: byRange(jscodeshift.VariableDeclarator), functions: source.root.find(jscodeshift.Function).paths() as ASTPath[] };
  indexes.set(source, index);
  return index;
}

/** The call (or `new`) whose whole expression has this range. */
export const callAt = (source: Source, range: readonly [number, number]): ASTPath | null => indexOf(source).calls.get(keyOf(range)) ?? null;

/** The member that is read, or the name that is declared, in this range. */
export const readAt = (source: Source, range: readonly [number, number], isDeclared: boolean): ASTPath | null => indexOf(source)[isDeclared ? 'declarators' : 'members'].get(keyOf(range)) ?? null;

/** The function with this range. The linker's range of a method begins at its parameters or at its name; both are found. */
export function functionAt(source: Source, place: { start: number; end: number }): ASTPath | null {
  const all = indexOf(source).functions;
  const exact = all.find((path) => rangeOf(path.node)[0] === place.start && rangeOf(path.node)[1] === place.end);
  if (exact) return exact;
  return all.find((path) => /Method$/.test(path.node.type) && rangeOf(path.node)[1] === place.end && rangeOf(path.node)[0] <= place.start) ?? null;
}

/** Every identifier name that occurs anywhere in the file: what a new name must differ from. */
export function namesIn(source: Source): Set<string> {
  const names = new Set<string>();
  source.root.find(jscodeshift.Identifier).forEach((path) => void names.add(path.node.name));
  source.root.find(jscodeshift.JSXIdentifier).forEach((path) => void names.add(path.node.name));
  return names;
}
