/** Whether `new Made()` may make an object of another class than the one whose constructor waits from now on: that one has no `create`. Looks only. */
import type { NodePath } from '@babel/traverse';
import { callersOf } from './known-calls.js';
import { child, children, keyName } from './node-paths.js';
import type { Work } from './work.js';

/** `new other.constructor()`, and a parameter of which not every caller is known to hand in this class. */
export function mayBeOfAnother(work: Work, file: string, made: NodePath, className: string): boolean {
  const callee = child(made, 'callee');
  if (callee.isMemberExpression()) return keyName(callee.node.property, callee.node.computed) === 'constructor' && !child(callee, 'object').isThisExpression();
  if (!callee.isIdentifier()) return false;
  const to = callee.scope.getBinding(callee.node.name)?.path;
  if (to?.listKey !== 'params') return false;
  const given = callersOf(work, file, to.parent).map(({ call }) => children(call, 'arguments')[Number(to.key)]);
  return given.length === 0 || !given.every((one) => one?.isIdentifier() && one.node.name === className);
}
