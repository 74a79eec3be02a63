/** Whether a constructor gives the object that it makes to somebody and waits after that: whoever has it could see it half made, where before nobody could come in between. Looks only. */
import type { NodePath } from '@babel/traverse';
import type { FunctionId } from '../../core/program.js';
import { WAITS_IN_PLACE } from './known-calls.js';
import { child, children, endOf, functionPathAt, startOf } from './node-paths.js';
import { calledAt } from './same-step.js';
import type { Work } from './work.js';

interface Looking {
  work: Work;
  file: string;
  /** Functions that were called on the object until here. */
  depth: number;
}

const MOST_CALLS = 3;

export function isHandedOutEarly(work: Work, id: FunctionId): boolean {
  const path = pathOf(work, id);
  if (!path) return false;
  const { seeds, calls } = work.component;
  const waits = [...seeds.filter((seed) => seed.in === id && seed.style === 'sync'), ...calls.filter((call) => call.from === id && (call.change === 'await' || (call.change === 'repair' && (call.repair === 'for-await' || WAITS_IN_PLACE.test(call.repair ?? '')))))].map(({ range }) => range[0]);
  return waits.length > 0 && handings({ work, file: work.functions.get(id)?.file ?? '', depth: 0 }, path, selves(path)).some((handing) => waits.some((wait) => endOf(handing) <= wait || isInLoopWith(handing, wait, path)));
}

function pathOf(work: Work, id: FunctionId): NodePath | null {
  const fn = work.functions.get(id);
  const source = fn ? work.open(fn.file) : null;
  return fn && source ? functionPathAt(source, fn.place) : null;
}

const isInLoopWith = (handing: NodePath, wait: number, body: NodePath): boolean => handing.findParent((up) => up.isLoop() && startOf(up) >= startOf(body) && startOf(up) <= wait && wait < endOf(up)) !== null;

/** Where a function gives an object to somebody: its `this`, or what it was handed. */
function handings(looking: Looking, fn: NodePath, names: readonly NodePath[]): NodePath[] {
  return names.flatMap((self) => {
    const closure = closureAround(self, fn);
    const own = leaving(looking, self);
    return [...(closure ? leavings(looking, closure) : []), ...(own ? [closure ? outermost(own, fn) : own] : [])];
  });
}

/** `this`, and the variables that hold it. */
function selves(fn: NodePath): NodePath[] {
  const found: NodePath[] = [];
  fn.traverse({
    Function: (path) => void (!path.isArrowFunctionExpression() && path.skip()),
    Class: (path) => path.skip(),
    ThisExpression: (path) => void found.push(path),
    Super: (path) => void found.push(path),
  });
  return [...found, ...found.flatMap(({ parentPath }) => (parentPath?.isVariableDeclarator() && parentPath.node.id.type === 'Identifier' ? parentPath.scope.getBinding(parentPath.node.id.name)?.referencePaths ?? [] : []))];
}

/** The outermost function around it within another, which is done when it is called; null for none, and for what a list calls at once. */
function closureAround(path: NodePath, fn: NodePath): NodePath | null {
  const around: NodePath[] = [];
  for (let up = path.parentPath; up && up.node !== fn.node; up = up.parentPath) if (up.isFunction() && !isCalledAtOnce(up)) around.push(up);
  return around.at(-1) ?? null;
}

function isCalledAtOnce(closure: NodePath): boolean {
  const call = closure.parentPath;
  if (closure.key === 'callee') return true;
  if (call?.isNewExpression()) return child(call, 'callee').isIdentifier({ name: 'Promise' });
  return call?.isCallExpression() === true && /\.(?:forEach|map|flatMap|filter|some|every|find|findIndex|findLast|reduce|reduceRight|sort|toSorted)$/.test(child(call, 'callee').toString());
}

/** What is handed out inside of a function that is called at once is so where that stands. */
const outermost = (path: NodePath, fn: NodePath): NodePath => path.findParent((up) => up.isFunction() && up.parentPath?.getFunctionParent()?.node === fn.node)?.parentPath ?? path;

/** A function that uses the object is handed to somebody, under its name too. */
function leavings(looking: Looking, closure: NodePath): NodePath[] {
  const declared = closure.isFunctionDeclaration() ? closure.node.id : closure.parentPath?.isVariableDeclarator() ? closure.parentPath.node.id : null;
  const named = declared?.type === 'Identifier' ? closure.parentPath?.scope.getBinding(declared.name)?.referencePaths ?? [] : [];
  return [...(declared ? [] : [closure]), ...named.filter((one) => one.key !== 'callee')].flatMap((one) => leaving(looking, one) ?? []);
}

/** The expression by which it gets to somebody; null where it stays in the object, or is only looked at. */
function leaving(looking: Looking, path: NodePath): NodePath | null {
  const up = path.parentPath;
  if (!up) return null;
  if (path.isSuper()) return up.isCallExpression() && isGivenOn(looking, up) ? up : null;
  if (up.isMemberExpression() || up.isOptionalMemberExpression()) {
    const call = up.parentPath;
    return path.key === 'object' && call?.isCallExpression() && up.key === 'callee' && isGivenOn(looking, call) ? call : null;
  }
  if (up.isAssignmentExpression()) return path.key === 'right' && !isOfSelf(child(up, 'left')) ? up : null;
  if (up.isCallExpression() || up.isNewExpression() || up.isOptionalCallExpression()) return path.key === 'callee' ? null : byArgument(looking, up, path);
  if (/^(?:ObjectProperty|ObjectExpression|ArrayExpression|ConditionalExpression|LogicalExpression|SequenceExpression)$|^TS\w*Expression$/.test(up.node.type)) return path.key === 'test' ? null : leaving(looking, up);
  return null;
}

function byArgument(looking: Looking, call: NodePath, argument: NodePath): NodePath | null {
  const callee = child(call, 'callee');
  const isFirst = children(call, 'arguments')[0]?.node === argument.node;
  const [, object = '', method = ''] = /^([\w$.]*?)\.?(\w+)$/.exec(callee.toString()) ?? [];
  // `load.bind(this)` is a function that uses it.
  if (isFirst && method === 'bind') return leaving(looking, call);
  if (isFirst && /^(?:call|apply)$/.test(method)) return isGivenOn(looking, call) ? call : null;
  if (isFirst && /^(?:Object|Reflect|console)$/.test(object)) return null;
  const called = calledAt(looking.work, looking.file, call);
  // What it listens to itself is told by nobody else.
  if (called.length === 0) return callee.isMemberExpression() && child(callee, 'object').isThisExpression() ? null : call;
  // What a part of it is handed stays in it, unless the part gives it on.
  return called.some((id) => isGivenBy(looking, id, (fn) => handedAs(fn, children(call, 'arguments').findIndex((one) => one.node === argument.node)))) ? call : leaving(looking, call);
}

/** Where a function asks for what it was handed there; null where that is no name. */
function handedAs(fn: NodePath, index: number): NodePath[] | null {
  const parameter = children(fn, 'params')[index];
  return parameter?.isIdentifier() ? fn.scope.getBinding(parameter.node.name)?.referencePaths ?? null : parameter ? null : [];
}

/** A function that is called on the object gives it to somebody. */
const isGivenOn = (looking: Looking, call: NodePath): boolean => calledAt(looking.work, looking.file, call).some((id) => isGivenBy(looking, id, selves));

/** Beyond so many functions, one is believed to give it to nobody. */
function isGivenBy({ work, depth }: Looking, id: FunctionId, namesIn: (fn: NodePath) => readonly NodePath[] | null): boolean {
  const fn = depth < MOST_CALLS ? pathOf(work, id) : null;
  const names = fn ? namesIn(fn) : [];
  return fn !== null && (names === null || handings({ work, file: work.functions.get(id)?.file ?? '', depth: depth + 1 }, fn, names).length > 0);
}

function isOfSelf(path: NodePath): boolean {
  if (path.isThisExpression()) return true;
  if (path.isMemberExpression()) return isOfSelf(child(path, 'object'));
  if (!path.isIdentifier()) return false;
  const declared = path.scope.getBinding(path.node.name)?.path;
  return declared?.isVariableDeclarator() === true && child(declared, 'init').isThisExpression();
}
