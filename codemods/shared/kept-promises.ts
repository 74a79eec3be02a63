/**
 * Promises that another function has begun and put somewhere (a field, a list, a variable of the module) before a call that waits from now on, and that are listened to behind it: they count as heard where they
 * are put. It says which, and edits nothing.
 */
import type { Binding, NodePath } from '@babel/traverse';
import { type Use, usesIn } from './begun-promises.js';
import { callsOf } from './known-calls.js';
import { child, children, endOf, keyName, startOf, traverseOwn } from './node-paths.js';
import { type Gives, addedBy, addsTo } from './promise-names.js';
import { givesOf } from './promise-values.js';
import { type Part, type Step, stepAround, stepAtStart } from './same-step.js';
import type { Source } from './source.js';
import type { Work } from './work.js';

/** Something is put under a name: a variable, or the member of an object. */
interface Put {
  name: string;
  /** Of a variable; a member has none. */
  binding: Binding | undefined;
  value: NodePath;
  gives: Gives;
}

export interface Kept {
  file: string;
  value: NodePath;
}

/** The variable, or the member, that something is put into; null for a name that is computed. */
function holder(path: NodePath): Pick<Put, 'name' | 'binding'> | null {
  if (path.isIdentifier()) return { name: path.node.name, binding: path.scope.getBinding(path.node.name) };
  if (!path.isMemberExpression()) return null;
  const name = keyName(path.node.property, path.node.computed);
  // What is put under any name is in the object.
  return name === null ? holder(child(path, 'object')) : { name, binding: undefined };
}

const puts = new WeakMap<Work, Map<unknown, Put[]>>();

/** What a function puts somewhere itself. */
function putsIn(work: Work, { file, body }: Part): Put[] {
  const known = puts.get(work) ?? new Map<unknown, Put[]>();
  puts.set(work, known);
  const before = known.get(body.node);
  if (before) return before;
  const found: Put[] = [];
  const calls = callsOf(work, file);
  const add = (to: Pick<Put, 'name' | 'binding'> | null, value: NodePath, isSure = false): void => {
    const gives = to && value.isExpression() ? givesOf(value, calls) : 'value';
    if (to && (gives === 'promise' || (gives === 'unknown' && !isSure))) found.push({ ...to, value, gives });
  };
  if (body.isClassProperty() || body.isClassPrivateProperty()) add({ name: keyName(body.node.key, body.isClassProperty() && body.node.computed === true) ?? '', binding: undefined }, child(body, 'value'));
  traverseOwn(body, {
    AssignmentExpression: (path) => add(holder(child(path, 'left')), child(path, 'right')),
    VariableDeclarator: (path) => void (path.node.init && add(holder(child(path, 'id')), child(path, 'init'))),
    // A thing has many members: only what is a promise for certain.
    ObjectProperty: (path) => void (!path.parentPath.isObjectPattern() && add({ name: keyName(path.node.key, path.node.computed) ?? '', binding: undefined }, child(path, 'value'), true)),
    CallExpression(path) {
      const list = addsTo(path);
      if (list) for (const one of children(path, 'arguments')) add(holder(list), one);
    },
  });
  known.set(body.node, found);
  return found;
}

/** What has begun elsewhere, and would be left alone while the call is waited for. */
export const keptPromises = (work: Work, source: Source, call: NodePath): Kept[] => keptIn(work, stepAround(work, source, call), (value) => !(startOf(value) <= startOf(call) && endOf(call) <= endOf(value)));

/** What has begun before this function is called, which waits where it begins. */
export const keptAtStart = (work: Work, source: Source, fn: NodePath): Kept[] => keptIn(work, stepAtStart(work, source, fn), () => true);

function keptIn(work: Work, { before, after }: Step, isBefore: (value: NodePath) => boolean): Kept[] {
  const begun = before.flatMap((part) => putsIn(work, part).filter(({ value }) => endOf(value) > part.from && endOf(value) <= part.to && isBefore(value)).map((put) => ({ put, part })));
  return begun.filter(({ put, part }) => !isHeard(put, part) && after.some((one) => isUsed(put, one))).map(({ put, part }) => ({ file: part.file, value: put.value }));
}

const isIn = (path: NodePath, { from, to }: Part): boolean => endOf(path) > from && startOf(path) < to;

const uses = new WeakMap<object, Use[]>();

function usesOf({ body }: Part): Use[] {
  const found = uses.get(body.node) ?? usesIn(body);
  uses.set(body.node, found);
  return found;
}

/** The promise itself is waited for, or told what to do when it fails. */
const isOf = ({ name, binding }: Put, use: Use): boolean => use.whole && (binding ? use.of === name && use.at.scope.getBinding(name) === binding : use.of.endsWith(`.${name}`));

/** It is listened to where it has begun. */
const isHeard = (put: Put, part: Part): boolean => usesOf(part).some((use) => isOf(put, use) && startOf(use.at) >= endOf(put.value) && endOf(use.at) <= part.to);

function isUsed(put: Put, part: Part): boolean {
  if (usesOf(part).some((use) => isOf(put, use) && isIn(use.at, part))) return true;
  if (put.gives !== 'promise') return false;
  if (put.binding) return put.binding.referencePaths.some((one) => !isOnlyPut(one) && isIn(one, part) && isWithin(one, part.body));
  let found = false;
  const look = (path: NodePath): void => void (found ||= isIn(path, part) && isRead(path, put.name));
  traverseOwn(part.body, { MemberExpression: look, OptionalMemberExpression: look, ObjectProperty: look });
  return found;
}

/** `all.push(promise);`, but not `return (all[name] ??= promise)`. */
const isOnlyPut = (reference: NodePath): boolean => addedBy(reference).length > 0 && reference.parentPath?.parentPath?.parentPath?.isExpressionStatement() === true;

const isWithin = (path: NodePath, body: NodePath): boolean => path.findParent((up) => up === body || up.node === body.node) !== null;

/** The member is asked for, by itself or by a pattern. */
function isRead(path: NodePath, name: string): boolean {
  if (path.isObjectProperty()) return path.parentPath.isObjectPattern() && keyName(path.node.key, path.node.computed) === name;
  if (!path.isMemberExpression() && !path.isOptionalMemberExpression()) return false;
  return keyName(path.node.property, path.node.computed) === name && !(path.parentPath.isAssignmentExpression() && path.key === 'left');
}
