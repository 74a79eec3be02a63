/**
 * A generator that waits is an async generator: loops over it wait for each turn, and where a list is made of what it gives, that is gathered first. Where somebody else steps through it,
 * it is refused.
 */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type Dissolved, awaitEdits, functionAround } from './awaits.js';
import { compoundEdits } from './compound.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { type NodeShape, type Source, rangeOf } from './source.js';
import type { Style } from './style.js';

export const GATHERED = 'gathered';

interface Shape extends NodeShape {
  await?: boolean;
  computed?: boolean;
  delegate?: boolean;
  kind?: string;
  name?: string;
  argument?: unknown;
  arguments?: Shape[];
  callee?: Shape;
  elements?: (Shape | null)[];
  id?: Shape;
  init?: unknown;
  key?: unknown;
  object?: Shape;
  property?: Shape;
  right?: unknown;
  shorthand?: boolean;
}

/** How one use of a generator waits. */
export type GeneratorUse = { edits: TextEdit[]; planned: [number, number][]; reshaped: [number, number][]; gathers: boolean; /** Where it is waited for, if not at the call. */ later?: [number, number][] } | Extract<Edited, { refused: unknown }>;

const OTHERWISE = 'a generator that is used in another way than by a loop over it, or a list of what it gives';

const shapeOf = (path: ASTPath | null | undefined): Shape | undefined => path?.node as unknown as Shape | undefined;

const refused = (node: unknown, text = OTHERWISE): GeneratorUse => refuse(node, text, 'generator') as Extract<Edited, { refused: unknown }>;

/** `gathered(names())` where the list is made; what stands around it waits. */
function gathering(source: Source, path: ASTPath, dissolved: Dissolved, most = ''): GeneratorUse {
  if (compoundEdits(source, path)) return refused(path.node, 'an assignment that reads what others may change while a generator is waited for');
  return { edits: awaitEdits(path, dissolved, { before: `${GATHERED}(`, after: `${most})` }), planned: [], reshaped: [rangeOf((path.parent as ASTPath).node)], gathers: true };
}

/** What takes all that an iterable gives at once, and does nothing else meanwhile. */
const COLLECTORS = /^(?:Set|Map|WeakSet|WeakMap)$/;

const isGlobal = (path: ASTPath, name: string): boolean => !(path.scope as { lookup(name: string): unknown } | null)?.lookup(name);

/** `Array`, `from` of `Array.from`; the name of a plain callee alone. */
function calleeNames({ callee }: Shape): [string, string] {
  if (callee?.type === 'Identifier') return [callee.name ?? '', ''];
  return callee?.type === 'MemberExpression' && !callee.computed ? [callee.object?.name ?? '', callee.property?.name ?? ''] : ['', ''];
}

function inCall(source: Source, path: ASTPath, call: ASTPath, dissolved: Dissolved): GeneratorUse {
  const node = call.node as unknown as Shape;
  const [owner, name] = calleeNames(node);
  const isOnly = node.arguments?.length === 1 && node.arguments[0] === (path.node as unknown);
  if (!isOnly || !isGlobal(call, owner)) return refused(path.node);
  if (node.type === 'NewExpression') return COLLECTORS.test(owner) && name === '' ? gathering(source, path, dissolved) : refused(path.node);
  if (owner === 'Object' && name === 'fromEntries') return gathering(source, path, dissolved);
  if (owner !== 'Array' || name !== 'from') return refused(path.node);
  if (compoundEdits(source, call)) return refused(path.node, 'an assignment that reads what others may change while a generator is waited for');
  return { edits: [replaceRange(rangeOf(node.callee), GATHERED), ...awaitEdits(call, dissolved)], planned: [], reshaped: [rangeOf((call.parent as ASTPath).node)], gathers: true };
}

/** `[...names()]` is the list itself; beside other items, and among arguments, it is spread. */
function spread(source: Source, path: ASTPath, element: ASTPath, dissolved: Dissolved): GeneratorUse {
  const list = element.parent as ASTPath;
  const { type, elements } = list.node as unknown as Shape;
  if (type !== 'ArrayExpression') return /^(?:Call|New|OptionalCall)Expression$/.test(type) ? gathering(source, path, dissolved) : refused(path.node);
  const [start, end] = rangeOf(list.node);
  const [from, to] = rangeOf(path.node);
  const isAlone = elements?.length === 1 && /^\[\s*\.\.\.\s*$/.test(source.text.slice(start, from)) && /^\s*,?\s*\]$/.test(source.text.slice(to, end));
  if (!isAlone) return gathering(source, path, dissolved);
  if (compoundEdits(source, list)) return refused(path.node, 'an assignment that reads what others may change while a generator is waited for');
  return { edits: [replaceRange([start, from], `${GATHERED}(`), replaceRange([to, end], ')'), ...awaitEdits(list, dissolved)], planned: [], reshaped: [rangeOf((list.parent as ASTPath).node)], gathers: true };
}

/** `const [first, second] = names()` steps so often and no further; with a default value it would step, make that, and step again. */
function takenApart(source: Source, path: ASTPath, pattern: Shape, dissolved: Dissolved): GeneratorUse {
  const elements = pattern.elements ?? [];
  const isRest = elements.at(-1)?.type === 'RestElement';
  const names = isRest ? elements.slice(0, -1) : elements;
  if (names.some((one) => one !== null && one.type !== 'Identifier')) return refused(path.node);
  return gathering(source, path, dissolved, isRest ? '' : `, ${names.length}`);
}

/** The generator in a constant: all that is done with it there is looked at, and stays in its function. */
function kept(source: Source, path: ASTPath, declarator: ASTPath, dissolved: Dissolved): GeneratorUse {
  const { name = '' } = (declarator.node as unknown as { id: Shape }).id;
  const around = functionAround(path);
  const scope = (declarator.scope as { lookup(name: string): unknown } | null)?.lookup(name);
  if (shapeOf(declarator.parent as ASTPath)?.kind !== 'const' || !around || !scope) return refused(path.node);
  const uses = source.root.find(jscodeshift.Identifier, { name }).paths().map((use) => use as unknown as ASTPath).filter((use) => isUse(use, declarator) && (use.scope as { lookup(name: string): unknown } | null)?.lookup(name) === scope);
  const found: GeneratorUse[] = uses.map((use) => (functionAround(use)?.node === around.node ? useOf(source, use, dissolved) : refused(use.node, 'a generator that is kept for another function')));
  const first = found.find((one) => 'refused' in one);
  if (first) return first;
  const all = found.flatMap((one) => ('refused' in one ? [] : [one]));
  return { edits: all.flatMap(({ edits }) => edits), planned: all.flatMap(({ planned }) => planned), reshaped: all.flatMap(({ reshaped }) => reshaped), gathers: all.some(({ gathers }) => gathers), later: uses.map((use) => rangeOf(use.node)) };
}

/** Not the declaration itself, nor a name of something else's member. */
function isUse(path: ASTPath, declarator: ASTPath): boolean {
  const parent = shapeOf(path.parent as ASTPath);
  if (!parent || (parent === (declarator.node as unknown) && parent.id === (path.node as unknown))) return false;
  if (/^(?:Optional)?MemberExpression$/.test(parent.type)) return parent.property !== (path.node as unknown) || parent.computed === true;
  return !/^(?:ObjectProperty|ObjectMethod|ClassMethod|ClassProperty)$/.test(parent.type) || parent.key !== (path.node as unknown) || parent.shorthand === true || parent.computed === true;
}

/** `names().next()` gives a promise of the step. */
function stepped(source: Source, path: ASTPath, member: ASTPath, dissolved: Dissolved): GeneratorUse {
  const call = member.parent as ASTPath;
  const { object, property, computed } = member.node as unknown as Shape;
  if (object !== (path.node as unknown) || computed || !/^(?:next|return|throw)$/.test(property?.name ?? '') || shapeOf(call)?.type !== 'CallExpression' || shapeOf(call)?.callee !== (member.node as unknown)) return refused(path.node);
  // What an async function hands on is waited for by its caller; here the step itself is asked for its value.
  return compoundEdits(source, call) ? refused(path.node, 'an assignment that reads what others may change while a generator is waited for') : { edits: awaitEdits(call, dissolved), planned: [], reshaped: [rangeOf(call.node), rangeOf((call.parent as ASTPath).node)], gathers: false };
}

/** How a call that makes a generator, or a constant that holds one, is used where it stands. */
export function useOf(source: Source, path: ASTPath, dissolved: Dissolved): GeneratorUse {
  const up = path.parent as ASTPath | null;
  const parent = shapeOf(up);
  if (!up || !parent) return refused(path.node);
  const node: unknown = path.node;
  switch (parent.type) {
    case 'YieldExpression': return parent.delegate ? { edits: [], planned: [rangeOf(parent)], reshaped: [], gathers: false } : refused(node);
    case 'ForOfStatement': return parent.right === node ? { edits: parent.await ? [] : [insertAt(parent.start + 'for'.length, ' await')], planned: [rangeOf(parent)], reshaped: [], gathers: false } : refused(node);
    case 'SpreadElement': return spread(source, path, up, dissolved);
    case 'CallExpression':
    case 'NewExpression': return inCall(source, path, up, dissolved);
    case 'MemberExpression': return stepped(source, path, up, dissolved);
    case 'VariableDeclarator': return parent.id?.type === 'ArrayPattern' ? takenApart(source, path, parent.id, dissolved) : parent.id?.type === 'Identifier' ? kept(source, path, up, dissolved) : refused(node);
    default: return refused(node);
  }
}

/** The function as it stands in a file that gathers. */
export function gatheredHelper(source: Source, style: Style): string {
  const end = style.semicolons ? ';' : '';
  const [items, returns, list] = source.typescript ? ['<Item>(items: AsyncIterable<Item>, most = Infinity)', ': Promise<Item[]>', ': Item[]'] : ['(items, most = Infinity)', '', ''];
  return [
    '',
    '// All that an async generator gives, or the first so many, behind which it ends.',
    `async function ${GATHERED}${items}${returns} {`,
    `${style.indent}const found${list} = []${end}`,
    `${style.indent}if (most > 0) for await (const item of items) if (found.push(item) >= most) break${end}`,
    `${style.indent}return found${end}`,
    '}',
  ].join(style.endOfLine);
}

/** A name of the file's own that the function would have. */
export const isGatheredTaken = (source: Source): boolean => new RegExp(`(?<![\\w$.])${GATHERED}(?![\\w$])`).test(source.text) && !source.text.includes(`async function ${GATHERED}`);

