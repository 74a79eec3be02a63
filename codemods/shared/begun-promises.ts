/** Promises that have begun in an earlier statement and are waited for after a call: while that call is waited for, nobody would hear of their failure, which ends the process on Node. It says so, and edits nothing. */
import type { Binding, NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { takerOf } from './beside-promises.js';
import { bodyOf, child, children, endOf, keyName, startOf, traverseOwn } from './node-paths.js';
import { type Gives, addedBy, firstValue } from './promise-names.js';
import { type Calls, givesOf } from './promise-values.js';

const isIn = (path: NodePath, outer: NodePath): boolean => startOf(outer) <= startOf(path) && endOf(path) <= endOf(outer);

/** A promise, or a list of them, is waited for, or told what to do when it fails. */
export interface Use {
  at: NodePath;
  /** The variable, or `this.name`. */
  of: string;
  /** The variable itself is meant, and no member of it. */
  whole: boolean;
  /** `for await` walks through it: it may as well be a stream. */
  walked: boolean;
}

/** Something is put into a variable. */
interface Begin {
  at: NodePath;
  /** The expression of what is put there; a parameter has none. */
  value: NodePath | null;
  of: string;
  gives: Gives;
  /** A list of promises is handed in as this parameter by a caller that is known. */
  isHandedPromises: boolean;
  binding: Binding | undefined;
}

/** Names of what an expression is made of: `p`, `this.p`, `state.tides.p`, those in `[p, ...more]` and `all.map(…)`. */
function namesIn(path: NodePath, whole = true): { of: string; whole: boolean }[] {
  if (path.isIdentifier()) return [{ of: path.node.name, whole }];
  if (path.isMemberExpression()) return [...(isPlain(path) ? [{ of: path.toString(), whole }] : []), ...namesIn(child(path, 'object'), false)];
  if (path.isArrayExpression()) return children(path, 'elements').flatMap((one) => namesIn(one, whole));
  if (path.isSpreadElement()) return namesIn(child(path, 'argument'), whole);
  if (path.isConditionalExpression()) return ['consequent', 'alternate'].flatMap((key) => namesIn(child(path, key), whole));
  if (path.isLogicalExpression()) return ['left', 'right'].flatMap((key) => namesIn(child(path, key), whole));
  if (/^TS\w*Expression$/.test(path.node.type)) return namesIn(child(path, 'expression'), whole);
  if (!path.isCallExpression()) return [];
  const callee = child(path, 'callee');
  const method = callee.isMemberExpression() && callee.node.property.type === 'Identifier' ? callee.node.property.name : '';
  if (takerOf(path) || /^(?:values|entries)$/.test(method)) return children(path, 'arguments').flatMap((one) => namesIn(one, whole));
  // What `names.map(ask)` waits for are promises of its own, unless the names are promises for certain.
  return /^(?:map|filter|concat|flat|flatMap|slice|then|catch|finally)$/.test(method) ? namesIn(child(callee, 'object'), whole && !/^(?:map|flatMap)$/.test(method)) : [];
}

/** `this.p`, `state.tides.p`: no part of it is computed. */
const isPlain = (path: NodePath): boolean => path.isIdentifier() || path.isThisExpression() || (path.isMemberExpression() && !path.node.computed && isPlain(child(path, 'object')));

export function usesIn(body: NodePath): Use[] {
  const found: Use[] = [];
  const add = (at: NodePath, value: NodePath): void => void found.push(...namesIn(value).map((one) => ({ at, walked: at.isForOfStatement(), ...one })));
  traverseOwn(body, {
    AwaitExpression: (path) => add(path, child(path, 'argument')),
    ForOfStatement: (path) => void (path.node.await && add(path, child(path, 'right'))),
    CallExpression(path) {
      const { callee } = path.node;
      if (takerOf(path)) add(path, child(path, 'arguments.0'));
      else if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && /^(?:then|catch|finally)$/.test(callee.property.name)) add(path, child(path, 'callee.object'));
    },
  });
  return found;
}

function beginsIn(body: NodePath, calls: Calls): Begin[] {
  const found: Begin[] = [];
  const add = (at: NodePath, of: string, gives: Gives, value: NodePath | null, handed: readonly Gives[] = []): void => void found.push({ at, of, gives, value, isHandedPromises: handed.includes('promise'), binding: at.scope.getBinding(of) });
  if (body.isFunction()) {
    const areKnown = areCallersKnown(body);
    for (const [index, one] of children(body, 'params').entries()) {
      for (const name of Object.keys(one.getBindingIdentifiers())) {
        const member = one.isObjectPattern() ? memberFor(one, name) : undefined;
        const handed = calls.handed(body, index, member);
        const given = one.isAssignmentPattern() ? [...handed, givesOf(child(one, 'right'), calls)] : handed;
        add(one, name, areKnown && member !== '' && handed.length > 0 && given.every((each) => each === 'value') ? 'value' : given.includes('promise') ? 'promise' : one.isIdentifier() ? givesOf(one, calls) : 'unknown', null, handed);
      }
    }
  }
  traverseOwn(body, {
    VariableDeclarator(path) {
      const value = firstValue(path);
      if (!value) return;
      if (path.node.id.type === 'Identifier') add(path, path.node.id.name, givesOf(value, calls), value);
      // What a loop walks over holds one list for each turn.
      else for (const [name, part] of takenApart(child(path, 'id'), value, value.node === path.node.init)) add(path, name, givesOf(part ?? value, calls), part);
    },
    AssignmentExpression(path) {
      const [to, value] = [child(path, 'left'), child(path, 'right')];
      const [left] = to.isPattern() ? [] : namesIn(to);
      if (left?.whole) add(path, left.of, givesOf(value, calls), value);
      else if (to.isPattern()) for (const [name, part] of takenApart(to, value, true)) add(path, name, givesOf(part ?? value, calls), part);
    },
    Identifier(path) {
      for (const given of addedBy(path)) add(given, path.node.name, givesOf(given, calls), given);
    },
  });
  return found;
}

/** The member of what is handed in that becomes this variable; empty where it is not known, or may be another thing. */
const memberFor = (pattern: NodePath<t.ObjectPattern>, name: string): string =>
  pattern.node.properties.flatMap((one) => (one.type === 'ObjectProperty' && one.value.type === 'Identifier' && one.value.name === name ? keyName(one.key, one.computed) ?? [] : []))[0] ?? '';

/** By its name alone, the function is called and nothing else, and not given away: the calls that the file shows are all. */
function areCallersKnown(fn: NodePath): boolean {
  const declared = fn.isFunctionDeclaration() ? fn.node.id : fn.parentPath?.isVariableDeclarator() && fn.key === 'init' ? fn.parentPath.node.id : null;
  const binding = declared?.type === 'Identifier' ? fn.parentPath?.scope.getBinding(declared.name) : undefined;
  return binding?.constant === true && binding.referencePaths.every((one) => one.key === 'callee' && one.parentPath?.isCallExpression() === true);
}

/** The names of a pattern, each with the expression that is put there; null where that has no place of its own. */
function takenApart(pattern: NodePath, value: NodePath, isWhole: boolean): [name: string, part: NodePath | null][] {
  const found = new Map<string, NodePath | null>(Object.keys(pattern.getBindingIdentifiers()).map((name) => [name, null]));
  if (!isWhole) return [...found];
  if (pattern.isArrayPattern() && value.isArrayExpression()) {
    const { elements } = value.node;
    const spread = elements.findIndex((one) => one?.type === 'SpreadElement');
    for (const [index, one] of pattern.node.elements.entries()) if (one?.type === 'Identifier' && elements[index] && (spread < 0 || index < spread)) found.set(one.name, child(value, `elements.${index}`));
  }
  if (pattern.isObjectPattern() && value.isObjectExpression()) {
    for (const one of pattern.node.properties) {
      if (one.type !== 'ObjectProperty' || one.computed || one.key.type !== 'Identifier' || one.value.type !== 'Identifier') continue;
      const { name } = one.key;
      const given = children(value, 'properties').find((part) => part.isObjectProperty() && !part.node.computed && part.node.key.type === 'Identifier' && part.node.key.name === name);
      if (given) found.set(one.value.name, child(given, 'value'));
    }
  }
  return [...found];
}

/** What the expression around the call makes is put into a variable that is waited for, or handed to `Promise.all`, later. */
export function isHandedLater(end: NodePath, call: NodePath): boolean {
  const targets: { of: string }[] = end.isVariableDeclarator() ? namesIn(child(end, 'id')) : [];
  for (let up: NodePath | null = call; up && up !== end; up = up.parentPath) {
    if (up.isAssignmentExpression()) targets.push(...namesIn(child(up, 'left')));
    if (up.isCallExpression() && up !== call && up.node.callee.type === 'MemberExpression') targets.push(...namesIn(child(up, 'callee.object')));
  }
  return targets.length > 0 && usesIn(bodyOf(call)).some((use) => endOf(use.at) > endOf(end) && targets.some(({ of }) => of === use.of));
}

/** The innermost loop around both, in whose next turn what stands below comes first. */
const loopAround = (call: NodePath, other: NodePath): NodePath | null => call.findParent((up) => up.isLoop() && isIn(other, up)) ?? null;

/** It comes about whenever the other does: nothing that stands around it may be left out. */
export function isSure(path: NodePath, other: NodePath): boolean {
  for (let up = path.parentPath; up && !isIn(other, up); up = up.parentPath) if (up.isIfStatement() || up.isConditionalExpression() || up.isLogicalExpression() || up.isLoop() || up.isSwitchCase() || up.isCatchClause() || up.isFunction()) return false;
  return true;
}

/** What has begun and would be left alone while the call is waited for. */
export interface Begun {
  name: string;
  line: number;
  at: NodePath;
  /** Where it began; a parameter began elsewhere. */
  value: NodePath | null;
  /** It is handed to `Promise.race` or `any`, which would ask later who was first. */
  races: boolean;
}

export function begunPromises(call: NodePath, calls: Calls): Begun[] {
  const body = bodyOf(call);
  const uses = usesIn(body);
  return beginsIn(body, calls).flatMap((begin): Begun[] => {
    if (begin.gives === 'value' || !comesBefore(begin, call)) return [];
    const races = uses.some((use) => use.of === begin.of && /^(?:race|any)$/.test(takerOf(use.at) ?? '') && isAfter(use.at, begin, call));
    return races || (begin.gives !== 'harmless' && isLeft(begin, call, uses)) ? [{ name: begin.of, at: begin.at, line: begin.at.node.loc?.start.line ?? 0, value: begin.value, races }] : [];
  });
}

/** Parameters that may be promises which have begun, of a function that waits before anything else from now on. */
export function handedPromises(fn: NodePath, calls: Calls): string[] {
  const uses = usesIn(fn);
  const given = beginsIn(fn, calls).filter(({ at, gives }) => at.listKey === 'params' && gives !== 'value' && gives !== 'harmless');
  return given.filter((begin) => uses.some((use) => use.of === begin.of && use.whole && !isStream(use, begin)) || (begin.gives === 'promise' && (begin.binding?.referencePaths ?? []).length > 0)).map(({ of }) => of);
}

/** The variable outlives the turn of the loop. */
const outlives = ({ binding }: Begin, loop: NodePath): boolean => binding === undefined || !isIn(binding.path, loop);

function comesBefore(begin: Begin, call: NodePath): boolean {
  if (isIn(call, begin.at)) return false;
  if (endOf(begin.at) <= startOf(call)) return true;
  const loop = loopAround(call, begin.at);
  return loop !== null && outlives(begin, loop);
}

/** It is done when the call is over, or in a next turn. */
function isAfter(at: NodePath, begin: Begin, call: NodePath): boolean {
  const loop = loopAround(call, at);
  return endOf(at) > endOf(call) || (loop !== null && outlives(begin, loop));
}

/** What comes in and is walked by `for await` is no promise, unless a list of them is handed in: it is a request, or another stream. */
const isStream = (use: Use, begin: Begin): boolean => use.walked && begin.value === null && !begin.isHandedPromises;

function isLeft(begin: Begin, call: NodePath, uses: readonly Use[]): boolean {
  const own = uses.filter((use) => use.of === begin.of);
  // Where the call comes first in the loop, the end of the turn is between the two.
  const turn = startOf(begin.at) > startOf(call) ? loopAround(call, begin.at) : null;
  const isHeard = (at: NodePath): boolean => startOf(at) >= endOf(begin.at) && (turn ? isIn(at, turn) && isSure(at, begin.at) : endOf(at) <= startOf(call) && isSure(at, call));
  if (own.some(({ at }) => isHeard(at)) || waitsBetween(begin, call, isHeard)) return false;
  if (own.some((use) => isAfter(use.at, begin, call) && ((use.whole && !isStream(use, begin)) || begin.gives === 'promise'))) return true;
  return begin.gives === 'promise' && (begin.binding?.referencePaths ?? []).some((reference) => !isIn(reference, begin.at) && isAfter(reference, begin, call));
}

/** The program waits for something else in between already, and takes the chance. */
function waitsBetween(begin: Begin, call: NodePath, isHeard: (at: NodePath) => boolean): boolean {
  let waits = false;
  traverseOwn(bodyOf(call), {
    AwaitExpression: (path: NodePath<t.AwaitExpression>) => void (waits ||= !isIn(begin.at, path) && isHeard(path)),
  });
  return waits;
}
