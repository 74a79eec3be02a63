/** Calls of members of a declared type: `reader.rows()`, where `reader` is written to be a `Reader`. Whatever the object is, it is one that the family of `Reader.rows` has a method for. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { CallEdge, MemberFamily } from '../core/program.js';
import type { LinkedCall } from './edges.js';
import { base } from './functions.js';
import type { MemberFamilies } from './member-families.js';
import { type NamedType, namedType } from './named-types.js';
import { lineOf } from './type-members.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** Edges of calls that lead nowhere by what is known of the values. */
export function declaredEdges(world: World, linked: readonly LinkedCall[], { of, none }: Pick<MemberFamilies, 'of' | 'none'>): CallEdge[] {
  if (none) return [];
  return linked.flatMap((call): CallEdge[] => {
    const family = call.targets.length > 0 || call.fact.kind !== 'call' ? undefined : calledFamily(world, call, of);
    // What may be a promise already may be left to itself on purpose.
    return (family?.waits ? [] : family?.functions ?? []).map((to) => ({ ...base(call), to, kind: 'call', confidence: 'certain' }));
  });
}

function calledFamily(world: World, { file, fact }: LinkedCall, of: MemberFamilies['of']): MemberFamily | undefined {
  const callee = world.files.get(file)?.facts.exprs[fact.callee];
  const [receiver, name] = callee?.k === 'member' ? [callee.object, callee.name] : [fact.callee, ''];
  const type = declaredType(world, file, receiver, 0)?.type;
  const asMember = type && of(type, name);
  if (asMember || callee?.k !== 'member') return asMember;
  const called = declaredType(world, file, fact.callee, 0)?.type;
  return called ? of(called, '') : undefined;
}

const DEEPEST = 4;

/** The type of a thing, or of what a list has in it. */
interface Declared {
  type?: NamedType;
  item?: NamedType;
}

/** The type that is written for what an expression gives. */
function declaredType(world: World, file: string, id: ExprId, depth: number): Declared | null {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  if (!facts || !expr || depth > DEEPEST) return null;
  const again = (next: ExprId): Declared | null => declaredType(world, file, next, depth + 1);
  if (expr.k === 'binding') return ofBinding(world, facts, expr.binding, again);
  if (expr.k === 'member') return ofField(world, file, expr.object, expr.name);
  if (expr.k === 'element') {
    const item = again(expr.of)?.item;
    return item ? { type: item } : null;
  }
  if (expr.k === 'call') return ofResult(world, file, facts.calls[expr.call]?.callee);
  return null;
}

function ofBinding(world: World, facts: FileFacts, index: number, again: (id: ExprId) => Declared | null): Declared | null {
  const binding = facts.bindings[index];
  if (binding?.annotated !== undefined) return named(world, facts.file, binding.annotated);
  const [only, ...others] = binding?.values ?? [];
  return only !== undefined && others.length === 0 ? again(only) : null;
}

/** The type of that name; of a list, which has no members of ours, that of its items in `item`. */
function named(world: World, file: string, name: string): Declared | null {
  const type = namedType(world, file, name.replace(/\[\]$/, ''));
  if (type.kind === 'outside') return null;
  return name.endsWith('[]') ? { item: type } : { type };
}

function ofField(world: World, file: string, object: ExprId, name: string): Declared | null {
  const classes = evaluate(world, file, object).flatMap((value) => (value.v === 'instance' ? lineOf(world, value) : []));
  for (const place of classes) {
    const facts = world.files.get(place.file)?.facts;
    const said = facts?.classes[place.cls]?.signatures?.find((one) => one.name === name)?.type;
    if (said !== undefined) return named(world, place.file, said);
    const given = facts?.assignments.find((one) => one.name === name && isOfClass(facts, one.object, place.cls));
    const put = given && facts?.exprs[given.value];
    const annotated = put?.k === 'binding' ? facts?.bindings[put.binding]?.annotated : undefined;
    if (annotated !== undefined) return named(world, place.file, annotated);
  }
  return null;
}

function isOfClass(facts: FileFacts, object: ExprId, cls: number): boolean {
  const expr = facts.exprs[object];
  return expr?.k === 'this' && facts.functions[expr.fn]?.cls === cls;
}

/** What the function says that it gives back. */
function ofResult(world: World, file: string, callee: ExprId | undefined): Declared | null {
  if (callee === undefined) return null;
  for (const value of evaluate(world, file, callee)) {
    const fact = value.v === 'function' ? world.files.get(value.file)?.facts.functions[value.fn] : undefined;
    if (value.v === 'function' && fact?.returnType?.name !== undefined && !fact.async) return named(world, value.file, fact.returnType.name);
  }
  return null;
}
