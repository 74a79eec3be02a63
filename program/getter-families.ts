/** Getters that change together: of one name, in classes that extend each other, or alone in an object. Says who of a receiver's class has them. Looks at no reads. */
import type { Expr, ExprId, Place } from '../core/facts.js';
import { memberOf, parentsOf } from './members.js';
import { subclassesOf } from './overrides.js';
import { type Value, type World, functionId } from './world.js';

interface ClassPlace {
  file: string;
  cls: number;
}

export interface Family {
  name: string;
  isStatic: boolean;
  /** Functions of the getters. */
  members: { file: string; fn: number }[];
  /** Classes that have one of their own, that inherit one, and that are extended by one that has it. */
  having: ReadonlySet<string>;
  inheriting: ReadonlySet<string>;
  above: ReadonlySet<string>;
  /** The object literal that has it. */
  object: { file: string; expr: ExprId } | null;
  /** Why they have to stay. */
  stays: { text: string; at: Place } | null;
}

const keyOf = ({ file, cls }: ClassPlace): string => `${file}#${cls}`;

/** Asked for by the language, by Node, or by whoever asks whether something is a list or a promise. */
const ASKED_BY_OTHERS = /^(?:toJSON|toString|toLocaleString|valueOf|then|length|size|constructor|prototype|message|stack|\*)$/;

/** Classes that a class extends, as far as they are known, nearest first. */
function basesOf(world: World, of: ClassPlace): { bases: ClassPlace[]; isOpen: boolean } {
  const bases: ClassPlace[] = [];
  const seen = new Set([keyOf(of)]);
  const waiting = [of];
  let isOpen = false;
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const superclass = world.files.get(at.file)?.facts.classes[at.cls]?.superclass;
    const parents = parentsOf(world, at.file, superclass);
    isOpen ||= superclass !== undefined && (parents.length === 0 || parents.some((value) => value.v !== 'class' && value.v !== 'origin'));
    for (const parent of parents) {
      if (parent.v !== 'class' || seen.has(keyOf(parent))) continue;
      seen.add(keyOf(parent));
      bases.push({ file: parent.file, cls: parent.cls });
      waiting.push(parent);
    }
  }
  return { bases, isOpen };
}

const membersNamed = (world: World, { file, cls }: ClassPlace, name: string, isStatic: boolean) => (world.files.get(file)?.facts.classes[cls]?.members ?? []).filter((member) => member.name === name && member.static === isStatic);

/** The family of one getter. */
export function familyOf(world: World, file: string, fn: number): Family | null {
  const index = world.files.get(file);
  const fact = index?.facts.functions[fn];
  if (!index || !fact) return null;
  if (fact.cls !== undefined) return ofClasses(world, { file, cls: fact.cls }, fact.name, fact.static);
  const expr = index.objectOfFunction.get(fn);
  return expr === undefined ? null : ofObject(world, { file, expr }, fact.name, fn);
}

function ofObject(world: World, object: { file: string; expr: ExprId }, name: string, fn: number): Family {
  const facts = world.files.get(object.file)?.facts;
  const twice = facts?.functions.find((other, i) => i !== fn && other.name === name && other.kind === 'setter' && other.parent === facts.functions[fn]?.parent);
  const place = facts?.functions[fn]?.place as Place;
  const stays = twice ? { text: 'there is a setter of the same name', at: twice.place } : ASKED_BY_OTHERS.test(name) ? { text: 'others ask for it by this name', at: place } : null;
  return { name, isStatic: false, members: [{ file: object.file, fn }], having: new Set(), inheriting: new Set(), above: new Set(), object, stays };
}

function ofClasses(world: World, start: ClassPlace, name: string, isStatic: boolean): Family {
  const kin = new Map<string, ClassPlace>([[keyOf(start), start]]);
  // Those that have a member of the name, above and below each other.
  for (const one of kin.values()) {
    const related = [...basesOf(world, one).bases, ...subclassesOf(world, one)];
    for (const other of related) if (membersNamed(world, other, name, isStatic).length > 0) kin.set(keyOf(other), other);
  }
  const below = [...kin.values()].flatMap((one) => subclassesOf(world, one));
  const bases = [...kin.values()].flatMap((one) => basesOf(world, one).bases);
  const inheriting = new Set(below.map(keyOf).filter((key) => !kin.has(key)));
  const all = [...kin.values(), ...below, ...bases];
  return {
    name, isStatic, object: null,
    members: [...kin.values()].flatMap((one) => membersNamed(world, one, name, isStatic).flatMap((member) => {
      const value = member.value === undefined ? undefined : world.files.get(one.file)?.facts.exprs[member.value];
      return member.kind === 'getter' && value?.k === 'function' ? [{ file: one.file, fn: value.fn }] : [];
    })),
    having: new Set(kin.keys()),
    inheriting,
    above: new Set(bases.map(keyOf).filter((key) => !kin.has(key) && !inheriting.has(key))),
    stays: whyClassesStay(world, all, name, isStatic),
  };
}

/** Something else of the same name in one of the classes, or a class that somebody else looks at. */
function whyClassesStay(world: World, classes: readonly ClassPlace[], name: string, isStatic: boolean): Family['stays'] {
  for (const one of classes) {
    const fact = world.files.get(one.file)?.facts.classes[one.cls];
    const at = fact?.place as Place;
    if (basesOf(world, one).isOpen) return { text: `what ${fact?.name || 'a class'} extends is not known`, at };
    for (const member of membersNamed(world, one, name, isStatic)) {
      const value = member.value === undefined ? undefined : world.files.get(one.file)?.facts.exprs[member.value];
      const fn = value?.k === 'function' ? world.files.get(one.file)?.facts.functions[value.fn] : undefined;
      if (member.kind === 'setter') return { text: 'there is a setter of the same name', at: fn?.place ?? at };
      if (member.kind !== 'getter') return { text: `${fact?.name || 'a class'} has a ${member.kind} of the same name`, at: fn?.place ?? at };
      if ((fn?.decorators?.length ?? 0) > 0) return { text: 'a decorator looks at it', at: fn?.place ?? at };
    }
    if ((fact?.decorators?.length ?? 0) > 0) return { text: `a decorator looks at the class ${fact?.name ?? ''}`, at };
    if (ASKED_BY_OTHERS.test(name)) return { text: 'others ask for it by this name', at };
  }
  return null;
}

/** Whether a value has the getter: `ours` for certain, `other` for certain not, else `open`. Of `nothing` no member can be read. */
export function belongs(world: World, family: Family, value: Value): 'ours' | 'other' | 'open' | 'nothing' {
  switch (value.v) {
    case 'expr': return ofPlain(world.files.get(value.file)?.facts.exprs[value.expr]);
    case 'origin':
    case 'parameter':
    case 'wrapped': return 'open';
    case 'class':
    case 'instance': return family.object || (value.v === 'class') !== family.isStatic ? 'other' : ofClass(world, family, value);
    case 'object': return family.object && family.object.file === value.file && family.object.expr === value.expr ? 'ours' : 'other';
    case 'module': return ofModule(world, family, value.file);
    case 'made': return memberOf(world, [value], 'super_').length > 0 ? 'open' : 'other';
    default: return 'other';
  }
}

/** `null`, `undefined`, a text, a number. */
function ofPlain(expr: Expr | undefined): 'other' | 'open' | 'nothing' {
  if (expr?.k === 'global' && expr.name === 'undefined') return 'nothing';
  if (expr?.k === 'literal') return expr.value === null ? 'nothing' : 'other';
  return expr?.k === 'template' ? 'other' : 'open';
}

function ofClass(world: World, family: Family, value: ClassPlace): 'ours' | 'other' | 'open' {
  const key = keyOf(value);
  if (family.having.has(key) || family.inheriting.has(key)) return 'ours';
  return family.above.has(key) || basesOf(world, value).isOpen ? 'open' : 'other';
}

/** For those who load a CommonJS module, it is what it gives away as a whole: `module.exports = new Settings()`. */
function ofModule(world: World, family: Family, file: string): 'ours' | 'other' | 'open' {
  if (world.files.get(file)?.facts.module !== 'commonjs') return 'other';
  const whole = world.evaluator.exportValues(world, file, 'default').filter((value) => value.v !== 'module');
  const kinds = new Set(whole.map((value) => belongs(world, family, value)));
  kinds.delete('nothing');
  const [only] = kinds;
  return only === undefined ? 'other' : kinds.size === 1 && only !== 'nothing' ? only : 'open';
}

export const idsOf = (family: Family): string[] => family.members.map(({ file, fn }) => functionId(file, fn));
