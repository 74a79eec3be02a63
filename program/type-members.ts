/** The members of classes and types that have a function behind them or ask for one: what a family is made of. */
import type { ReturnTypeFact } from '../core/facts.js';
import type { Target } from './edges.js';
import { parentsOf } from './members.js';
import { type NamedType, keyOfType, namedType, typeFact } from './named-types.js';
import { type World, openedFile } from './world.js';

export interface ClassPlace {
  file: string;
  cls: number;
}

/** A function, or all that one type says of a member; `key` tells them apart. */
export interface TypeMember {
  key: string;
  /** For readers: `Reader.rows`. */
  label: string;
  fn?: Target;
  /** Return types that are written for it where there is no body. */
  written: { file: string; returns: ReturnTypeFact }[];
  /** A name of a function type that it has. */
  typed: { file: string; type: string }[];
  from: 'type' | 'class';
}

export const isTypeScript = (file: string): boolean => /\.[mc]?tsx?$/.test(file);

const keyOfClass = ({ file, cls }: ClassPlace): string => `${file}#${cls}`;

/** The class and those that it extends, nearest first, as far as they are of the program. */
export function lineOf(world: World, start: ClassPlace): ClassPlace[] {
  const found = new Map([[keyOfClass(start), start]]);
  for (const one of found.values()) {
    for (const parent of parentsOf(world, one.file, openedFile(world, one.file)?.facts.classes[one.cls]?.superclass)) {
      if (parent.v === 'class') found.set(keyOfClass(parent), { file: parent.file, cls: parent.cls });
    }
  }
  return [...found.values()];
}

/** The type and what it extends; a class with what it implements. */
export function withBases(world: World, start: NamedType): NamedType[] {
  const found = new Map([[keyOfType(start), start]]);
  for (const one of found.values()) for (const base of basesOf(world, one)) found.set(keyOfType(base), base);
  return [...found.values()];
}

function basesOf(world: World, type: NamedType): NamedType[] {
  if (type.kind === 'outside') return [];
  if (type.kind === 'type') return (typeFact(world, type)?.extends ?? []).map((name) => namedType(world, type.file, name));
  const fact = openedFile(world, type.file)?.facts.classes[type.cls];
  const parents = parentsOf(world, type.file, fact?.superclass).flatMap((parent): NamedType[] => (parent.v === 'class' ? [{ kind: 'class', file: parent.file, cls: parent.cls }] : []));
  return [...parents, ...(fact?.implements ?? []).map((name) => namedType(world, type.file, name))];
}

export const functionMember = (world: World, { file, fn }: Target): TypeMember => {
  const fact = openedFile(world, file)?.facts.functions[fn];
  const owner = fact?.cls === undefined ? '' : openedFile(world, file)?.facts.classes[fact.cls]?.name ?? '';
  return { key: `function ${file} ${fn}`, label: owner === '' ? fact?.name ?? '' : `${owner}.${fact?.name ?? ''}`, fn: { file, fn }, written: [], typed: [], from: 'class' };
};

/** What a type says of its own of a member; `''` is what it gives when it is called. */
function ofType(world: World, type: NamedType & { kind: 'type' }, name: string): TypeMember[] {
  const own = (typeFact(world, type)?.members ?? []).filter((member) => member.name === name);
  if (own.length === 0) return [];
  const title = /^\d+$/.test(type.name) ? `a type in ${type.file}` : type.name;
  return [{
    key: `${keyOfType(type)} ${name}`,
    label: name === '' ? title : `${title}.${name}`,
    written: own.flatMap(({ returns }) => (returns ? [{ file: type.file, returns }] : [])),
    typed: own.flatMap((member) => (member.type === undefined ? [] : [{ file: type.file, type: member.type }])),
    from: 'type',
  }];
}

function ofClass(world: World, { file, cls }: ClassPlace, name: string, isStatic: boolean): TypeMember[] {
  const facts = openedFile(world, file)?.facts;
  const fact = facts?.classes[cls];
  const signatures = (fact?.signatures ?? []).filter((one) => one.name === name && (one.static === true) === isStatic);
  const functions = (fact?.members ?? []).flatMap((member): TypeMember[] => {
    const value = member.name === name && member.static === isStatic && /^(?:method|field)$/.test(member.kind) && member.value !== undefined ? facts?.exprs[member.value] : undefined;
    return value?.k === 'function' ? [functionMember(world, { file, fn: value.fn })] : [];
  });
  const said: TypeMember = {
    key: `class ${file} ${cls} ${isStatic ? 'static ' : ''}${name}`,
    label: `${fact?.name ?? ''}.${name}`,
    written: signatures.flatMap(({ returns }) => (returns ? [{ file, returns }] : [])),
    typed: signatures.flatMap((one) => (one.type === undefined ? [] : [{ file, type: one.type }])),
    from: 'class',
  };
  return signatures.length > 0 ? [...functions, said] : functions;
}

export const membersNamed = (world: World, type: NamedType, name: string, isStatic = false): TypeMember[] =>
  type.kind === 'class' ? ofClass(world, type, name, isStatic) : type.kind === 'type' && !isStatic ? ofType(world, type, name) : [];

/** Names of all that it has of its own, `#private` ones aside, which nobody takes the place of. */
export function namesOf(world: World, type: NamedType, isStatic = false): string[] {
  if (type.kind === 'outside') return [];
  if (type.kind === 'type') return isStatic ? [] : (typeFact(world, type)?.members ?? []).map((member) => member.name);
  const fact = openedFile(world, type.file)?.facts.classes[type.cls];
  const own = [...(fact?.members ?? []).filter((member) => member.kind === 'method' || member.kind === 'field'), ...(fact?.signatures ?? [])];
  return own.filter((member) => (member.static === true) === isStatic && !member.name.startsWith('#') && member.name !== '*').map((member) => member.name);
}
