/**
 * A function of which objects are made by `new`, as programs wrote classes before there were any. It stays a function with its prototype; what it did is done by a function beside it that
 * waits, and `create` makes the object and waits for that: `new Port(name)` is `await Port.create(name)` from now on.
 */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { FunctionNode, Program } from '../../core/program.js';
import { type Edited, refuse } from './asynchronous.js';
import { functionAround, thisFunctionAround } from './awaits.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { isHandedOutEarly, runsBefore } from './half-made.js';
import { type NodeShape, type Ranged, type Source, namesIn } from './source.js';
import type { Style } from './style.js';

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

/** Why an object of it could be seen half made, or be another one. */
function unsafe(source: Source, path: ASTPath, node: Shape): string | null {
  if (node.type !== 'FunctionDeclaration' || !node.id || (path.parent as ASTPath | null)?.node.type !== 'Program') return 'a function that makes objects, and is not declared by its name at the top of its module';
  if (source.typescript) return 'a function that makes objects, in TypeScript';
  const body = jscodeshift(path as never);
  if (body.find(jscodeshift.MetaProperty).some((one) => thisFunctionAround(one as unknown as ASTPath)?.node === path.node)) return 'a function that looks at new.target';
  if (body.find(jscodeshift.ReturnStatement).some((one) => functionAround(one as unknown as ASTPath)?.node === path.node && one.node.argument !== null)) return 'a function that makes objects, and may return another one';
  if (isHandedOutEarly(path)) return 'a function that hands out the object that it makes before all of it is there';
  if (runsBefore(source, node.id.name, node.start)) return 'a function that makes objects, and may be asked for one above its declaration, where its create would not be there yet';
  if (looksAtConstructor(source)) return 'a function that makes objects, in a file that asks an object for its constructor';
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

const beginning = ({ id }: Shape): string => `initialise${id?.name ?? ''}`;

export function madeFunctionEdits(source: Source, style: Style, path: ASTPath): Edited {
  const node = path.node as unknown as Shape;
  const problem = unsafe(source, path, node);
  if (problem || !node.id) return refuse(node, problem ?? '', 'constructor');
  const end = style.semicolons ? ';' : '';
  const { name } = node.id;
  const made = [
    '',
    '',
    `function ${name}() {}`,
    '',
    `${name}.create = async (...given) => {`,
    `${style.indent}const made = new ${name}()${end}`,
    `${style.indent}await ${beginning(node)}.apply(made, given)${end}`,
    `${style.indent}return made${end}`,
    `}${end}`,
  ].join(style.endOfLine);
  const edits: TextEdit[] = [replaceRange([node.start, node.id.end], `async function ${beginning(node)}`), { ...insertAt(node.end, made), statements: true }];
  return { edits };
}
