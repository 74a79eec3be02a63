/**
 * Functions that are put on what has a function that turns async, under a computed name or on one instance alone: `store[name] = function …` may take its place, and whoever called the one would wait for the
 * other. Looks only.
 */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { PlanComponent } from '../../core/plan.js';
import type { FunctionNode } from '../../core/program.js';
import { callersOf } from './known-calls.js';
import { child, children, keyName } from './node-paths.js';
import type { Source } from './source.js';
import { traverse } from './traverse.js';
import type { Work } from './work.js';

interface Put {
  path: NodePath<t.AssignmentExpression>;
  /** It may be this name. */
  mayBe(name: string): boolean;
  /** The name stands there. */
  isWritten: boolean;
  object: NodePath;
}

const puts = new WeakMap<Source, Put[]>();

/** Where a source puts a function under a name that is computed. */
function putsIn(source: Source): Put[] {
  const known = puts.get(source);
  if (known) return known;
  const found: Put[] = [];
  traverse(source.ast, {
    AssignmentExpression(path) {
      const { left } = path.node;
      if (left.type !== 'MemberExpression' || left.property.type === 'NumericLiteral' || !isFunction(child(path, 'right'))) return;
      const written = keyName(left.property, left.computed);
      found.push({ path, isWritten: written !== null, mayBe: written === null ? mayBeNamed(child(path, 'left.property')) : (name) => name === written, object: child(path, 'left.object') });
    },
  });
  puts.set(source, found);
  return found;
}

function isFunction(value: NodePath): boolean {
  if (value.isFunction()) return true;
  if (value.isConditionalExpression()) return isFunction(child(value, 'consequent')) || isFunction(child(value, 'alternate'));
  if (!value.isIdentifier()) return false;
  const to = value.scope.getBinding(value.node.name)?.path;
  return to?.isFunctionDeclaration() === true || (to?.isVariableDeclarator() === true && child(to, 'init').isFunction());
}

/** `'ea' + 'ch'`, `NAME` where `const NAME = 'each'`, what fits `load_${name}`; any name where nothing is known of it. */
function mayBeNamed(key: NodePath): (name: string) => boolean {
  const { confident, value } = key.evaluate() as { confident: boolean; value: unknown };
  if (confident) return (name) => name === String(value);
  if (key.isBinaryExpression({ operator: '+' })) {
    const [first, last] = [key.node.left, key.node.right].map((side) => (side.type === 'StringLiteral' ? side.value : ''));
    return (name) => name.startsWith(first ?? '') && name.endsWith(last ?? '');
  }
  if (!key.isTemplateLiteral()) return () => true;
  const texts = key.node.quasis.map((quasi) => quasi.value.cooked ?? '');
  return (name) => name.startsWith(texts[0] ?? '') && name.endsWith(texts.at(-1) ?? '') && texts.every((text) => name.includes(text));
}

export interface PutInPlace {
  fn: FunctionNode;
  file: string;
  start: number;
  end: number;
}

/** The first function that may take the place of one that turns async. */
export function putInPlace(work: Work, component: PlanComponent): PutInPlace | null {
  const turning = component.functions.flatMap(({ id }) => work.functions.get(id) ?? []).filter(({ name, kind }) => name !== '' && kind !== 'constructor' && !name.startsWith('#'));
  if (turning.length === 0) return null;
  // What is put there turns async too.
  const turns = (path: NodePath, file: string): boolean => component.functions.some(({ at }) => at.file === file && at.end === child(path, 'right').node.end);
  for (const { file } of work.program.modules) {
    const text = work.read(file) ?? '';
    // `x[y] = …` or `x.each = …` anywhere; most files have none.
    if (!/\]\s*=(?![=>])/.test(text) && !turning.some(({ name }) => text.includes(`.${name} =`))) continue;
    const source = work.open(file);
    for (const { path, mayBe, isWritten, object } of source ? putsIn(source) : []) {
      // Where the name stands there, the program knows what it means, unless it is put on one instance alone.
      const isMeant = (one: FunctionNode): boolean => mayBe(one.name) && (!isWritten || isInstance(one, object));
      const fn = turning.find((one) => isMeant(one) && !isAround(path, one, file) && holds(work, one, file, object) && !turns(path, file));
      if (fn) return { fn, file, start: path.node.start ?? 0, end: path.node.end ?? 0 };
    }
  }
  return null;
}

/** The function is put there by itself, or within. */
const isAround = (path: NodePath, fn: FunctionNode, file: string): boolean => fn.file === file && (path.node.start ?? 0) <= fn.place.start && fn.place.end <= (path.node.end ?? 0);

/** A variable that holds what was made of the class. */
function isInstance(fn: FunctionNode, object: NodePath): boolean {
  const to = object.isIdentifier() ? object.scope.getBinding(object.node.name)?.path : undefined;
  const first = to?.isVariableDeclarator() ? child(to, 'init') : undefined;
  return first?.isNewExpression() === true && isClass(fn, child(first, 'callee'));
}

/** The object has the function, for certain: an instance of its class, the class itself, its prototype, or the module that gives it away. */
function holds(work: Work, fn: FunctionNode, file: string, object: NodePath): boolean {
  if (object.isMemberExpression() && keyName(object.node.property, object.node.computed) === 'prototype') return isClass(fn, child(object, 'object'));
  if (object.isThisExpression()) return fn.className !== undefined && className(object) === fn.className;
  if (isExports(object)) return fn.exported && fn.file === file;
  if (!object.isIdentifier()) return object.isNewExpression() && isClass(fn, child(object, 'callee'));
  if (fn.static && isClass(fn, object)) return true;
  const to = object.scope.getBinding(object.node.name)?.path;
  if (!to) return false;
  if (to.listKey === 'params') return isHandedInstance(work, fn, file, to);
  if (to.isImportNamespaceSpecifier()) return fn.exported && leadsTo(work, file, fn);
  if (!to.isVariableDeclarator()) return false;
  if (isInstance(fn, object)) return true;
  const first = child(to, 'init');
  return fn.exported && /^require\(/.test(first.toString()) && leadsTo(work, file, fn);
}

/** A caller that is known hands in what was made of the class as this parameter. */
const isHandedInstance = (work: Work, fn: FunctionNode, file: string, parameter: NodePath): boolean => callersOf(work, file, parameter.parent).some(({ call }) => {
  const given = children(call, 'arguments')[Number(parameter.key)];
  return given !== undefined && ((given.isNewExpression() && isClass(fn, child(given, 'callee'))) || isInstance(fn, given));
});

const leadsTo = ({ program }: Work, file: string, fn: FunctionNode): boolean => program.modules.some((module) => module.file === file && module.imports.some(({ to }) => to === fn.file));

const isExports = (object: NodePath): boolean => (object.isIdentifier({ name: 'exports' }) && !object.scope.hasBinding('exports', true)) || (object.isMemberExpression() && child(object, 'object').isIdentifier({ name: 'module' }) && keyName(object.node.property, object.node.computed) === 'exports');

/** By its name, which an import may have changed; a default import has any. */
function isClass(fn: FunctionNode, named: NodePath): boolean {
  if (!named.isIdentifier() || fn.className === undefined) return false;
  const to = named.scope.getBinding(named.node.name)?.path;
  return named.node.name === fn.className || to?.isImportDefaultSpecifier() === true || (to?.isImportSpecifier() === true && keyName(to.node.imported, false) === fn.className);
}

const className = (path: NodePath): string | undefined => (path.findParent((up) => up.isClass())?.node as t.Class | undefined)?.id?.name;
