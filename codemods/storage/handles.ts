/** Files that are open: a call that takes a descriptor becomes a method of what the seam opened. What is not seen to be used, or closed, in this way only is refused. */
import type { NodePath } from '@babel/traverse';
import type { ASTPath } from 'jscodeshift';
import { HANDLE_METHODS, methodOf } from '../../core/open-files.js';
import type { PlannedSeed } from '../../core/plan.js';
import type { SeedEdit } from '../shared/component-calls.js';
import { replaceRange } from '../shared/edits.js';
import { type Ranged, type Source, callAt, rangeOf } from '../shared/source.js';
import { isNothing, unclosed } from './closed-files.js';
import { refusedResult } from './results.js';
import { traverse } from '../shared/traverse.js';

/** What a call gives besides: fs tells the number of bytes alone. */
const COUNTS: Readonly<Record<string, string>> = { read: 'bytesRead', write: 'bytesWritten' };

interface Call {
  callee: Ranged;
  arguments: Ranged[];
  start: number;
  end: number;
}

/** `fs.readSync(fd, buffer)` becomes `(await fd.read(buffer)).bytesRead`. */
export function handleEdits(source: Source, path: ASTPath, seed: PlannedSeed): SeedEdit | { refused: string } {
  const method = methodOf(seed.origin);
  const call = path.node as unknown as Call;
  const [file, next] = call.arguments;
  const base = { operation: 'open', waits: seed.style === 'sync', ...(seed.also ? { also: seed.also } : {}) };
  if (!method || !file) return { refused: 'a call without its descriptor' };
  const after = next?.start ?? call.end - 1;
  if (/\/[/*]/.test(source.text.slice(call.start, file.start) + source.text.slice(file.end, after))) return { refused: 'a comment beside the descriptor' };
  const used = (path.parent as ASTPath | null)?.node.type !== 'ExpressionStatement';
  const takes = seed.style === 'sync' && used ? COUNTS[method] : undefined;
  const isName = file.type === 'Identifier';
  const edits = isName
    ? [replaceRange([call.start, call.callee.end], `${source.text.slice(...rangeOf(file))}.${method}`), replaceRange([file.start, after], '')]
    : [replaceRange([call.start, file.start], '('), replaceRange([file.end, after], `).${method}(`)];
  return { ...base, edits, ...(takes ? { takes } : {}) };
}

/** The call of these bytes. */
function callIn(source: Source, range: readonly [number, number]): NodePath | null {
  let found: NodePath | null = null;
  traverse(source.ast, {
    CallExpression(path) {
      if (path.node.start !== range[0] || path.node.end !== range[1]) return;
      found = path;
      path.stop();
    },
  });
  return found;
}

/** What the methods of an open file need of the seam besides, or why a store cannot give it: it gets out of sight, or is never closed. */
export function openedFile(source: Source, seed: PlannedSeed, seeds: readonly PlannedSeed[]): { also: string[] } | { refused: string } {
  const stats = statsOf(source, seed, seeds);
  const refused = refusedOpen(source, seed, seeds) ?? stats.map((path) => refusedResult(source, path, { ...seed, operation: 'stat' })).find((text) => text !== null);
  return refused ? { refused } : { also: [...(seed.also ?? []), ...(stats.length > 0 ? ['open-stat'] : [])] };
}

/** Where the file is asked for its size by a method. */
function statsOf(source: Source, seed: PlannedSeed, seeds: readonly PlannedSeed[]): ASTPath[] {
  const call = callIn(source, seed.range);
  const binding = call ? variableOf(wholeOf(call)) : undefined;
  const calls = (binding?.referencePaths ?? []).flatMap((reference) => (isFollowed(reference, seeds) && !reference.parentPath?.isCallExpression() && nameOf(reference.parentPath) === 'stat' ? reference.parentPath?.parentPath ?? [] : []));
  return calls.flatMap((path) => callAt(source, [path.node.start ?? 0, path.node.end ?? 0]) ?? []);
}

const wholeOf = (call: NodePath): NodePath => (call.parentPath?.isAwaitExpression() ? call.parentPath : call);

const nameOf = (member: NodePath | null | undefined): string => ((member?.node as { property?: { name?: string } } | undefined)?.property?.name ?? '');

/** Null when it is seen wherever it is used. */
function refusedOpen(source: Source, seed: PlannedSeed, seeds: readonly PlannedSeed[]): string | null {
  const call = callIn(source, seed.range);
  if (!call) return 'what is opened here could not be found';
  const whole = wholeOf(call);
  const near = seeds.filter((one) => one.at.file === source.file);
  if (usedAtOnce(whole, near)) return null;
  const binding = variableOf(whole);
  if (!binding || binding.scope.getFunctionParent() === null) return 'what is opened is not kept in a variable of one function';
  if (binding.scope.getFunctionParent() !== call.scope.getFunctionParent()) return 'what is opened is kept in a variable of another function';
  const type = (binding.identifier as { typeAnnotation?: { start?: number | null; end?: number | null } | null }).typeAnnotation;
  if (type && !/FileHandle/.test(source.text.slice(type.start ?? 0, type.end ?? 0))) return 'the variable of what is opened is declared to be a number';
  const other = [...binding.constantViolations].find((path) => !isOpening(path, near));
  if (other) return `the variable of what is opened gets something else in line ${lineOf(other)}`;
  const followed = binding.referencePaths.filter((reference) => isAsked(reference) || isFollowed(reference, near));
  const lost = binding.referencePaths.find((reference) => !followed.includes(reference));
  if (lost) return `what is opened is used in line ${lineOf(lost)} for something else than reading, writing and closing it`;
  const apart = binding.referencePaths.find((reference) => isApart(reference, call, near));
  if (apart) return `what is opened is used in line ${lineOf(apart)} by a function that may run later`;
  return seed.also?.includes('open-to-write') ? unclosed({ source, open: call, variable: binding.identifier.name, uses: binding.referencePaths.filter((reference) => isClosing(reference, near)).flatMap((reference) => reference.parentPath ?? []), named: near.filter((one) => one.in === seed.in && one !== seed && one.operation !== 'handle') }) : null;
}

const lineOf = (path: NodePath): number => path.node.loc?.start.line ?? 0;

const seedOf = (path: NodePath | null | undefined, seeds: readonly PlannedSeed[]): PlannedSeed | undefined => seeds.find((seed) => seed.range[0] === path?.node.start && seed.range[1] === path?.node.end);

/** `fs.closeSync(fs.openSync(file, 'w'))`, `(await open(file)).close()`. */
function usedAtOnce(whole: NodePath, seeds: readonly PlannedSeed[]): boolean {
  const parent = whole.parentPath;
  if (parent?.isMemberExpression() && parent.node.object === whole.node) return isFollowed(whole, seeds) && isClosing(whole, seeds);
  return parent?.isCallExpression() === true && isFollowed(whole, seeds) && isClosing(whole, seeds);
}

function variableOf(whole: NodePath): ReturnType<NodePath['scope']['getBinding']> {
  const parent = whole.parentPath;
  if (parent?.isVariableDeclarator() && parent.node.id.type === 'Identifier' && !(parent.parentPath?.isVariableDeclaration() && /using/.test(parent.parentPath.node.kind))) return parent.scope.getBinding(parent.node.id.name);
  const assigns = parent?.isAssignmentExpression({ operator: '=' }) && parent.parentPath?.isExpressionStatement() && parent.node.right === whole.node;
  return assigns && parent.isAssignmentExpression() && parent.node.left.type === 'Identifier' ? parent.scope.getBinding(parent.node.left.name) : undefined;
}

/** The variable gets another open file, or nothing. */
function isOpening(path: NodePath, seeds: readonly PlannedSeed[]): boolean {
  if (path.isVariableDeclarator()) return isNothing(path.node.init) || opens(path.get('init') as NodePath, seeds);
  return path.isAssignmentExpression({ operator: '=' }) && (isNothing(path.node.right) || opens(path.get('right') as NodePath, seeds));
}

const opens = (path: NodePath, seeds: readonly PlannedSeed[]): boolean => seedOf(path.isAwaitExpression() ? (path.get('argument') as NodePath) : path, seeds)?.operation === 'open';

/** It is only asked whether something is open. */
function isAsked(reference: NodePath): boolean {
  const parent = reference.parentPath;
  if (parent?.isIfStatement() || parent?.isUnaryExpression({ operator: '!' }) || parent?.isConditionalExpression()) return 'test' in parent.node ? parent.node.test === reference.node : true;
  if (parent?.isLogicalExpression({ operator: '&&' })) return parent.node.left === reference.node && (parent.parentPath?.isExpressionStatement() === true || parent.parentPath?.isIfStatement() === true);
  return parent?.isBinaryExpression() === true && /^[!=]==?$/.test(parent.node.operator) && isNothing(parent.node.left === reference.node ? parent.node.right : parent.node.left);
}

/** A call that was planned, or a method that what the seam opens has as well. */
function isFollowed(reference: NodePath, seeds: readonly PlannedSeed[]): boolean {
  const parent = reference.parentPath;
  if (parent?.isCallExpression()) return parent.node.arguments[0] === reference.node && seedOf(parent, seeds)?.operation === 'handle';
  if (!(parent?.isMemberExpression() || parent?.isOptionalMemberExpression()) || parent.node.object !== reference.node || parent.node.computed) return false;
  const method = nameOf(parent);
  const call = parent.parentPath;
  if (!HANDLE_METHODS.test(method) || !(call?.isCallExpression() || call?.isOptionalCallExpression()) || call.node.callee !== parent.node) return false;
  return method === 'stat' ? call.node.arguments.length === 0 : !call.node.arguments.some((argument) => argument.type === 'ObjectExpression' && /^(?:read|write)$/.test(method));
}

function isClosing(reference: NodePath, seeds: readonly PlannedSeed[]): boolean {
  const parent = reference.parentPath;
  if (parent?.isCallExpression()) return methodOf(seedOf(parent, seeds)?.origin ?? '') === 'close';
  return nameOf(parent) === 'close';
}

const IN_TURN = /^(?:forEach|map|filter|some|every|find|findIndex|flatMap|reduce)$/;

/** What was synchronous stands in a function of its own: only turns of a list are known to be waited for one after the other. */
function isApart(reference: NodePath, open: NodePath, seeds: readonly PlannedSeed[]): boolean {
  if (seedOf(reference.parentPath, seeds)?.style !== 'sync') return false;
  const own = open.scope.getFunctionParent();
  for (let fn = reference.getFunctionParent(); fn && fn.scope !== own; fn = fn.getFunctionParent()) {
    const call = fn.parentPath;
    const callee = call?.isCallExpression() ? call.node.callee : null;
    if (callee?.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || !IN_TURN.test(callee.property.name)) return true;
  }
  return false;
}
