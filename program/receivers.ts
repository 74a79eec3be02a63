/**
 * Whom a call on a receiver of unknown kind may reach, by the name of the method: an alarm, never a proof. A candidate falls away when its class has no
 * member that the same receiver is asked for in any case. Names that stay open to more than a few, or that a computed name may stand for, are told apart.
 */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { LinkedCall, Target } from './edges.js';
import { memberOf } from './members.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** Beyond this many, candidates say nothing: the name is open instead. */
const MOST_CANDIDATES = 5;

export interface Receivers {
  /** Functions that a call may reach; empty where its callee is known, or its name is open. */
  candidates(call: LinkedCall): Target[];
  /** Names of members that some call of an unknown receiver may reach without an edge of its own. */
  openNames: ReadonlySet<string>;
}

export const isUnfollowed = (call: LinkedCall): boolean => call.targets.length === 0 && call.values.every((value) => value.v === 'expr' || value.v === 'parameter');

/** Functions that are members of something, by name. */
function membersByName(world: World): Map<string, Target[]> {
  const index = new Map<string, Target[]>();
  for (const [file, { facts }] of world.files) {
    facts.functions.forEach((fact, fn) => {
      if (fact.name === '' || (fact.kind !== 'method' && fact.usage.kind !== 'property' && fact.usage.kind !== 'assigned' && fact.usage.kind !== 'member')) return;
      const known = index.get(fact.name);
      if (known) known.push({ file, fn });
      else index.set(fact.name, [{ file, fn }]);
    });
  }
  return index;
}

export function receiversOf(world: World, linked: readonly LinkedCall[]): Receivers {
  const byName = membersByName(world);
  const asked = askedOf(world, linked);
  const loose = looseNames(world);
  const found = new Map<LinkedCall, Target[]>();
  const open = new Set<string>();
  for (const call of linked) {
    const facts = world.files.get(call.file)?.facts;
    const callee = facts?.exprs[call.fact.callee];
    if (!facts || callee?.k !== 'member' || !isUnfollowed(call)) continue;
    const names = asked(call.file, callee.object, call.fact.fn);
    const left = (byName.get(callee.name) ?? []).filter((target) => names.every((name) => mayHave(world, loose, target, name)));
    if (left.length > MOST_CANDIDATES) open.add(callee.name);
    else found.set(call, left);
  }
  for (const name of computedNames(world, linked)) if (byName.has(name)) open.add(name);
  return { candidates: (call) => found.get(call) ?? [], openNames: open };
}

type Asked = (file: string, receiver: ExprId, fn: number) => readonly string[];

/** Members that a constant or a parameter is asked for whenever its function, or the function of the call, runs. */
function askedOf(world: World, linked: readonly LinkedCall[]): Asked {
  const byBinding = new Map<string, { name: string; fn: number }[]>();
  for (const { file, fact } of linked) {
    const facts = world.files.get(file)?.facts;
    const callee = facts?.exprs[fact.callee];
    const receiver = facts && callee?.k === 'member' ? bindingOf(facts, callee.object) : null;
    if (receiver === null || callee?.k !== 'member' || fact.conditional) continue;
    const key = `${file}:${receiver}`;
    byBinding.set(key, [...(byBinding.get(key) ?? []), { name: callee.name, fn: fact.fn }]);
  }
  return (file, expr, fn) => {
    const facts = world.files.get(file)?.facts;
    const binding = facts ? bindingOf(facts, expr) : null;
    if (!facts || binding === null) return [];
    const owner = facts.bindings[binding]?.fn;
    return (byBinding.get(`${file}:${binding}`) ?? []).filter((one) => one.fn === fn || one.fn === owner).map((one) => one.name);
  };
}

/** A name that means the same thing wherever it stands in its function. */
function bindingOf(facts: FileFacts, id: ExprId): number | null {
  const expr = facts.exprs[id];
  const binding = expr?.k === 'binding' ? facts.bindings[expr.binding] : undefined;
  const steady = binding?.kind === 'const' || (binding?.kind === 'param' && binding.values.length === 0);
  return steady && expr?.k === 'binding' ? expr.binding : null;
}

/** Names that are set on things of unknown kind: any object may have them. */
function looseNames(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [file, { facts }] of world.files) {
    for (const { name, object } of facts.assignments) {
      const values = name === null || names.has(name) ? null : evaluate(world, file, object);
      if (name !== null && values?.every((value) => value.v === 'expr' || value.v === 'parameter')) names.add(name);
    }
  }
  return names;
}

/** Unknown counts as yes. */
function mayHave(world: World, loose: ReadonlySet<string>, { file, fn }: Target, name: string): boolean {
  const index = world.files.get(file);
  const fact = index?.facts.functions[fn];
  if (!index || !fact || loose.has(name)) return true;
  if (fact.cls !== undefined) return classMayHave(world, file, fact.cls, name);
  const expr = index.objectOfFunction.get(fn);
  const object = expr === undefined ? undefined : index.facts.exprs[expr];
  if (expr === undefined || object?.k !== 'object' || object.spreads.length > 0) return true;
  return object.props.some(([key]) => key === name) || memberOf(world, [{ v: 'object', file, expr }], name).length > 0;
}

/** Each class that it may extend is asked once. */
function classMayHave(world: World, start: string, cls: number, name: string): boolean {
  const asked = new Set<string>();
  const pending = [{ file: start, cls }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { file } = at;
    if (asked.has(`${file}#${at.cls}`)) continue;
    asked.add(`${file}#${at.cls}`);
    const fact = world.files.get(file)?.facts.classes[at.cls];
    if (!fact || fact.members.some((member) => member.name === name) || memberOf(world, [{ v: 'instance', file, cls: at.cls }], name).length > 0) return true;
    if (fact.superclass === undefined) continue;
    const parents = evaluate(world, file, fact.superclass);
    if (parents.length === 0) return true;
    for (const parent of parents) {
      if (parent.v !== 'class') return true;
      pending.push({ file: parent.file, cls: parent.cls });
    }
  }
  return false;
}

/** Texts of a program that calls members by computed names on receivers of unknown kind: any of them may be such a name. */
function computedNames(world: World, linked: readonly LinkedCall[]): Set<string> {
  const computes = linked.some((call) => world.files.get(call.file)?.facts.exprs[call.fact.callee]?.k === 'index' && isUnfollowed(call));
  if (!computes) return new Set();
  return new Set([...world.files.values()].flatMap(({ facts }) => facts.exprs.flatMap((expr) => (expr.k === 'literal' && typeof expr.value === 'string' ? [expr.value] : []))));
}
