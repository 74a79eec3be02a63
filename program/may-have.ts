/** Whether what has one function as a member may have another member as well: of its own, of what it comes from, of what comes from it, or put there without its name. Unknown counts as yes. */
import type { FileFacts } from '../core/facts.js';
import type { LinkedCall, Target } from './edges.js';
import { memberOf, parentsOf } from './members.js';
import { subclassesOf } from './overrides.js';
import { evaluate } from './values.js';
import { type Value, type World, lazily } from './world.js';

type MayHave = (target: Target, name: string) => boolean;

interface Known {
  world: World;
  /** Names that are set on things of unknown kind, or mixed into others: any object may have them. */
  loose: ReadonlySet<string>;
  /** Objects and classes that are given members under computed names, or by another object. */
  dressed: ReadonlySet<string>;
}

export function havingMembers(world: World, linked: readonly LinkedCall[]): MayHave {
  const known = lazily((): Known => ({ world, loose: looseNames(world), dressed: dressed(world, linked) }));
  return (target, name) => name in OF_ANY || mayHave(known(), target, name);
}

/** `toString`, `hasOwnProperty`, `constructor`. */
const OF_ANY: object = {};

const keyOf = (value: Value): string | null => (value.v === 'object' ? `${value.file}:${value.expr}` : value.v === 'instance' || value.v === 'class' ? `${value.file}#${value.cls}` : null);

function looseNames(world: World): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [file, { facts, objects }] of world.files) {
    for (const { name, object } of facts.assignments) {
      const values = name === null || names.has(name) ? null : evaluate(world, file, object);
      if (name !== null && values?.every((value) => value.v === 'expr' || value.v === 'parameter')) names.add(name);
    }
    for (const id of objects) for (const name of mixedNames(facts, id)) names.add(name);
    for (const { superclass, members } of facts.classes) {
      // `(Base) => class extends Base { … }`: of whatever it is made.
      if (superclass !== undefined && !parentsOf(world, file, superclass).some(({ v }) => v === 'class' || v === 'origin')) for (const { name } of members) names.add(name);
    }
  }
  return names;
}

/** `{ ...shelf, open() {} }`: what is spread has that name too. */
function mixedNames(facts: FileFacts, id: number): string[] {
  const expr = facts.exprs[id];
  return expr?.k === 'object' && expr.spreads.length > 0 ? [...expr.props, ...(expr.getters ?? [])].map(([name]) => name) : [];
}

/** `Object.assign(shelf, more)`, `Object.create(shelf)`, `Shelf.prototype[name] = …`, `new Proxy(shelf, …)`. */
const DRESSES = /(?:assign|create|setPrototypeOf|definePropert(?:y|ies)|Proxy|extend|mixin|merge|defaults|inherits)(?:\(\))?$/i;

function dressed(world: World, linked: readonly LinkedCall[]): Set<string> {
  const found = new Set<string>();
  const note = (file: string, id: number): void => {
    for (const value of evaluate(world, file, id)) {
      const key = keyOf(value);
      if (key !== null) found.add(key);
    }
  };
  for (const [file, { facts, assignmentsByName }] of world.files) {
    for (const name of ['*', 'prototype', '__proto__']) {
      for (const i of assignmentsByName.get(name) ?? []) {
        const assignment = facts.assignments[i];
        if (assignment) for (const id of name === '*' ? [assignment.object] : [assignment.object, assignment.value]) note(file, id);
      }
    }
  }
  for (const { file, fact, method, origins } of linked) if (DRESSES.test(method) || origins.some((id) => DRESSES.test(id))) for (const id of fact.args) note(file, id);
  return found;
}

function mayHave(known: Known, { file, fn }: Target, name: string): boolean {
  const { world, loose } = known;
  const index = world.files.get(file);
  const fact = index?.facts.functions[fn];
  if (!index || !fact || loose.has(name)) return true;
  if (fact.cls !== undefined) return [{ file, cls: fact.cls }, ...subclassesOf(world, { file, cls: fact.cls })].some((one) => classMayHave(known, one.file, one.cls, name));
  const expr = index.objectOfFunction.get(fn);
  const object = expr === undefined ? undefined : index.facts.exprs[expr];
  if (expr === undefined || object?.k !== 'object' || object.spreads.length > 0 || (object.keyed?.length ?? 0) > 0 || known.dressed.has(`${file}:${expr}`)) return true;
  return object.props.some(([key]) => key === name) || memberOf(world, [{ v: 'object', file, expr }], name).length > 0;
}

/** Each class that it may extend is asked once. */
function classMayHave({ world, dressed: given }: Known, start: string, cls: number, name: string): boolean {
  const asked = new Set<string>();
  const pending = [{ file: start, cls }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { file } = at;
    const key = `${file}#${at.cls}`;
    if (asked.has(key)) continue;
    asked.add(key);
    const fact = world.files.get(file)?.facts.classes[at.cls];
    if (!fact || given.has(key) || fact.members.some((member) => member.name === name) || memberOf(world, [{ v: 'instance', file, cls: at.cls }], name).length > 0) return true;
    if (fact.superclass === undefined) continue;
    const parents = parentsOf(world, file, fact.superclass);
    if (parents.length === 0) return true;
    for (const parent of parents) {
      if (parent.v !== 'class') return true;
      pending.push({ file: parent.file, cls: parent.cls });
    }
  }
  return false;
}
