/** Properties of an object literal, with those that its variable is given afterwards: `options.socketPath = path`, lines before the request. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { World } from './world.js';

/** `sure`: said where the object is made, and nowhere else. */
export interface CompletedProperty {
  name: string;
  value: ExprId;
  sure: boolean;
}

/** Variables of this file that hold the object itself. */
const holders = (facts: FileFacts, expr: ExprId): Set<number> => new Set(facts.bindings.flatMap((binding, i) => (binding.values.includes(expr) ? [i] : [])));

export function completedProperties(world: World, file: string, expr: ExprId): CompletedProperty[] {
  const facts = world.files.get(file)?.facts;
  const object = facts?.exprs[expr];
  if (!facts || object?.k !== 'object') return [];
  const held = holders(facts, expr);
  const later = held.size === 0 ? [] : facts.assignments.flatMap((assignment): CompletedProperty[] => {
    const target = facts.exprs[assignment.object];
    return target?.k === 'binding' && held.has(target.binding) && assignment.name !== null ? [{ name: assignment.name, value: assignment.value, sure: false }] : [];
  });
  const changed = new Set(later.map((property) => property.name));
  return [...object.props.map(([name, value]): CompletedProperty => ({ name, value, sure: !changed.has(name) })), ...later];
}
