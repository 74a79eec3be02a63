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
  const first = late.paths()[0];
  return first ? refuse(first.node, 'a listener that listens to more after it has waited, and would miss what comes in between', 'event-listener') : { edits: [] };
}

function registersOn(callee: unknown, given: ReadonlySet<string>): boolean {
  const member = callee as { type: string; object?: { name?: string }; property?: { name?: string } };
  return member.type === 'MemberExpression' && REGISTERS.test(member.property?.name ?? '') && given.has(member.object?.name ?? '');
}

function insideFunction(path: ASTPath, body: Ranged): boolean {
  for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (isFunction(at.node)) return true;
  return false;
}
