/**
 * Functions that lie in collections as they are, `handlers.set(name, load)`, and where what comes out of one is called, or handed to whoever calls it, without being known there: `handlers.get(name)()`,
 * `list.forEach((each) => each())`. A name says nothing of these: the flow graph is asked.
 */
import type { CallFact, ExprId, FileFacts, Place } from '../core/facts.js';
import { compilerHelper } from './compiled.js';
import { storesArguments } from './collections.js';
import { contentsOf, isCollection } from './contents.js';
import { type LinkedCall, idOf } from './edges.js';
import { PASSES, PLAIN } from './flow/calls.js';
import { functionsAt } from './flow/homes.js';
import { LOOKS_ONLY, isCalled } from './open-reads.js';
import { evaluate } from './values.js';
import type { FileIndex, Value, World } from './world.js';

/** A value that may be one of these functions. */
export interface TakenValue {
  call: LinkedCall;
  value: ExprId;
  /** It is called there; else it is handed to what calls it. */
  isCalled: boolean;
}

/** Functions that are items of lists, put into a collection, or put into an object under a computed name. */
export function functionsInCollections(world: World, linked: readonly LinkedCall[], files: readonly FileIndex[]): Set<string> {
  const found = new Set<string>();
  for (const { callbacks } of linked) for (const callback of callbacks) if (callback.stored === 'itself') found.add(idOf(callback));
  for (const { facts } of files) {
    // What a list is handed to says itself what it does with the functions in it.
    const handed = new Set(facts.calls.flatMap(({ args }) => args));
    const held = [
      ...facts.exprs.flatMap((expr, id) => (expr.k === 'array' && !handed.has(id) ? expr.items : expr.k === 'object' ? expr.keyed ?? [] : [])),
      ...facts.assignments.flatMap(({ name, value }) => (name === '*' ? [value] : [])),
    ];
    for (const id of held) for (const fn of functionsAt({ world, fn: () => true }, facts, id)) found.add(idOf(fn));
  }
  return found;
}

export interface PutOnGlobal {
  fn: string;
  file: string;
  at: Place;
  /** The function in which that happens. */
  within: number;
}

/** Functions that lie in a collection which is put on the global object, where whatever runs in the process can take them out. */
export function putOnGlobals(world: World, files: readonly FileIndex[]): PutOnGlobal[] {
  return files.flatMap(({ facts }) => facts.assignments.flatMap(({ object, value, fn, place }): PutOnGlobal[] => {
    const { file } = facts;
    if (facts.exprs[object]?.k !== 'global' || !evaluate(world, file, object).some((one) => one.v === 'origin' && one.id === 'global')) return [];
    const collections = evaluate(world, file, value).filter((one) => one.v === 'array' || isCollection(one));
    return contentsOf(world, collections).flatMap((one) => (one.v === 'function' ? [{ fn: idOf(one), file, at: place, within: fn }] : []));
  }));
}

export function takenValues(world: World, linked: readonly LinkedCall[]): TakenValue[] {
  return linked.flatMap((call): TakenValue[] => {
    const facts = world.files.get(call.file)?.facts;
    const written = facts?.calls[call.index];
    if (!facts || !written || call.targets.length > 0 || compilerHelper(facts, written)) return [];
    return [...calledAt(world, facts, call, written), ...handedAt(world, facts, call)];
  });
}

/** Nothing is known of it, or only that it lay in a collection. */
const isOpen = (values: readonly Value[]): boolean => values.every((value) => value.v === 'expr' || value.v === 'parameter' || (value.v === 'origin' && PASSES.test(value.id)));

/** `take(name)()`, `run.call(this)`; what is called as a member is found by its name. */
function calledAt(world: World, facts: FileFacts, call: LinkedCall, { callee, kind }: CallFact): TakenValue[] {
  const expr = facts.exprs[callee];
  const value = expr?.k === 'member' && /^(?:call|apply)$/.test(expr.name) ? expr.object : callee;
  const of = facts.exprs[value];
  if (kind !== 'call' || of?.k === 'member' || of?.k === 'global' || !isOpen(evaluate(world, facts.file, value))) return [];
  return [{ call, value, isCalled: true }];
}

function handedAt(world: World, facts: FileFacts, call: LinkedCall): TakenValue[] {
  const { values } = call;
  if (storesArguments(values) || (values.length > 0 && values.every((value) => value.v === 'origin' && (LOOKS_ONLY.test(value.id) || PLAIN.test(value.id))))) return [];
  const passes = values.length > 0 && values.every((value) => value.v === 'origin' && PASSES.test(value.id));
  return call.fact.args.flatMap((value, argument): TakenValue[] => {
    const expr = facts.exprs[value];
    if (expr?.k === 'literal' || expr?.k === 'template' || expr?.k === 'function' || !isOpen(evaluate(world, facts.file, value))) return [];
    return !passes || isCalled(world, facts, call.fact, { callees: values, argument }) ? [{ call, value, isCalled: false }] : [];
  });
}
