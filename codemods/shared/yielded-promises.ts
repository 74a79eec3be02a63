/** A generator that gives promises: an async one waits for each where it is given, fails there, and begins the next only then. It says so, and edits nothing. */
import type { NodePath, Visitor } from '@babel/traverse';
import type * as t from '@babel/types';
import { takerOf } from './beside-promises.js';
import { usesIn } from './begun-promises.js';
import { callersOf, callsOf } from './known-calls.js';
import { askedFor, bodyOf, child, children, functionPathAt, keyName, traverseOwn } from './node-paths.js';
import { addedBy } from './promise-names.js';
import { givesOf } from './promise-values.js';
import type { Source } from './source.js';
import { traverse } from './traverse.js';
import type { Work } from './work.js';

/** Why it cannot wait: a promise is given, or may be, and is used as one; null where neither is so. */
export function yieldedPromise(work: Work, place: { file: string; start: number; end: number }): string | null {
  const source = work.open(place.file);
  const generator = source ? functionPathAt(source, place) : null;
  if (!generator?.node || !('generator' in generator.node) || generator.node.generator !== true) return null;
  let [sure, possible] = [0, 0];
  const calls = callsOf(work, place.file);
  traverseOwn(generator, {
    YieldExpression(path) {
      const { argument, delegate } = path.node;
      // A list is handed on as it is, whatever lies in it.
      if (!argument || (!delegate && /^(?:Array|Object)Expression$/.test(argument.type))) return;
      const gives = givesOf(child(path, 'argument'), calls);
      const line = path.node.loc?.start.line ?? 0;
      if (!delegate && /^(?:promise|harmless)$/.test(gives)) sure ||= line;
      else if (gives !== 'value') possible ||= line;
    },
  });
  if (sure > 0) return `a generator that gives a promise (line ${sure}), for which an async one would wait there`;
  const isUsed = possible > 0 && callersOf(work, place.file, generator.node).some(({ call, from }) => areUsedAsPromises(work, from, call));
  return isUsed ? `a generator that may give a promise (line ${possible}), for which an async one would wait there: what it gives is used as promises` : null;
}

/** A variable is waited for, handed to `Promise.all`, or told what to do when it fails; or it is put into a list for which that is so. */
function isPromise(body: NodePath, name: string): boolean {
  const names = new Set(usesIn(body).filter(({ whole }) => whole).map(({ of }) => of));
  if (names.has(name)) return true;
  let found = false;
  body.traverse({ Identifier: (path) => void (found ||= names.has(path.node.name) && addedBy(path).some((one) => one.isIdentifier() && one.node.name === name)) });
  return found;
}

/** What a list, or what goes through a list, holds is used as promises. */
function areUsedAsPromises(work: Work, file: string, list: NodePath, depth = 0): boolean {
  const up = list.parentPath;
  if (!up || depth > 12) return false;
  const goOn = (path: NodePath): boolean => areUsedAsPromises(work, file, path, depth + 1);
  if (takerOf(up)) return true;
  if (up.isSpreadElement() || up.isArrayExpression() || up.isYieldExpression()) return goOn(up);
  if (up.isForOfStatement() && list.key === 'right') return up.node.await || Object.keys(child(up, 'left').getBindingIdentifiers()).some((name) => isPromise(bodyOf(up), name));
  if (up.isVariableDeclarator() && list.key === 'init') {
    return Object.keys(child(up, 'id').getBindingIdentifiers()).some((name) => isPromise(bodyOf(up), name) || (up.scope.getBinding(name)?.referencePaths ?? []).some(goOn));
  }
  const held = up.isAssignmentExpression() && list.key === 'right' ? heldBy(child(up, 'left')) : /Property$/.test(up.node.type) && list.key === 'value' ? keyName((up.node as t.ObjectProperty).key, (up.node as t.ObjectProperty).computed) : null;
  if (held !== null) return isUsedUnder(work, held, depth);
  if (up.isCallExpression() || up.isNewExpression()) return list.key !== 'callee' && /^(?:Array\.(?:from|of)|Set)$/.test(child(up, 'callee').toString()) && goOn(up);
  if (up.isReturnStatement() || (up.isArrowFunctionExpression() && list.key === 'body')) return isGiven(work, file, up.isReturnStatement() ? up.getFunctionParent() : up, depth);
  return up.isMemberExpression() && list.key === 'object' && byMethod(up, goOn);
}

/** The member, or the variable, that something is put into. */
const heldBy = (path: NodePath): string | null => (path.isIdentifier() ? path.node.name : path.isMemberExpression() ? keyName(path.node.property, path.node.computed) : null);

const asked = new WeakMap<Work, Map<string, boolean>>();

/** Somewhere in the program, what has this name holds promises. */
function isUsedUnder(work: Work, name: string, depth: number): boolean {
  const known = asked.get(work) ?? new Map<string, boolean>();
  asked.set(work, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, false);
  const word = new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`);
  const found = work.program.modules.some(({ file }) => {
    const source = word.test(work.read(file) ?? '') ? work.open(file) : null;
    return source !== null && [...askedFor(source, name), ...namesOf(source, name)].some((path) => (path.isObjectProperty() ? isTakenOut(work, file, path, depth) : areUsedAsPromises(work, file, path, depth + 1)));
  });
  known.set(name, found);
  return found;
}

/** `const { all } = port`. */
const isTakenOut = (work: Work, file: string, property: NodePath, depth: number): boolean =>
  Object.keys(property.getBindingIdentifiers()).some((name) => (property.scope.getBinding(name)?.referencePaths ?? []).some((one) => areUsedAsPromises(work, file, one, depth + 1)));

function namesOf(source: Source, name: string): NodePath[] {
  const found: NodePath[] = [];
  traverse(source.ast, { ReferencedIdentifier: (path: NodePath) => void (path.isIdentifier({ name }) && found.push(path)) } as Visitor);
  return found;
}

/** It is given to the callers, who may use it so. */
const isGiven = (work: Work, file: string, fn: NodePath | null, depth: number): boolean => fn !== null && callersOf(work, file, fn.node).some(({ call, from }) => areUsedAsPromises(work, from, call.parentPath?.isAwaitExpression() ? call.parentPath : call, depth + 1));

/** `list.filter(…)` holds the same; `list.map((one) => one.catch(…))` asks each for its end. */
function byMethod(member: NodePath, goOn: (path: NodePath) => boolean): boolean {
  const call = member.parentPath;
  if (!call?.isCallExpression() || member.key !== 'callee') return false;
  const [, name = ''] = /\.(\w+)$/.exec(member.toString()) ?? [];
  const [callback] = children(call, 'arguments');
  const item = callback?.isFunction() ? children(callback, 'params')[0] : undefined;
  if (callback && item?.isIdentifier() && usesIn(callback).some((use) => use.whole && use.of === item.node.name)) return true;
  return /^(?:filter|slice|concat|flat|values)$/.test(name) && goOn(call);
}
