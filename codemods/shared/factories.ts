/**
 * A constructor that would have to wait becomes a method that does, and a static `create` beside it makes the object and waits for that method:
 * `new Port(name)` is `await Port.create(name)` from now on. The body stays where it stands, byte for byte.
 */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type Dissolved, awaitEdits, functionAround, isFunction } from './awaits.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { type NodeShape, type Ranged, type Source, rangeOf } from './source.js';
import type { Style } from './style.js';

interface Member extends NodeShape {
  kind?: string;
  key: Ranged & { name?: string };
  static?: boolean;
  value?: Ranged | null;
  params: Ranged[];
  body: Ranged & { body: Ranged[] };
}

interface Class extends NodeShape {
  id?: { name: string };
  superClass?: Ranged | null;
  typeParameters?: unknown;
  decorators?: unknown[];
  body: { body: Member[] };
}

const CREATE = 'create';
const BEGIN = 'initialise';

/** The class around a constructor. */
const classOf = (path: ASTPath): Class => path.parent?.parent?.node as unknown as Class;

/** Edits that turn a constructor into `initialise` and `create`; refused where an object could be seen half made, or fields would be set in another order. */
export function factoryEdits(source: Source, style: Style, path: ASTPath): Edited {
  const member = path.node as unknown as Member;
  const owner = classOf(path);
  const problem = unsafe(source, owner, member);
  if (problem) return refuse(member, problem, 'constructor');
  const lead = /(?:^|\n)([ \t]*)[^\n]*$/.exec(source.text.slice(0, member.start))?.[1] ?? '';
  const base = superCall(owner, member);
  const eol = style.endOfLine;
  const semicolon = style.semicolons ? ';' : '';
  const inner = lead + style.indent;
  const given = source.typescript ? `...given: Parameters<${owner.id?.name ?? ''}['${BEGIN}']>` : '...given';
  const create = [
    `static async ${CREATE}(${given})${source.typescript ? `: Promise<${owner.id?.name ?? ''}>` : ''} {`,
    `${style.indent}const made = new this(${base ? '...given' : ''})${semicolon}`,
    `${style.indent}await made.${BEGIN}(...given)${semicolon}`,
    `${style.indent}return made${semicolon}`,
    '}',
  ].map((line) => lead + line).join(eol);
  const kept = base ? `${eol}${eol}${lead}constructor(${source.text.slice(...parameters(source, member))}) {${eol}${inner}${source.text.slice(...rangeOf(base))}${eol}${lead}}` : '';
  return { edits: [
    replaceRange(rangeOf(member.key), `async ${BEGIN}`),
    ...(base ? [removeLine(source, base)] : []),
    ...returnType(source, member),
    { ...insertAt(member.end, `${kept}${eol}${eol}${create}`), statements: true },
  ] };
}

const returnType = (source: Source, member: Member): TextEdit[] => (source.typescript ? [insertAt(source.text.lastIndexOf(')', member.body.start) + 1, ': Promise<void>')] : []);

/** Between the parentheses of the constructor. */
function parameters(source: Source, member: Member): [number, number] {
  return [source.text.indexOf('(', member.key.end) + 1, source.text.lastIndexOf(')', member.body.start)];
}

/** The whole line of a statement. */
function removeLine(source: Source, node: Ranged): TextEdit {
  const [start, end] = rangeOf(node);
  const before = /\r?\n[ \t]*$/.exec(source.text.slice(0, start))?.[0].length ?? 0;
  return { ...replaceRange([start - before, end], ''), statements: true };
}

function superCall(owner: Class, member: Member): Ranged | null {
  const first = member.body.body[0] as unknown as { type: string; expression?: { type: string; callee?: { type: string } } } | undefined;
  const isSuper = first?.type === 'ExpressionStatement' && first.expression?.type === 'CallExpression' && first.expression.callee?.type === 'Super';
  return owner.superClass && isSuper ? (first as unknown as Ranged) : null;
}

/** The class of the constructor extends another one. */
export const hasBase = (path: ASTPath): boolean => Boolean(classOf(path).superClass);

/** Why the constructor has to stay one. */
function unsafe(source: Source, owner: Class, member: Member): string | null {
  if (!owner.id) return 'a constructor of a class without a name';
  const members = owner.body.body;
  if (members.some((other) => other.key && [CREATE, BEGIN].includes(other.key.name ?? ''))) return `a class that has a member ${CREATE} or ${BEGIN} already`;
  if ((owner.decorators?.length ?? 0) > 0) return 'a constructor of a class that a decorator takes over';
  const body = jscodeshift(member.body as unknown as jscodeshift.ASTNode);
  const own = (one: ASTPath): boolean => !insideFunction(one, member.body);
  if (body.find(jscodeshift.MetaProperty).some((one) => own(one as unknown as ASTPath))) return 'a constructor that looks at new.target';
  if (body.find(jscodeshift.ReturnStatement).some((one) => functionAround(one as unknown as ASTPath) === null && one.node.argument !== null)) return 'a constructor that returns another object';
  if (owner.superClass) return unsafeBase(source, owner, member);
  if (source.typescript) return unsafeFields(owner, member);
  return null;
}

function unsafeBase(source: Source, owner: Class, member: Member): string | null {
  if (!superCall(owner, member)) return 'a constructor that does something before it calls super';
  if (member.params.some((param) => param.type !== 'Identifier')) return 'a constructor with default values, which would be made twice';
  const pure = /^super\((?:[\w$]+(?:\s*,\s*[\w$]+)*)?\)/.test(source.text.slice(...rangeOf(superCall(owner, member))));
  if (!pure) return 'a constructor that hands super what it makes for it';
  return source.typescript ? unsafeFields(owner, member) : null;
}

/** TypeScript asks for fields to be set by the constructor itself. */
function unsafeFields(owner: Class, member: Member): string | null {
  if (owner.typeParameters) return 'a constructor of a generic class';
  if (member.params.some((param) => param.type === 'TSParameterProperty')) return 'a constructor that declares fields among its parameters';
  const unset = owner.body.body.find((one) => {
    const field = one as unknown as { type: string; static?: boolean; value?: unknown; optional?: boolean; definite?: boolean; readonly?: boolean; declare?: boolean };
    return /Property$/.test(field.type) && !field.static && !field.declare && !field.value && (field.readonly === true || (!field.optional && !field.definite));
  });
  return unset ? 'a constructor that sets fields which TypeScript wants set there' : null;
}

function insideFunction(path: ASTPath, body: Ranged): boolean {
  for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (isFunction(at.node) && at.node.type !== 'ArrowFunctionExpression') return true;
  return false;
}

/** `new Port(name)` becomes `await Port.create(name)`. */
export function creationEdits(source: Source, path: ASTPath, dissolved: Dissolved): Edited {
  const node = path.node as unknown as Ranged & { callee: Ranged; typeParameters?: unknown; typeArguments?: unknown };
  if (node.type !== 'NewExpression') return refuse(node, 'an object that is made in another way than by new', 'constructor');
  const callee = source.text.slice(...rangeOf(node.callee));
  if (!/^[\w$]+(?:\.[\w$]+)*$/.test(callee) || node.typeParameters || node.typeArguments) return refuse(node, 'an object of a class that is computed in place', 'constructor');
  const bare = node.end === node.callee.end;
  return { edits: [
    replaceRange([node.start, node.callee.start], ''),
    insertAt(node.callee.end, `.${CREATE}${bare ? '()' : ''}`),
    ...awaitEdits(path, dissolved),
  ] };
}
