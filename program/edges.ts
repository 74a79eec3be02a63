/** Finds out whom every call reaches, round by round: a call gives its arguments to parameters, and parameters that are functions lead to more calls. */
import type { CallFact } from '../core/facts.js';
import { wrappedBy } from './bundled.js';
import { ARRAY_METHODS, type LinkedCallback, type Target, callbacksOf, functionsOf } from './callbacks.js';
import { putByCall, putByKey } from './collections.js';
import { compilerHelper } from './compiled.js';
import { forget, grounded, isShaken, settle, topicOf } from './conclusions.js';
import { parentsOf } from './members.js';
import { calleeValues, evaluate } from './values.js';
import { type Located, type Made, type Value, type World, eachValue, note, parameterKey, selfKey, functionId } from './world.js';

export { ARRAY_METHODS, PROMISE_METHODS, type LinkedCallback, type Target, argumentIndexes, eventName, idOf } from './callbacks.js';

export interface LinkedCall {
  file: string;
  index: number;
  fact: CallFact;
  values: Value[];
  /** APIs among these. */
  origins: readonly string[];
  /** Name of the member that is called; '' where the callee is none. */
  method: string;
  /** Local functions it calls. */
  targets: Target[];
  /** Local functions it hands over. */
  callbacks: LinkedCallback[];
}


/** The function in which the call stands. */
export const callerOf = (call: LinkedCall): string => functionId(call.file, call.fact.fn);

const MAX_ROUNDS = 5;
/** Constructor of a class, its own or inherited. */
function constructorOf(world: World, file: string, cls: number, depth = 0): Target | null {
  const facts = world.files.get(file)?.facts;
  const fact = facts?.classes[cls];
  if (!facts || !fact || depth > 8) return null;
  const own = fact.members.find((m) => m.kind === 'constructor');
  const value = own?.value === undefined ? undefined : facts.exprs[own.value];
  if (value?.k === 'function') return { file, fn: value.fn };
  const parent = parentsOf(world, file, fact.superclass).find((v) => v.v === 'class');
  return parent?.v === 'class' ? constructorOf(world, parent.file, parent.cls, depth + 1) : null;
}

/** Base classes from outside of the program that a class without a constructor of its own hands its arguments to. */
function foreignBases(world: World, file: string, cls: number, asked = new Set<string>()): Value[] {
  const key = `${file}#${cls}`;
  if (asked.has(key) || asked.size > 32) return [];
  asked.add(key);
  return parentsOf(world, file, world.files.get(file)?.facts.classes[cls]?.superclass).flatMap((parent): Value[] =>
    parent.v === 'origin' ? [parent] : parent.v === 'class' && !constructorOf(world, parent.file, parent.cls) ? foreignBases(world, parent.file, parent.cls, asked) : []);
}

/** What the call constructs besides: `super(path)` of `class Log extends fs.WriteStream` is `new fs.WriteStream(path)`, and so is `new Log(path)` where it has no constructor. */
function constructed(world: World, call: CallFact, values: Value[], isSuper: boolean): Value[] {
  if (isSuper) return values.map((value) => (value.v === 'origin' && value.id.endsWith('()') ? { v: 'origin', id: value.id.slice(0, -2) } : value));
  if (call.kind !== 'new') return values;
  const bases = values.flatMap((value) => (value.v === 'class' && !constructorOf(world, value.file, value.cls) ? foreignBases(world, value.file, value.cls) : []));
  return bases.length === 0 ? values : [...values, ...bases];
}

function targetsOf(world: World, call: CallFact, values: Value[], isSuper: boolean): Target[] {
  return eachValue(values, (value): Target[] => {
    if (value.v === 'function' || value.v === 'wrapped') return [{ file: value.file, fn: value.fn }];
    if (value.v === 'class' && call.kind === 'new') return constructorOf(world, value.file, value.cls) ? [constructorOf(world, value.file, value.cls) as Target] : [];
    if (value.v === 'instance' && isSuper) return constructorOf(world, value.file, value.cls) ? [constructorOf(world, value.file, value.cls) as Target] : [];
    return [];
  });
}

/** The call that configured the upload middleware of a route: `multer({ dest })` behind `upload.single('file')`. It says where `req.file.path` lies. */
function uploadMiddleware(world: World, { file, fact }: LinkedCall): Made | null {
  for (const expr of fact.args) {
    for (const value of evaluate(world, file, expr)) {
      if (value.v !== 'origin' || value.call === undefined || value.file === undefined || !UPLOAD_MIDDLEWARE.test(value.id)) continue;
      const callee = world.files.get(value.file)?.facts.calls[value.call]?.callee;
      const receiver = callee === undefined ? undefined : evaluate(world, value.file, callee).find((v) => v.v === 'origin' && v.call !== undefined);
      if (receiver?.v === 'origin' && receiver.file !== undefined && receiver.call !== undefined) return { file: receiver.file, call: receiver.call };
    }
  }
  return null;
}

const UPLOAD_MIDDLEWARE = /^(?:multer|@koa\/multer|koa-multer)\(\)\.(?:single|array|fields|any)\(\)$/;

/** Tells the parameters of callees what they are given; gives back the topics of which something new was said. */
function giveArguments(world: World, linked: LinkedCall): readonly string[] {
  const put = linked.origins.length === 0 ? NOTHING : putByCall(world, linked);
  const given = linked.targets.length === 0 ? NOTHING : giveToTargets(world, linked);
  const called = linked.callbacks.length === 0 ? NOTHING : giveToCallbacks(world, linked);
  return put.length + given.length + called.length === 0 ? NOTHING : [...put, ...given, ...called];
}

const NOTHING: readonly string[] = [];

/** Notes one more argument of a parameter. */
function say(world: World, key: string, located: Located): readonly string[] {
  return note(world.parameters, 48, key, located);
}

function giveToTargets(world: World, { file, index, fact, targets }: LinkedCall): readonly string[] {
  const said: string[] = [];
  const written = world.files.get(file)?.facts.calls[index];
  const self = written !== fact && fact.kind === 'call' ? written?.args[0] : undefined;
  for (const target of targets) {
    if (self !== undefined) for (const key of say(world, selfKey(target.file, target.fn), { file, expr: self })) said.push(key);
    fact.args.forEach((expr, i) => {
      for (const key of say(world, parameterKey(target.file, target.fn, i), { file, expr })) said.push(key);
    });
  }
  return said;
}

function giveToCallbacks(world: World, linked: LinkedCall): readonly string[] {
  const { file, fact, method } = linked;
  const callee = world.files.get(file)?.facts.exprs[fact.callee];
  return linked.callbacks.flatMap((callback) => {
    const known = giveOrigins(world, linked, callback);
    if (callee?.k !== 'member') return known;
    const parameter = (index: number): string => parameterKey(callback.file, callback.fn, index);
    if (ARRAY_METHODS.has(method)) {
      const list = method === 'from' ? fact.args[0] ?? callee.object : callee.object;
      return [...known, ...say(world, parameter(method.startsWith('reduce') ? 1 : 0), { file, expr: list, element: method === 'from' ? 'item' : 'each' })];
    }
    return method === 'then' && callback.argument === 0 ? [...known, ...say(world, parameter(0), { file, expr: callee.object })] : known;
  });
}

/** What the API that takes the callback will call it with. An Express error handler takes the error first. */
function giveOrigins(world: World, linked: LinkedCall, { file, fn, callback }: LinkedCallback): string[] {
  const late = callback?.params?.[0] === 'express.Request' && world.files.get(file)?.facts.functions[fn]?.params.length === 4 ? 1 : 0;
  return (callback?.params ?? []).flatMap((origin, i) => {
    if (origin === null) return [];
    const key = parameterKey(file, fn, i + late);
    const known = world.parameterOrigins.get(key) ?? new Map<string, Made | null>();
    // A plug-in of Fastify gets an instance of its own, made by its registration.
    const made = origin === 'express.Request' ? uploadMiddleware(world, linked) : origin === 'fastify()' ? { file: linked.file, call: linked.index } : null;
    const isNew = !known.has(origin) || (made !== null && !known.get(origin));
    world.parameterOrigins.set(key, known.set(origin, made ?? known.get(origin) ?? null));
    return isNew ? [key] : [];
  });
}

/** `f.call(x, a)` hands over `a`; `f.apply(x, [a, b])` and `f.apply(this, arguments)` the items. */
function directly(world: World, file: string, fact: CallFact, values: readonly Value[]): CallFact {
  const exprs = world.files.get(file)?.facts.exprs ?? [];
  const callee = exprs[fact.callee];
  if (callee?.k !== 'member' || (callee.name !== 'call' && callee.name !== 'apply')) return fact;
  if (!values.some((value) => value.v === 'function' || (value.v === 'origin' && !/\.(?:call|apply)$/.test(value.id)))) return fact;
  if (callee.name === 'call') return { ...fact, args: fact.args.slice(1) };
  const list = fact.args[1] === undefined ? undefined : exprs[fact.args[1]];
  return list?.k === 'array' ? { ...fact, args: list.items } : { ...fact, args: [], spread: true };
}

const NO_ORIGINS: readonly string[] = [];

/** APIs among values, in their order. */
export function originsAmong(values: readonly Value[]): readonly string[] {
  const [only] = values;
  if (only === undefined || (values.length === 1 && only.v !== 'origin')) return NO_ORIGINS;
  return values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
}

interface Linking {
  call: LinkedCall;
  grounds: readonly number[];
}

function linked(world: World, file: string, index: number, written: CallFact): LinkedCall {
  const facts = world.files.get(file)?.facts;
  const callee = facts?.exprs[written.callee];
  const method = callee?.k === 'member' ? callee.name : '';
  const helper = facts ? compilerHelper(facts, written) : null;
  const argument = helper ? written.args[helper.index] : undefined;
  // What a compiler's helper does is known; its body would mix up everything that goes through it.
  if (helper && argument !== undefined) return { file, index, fact: { ...written, args: [] }, values: [], origins: NO_ORIGINS, method, targets: helper.does === 'runs' ? functionsOf(world, file, argument) : [], callbacks: [] };
  const modules = facts ? wrappedBy(facts, written) : [];
  // Webpack's loader runs the module; esbuild's wrapper only makes the function that will.
  if (modules.length > 0) return { file, index, fact: { ...written, args: [] }, values: [], origins: NO_ORIGINS, method, targets: modules.filter((module) => module.module === 0).map(({ fn }) => ({ file, fn })), callbacks: [] };
  const values = calleeValues(world, file, written.callee);
  const fact = directly(world, file, written, values);
  const isSuper = callee?.k === 'super';
  const known = constructed(world, fact, values, isSuper);
  return { file, index, fact, values: known, origins: originsAmong(known), method, targets: targetsOf(world, fact, values, isSuper), callbacks: callbacksOf(world, file, fact, values) };
}

function linkCall(world: World, file: string, index: number): Linking | null {
  const written = world.files.get(file)?.facts.calls[index];
  if (!written || written.callee < 0) return null;
  const { answer, grounds } = grounded(world.conclusions, () => linked(world, file, index, written));
  return { call: answer, grounds };
}

const linkFile = (world: World, file: string): Linking[] =>
  (world.files.get(file)?.facts.calls ?? []).flatMap((_fact, index) => linkCall(world, file, index) ?? []);

/** Links the files that values led into since `from`, and those that these lead into. */
function linkOpened(world: World, from: number): Linking[] {
  const found: Linking[] = [];
  for (let i = from; i < world.opened.length; i++) found.push(...linkFile(world, world.opened[i] as string));
  return found;
}

function linkAgain(world: World, linkings: Linking[], changed: ReadonlySet<number>): Linking[] {
  const found: Linking[] = [];
  linkings.forEach((linking, i) => {
    const again = isShaken(linking.grounds, changed) ? linkCall(world, linking.call.file, linking.call.index) : null;
    if (again === null) return;
    linkings[i] = again;
    found.push(again);
  });
  return found;
}

/** Topics of which the calls, and assignments by computed names, say something new. */
function learned(world: World, fresh: readonly Linking[]): ReadonlySet<number> {
  const changed = new Set<number>();
  for (const { call } of fresh) for (const key of giveArguments(world, call)) changed.add(topicOf(world.conclusions, key));
  for (const key of putByKey(world)) changed.add(topicOf(world.conclusions, key));
  return changed;
}

/** Links every call of the program. Ends when a round learns nothing, or after MAX_ROUNDS; a round asks again only what the last one put in doubt. */
export function linkCalls(world: World): LinkedCall[] {
  // Outlines have no calls yet: those that are opened on the way come below, each once.
  const read = [...world.files].flatMap(([file, { facts }]) => (facts.outline ? [] : [file]));
  const linkings = read.flatMap((file) => linkFile(world, file));
  linkings.push(...linkOpened(world, 0));
  let fresh: readonly Linking[] = linkings;
  for (let round = 1; round < MAX_ROUNDS; round++) {
    const changed = learned(world, fresh);
    if (changed.size === 0) break;
    forget(world.conclusions, changed);
    const before = world.opened.length;
    const again = linkAgain(world, linkings, changed);
    const more = linkOpened(world, before);
    linkings.push(...more);
    fresh = [...again, ...more];
  }
  settle(world.conclusions);
  return inOrder(world, linkings.map((linking) => linking.call));
}

/** The order of the files, whenever each of them was opened. */
function inOrder(world: World, linked: LinkedCall[]): LinkedCall[] {
  if (world.opened.length === 0) return linked;
  const place = new Map([...world.files.keys()].map((file, i) => [file, i]));
  return linked.sort((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.index - b.index);
}
