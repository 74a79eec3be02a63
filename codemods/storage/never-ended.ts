/** Whether anything ends a stream that is written to: a disk has each piece as it comes, a store what was written when it ends. It follows the stream through the program, and takes a use that it does not know for an end. */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { CallEdge, FunctionNode, Program } from '../../core/program.js';
import { askedFor, child, functionPathAt, keyName, nodePathAt } from '../shared/node-paths.js';
import type { Source } from '../shared/source.js';
import { runsOnlyAtExit } from './at-exit.js';
import { areRelated, classAround } from './class-kin.js';

export interface Sources {
  program: Program;
  open(file: string): Source | null;
}

/** Methods that give the stream back. */
const GIVES_ITSELF = /^(?:on|once|addListener|prependListener|prependOnceListener|off|removeListener|removeAllListeners|setDefaultEncoding|setMaxListeners)$/;
/** Members that leave it open and give something else. */
const LEAVES_OPEN = /^(?:write|cork|uncork|emit|listenerCount|listeners|eventNames|writableLength|writableNeedDrain|writable|writableEnded|writableFinished|destroyed|closed|bytesWritten|path|pending)$/;
/** What it is put into gives it again: `a ?? b`, `c ? a : b`, `(await a)`. */
const STANDS_FOR = /^(?:Await|Conditional|Logical|Sequence|TSAs|TSNonNull|TSSatisfies|Parenthesized|TypeCast)\w*$/;

/** A walk that ends where it comes for the second time, and gives up (which counts as an end) after so many steps. */
interface Walk extends Sources {
  seen: Set<t.Node>;
  file: string;
}

const STEPS = 2000;

export function isNeverEnded(sources: Sources, file: string, range: readonly [number, number]): boolean {
  const source = sources.open(file);
  const call = source ? nodePathAt(source, range) : null;
  return call !== null && !isEnded({ ...sources, file, seen: new Set() }, call);
}

/** Something that is done with this expression, or with what it is put into, ends the stream. */
function isEnded(walk: Walk, path: NodePath): boolean {
  const { seen } = walk;
  if (seen.has(path.node)) return false;
  seen.add(path.node);
  const up = path.parentPath;
  if (!up || seen.size > STEPS) return true;
  if (up.isExpressionStatement() || up.isUnaryExpression() || up.isBinaryExpression() || up.isIfStatement() || up.isTemplateLiteral() || up.isWhileStatement()) return false;
  if (up.isConditionalExpression() && path.key === 'test') return false;
  if (up.isSequenceExpression() && path.key !== up.node.expressions.length - 1) return false;
  if (STANDS_FOR.test(up.node.type)) return isEnded(walk, up);
  if (up.isMemberExpression() || up.isOptionalMemberExpression()) return path.key === 'object' ? memberEnds(walk, up) : true;
  if (up.isCallExpression() || up.isNewExpression() || up.isOptionalCallExpression()) return typeof path.key === 'number' ? isEndedByCallee(walk, up, path.key) : true;
  if (up.isArrayExpression()) return isAnyEnded(walk);
  if (up.isVariableDeclarator()) return path.key === 'init' ? isTargetEnded(walk, child(up, 'id')) : true;
  if (up.isAssignmentExpression()) return path.key === 'right' ? isEnded(walk, up) || isTargetEnded(walk, child(up, 'left')) : false;
  if (up.isAssignmentPattern()) return path.key === 'right' ? isTargetEnded(walk, child(up, 'left')) : true;
  if (up.isClassProperty() || up.isClassPrivateProperty()) return path.key === 'value' ? isFieldEnded(walk, keyName(up.node.key, 'computed' in up.node && up.node.computed === true), up) : true;
  if (up.isObjectProperty() && up.parentPath.isObjectExpression()) return isPropertyEnded(walk, up as NodePath<t.ObjectProperty>);
  if (up.isReturnStatement() || (up.isArrowFunctionExpression() && path.key === 'body')) return isResultEnded(walk, path);
  return true;
}

function memberEnds(walk: Walk, member: NodePath): boolean {
  const { property, computed } = member.node as t.MemberExpression;
  const name = keyName(property, computed) ?? '';
  const call = member.parentPath;
  const isCalled = (call?.isCallExpression() || call?.isOptionalCallExpression()) && member.key === 'callee';
  if (LEAVES_OPEN.test(name)) return false;
  // `stream.on('error', …)` gives the stream itself.
  return isCalled && GIVES_ITSELF.test(name) ? isEnded(walk, call) : !isTooLate(walk, member);
}

/** `process.on('exit', () => out.end())`. */
function isTooLate(walk: Walk, path: NodePath): boolean {
  const around = path.getFunctionParent();
  const fn = around ? functionOf(walk, around) : undefined;
  return fn !== undefined && runsOnlyAtExit(walk.program, fn.id);
}

/** A function of the program is followed; any other may end what it is handed. */
function isEndedByCallee(walk: Walk, call: NodePath, index: number): boolean {
  const edges = walk.program.edges.filter((edge) => (edge.kind === 'call' || edge.kind === 'new') && edge.at.file === walk.file && edge.range[0] === call.node.start && edge.range[1] === call.node.end);
  if (edges.length === 0) return isKept(call) ? isAnyEnded(walk) : true;
  return edges.some(({ to, confidence }) => {
    const fn = walk.program.functions.find(({ id }) => id === to);
    const source = fn ? walk.open(fn.file) : null;
    const path = fn && source ? functionPathAt(source, fn.place) : null;
    const parameter = (path?.node as t.Function | undefined)?.params[index];
    if (confidence !== 'certain' || !fn || !path || parameter?.type === 'RestElement') return true;
    return parameter !== undefined && isTargetEnded({ ...walk, file: fn.file }, child(path, `params.${index}`));
  });
}

/** `all.push(stream)`, `streams.set(name, stream)`. */
function isKept(call: NodePath): boolean {
  const { callee } = call.node as t.CallExpression;
  return callee.type === 'MemberExpression' && /^(?:push|unshift|add|set)$/.test(keyName(callee.property, callee.computed) ?? '');
}

/** It is one of many, and anything that the program ends may be it, but for answers and connections. */
function isAnyEnded(walk: Walk): boolean {
  const isStream = (path: NodePath): boolean => path.parentPath?.isCallExpression() === true && path.key === 'callee' && !/^(?:res|response|reply|req|request|server|socket|client|ws|db|pool)$/.test(child(path, 'object').isIdentifier() ? (child(path, 'object').node as t.Identifier).name : '');
  return walk.program.modules.some(({ file }) => ['end', 'destroy', 'close'].some((name) => {
    const source = walk.open(file);
    return source !== null && askedFor(source, name).some((path) => path.isMemberExpression() && isStream(path) && !isTooLate({ ...walk, file }, path));
  }));
}

/** What a variable, a field or a parameter is used for. */
function isTargetEnded(walk: Walk, target: NodePath): boolean {
  if (target.isTSParameterProperty()) return true;
  if (target.isAssignmentPattern()) return isTargetEnded(walk, child(target, 'left'));
  if (target.isMemberExpression() && target.node.computed && keyName(target.node.property, true) === null) return isAnyEnded(walk);
  if (target.isMemberExpression()) return isFieldEnded(walk, keyName(target.node.property, target.node.computed), target);
  if (!target.isIdentifier()) return true;
  const binding = target.scope.getBinding(target.node.name);
  if (!binding) return true;
  const isExported = binding.path.parentPath?.parentPath?.isExportNamedDeclaration() === true;
  return binding.referencePaths.some((reference) => isReferenceEnded(walk, reference)) || (isExported && isNamedEnded(walk, target.node.name, null));
}

function isReferenceEnded(walk: Walk, reference: NodePath): boolean {
  const up = reference.parentPath;
  if (up?.isExportSpecifier()) return isNamedEnded(walk, keyName(up.node.exported, false), null);
  // Babel counts `export const out` as a use of `out`.
  if (reference.isExportNamedDeclaration()) return false;
  return isEnded(walk, reference);
}

/** `this.out`, a class field, `exports.out`: wherever the program asks for something of that name, unless it is a field of another class. */
function isFieldEnded(walk: Walk, name: string | null, holder: NodePath): boolean {
  const isOwn = holder.isClassProperty() || holder.isClassPrivateProperty() || (holder.isMemberExpression() && child(holder, 'object').isThisExpression());
  return name === null || isNamedEnded(walk, name, isOwn ? holder : null);
}

/** An object that is handed to a package is out of sight. */
function isPropertyEnded(walk: Walk, property: NodePath<t.ObjectProperty>): boolean {
  const holder = property.parentPath.parentPath;
  const isSeen = holder?.isVariableDeclarator() || holder?.isAssignmentExpression() || holder?.isReturnStatement() || holder?.isArrowFunctionExpression() || holder?.isExportDefaultDeclaration();
  return isSeen ? isNamedEnded(walk, keyName(property.node.key, property.node.computed), null) : true;
}

function isNamedEnded(walk: Walk, name: string | null, owner: NodePath | null): boolean {
  if (name === null) return true;
  return walk.program.modules.some(({ file }) => {
    const source = walk.open(file);
    const asked = source?.text.includes(name.replace('#', '')) ? askedFor(source, name) : [];
    return asked.some((path) => isAskedEnded({ ...walk, file }, path, owner));
  });
}

function isAskedEnded(walk: Walk, path: NodePath, owner: NodePath | null): boolean {
  if (path.isImportSpecifier()) return isTargetEnded(walk, child(path, 'local'));
  if (path.isObjectProperty()) return isTargetEnded(walk, child(path, 'value'));
  const up = path.parentPath;
  if (up?.isAssignmentExpression() && path.key === 'left') return false;
  const isOfThis = child(path, 'object').isThisExpression();
  // Another class has a field of the same name.
  if (owner && isOfThis && !areRelated(classAround(owner), classAround(path))) return false;
  return isEnded(walk, path);
}

/** What a function gives back is followed to who calls it. */
function isResultEnded(walk: Walk, path: NodePath): boolean {
  const around = path.getFunctionParent();
  const fn = around ? functionOf(walk, around) : undefined;
  const edges = fn ? walk.program.edges.filter(({ to }) => to === fn.id) : [];
  if (!fn || fn.public || edges.length === 0 || edges.some(({ kind }) => kind === 'callback' || kind === 'new')) return true;
  return edges.some((edge) => isEndedAt(walk, edge));
}

function isEndedAt(walk: Walk, edge: CallEdge): boolean {
  const source = walk.open(edge.at.file);
  const call = source ? nodePathAt(source, edge.range) : null;
  return call === null || isEnded({ ...walk, file: edge.at.file }, call);
}

const functionOf = ({ program, file }: Walk, { node }: NodePath): FunctionNode | undefined =>
  program.functions.find(({ place, ...fn }) => fn.file === file && place.end === node.end && (place.start === node.start || (/Method$/.test(node.type) && (node.start ?? Infinity) <= place.start)));
