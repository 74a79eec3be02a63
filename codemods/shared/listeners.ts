/** A listener may wait when it has registered everything else it listens to before: an event that comes while it waits would be missed. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { isFunction } from './awaits.js';
import { type NodeShape, type Ranged, rangeOf } from './source.js';

const REGISTERS = /^(?:on|once|addListener|prependListener|addEventListener)$/;

interface Listener extends NodeShape {
  params: Ranged[];
  body: Ranged;
}

/** `from`: offset of the first call in the listener that waits. */
export function listenerEdits(listener: ASTPath, from: number): Edited {
  const node = listener.node as unknown as Listener;
  const given = new Set(node.params.flatMap((param) => (param.type === 'Identifier' ? [(param as unknown as { name: string }).name] : [])));
  const late = jscodeshift(node.body as unknown as jscodeshift.ASTNode).find(jscodeshift.CallExpression).filter((path) => rangeOf(path.node)[0] > from && !insideFunction(path as unknown as ASTPath, node.body) && registersOn(path.node.callee, given));
  const answer = lateAnswer(node, given, from);
  if (answer) return refuse(answer, 'a listener that answers by what it is given after it has waited, or in its turn, when nobody looks any more', 'event-listener');
  const first = late.paths()[0];
  return first ? refuse(first.node, 'a listener that listens to more after it has waited, or in its turn, and would miss what comes before', 'event-listener') : { edits: [] };
}

/** `event.handled = true`, `event.preventDefault()`: seen by whoever emits, as soon as the listener returns. */
function lateAnswer(node: Listener, given: ReadonlySet<string>, from: number): unknown {
  const body = jscodeshift(node.body as unknown as jscodeshift.ASTNode);
  const isGiven = (target: unknown): boolean => given.has((target as { object?: { name?: string } }).object?.name ?? '');
  const late = (path: { node: unknown }): boolean => rangeOf(path.node)[0] > from;
  const set = body.find(jscodeshift.AssignmentExpression).filter((path) => late(path) && isGiven(path.node.left)).nodes()[0];
  return set ?? body.find(jscodeshift.CallExpression).filter((path) => late(path) && isGiven(path.node.callee) && /^(?:preventDefault|stop(?:Immediate)?Propagation|cancel|respondWith|pause|intercept)$/.test((path.node.callee as unknown as { property?: { name?: string } }).property?.name ?? '')).nodes()[0] ?? null;
}

function registersOn(callee: unknown, given: ReadonlySet<string>): boolean {
  const member = callee as { type: string; object?: { name?: string }; property?: { name?: string } };
  return member.type === 'MemberExpression' && REGISTERS.test(member.property?.name ?? '') && given.has(member.object?.name ?? '');
}

function insideFunction(path: ASTPath, body: Ranged): boolean {
  for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (isFunction(at.node)) return true;
  return false;
}

/** It gives back more than nothing. */
export function givesBack(listener: ASTPath): boolean {
  const { body } = listener.node as unknown as Listener;
  if (body.type !== 'BlockStatement') return true;
  return jscodeshift(body as unknown as jscodeshift.ASTNode).find(jscodeshift.ReturnStatement).some((path) => path.node.argument !== null && !insideFunction(path as unknown as ASTPath, body));
}
