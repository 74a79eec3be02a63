/** The ways in which CommonJS and compilers write an export, told by what stands around a function or a name. */
import type { NodePath } from '@babel/traverse';

/** `exports.load = function …`, `module.exports.load = …`. */
export function exportedAs(path: NodePath): string | null {
  const left = path.parentPath?.isAssignmentExpression() ? path.parentPath.get('left') : null;
  if (!left || Array.isArray(left) || !left.isMemberExpression()) return null;
  const text = left.toString();
  return /^(?:module\.)?exports\.(\w+)$/.exec(text)?.[1] ?? null;
}

/** `Object.defineProperty(exports, 'load', { get: function () { return store_1.load; } })`, as compilers pass on what another module gives: the name, for the return in it. */
export function givenByGetter(returns: NodePath): string | null {
  const getter = returns.isReturnStatement() ? returns.getFunctionParent() : null;
  const property = getter?.parentPath?.isObjectProperty() ? getter.parentPath : null;
  const call = property?.parentPath?.parentPath;
  if (!getter || !call?.isCallExpression() || getter.parentPath?.parentPath?.listKey !== 'arguments' || !/^Object\.defineProperty$/.test(call.get('callee').toString())) return null;
  const [target, name] = call.node.arguments;
  const isGetter = property?.node.key.type === 'Identifier' && property.node.key.name === 'get';
  return isGetter && target?.type === 'Identifier' && target.name === 'exports' && name?.type === 'StringLiteral' ? name.value : null;
}

/** `__exportStar(require('./store'), exports)`: everything that a module gives is passed on. */
export const passesAllOn = (around: NodePath): boolean => around.isCallExpression() && /^(?:\(0, )?(?:\w+\.)?__(?:exportStar|export)\)?$/.test(around.get('callee').toString());
