/** Methods of subclasses that a call on their base class may reach: `this.load()` in the base runs what the subclass puts in its place. */
import type { FunctionFact } from '../core/facts.js';
import type { LinkedCall, Target } from './edges.js';
import { parentsOf } from './members.js';
import { evaluate } from './values.js';
import { type Value, type World, eachValue } from './world.js';

interface ClassPlace {
  file: string;
  cls: number;
}

const keyOf = ({ file, cls }: ClassPlace): string => `${file}#${cls}`;

/** Classes by the class that they extend. */
function subclasses(world: World): Map<string, ClassPlace[]> {
  const found = new Map<string, ClassPlace[]>();
  for (const [file, { facts }] of world.files) {
    facts.classes.forEach((fact, cls) => {
      for (const parent of parentsOf(world, file, fact.superclass)) {
        if (parent.v !== 'class') continue;
        const known = found.get(keyOf(parent));
        if (known) known.push({ file, cls });
        else found.set(keyOf(parent), [{ file, cls }]);
      }
    });
  }
  return found;
}

function descendants(below: ReadonlyMap<string, ClassPlace[]>, of: ClassPlace): ClassPlace[] {
  const found = new Map([...(below.get(keyOf(of)) ?? [])].map((one) => [keyOf(one), one]));
  for (const [key] of found) for (const one of below.get(key) ?? []) found.set(keyOf(one), one);
  return [...found.values()];
}

const subclassesIn = new WeakMap<World, Map<string, ClassPlace[]>>();

/** Every class of the program that extends `of`, directly or not. */
export function subclassesOf(world: World, of: ClassPlace): ClassPlace[] {
  const below = subclassesIn.get(world) ?? subclasses(world);
  subclassesIn.set(world, below);
  return descendants(below, of);
}

function ownMethods(world: World, { file, cls }: ClassPlace, name: string, isStatic: boolean): Target[] {
  const facts = world.files.get(file)?.facts;
  return (facts?.classes[cls]?.members ?? []).flatMap((member): Target[] => {
    const value = member.name === name && member.static === isStatic && member.kind !== 'constructor' && member.value !== undefined ? facts?.exprs[member.value] : undefined;
    return value?.k === 'function' ? [{ file, fn: value.fn }] : [];
  });
}

const NO_TARGETS: Target[] = [];

/** What a call of a method may reach besides what its receiver's class says. An object made on the spot is of that class and no other. */
export function overriding(world: World): (call: LinkedCall) => Target[] {
  const below = subclasses(world);
  subclassesIn.set(world, below);
  return ({ file, fact, method }) => {
    if (below.size === 0 || method === '') return NO_TARGETS;
    const facts = world.files.get(file)?.facts;
    const callee = facts?.exprs[fact.callee];
    if (callee?.k !== 'member') return NO_TARGETS;
    const object = facts?.exprs[callee.object];
    if (object?.k === 'super' || (object?.k === 'call' && facts?.calls[object.call]?.kind === 'new')) return NO_TARGETS;
    return eachValue(evaluate(world, file, callee.object), (value) => ofReceiver(world, below, value, callee.name));
  };
}

function ofReceiver(world: World, below: ReadonlyMap<string, ClassPlace[]>, value: Value, name: string): Target[] {
  if ((value.v !== 'instance' && value.v !== 'class') || !below.has(keyOf(value))) return NO_TARGETS;
  return descendants(below, value).flatMap((one) => ownMethods(world, one, name, value.v === 'class'));
}

/** A base whose own code calls none of the methods that a program adds to it. */
const CALLS_NOTHING = /^(?:node:events(?:\.EventEmitter)?|events|eventemitter[23]|global\.(?:\w*Error|EventTarget|Object|Map|Set|WeakMap|Array|Promise|Date|Number|String|Function))$/;
const STREAM = /^(?:node:stream\b|readable-stream\b|through2\b)/;

/** The class outside of the program whose code may call this method, such as `node:stream.Transform`; null when there is none. */
export function foreignCaller(world: World, file: string, fact: FunctionFact): string | null {
  if (fact.cls === undefined || fact.static || fact.kind === 'constructor' || fact.name.startsWith('#')) return null;
  const base = foreignBase(world, { file, cls: fact.cls });
  return base !== null && callsOfItsOwn(base, fact.name) ? base : null;
}

/** Whether the code of a class from outside of the program may call a member of that name. */
export const callsOfItsOwn = (base: string, name: string): boolean => !CALLS_NOTHING.test(base) && (!STREAM.test(base) || /^_|^(?:write|end|emit|on|push|read|pipe)$/.test(name));

function foreignBase(world: World, { file, cls }: ClassPlace, depth = 0): string | null {
  const superclass = world.files.get(file)?.facts.classes[cls]?.superclass;
  if (superclass === undefined || depth > 8) return null;
  const parents = evaluate(world, file, superclass);
  for (const parent of parents) {
    if (parent.v === 'origin') return parent.id;
    if (parent.v === 'class') return foreignBase(world, parent, depth + 1);
  }
  return parents.length === 0 ? 'a class that is not known' : null;
}
