/**
 * Whom a call on a receiver of unknown kind may reach: functions that are members of something under that name, where the something may get to the
 * receiver. An alarm, and a proof only where nothing else lies under the name that the receiver is taken from. A candidate falls away when its class has no member that the same receiver is asked for in any case.
 */
import type { CallEdge, MemberFamily } from '../core/program.js';
import type { ExprId, FileFacts } from '../core/facts.js';
import { type LinkedCall, type Target, callerOf } from './edges.js';
import { describedMembers } from './described-members.js';
import { BUILT_IN_NAMES } from './built-in-names.js';
import { base } from './functions.js';
import { handedContents } from './handed-contents.js';
import { handedFields } from './handed-fields.js';
import { keyedMembers } from './keyed-members.js';
import { type Taken, takenFrom } from './taken.js';
import { computedModules } from './computed-loads.js';
import { isAnother, literalsOf, mayBeNamed, textsOf } from './computed-names.js';
import { type Lying, fieldsByName } from './fields-by-name.js';
import { suiting } from './namesakes.js';
import { subclassesOf } from './overrides.js';
import { putOnto } from './put-fields.js';
import { type Home, type Member, homeKey, homeOf, membersOf } from './flow/homes.js';
import { type OpenRead, openReads } from './open-reads.js';
import { functionsInCollections, putOnGlobals, takenValues } from './taken-values.js';
import { type Reachable, reachability } from './flow/reachable.js';
import { type FileIndex, type World, functionId, lazily } from './world.js';

export const isUnfollowed = (call: LinkedCall): boolean => call.targets.length === 0 && call.values.every((value) => value.v === 'expr' || value.v === 'parameter');

/** What comes with JavaScript: no member of the program stands behind such a name. What is taken out of it again is no part of it: `Reflect.get(all, key)`, `new Map(list).get(key)`, `list.find(test)`. */
const BUILT_IN = /^(?:(?:String|RegExp)\.|Array\.(?:(?:map|filter|slice|concat|flat|flatMap|reverse|toReversed|sort|toSorted|splice|toSpliced|fill|with|keys|entries|values)\(\)\.)*\w+$|Promise\.(?:(?:then|catch|finally)\(\)\.)*\w+$|global\.(?:JSON|Math|Number|Date|console|Buffer|Symbol)\b|global\.(?:Map|Set|WeakMap|WeakSet|Array|Object|Promise|Reflect)(?:\(\))?\.\w+$)/;

/** Calls of members whose function is not known. */
const isOpen = (call: LinkedCall): boolean => call.targets.length === 0 && call.fact.kind === 'call' && call.values.every((value) => value.v !== 'function' && value.v !== 'class' && value.v !== 'wrapped' && !(value.v === 'origin' && BUILT_IN.test(value.id) && BUILT_IN_NAMES.has(value.id.slice(value.id.lastIndexOf('.') + 1))));

/** Nodes of the flow graph that the searches of a plan may come to; what is asked after that has no answer. */
const AFFORDED = 12_000_000;

/** A call of a member whose function is not known, and where the member is taken from. */
export interface OpenCall {
  file: string;
  call: LinkedCall;
  taken: Taken;
}

/** Where a member is called or read that is not known. */
type Asked = OpenCall | (OpenRead & { call?: undefined });

/** Calls that may reach a function by the name of a member. */
interface OpenCalls {
  byName: ReadonlyMap<string, OpenCall[]>;
  computed: readonly OpenCall[];
}

/** What is asked about: the functions at `starts`, whoever calls them, and whoever may. */
export interface Question {
  starts: Iterable<string>;
  edges: readonly CallEdge[];
  /** Functions that turn async together. */
  families: readonly MemberFamily[];
  /** Functions that whoever uses the package can call. */
  isPublic: ReadonlySet<string>;
  /** How far searches go; as far as a plan affords where nothing is said. */
  mostVisits?: number;
  /** Files that hang together with what the program runs: a page or a script beside it shares no object with it. */
  together: (files: ReadonlySet<string>) => ReadonlySet<string>;
}

export interface Possible {
  /** One for each function that an open call may reach, as far as it is asked about. */
  edges: CallEdge[];
  /** Names of members for which there was too much to ask: any open call of that name may reach them. */
  openNames: string[];
}

export function possibleEdges(world: World, all: readonly LinkedCall[], question: Question): Possible {
  const { edges } = question;
  const waiting = [...new Set(question.starts)];
  if (waiting.length === 0) return { edges: [], openNames: [] };
  const together = question.together(new Set(waiting.map(fileOfFunction)));
  const linked = all.filter((call) => together.has(call.file));
  const files = [...world.files].flatMap(([file, index]) => (together.has(file) ? [index] : []));
  const notCalled = openReads(world, files);
  // What is put under a computed name, or described, is there beside what is known to be called.
  const hidden = [...keyedMembers(world, linked, { files, reads: notCalled }), ...describedMembers(world, linked)];
  const isHidden = new Set(hidden);
  const members = [...membersOf(world, linked), ...hidden];
  const membersOfFunction = groupedBy(members, ({ fn }) => functionId(fn.file, fn.fn));
  const callers = groupedBy(edges, (edge) => edge.to);
  const families = new Map(question.families.flatMap(({ functions, waits }) => (waits ? [] : functions).map((id): [string, string[]] => [id, functions])));
  const reachable = lazily(() => reachableIn(world, linked, members, { ...question, files }));
  const may = mayReach(world, linked, { files, reachable });
  const lying = functionsInCollections(world, linked, files);
  const taken = lazily(() => takenValues(world, linked));
  const onGlobals = groupedBy(putOnGlobals(world, files), ({ fn }) => fn);
  const calls = openCalls(world, linked, isOpen);
  const followed = openCalls(world, linked, ({ targets, fact }) => targets.length > 0 && fact.kind === 'call');
  const readsOf = readsNamed(notCalled);
  const seen = new Set(waiting);
  const handed = handedFields(world, linked);
  const inside = handedContents(world, linked);
  const found: CallEdge[] = [];
  const open = new Set<string>();
  for (let to = waiting.pop(); to !== undefined; to = waiting.pop()) {
    found.push(...handed(to), ...inside(to));
    const certain = new Set<LinkedCall>();
    const possible = (membersOfFunction.get(to) ?? []).flatMap((member) => [...(calls.byName.get(member.name) ?? []), ...calls.computed, ...(isHidden.has(member) ? followed.byName.get(member.name) ?? [] : [])].filter((asked) => {
      const answer = may(asked, member);
      if (answer === null) open.add(member.name);
      if (answer === 'certain') certain.add(asked.call);
      return answer === null ? !isMemberItself(world, member.fn) : answer !== false;
    })).map(({ call }) => call);
    for (const member of membersOfFunction.get(to) ?? []) {
      for (const read of readsOf(member.name)) {
        const answer = may(read, member);
        if (answer === null) open.add(member.name);
        if (answer) found.push(keptAt(read, to));
      }
    }
    const values = lying.has(to) ? taken().filter(({ call, value }) => reachable().comesTo(targetOf(to), call.file, value) !== false) : [];
    for (const { call } of values.filter(({ isCalled }) => isCalled)) possible.push(call);
    for (const { call } of values.filter(({ isCalled }) => !isCalled)) found.push(keptAt({ file: call.file, fn: call.fact.fn, at: call.fact.at }, to, 'handed'));
    for (const { file, within, at } of onGlobals.get(to) ?? []) found.push(keptAt({ file, fn: within, at }, to, 'handed'));
    const known = new Set((callers.get(to) ?? []).map((edge) => `${edge.from} ${edge.range[0]}`));
    for (const call of new Set(possible)) if (!known.has(`${callerOf(call)} ${call.fact.range[0]}`)) found.push({ ...base(call), to, kind: 'call', confidence: certain.has(call) ? 'certain' : 'possible' });
    for (const from of [...possible.map(callerOf), ...(callers.get(to) ?? []).map((edge) => edge.from), ...(families.get(to) ?? [])]) {
      if (seen.has(from)) continue;
      seen.add(from);
      waiting.push(from);
    }
  }
  return { edges: found, openNames: [...open].sort() };
}

/** Reads that may be of a member of the name. What is read under a computed name is data far more often than a function: it is asked about where something calls it. */
function readsNamed(reads: readonly OpenRead[]): (name: string) => readonly OpenRead[] {
  const named = groupedBy(reads.filter(({ taken }) => taken.name !== null), ({ taken }) => taken.name ?? '');
  const computed = reads.filter(({ taken, called }) => taken.name === null && called);
  return (name) => [...(named.get(name) ?? []), ...computed];
}

/** The function may be what is read there, to be called by somebody who is not seen. */
const keptAt = ({ file, fn, at }: Pick<OpenRead, 'file' | 'fn' | 'at'>, to: string, kept: 'read' | 'handed' = 'read'): CallEdge => ({ from: functionId(file, fn), to, at, range: [at.start, at.end], kind: 'callback', via: '', confidence: 'possible', kept, position: 'body', result: 'used', loops: 0, conditional: false });

/** Written as a member: its own name is one that is open. Any other function is a member under a name that it need not have. */
function isMemberItself(world: World, { file, fn }: Target): boolean {
  const fact = world.files.get(file)?.facts.functions[fn];
  return fact?.kind === 'method' || fact?.usage.kind === 'property' || fact?.usage.kind === 'member';
}

const targetOf = (id: string): Target => ({ file: fileOfFunction(id), fn: Number(id.slice(id.lastIndexOf('#') + 1)) });

export const fileOfFunction = (id: string): string => id.slice(0, id.lastIndexOf('#'));

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    const known = index.get(keyOf(item));
    if (known) known.push(item);
    else index.set(keyOf(item), [item]);
  }
  return index;
}

/** Calls of members of which `isCallOpen` says that it is not known what they reach. */
export function openCalls(world: World, linked: readonly LinkedCall[], isCallOpen: (call: LinkedCall) => boolean): OpenCalls {
  const open = linked.filter(isCallOpen).flatMap((call): OpenCall[] => {
    const facts = world.files.get(call.file)?.facts;
    return facts ? takenFrom(facts, call.fact.callee).map((taken) => ({ file: call.file, call, taken })) : [];
  });
  const named = open.filter(({ taken }) => taken.name !== null);
  return { byName: groupedBy(named, ({ taken }) => taken.name ?? ''), computed: open.filter(({ taken }) => taken.name === null) };
}

/** Where things get to among these files, within what a plan affords. */
export const reachableIn = (world: World, linked: readonly LinkedCall[], members: readonly Member[], { isPublic, files, mostVisits = AFFORDED }: { isPublic: ReadonlySet<string>; files: readonly FileIndex[]; mostVisits?: number }): Reachable =>
  reachability(world, files, { linked, members }, { mostVisits, isPublic });

/** Whether nothing speaks against it: the name, the other members that the receiver is asked for, and where the home of the member can be. */
function mayReach(world: World, linked: readonly LinkedCall[], { files, reachable }: { files: readonly FileIndex[]; reachable: () => Reachable }): (asked: Asked, member: Member) => boolean | null | 'certain' {
  const suits = suiting(world, linked);
  const texts = lazily(() => textsOf(files));
  const literals = lazily(() => literalsOf(files));
  const onlyAsked = lazily(() => modulesOnlyAsked(world, files));
  const underNames = lazily(() => fieldsByName(world, files));
  const patched = lazily(() => putOnto(files));
  const isPatched = ({ exprs }: FileFacts, receiver: ExprId | undefined, name: string): boolean => {
    const expr = receiver === undefined ? undefined : exprs[receiver];
    return expr?.k === 'member' && patched().get(expr.name)?.has(name) === true;
  };
  return (asked, { fn, name, home, own }) => {
    const { file, call, taken: { of, key } } = asked;
    const facts = world.files.get(file)?.facts;
    if (!facts) return false;
    if (key !== undefined && of?.expr !== undefined && (isAnother(world, file, of.expr, home) || !mayBeNamed(world, { file, start: call ? call.fact.range[0] : asked.at.start }, key, name, texts))) return false;
    if (call && !suits(call, fn)) return false;
    if (home === null || of === null) return true;
    const reached = reachable().reaches({ home, own }, file, of);
    if (!call) return reached;
    const lying = key === undefined && of.expr !== undefined ? lyingAt(facts, of.expr, underNames) : null;
    if (reached === true && lying && !lying.others && lying.homes.size === 1 && isAmong(world, lying.homes, home) && !isPatched(facts, of?.expr, name)) return 'certain';
    if (reached !== false || !isUnfollowed(call)) return reached;
    // An object that is handed about may be lost sight of: its name is enough, and of a computed one that it stands there as a text.
    return key !== undefined ? literals().has(name) : !onlyAsked().has(homeKey(home));
  };
}

/**
 * Modules, and the objects that are all that a module gives, which the program does nothing with but to ask them for members. Only of these the graph is believed
 * when it says that a receiver is another thing: what else is handed about may be lost sight of.
 */
export function modulesOnlyAsked(world: World, files: readonly FileIndex[]): ReadonlySet<string> {
  const given = new Set<string>();
  const handed = new Set<string>();
  const homesAt = (file: string, id: ExprId): string[] => world.evaluator.evaluate(world, file, id).flatMap((value) => {
    // A module that is handed about is handed about as what it gives as a whole, too.
    if (value.v === 'module') return wholeKeys(world, value.file);
    const home = homeOf(value);
    return home === null ? [] : [homeKey(home)];
  });
  for (const { facts } of files) {
    for (const expr of facts.exprs) if (expr.k === 'require' && facts.exprs[expr.from]?.k !== 'literal') for (const file of computedModules(world, facts.file, expr.from)) for (const key of wholeKeys(world, file)) handed.add(key);
    given.add(homeKey({ kind: 'module', file: facts.file }));
    for (const fact of facts.exports) if (fact.kind === 'value' && fact.name === 'default') for (const key of homesAt(facts.file, fact.value)) given.add(key);
    const used = [
      ...facts.calls.flatMap(({ args }) => args),
      ...facts.exprs.flatMap((expr) => (expr.k === 'object' ? [...expr.props.map(([, value]) => value), ...expr.spreads] : expr.k === 'array' ? expr.items : [])),
      ...facts.assignments.map(({ value }) => value),
      ...facts.functions.flatMap(({ returns }) => returns),
      ...facts.exports.flatMap((fact) => (fact.kind === 'value' && fact.name !== 'default' ? [fact.value] : [])),
    ];
    for (const id of used) for (const key of homesAt(facts.file, id)) handed.add(key);
  }
  return new Set([...given].filter((key) => !handed.has(key)));
}

/** A module, and what it gives as a whole, be that another module. */
function wholeKeys(world: World, file: string, within: readonly string[] = []): string[] {
  const whole = world.evaluator.exportValues(world, file, 'default').flatMap((value): string[] => {
    if (value.v === 'module') return value.file === file || within.includes(value.file) ? [] : wholeKeys(world, value.file, [...within, file]);
    const home = homeOf(value);
    return home === null ? [] : [homeKey(home)];
  });
  return [homeKey({ kind: 'module', file }), ...whole];
}

/** What can lie where the receiver is taken from: `x.name`, or a parameter of which `name` is taken. */
function lyingAt(facts: FileFacts, receiver: ExprId, underNames: () => (name: string) => Lying | null): Lying | null {
  const expr = facts.exprs[receiver];
  if (expr?.k === 'member') return underNames()(expr.name);
  const binding = expr?.k === 'binding' ? facts.bindings[expr.binding] : undefined;
  const name = binding?.values.length === 0 && !binding.param?.rest ? binding.param?.path.at(-1) : undefined;
  return name === undefined || /^\d+$/.test(name) ? null : underNames()(name);
}

/** The home, or for a class and its instances one that extends it. */
function isAmong(world: World, homes: ReadonlySet<string>, home: Home): boolean {
  if (homes.has(homeKey(home))) return true;
  return (home.kind === 'class' || home.kind === 'instance') && subclassesOf(world, home).some((one) => homes.has(homeKey({ ...home, ...one })));
}
