/**
 * Who reads a getter that may have to wait. Each read is one of it for certain, or for certain none, or nobody knows; and then the getter stays one, because a
 * read that was missed would give a function. Whatever else may ask it for its value (a package that is handed the object, a computed name) keeps it as well.
 */
import type { Place } from '../core/facts.js';
import type { CallEdge, GetterNode } from '../core/program.js';
import type { LinkedCall } from './edges.js';
import { type Member, homeKey, membersOf } from './flow/homes.js';
import type { Reachable } from './flow/reachable.js';
import { escapingFunctions } from './functions.js';
import { type Family, belongs, familyOf, idsOf } from './getter-families.js';
import { leavingSight } from './getter-leaves.js';
import { type FoundRead, type FoundReads, type ReadsIn, findReads } from './member-reads.js';
import { suiting } from './namesakes.js';
import { startOf } from './computed-names.js';
import { type Possible, type Question, modulesOnlyAsked, possibleEdges, reachableIn } from './receivers.js';
import { evaluate } from './values.js';
import { isWhole } from './whole-values.js';
import { MOST_VALUES, type Value, type World, functionId, lazily } from './world.js';

export interface ReadersQuestion {
  /** Getters that may have to wait. */
  getters: readonly { file: string; fn: number }[];
  /** Files that hang together with what the program runs. */
  files: ReadonlySet<string>;
  isPublic: ReadonlySet<string>;
  readsIn: ReadsIn;
}

export interface Readers {
  getters: GetterNode[];
  edges: CallEdge[];
  /** Functions that read a getter of their parameter: all that calls them has to be known. */
  relies: { on: string; getters: string[]; at: Place }[];
}

interface Asking {
  world: World;
  linked: readonly LinkedCall[];
  members: readonly Member[];
  reachable: () => Reachable;
  onlyAsked: () => ReadonlySet<string>;
  suits: (call: LinkedCall, target: { file: string; fn: number }) => boolean;
  /** Functions of whose callers some are not seen. */
  isOpen: (id: string) => boolean;
}

export const NOBODY: Readers = { getters: [], edges: [], relies: [] };

type Stay = NonNullable<GetterNode['stays']>;

export function readersOf(world: World, linked: readonly LinkedCall[], { getters, files, isPublic, readsIn }: ReadersQuestion): Readers {
  const families = familiesOf(world, getters);
  if (families.length === 0) return NOBODY;
  const found = allReads(world, files, families, readsIn);
  if (!found) return NOBODY;
  const asking = askingAbout(world, linked, files, isPublic);
  const answers = families.map((family) => ({ family, ...readersOfFamily(asking, family, found) }));
  return {
    getters: answers.flatMap(({ family, stays }) => idsOf(family).map((fn): GetterNode => ({ fn, kin: idsOf(family).filter((other) => other !== fn), ...(stays ? { stays } : {}) }))),
    edges: answers.flatMap(({ stays, edges }) => (stays ? [] : edges)),
    relies: answers.flatMap(({ family, relies }) => [...relies].map(([on, at]) => ({ on, getters: idsOf(family), at }))),
  };
}

function familiesOf(world: World, getters: ReadersQuestion['getters']): Family[] {
  const families: Family[] = [];
  const known = new Set<string>();
  for (const { file, fn } of getters) {
    const family = known.has(functionId(file, fn)) ? null : familyOf(world, file, fn);
    if (!family) continue;
    families.push(family);
    for (const id of idsOf(family)) known.add(id);
  }
  return families;
}

function allReads(world: World, files: ReadonlySet<string>, families: readonly Family[], readsIn: ReadsIn): FoundReads | null {
  const names = new Set(families.filter((family) => !family.stays).map((family) => family.name));
  return names.size === 0 ? { reads: [], spelled: new Set() } : findReads(world, files, { names, computed: true }, readsIn);
}

function askingAbout(world: World, linked: readonly LinkedCall[], files: ReadonlySet<string>, isPublic: ReadonlySet<string>): Asking {
  const within = linked.filter((call) => files.has(call.file));
  const members = membersOf(world, within);
  const indexes = lazily(() => [...world.files].flatMap(([file, index]) => (files.has(file) ? [index] : [])));
  const escaping = escapingFunctions(linked);
  return {
    world, linked: within, members,
    reachable: lazily(() => reachableIn(world, within, members, { isPublic, files: indexes() })),
    onlyAsked: lazily(() => modulesOnlyAsked(world, indexes())),
    suits: suiting(world, within),
    isOpen: (id) => isPublic.has(id) || escaping.has(id),
  };
}

function readersOfFamily(asking: Asking, family: Family, { reads, spelled }: FoundReads): { stays: Stay | null; edges: CallEdge[]; relies: ReadonlyMap<string, Place> } {
  const relies = new Map<string, Place>();
  const homes = asking.members.filter(({ fn, name }) => name === family.name && family.members.some((member) => member.file === fn.file && member.fn === fn.fn));
  const edges: CallEdge[] = [];
  const stay = (stays: Stay): { stays: Stay; edges: CallEdge[]; relies: ReadonlyMap<string, Place> } => ({ stays, edges: [], relies });
  if (family.stays) return stay(family.stays);
  if (homes.length === 0 || homes.some(({ home }) => home === null)) return stay({ text: 'who makes objects of its class is not seen', at: placeOf(asking.world, family) });
  for (const found of reads) {
    const { read } = found;
    if (read.name === null ? !family.object && !spelled.has(family.name) && !isKeyFromOutside(asking, found) : read.name !== family.name) continue;
    const answer = judged(asking, family, homes, found);
    if (answer === 'other') continue;
    if ('text' in answer) return stay(answer);
    for (const id of answer.relies) relies.set(id, read.at);
    edges.push(edgeOf(found, idsOf(family)[0] ?? ''));
  }
  const left = leavingSight(asking, family, homes, spelled.has(family.name));
  return left ? stay(left) : { stays: null, edges, relies };
}

function placeOf(world: World, { members: [first] }: Family): Place {
  return world.files.get(first?.file ?? '')?.facts.functions[first?.fn ?? 0]?.place as Place;
}

/** What a read is that is certain to be one, and has another shape. */
const SHAPES: Record<string, string> = {
  apart: 'it is taken out of the object together with other things, or in a place that cannot wait',
  rest: 'all that the object has is taken out of it',
  called: 'what it gives is called as a method of the object',
  written: 'something else is put in its place',
  deleted: 'it is deleted',
  asked: 'it is asked whether the object has it',
  chained: 'it is read behind ?., and what follows is left out with it',
};

/** `relies`: functions of which all callers have to be known, for it is their parameter that is read. */
function judged(asking: Asking, family: Family, homes: readonly Member[], { file, read }: FoundRead): { relies: ReadonlySet<string> } | 'other' | Stay {
  const values = evaluate(asking.world, file, read.object);
  const kinds = new Set(values.map((value) => belongs(asking.world, family, value)));
  kinds.delete('nothing');
  const [only] = kinds;
  const relies = new Set<string>();
  const isSure = kinds.size === 1 && (only === 'ours' ? isWhole({ ...asking, relies, seen: new Set() }, file, read.object) : only === 'other' && isWhole({ ...asking, relies: null, seen: new Set() }, file, read.object));
  if (isSure && only === 'other') return 'other';
  // What a class gives its instances is not among what they have of their own.
  if (read.form === 'rest' && !family.object) return 'other';
  if (read.name === null) return mayBeByKey(asking, family, homes, { file, read }, isSure) ? { text: read.form === 'rest' ? 'all that an object has is taken out here, which may be this one' : 'a computed name may be it', at: read.at } : 'other';
  if (isSure) return shapeOf(read, relies);
  return kinds.has('ours') || homes.some((home) => mayBe(asking, home, { file, read }, values, kinds.size === 1 && only === 'other' && values.length < MOST_VALUES)) ? { text: 'what is read here may be it, or something else of that name', at: read.at } : 'other';
}

function shapeOf(read: FoundRead['read'], relies: ReadonlySet<string>): { relies: ReadonlySet<string> } | Stay {
  if (read.result === 'then') return { text: 'it gives a promise already, which is not waited for here', at: read.at };
  return read.form === 'value' || read.form === 'alone' ? { relies } : { text: `${SHAPES[read.form] ?? ''} here`, at: read.at };
}

/** A key out of a request, a file or a package may be any name. */
function isKeyFromOutside({ world }: Asking, { file, read }: FoundRead): boolean {
  const member = world.files.get(file)?.facts.exprs[read.member];
  return member?.k === 'index' && evaluate(world, file, member.index).some((value) => value.v === 'origin');
}

/** A key whose beginning is known names it only where the name begins so. */
function mayBeByKey({ world, reachable }: Asking, family: Family, homes: readonly Member[], { file, read }: FoundRead, isSure: boolean): boolean {
  const facts = world.files.get(file)?.facts;
  const member = facts?.exprs[read.member];
  if (facts && member?.k === 'index' && !family.name.startsWith(startOf(facts, member.index))) return false;
  return isSure || homes.some(({ home, own }) => home === null || reachable().reaches({ home, own }, file, { expr: read.object }) !== false);
}

/** As with calls on receivers that are not known (receivers.ts). Where something else is known to be there, the name alone says nothing. */
function mayBe({ reachable, onlyAsked, suits }: Asking, { fn, home, own }: Member, { file, read }: FoundRead, values: readonly Value[], isElse: boolean): boolean {
  const call = asCall(file, read);
  if (!suits(call, fn)) return false;
  const isUnknown = !isElse && values.every((value) => value.v !== 'origin');
  return home === null || reachable().reaches({ home, own }, file, { expr: read.object }) !== false || (isUnknown && !onlyAsked().has(homeKey(home)));
}

/** The read, for those who ask about calls. */
function asCall(file: string, { name, member, fn, at, range, position, result, loops, conditional }: FoundRead['read']): LinkedCall {
  const fact = { callee: member, args: [], spread: false, kind: 'call' as const, fn, at, range, position, result, loops, endless: false, conditional, guards: [], tried: false };
  return { file, index: -1, fact, values: [], origins: [], method: name ?? '', targets: [], callbacks: [] };
}

function edgeOf({ file, read }: FoundRead, to: string): CallEdge {
  const { at, range, position, result, loops, conditional } = read;
  return { from: functionId(file, read.fn), to, at, range, kind: 'getter', confidence: 'certain', position, result, loops, conditional, ...(read.form === 'alone' ? { taken: true as const } : {}) };
}

/** Rounds after which getters stay of which it is not known yet who reads them. */
const MOST_ROUNDS = 6;

/** Calls that are possible and reads of getters, each of which may lead to more of the other: who reads waits, and who calls that. */
export function withReaders(world: World, linked: readonly LinkedCall[], question: Question, readsIn: ReadsIn | undefined): Possible & { readers: Readers } {
  let readers = NOBODY;
  let possible: Possible | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const known = new Set(readers.getters.map(({ fn }) => fn));
    const starts = new Set([...question.starts, ...known]);
    const edges = [...question.edges, ...readers.edges, ...(possible?.edges ?? [])];
    const getters = readsIn ? gettersAmong(world, callersOf(starts, edges)) : [];
    if (readsIn && getters.some((getter) => !known.has(functionId(getter.file, getter.fn)))) {
      readers = readersOf(world, linked, { getters, files: question.together(new Set(getters.map(({ file }) => file))), isPublic: question.isPublic, readsIn });
      if (readers.getters.length === 0) break;
      possible = null;
      continue;
    }
    if (possible) return { ...possible, readers: withoutDoubt(readers, possible.edges) };
    possible = possibleEdges(world, linked, { ...question, starts, edges });
  }
  const last = possible ?? possibleEdges(world, linked, { ...question, edges: [...question.edges, ...readers.edges] });
  return { ...last, readers: withoutDoubt(readers, last.edges) };
}

/** A function that may be called otherwise as well may be handed something else. */
function withoutDoubt({ getters, edges, relies }: Readers, possible: readonly CallEdge[]): Readers {
  const called = new Set(possible.map(({ to }) => to));
  const doubts = relies.filter(({ on }) => called.has(on));
  return { getters: getters.map((getter) => {
    const doubt = doubts.find((one) => one.getters.includes(getter.fn));
    return doubt && !getter.stays ? { ...getter, stays: { text: 'what is read here is handed over by callers of which some are not known', at: doubt.at } } : getter;
  }), edges, relies };
}

function gettersAmong(world: World, ids: ReadonlySet<string>): { file: string; fn: number }[] {
  return [...world.files].flatMap(([file, { facts }]) => facts.functions.flatMap((fact, fn) => (fact.kind === 'getter' && ids.has(functionId(file, fn)) ? [{ file, fn }] : [])));
}

/** Everything that calls one of `starts`, and what calls that. */
function callersOf(starts: Iterable<string>, edges: readonly CallEdge[]): Set<string> {
  const into = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = into.get(to);
    if (known) known.push(from);
    else into.set(to, [from]);
  }
  const found = new Set(starts);
  for (const fn of found) for (const from of into.get(fn) ?? []) found.add(from);
  return found;
}
