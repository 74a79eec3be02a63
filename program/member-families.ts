/** Members that have to agree with each other by their types: what takes the place of a method, what an interface asks for, and what a function type is written for. In TypeScript alone. */
import type { FileFacts } from '../core/facts.js';
import type { MemberFamily } from '../core/program.js';
import type { Target } from './edges.js';
import { type NamedType, exportedTypes, namedType } from './named-types.js';
import { type ClassPlace, type TypeMember, functionMember, isTypeScript, lineOf, membersNamed, namesOf, withBases } from './type-members.js';
import { evaluate, evaluateLocated } from './values.js';
import { type Value, type World, functionId, openedFile, parameterKey } from './world.js';

export interface MemberFamilies {
  families: MemberFamily[];
  /** No member has one. */
  none: boolean;
  /** The family of what a type has under a name. */
  of: (type: NamedType, name: string) => MemberFamily | undefined;
}

interface Gathering {
  members: Map<string, TypeMember>;
  /** Which set of keys each belongs to. */
  sets: Map<string, Set<string>>;
  /** Members of classes that implement something, by key: of each it is known what it has to agree with. */
  implementing: Set<string>;
  /** Why a member cannot change, by key. */
  fixed: Map<string, MemberFamily['fixed']>;
}

function join({ members, sets }: Gathering, group: readonly TypeMember[]): void {
  for (const member of group) {
    if (!members.has(member.key)) members.set(member.key, member);
    if (!sets.has(member.key)) sets.set(member.key, new Set([member.key]));
  }
  const [largest, ...others] = [...new Set(group.map((member) => sets.get(member.key)))].sort((a, b) => (b?.size ?? 0) - (a?.size ?? 0));
  for (const key of others.flatMap((set) => [...(set ?? [])])) {
    largest?.add(key);
    if (largest) sets.set(key, largest);
  }
}

/** What others may implement or call: what files give away, and functions that whoever uses the package can call. */
interface Given {
  files: readonly string[];
  functions: ReadonlySet<string>;
}

export function memberFamilies(world: World, given: Given): MemberFamilies {
  const gathering: Gathering = { members: new Map(), sets: new Map(), implementing: new Set(), fixed: new Map() };
  for (const file of world.files.keys()) if (isTypeScript(file)) gatherFrom(world, gathering, file);
  // What was opened on the way may bring classes of its own.
  for (let known = 0; known < world.opened.length; known++) if (isTypeScript(world.opened[known] ?? '')) gatherFrom(world, gathering, world.opened[known] ?? '');
  followAliases(world, gathering);
  for (const type of [...given.files.flatMap((file) => exportedTypes(world, file)), ...askedOfOthers(world, given.functions)]) notePublic(world, gathering, type);
  const bySet = new Map([...new Set(gathering.sets.values())].map((set) => [set, familyOf(world, gathering, set)]));
  const tells = (set: ReadonlySet<string>, family: MemberFamily): boolean => family.functions.length > 0 && (set.size > 1 || family.fixed !== undefined || [...set].some((key) => gathering.implementing.has(key)));
  return {
    families: [...bySet].flatMap(([set, family]) => (tells(set, family) ? [family] : [])),
    none: bySet.size === 0,
    of: (type, name) => withBases(world, type).flatMap((one) => membersNamed(world, one, name)).flatMap(({ key }) => bySet.get(gathering.sets.get(key) ?? new Set()) ?? [])[0],
  };
}

function gatherFrom(world: World, gathering: Gathering, file: string): void {
  const facts = factsOf(world, file);
  facts?.classes.forEach((_fact, cls) => gatherClass(world, gathering, { file, cls }));
  for (const { name } of facts?.types?.declared ?? []) agree(world, gathering, { kind: 'type', file, name });
  for (const { type, values } of typedValues(world, file)) {
    const named = namedType(world, file, type.replace(/(?:\[\])+$/, ''));
    const held = type.endsWith('[]') ? values.flatMap((value) => itemsOf(world, value)) : values;
    if (named.kind !== 'outside') for (const value of held) gatherValue(world, gathering, named, value);
  }
}

const factsOf = (world: World, file: string): FileFacts | undefined => world.files.get(file)?.facts;

/** All that stands for one member of a type, in it and above it. */
function agree(world: World, gathering: Gathering, type: NamedType, isStatic = false): void {
  const all = withBases(world, type).filter((one) => one.kind !== 'outside' && isTypeScript(one.file));
  for (const name of new Set(all.flatMap((one) => namesOf(world, one, isStatic)))) join(gathering, all.flatMap((one) => membersNamed(world, one, name, isStatic)));
}

function gatherClass(world: World, gathering: Gathering, place: ClassPlace): void {
  const type: NamedType = { kind: 'class', ...place };
  agree(world, gathering, type);
  agree(world, gathering, type, true);
  const kept = (factsOf(world, place.file)?.classes[place.cls]?.implements ?? []).map((name) => namedType(world, place.file, name));
  if (kept.length === 0) return;
  const outside = kept.find((one) => one.kind === 'outside');
  const text = outside?.kind === 'outside' ? `it is a method of a class that implements ${outside.name}${outside.from === '' ? ', which the program does not declare' : ` of ${outside.from}`}, which would have to change too` : null;
  for (const { key } of namesOf(world, type).flatMap((name) => membersNamed(world, type, name))) {
    gathering.implementing.add(key);
    if (text !== null) gathering.fixed.set(key, { code: 'escapes', text });
  }
}

function itemsOf(world: World, value: Value): Value[] {
  const list = value.v === 'array' ? openedFile(world, value.file)?.facts.exprs[value.expr] : undefined;
  return value.v === 'array' && list?.k === 'array' ? list.items.flatMap((item) => evaluate(world, value.file, item)) : [];
}

/** What is written with a type, and the values that it can be. */
function typedValues(world: World, file: string): { type: string; values: Value[] }[] {
  const facts = factsOf(world, file);
  const held = (facts?.types?.held ?? []).map(({ type, value }) => ({ type, values: evaluate(world, file, value) }));
  const named = (facts?.bindings ?? []).flatMap((binding) => {
    if (binding.annotated === undefined) return [];
    const given = binding.param ? (world.parameters.get(parameterKey(file, binding.fn, binding.param.index)) ?? []).flatMap((located) => evaluateLocated(world, located)) : [];
    return [{ type: binding.annotated, values: [...given, ...binding.values.flatMap((value) => evaluate(world, file, value))] }];
  });
  const returned = (facts?.functions ?? []).flatMap(({ returnType, returns, async: waits }) => (returnType?.name === undefined || waits ? [] : [{ type: returnType.name, values: returns.flatMap((value) => evaluate(world, file, value)) }]));
  return [...held, ...named, ...returned];
}

/** What gets to where the type is asked for has the members of the type. */
function gatherValue(world: World, gathering: Gathering, type: NamedType, value: Value): void {
  const all = withBases(world, type);
  for (const name of new Set(all.flatMap((one) => namesOf(world, one)))) {
    const own = membersOfValue(world, value, name);
    if (own.length > 0) join(gathering, [...own, ...all.flatMap((one) => membersNamed(world, one, name))]);
  }
}

function membersOfValue(world: World, value: Value, name: string): TypeMember[] {
  if (value.v === 'function') return name === '' && isTypeScript(value.file) ? [functionMember(world, value)] : [];
  if (value.v === 'instance') return lineOf(world, value).flatMap((place) => (isTypeScript(place.file) ? membersNamed(world, { kind: 'class', ...place }, name) : []));
  return value.v === 'object' ? propertyFunctions(world, value, name).map((fn) => functionMember(world, fn)) : [];
}

function propertyFunctions(world: World, value: Value & { v: 'object' }, name: string): Target[] {
  const object = openedFile(world, value.file)?.facts.exprs[value.expr];
  const props = object?.k === 'object' && name !== '' ? object.props.filter(([key]) => key === name) : [];
  return props.flatMap(([, prop]) => evaluate(world, value.file, prop)).flatMap((found) => (found.v === 'function' && isTypeScript(found.file) ? [{ file: found.file, fn: found.fn }] : []));
}

/** `rows: Load` agrees with what `type Load = () => Data` gives. */
function followAliases(world: World, gathering: Gathering): void {
  for (const member of gathering.members.values()) {
    for (const { file, type } of member.typed) {
      const called = withBases(world, namedType(world, file, type)).flatMap((one) => membersNamed(world, one, ''));
      if (called.length > 0) join(gathering, [member, ...called]);
    }
  }
}

/** Types that are written out among the parameters of functions that others call. */
function askedOfOthers(world: World, functions: ReadonlySet<string>): NamedType[] {
  return [...world.files].flatMap(([file, { facts }]) => facts.bindings.flatMap(({ param, fn, annotated }): NamedType[] => (param && /^\d/.test(annotated ?? '') && functions.has(functionId(file, fn)) ? [{ kind: 'type', file, name: (annotated ?? '').replace(/\D+$/, '') }] : [])));
}

function notePublic(world: World, gathering: Gathering, type: NamedType): void {
  if (type.kind === 'outside') return;
  for (const one of withBases(world, type)) {
    for (const name of namesOf(world, one)) {
      for (const member of membersNamed(world, one, name)) if (member.fn === undefined && !gathering.fixed.has(member.key)) gathering.fixed.set(member.key, { code: 'public-api', text: `it has to agree with ${member.label}, which is exported to users of the package` });
    }
  }
}

function familyOf(world: World, { members, fixed }: Gathering, keys: ReadonlySet<string>): MemberFamily {
  const all = [...keys].flatMap((key) => members.get(key) ?? []);
  const functions = all.flatMap(({ fn }) => (fn ? [fn] : []));
  const facts = functions.flatMap(({ file, fn }) => openedFile(world, file)?.facts.functions[fn] ?? []);
  const written = all.flatMap((member) => member.written);
  const kinds = new Set([...written.map(({ returns }) => returns.kind), ...facts.flatMap((fact) => fact.returnType?.kind ?? [])]);
  const waits = kinds.has('promise') || facts.some((fact) => fact.async);
  const first = all.find((member) => member.from === 'type') ?? all.find((member) => member.fn === undefined) ?? all.at(-1);
  const why = all.flatMap((member) => fixed.get(member.key) ?? [])[0] ?? (kinds.has('fixed') && written.some(({ returns }) => returns.kind === 'fixed') ? { code: 'shape-unknown' as const, text: `it has to agree with ${first?.label ?? ''}, whose return type says more than which value comes back` } : undefined);
  return {
    name: first?.label ?? '',
    functions: [...new Set(functions.map(({ file, fn }) => functionId(file, fn)))],
    signatures: written.filter(({ returns }) => returns.kind === 'plain').map(({ file, returns }) => ({ file, range: returns.range })),
    ...(waits ? { waits: true as const } : {}),
    ...(why ? { fixed: why } : {}),
  };
}
