/**
 * A function of which objects are made by `new`, as programs wrote classes before there were any. It stays a function with its prototype; what it did is done by a function beside it that
 * waits, and `create` makes the object and waits for that: `new Port(name)` is `await Port.create(name)` from now on.
 */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { FunctionNode, Program } from '../../core/program.js';
import { type Edited, refuse } from './asynchronous.js';
import { functionAround, thisFunctionAround } from './awaits.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { runsBefore } from './half-made.js';
import { askedFor } from './node-paths.js';
import { type NodeShape, type Ranged, type Source, namesIn } from './source.js';
import type { Style } from './style.js';
import type { Work } from './work.js';

interface Shape extends NodeShape {
  id?: { name: string; end: number } | null;
  body: Ranged;
  generator?: boolean;
}

const making = new WeakMap<Program, ReadonlySet<string>>();

/** Somewhere an object is made of it. */
export function isMade(program: Program, fn: Pick<FunctionNode, 'id'> | undefined): boolean {
  const known = making.get(program) ?? new Set(program.edges.flatMap((edge) => (edge.kind === 'new' ? [edge.to] : [])));
  making.set(program, known);
  return fn !== undefined && known.has(fn.id);
}

/** The `export` in front of it, if there is one. */
const exportOf = (path: ASTPath): Ranged | null => {
  const around = (path.parent as ASTPath | null)?.node as unknown as Ranged & { type: string };
  return /^Export(?:Named|Default)Declaration$/.test(around.type) ? around : null;
};

/** Why an object of it could be seen half made, or be another one. */
function unsafe({ work, source }: Place, path: ASTPath, node: Shape): string | null {
  const top = exportOf(path) ? (path.parent as ASTPath).parent as ASTPath | null : path.parent as ASTPath | null;
  if (node.type !== 'FunctionDeclaration' || !node.id || top?.node.type !== 'Program') return 'a function that makes objects, and is not declared by its name at the top of its module';
  if (source.typescript) return 'a function that makes objects, in TypeScript';
  const body = jscodeshift(path as never);
  if (body.find(jscodeshift.MetaProperty).some((one) => thisFunctionAround(one as unknown as ASTPath)?.node === path.node)) return 'a function that looks at new.target';
  if (body.find(jscodeshift.ReturnStatement).some((one) => functionAround(one as unknown as ASTPath)?.node === path.node && one.node.argument !== null)) return 'a function that makes objects, and may return another one';
  if (runsBefore(source, node.id.name, node.start)) return 'a function that makes objects, and may be asked for one above its declaration, where its create would not be there yet';
  if (looksAtConstructor(source)) return 'a function that makes objects, in a file that asks an object for its constructor';
  const other = elsewhere(work, source.file);
  if (other) return `a function that makes objects, beside ${other}, which makes an object by the constructor of another`;
  if (exportOf(path) && isInCircle(work, source.file)) return 'a function that makes objects, in a circle of modules, where its create may not be there yet';
  const isSet = source.root.find(jscodeshift.MemberExpression).some((one) => (one.node.object as { name?: string }).name === node.id?.name && /^(?:create)$/.test((one.node.property as { name?: string }).name ?? ''));
  return isSet || namesIn(source).has(beginning(node)) ? `a function that has a member create, or a file with the name ${beginning(node)}` : null;
}

/** `new this.constructor(name)`: by that name the function is reached, and what is made is empty. Its name may be asked for, and it may be set. */
const looksAtConstructor = (source: Source): boolean => [jscodeshift.MemberExpression, jscodeshift.OptionalMemberExpression].some((type) => (source.root.find(type as typeof jscodeshift.MemberExpression).paths() as ASTPath[]).some((one) => {
  const { property } = one.node as unknown as { property: { name?: string; value?: unknown } };
  if ((property.name ?? property.value) !== 'constructor') return false;
  const around = one.parent?.node as { type: string; left?: unknown; object?: unknown; property?: { name?: string } };
  return !(around.type === 'AssignmentExpression' && around.left === one.node) && !(around.object === one.node && around.property?.name === 'name');
}));

/** A module that makes an object of `other.constructor`, or keeps that: nobody sees whose it is. */
function elsewhere({ program, read, open }: Work, own: string): string | null {
  return program.modules.find(({ file }) => {
    if (file === own || !/\.\s*constructor\b(?!\s*(?:\.\s*name\b|[!=]=))/.test(read(file) ?? '')) return false;
    const source = open(file);
    return source !== null && makesByConstructor(source);
  })?.file ?? null;
}

/** `new other.constructor()`, `const Made = other.constructor`. */
const makesByConstructor = (source: Source): boolean => askedFor(source, 'constructor').some((path) => {
  const { parentPath } = path;
  return parentPath !== null && ((parentPath.isNewExpression() && path.key === 'callee') || (parentPath.isVariableDeclarator() && path.key === 'init') || path.isObjectProperty());
});

/** What it loads loads it again. */
function isInCircle({ program }: Work, file: string): boolean {
  const loaded = new Map(program.modules.map((one) => [one.file, one.imports.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to)]));
  const reached = new Set(loaded.get(file) ?? []);
  for (const one of reached) for (const to of loaded.get(one) ?? []) reached.add(to);
  return reached.has(file);
}

const beginning = ({ id }: Shape): string => `initialise${id?.name ?? ''}`;

interface Place {
  work: Work;
  source: Source;
}

export function madeFunctionEdits(place: Place, style: Style, path: ASTPath): Edited {
  const node = path.node as unknown as Shape;
  const problem = unsafe(place, path, node);
  const exported = exportOf(path);
  const lead = exported ? place.source.text.slice(exported.start, node.start) : '';
  if (problem || !node.id) return refuse(node, problem ?? '', 'constructor');
  const end = style.semicolons ? ';' : '';
  const { name } = node.id;
  const made = [
    '',
    '',
    `${lead}function ${name}() {}`,
    '',
    `${name}.create = async (...given) => {`,
    `${style.indent}const made = new ${name}()${end}`,
    `${style.indent}await ${beginning(node)}.apply(made, given)${end}`,
    `${style.indent}return made${end}`,
    `}${end}`,
  ].join(style.endOfLine);
  const edits: TextEdit[] = [replaceRange([exported?.start ?? node.start, node.id.end], `async function ${beginning(node)}`), { ...insertAt(node.end, made), statements: true }];
  return { edits };
}
