/** Finds out whom every call reaches, round by round: a call gives its arguments to parameters, and parameters that are functions lead to more calls. */
import type { CallFact, ExprId } from '../core/facts.js';
import type { ApiEntry } from '../core/program.js';
import { memberOf } from './members.js';
import { calleeValues, evaluate } from './values.js';
import { type Made, type Value, type World, forgetValues, parameterKey } from './world.js';

export interface Target {
  file: string;
  fn: number;
}

export interface LinkedCallback extends Target {
  /** Origin of the callee that takes it; '' when unknown. */
  via: string;
  api: ApiEntry | null;
  callback: NonNullable<ApiEntry['callbacks']>[number] | null;
  argument: number;
}

export interface LinkedCall {
  file: string;
  index: number;
  fact: CallFact;
  values: Value[];
  /** Local functions it calls. */
  targets: Target[];
  /** Local functions it hands over. */
  callbacks: LinkedCallback[];
}

const MAX_ROUNDS = 5;
/** Methods of arrays and promises that call what they are given, at once or later. */
const ARRAY_METHODS = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'reduce', 'reduceRight', 'sort', 'flatMap', 'from', 'toSorted']);
const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);

/** Constructor of a class, its own or inherited. */
function constructorOf(world: World, file: string, cls: number, depth = 0): Target | null {
  const facts = world.files.get(file)?.facts;
  const fact = facts?.classes[cls];
  if (!facts || !fact || depth > 8) return null;
  const own = fact.members.find((m) => m.kind === 'constructor');
  const value = own?.value === undefined ? undefined : facts.exprs[own.value];
  if (value?.k === 'function') return { file, fn: value.fn };
  if (fact.superclass === undefined) return null;
  const parent = evaluate(world, file, fact.superclass).find((v) => v.v === 'class');
  return parent?.v === 'class' ? constructorOf(world, parent.file, parent.cls, depth + 1) : null;
}

function targetsOf(world: World, call: CallFact, values: Value[], isSuper: boolean): Target[] {
  return values.flatMap((value): Target[] => {
    if (value.v === 'function') return [{ file: value.file, fn: value.fn }];
    if (value.v === 'class' && call.kind === 'new') return constructorOf(world, value.file, value.cls) ? [constructorOf(world, value.file, value.cls) as Target] : [];
    if (value.v === 'instance' && isSuper) return constructorOf(world, value.file, value.cls) ? [constructorOf(world, value.file, value.cls) as Target] : [];
    return [];
  });
}

/** Function values of an argument: itself, an item of an array, or a property of an options object. */
function functionsOf(world: World, file: string, expr: ExprId, depth = 0): Target[] {
  if (depth > 3) return [];
  return evaluate(world, file, expr).flatMap((value): Target[] => {
    if (value.v === 'function') return [{ file: value.file, fn: value.fn }];
    if (value.v === 'module') return memberOf(world, [value], 'default').flatMap((v): Target[] => (v.v === 'function' ? [{ file: v.file, fn: v.fn }] : []));
    if (value.v === 'array') {
      const array = world.files.get(value.file)?.facts.exprs[value.expr];
      return array?.k === 'array' ? array.items.flatMap((item) => functionsOf(world, value.file, item, depth + 1)) : [];
    }
    return [];
  });
}

/** Functions in properties of an options object: `{ handler, onOpen() {} }`. */
function functionsIn(world: World, file: string, expr: ExprId, property?: string): Target[] {
  return evaluate(world, file, expr).flatMap((value): Target[] => {
    if (value.v !== 'object') return [];
    const object = world.files.get(value.file)?.facts.exprs[value.expr];
    if (object?.k !== 'object') return [];
    return object.props.filter(([name]) => property === undefined || name === property).flatMap(([, prop]) => functionsOf(world, value.file, prop));
  });
}

function argumentIndexes(index: number | 'last' | 'rest' | string, call: CallFact): number[] {
  if (typeof index === 'number') return [index];
  if (index === 'last') return [call.args.length - 1];
  return index === 'rest' ? call.args.map((_, i) => i) : [];
}

/** The constant event name of `.on('upgrade', …)`. */
function eventName(world: World, file: string, call: CallFact): string {
  const facts = world.files.get(file)?.facts;
  const first = call.args[0] === undefined ? undefined : facts?.exprs[call.args[0]];
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
}

function apiCallbacks(world: World, file: string, call: CallFact, origin: string): LinkedCallback[] {
  const found: LinkedCallback[] = [];
  for (const api of world.apisOf(origin)) {
    if (api.event && !api.event.includes(eventName(world, file, call))) continue;
    for (const callback of api.callbacks ?? []) {
      const property = typeof callback.index === 'string' ? /^(\d+)\.(\w+)$/.exec(callback.index) : null;
      if (property) {
        const at = Number(property[1]);
        const expr = call.args[at];
        if (expr !== undefined) for (const target of functionsIn(world, file, expr, property[2])) found.push({ ...target, via: origin, api, callback, argument: at });
        continue;
      }
      for (const at of argumentIndexes(callback.index, call)) {
        const expr = call.args[at];
        if (expr !== undefined) for (const target of functionsOf(world, file, expr)) found.push({ ...target, via: origin, api, callback, argument: at });
      }
    }
  }
  return found;
}

function callbacksOf(world: World, file: string, call: CallFact, values: Value[]): LinkedCallback[] {
  const origins = values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  const known = origins.flatMap((origin) => apiCallbacks(world, file, call, origin));
  const seen = new Set(known.map((c) => `${c.file}#${c.fn}`));
  const local = values.some((value) => value.v === 'function' || value.v === 'class');
  const callee = world.files.get(file)?.facts.exprs[call.callee];
  const method = callee?.k === 'member' ? callee.name : '';
  const via = ARRAY_METHODS.has(method) ? `Array.${method}` : PROMISE_METHODS.has(method) ? `Promise.${method}` : origins[0] ?? '';
  const rest = local ? [] : call.args.flatMap((expr, argument) =>
    [...functionsOf(world, file, expr), ...functionsIn(world, file, expr)]
      .filter((target) => !seen.has(`${target.file}#${target.fn}`))
      .map((target): LinkedCallback => ({ ...target, via, api: null, callback: null, argument })));
  return [...known, ...rest];
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

/** Tells the parameters of callees what they are given; true when something new was said. */
function giveArguments(world: World, linked: LinkedCall): boolean {
  let news = false;
  const say = (key: string, file: string, expr: ExprId, element = false): void => {
    const list = world.parameters.get(key) ?? [];
    if (list.length >= 48 || list.some((located) => located.file === file && located.expr === expr)) return;
    world.parameters.set(key, [...list, element ? { file, expr, element } : { file, expr }]);
    news = true;
  };
  const { file, fact } = linked;
  for (const value of linked.values) {
    const put = fact.args[1];
    if (value.v !== 'origin' || value.id !== 'global.Map().set' || value.call === undefined || put === undefined) continue;
    const key = `${value.file ?? ''}:${value.call}`;
    const list = world.mapValues.get(key) ?? [];
    if (list.length >= 24 || list.some((located) => located.file === file && located.expr === put)) continue;
    world.mapValues.set(key, [...list, { file, expr: put }]);
    news = true;
  }
  const callee = world.files.get(file)?.facts.exprs[fact.callee];
  const method = callee?.k === 'member' ? callee.name : '';
  const shift = method === 'call' ? 1 : 0;
  if (method !== 'apply') {
    for (const target of linked.targets) fact.args.slice(shift).forEach((expr, i) => say(parameterKey(target.file, target.fn, i), file, expr));
  }
  for (const callback of linked.callbacks) {
    // An Express error handler takes the error first.
    const late = callback.callback?.params?.[0] === 'express.Request' && world.files.get(callback.file)?.facts.functions[callback.fn]?.params.length === 4 ? 1 : 0;
    callback.callback?.params?.forEach((origin, i) => {
      if (origin === null) return;
      const key = parameterKey(callback.file, callback.fn, i + late);
      const known = world.parameterOrigins.get(key) ?? new Map<string, Made | null>();
      const made = origin === 'express.Request' ? uploadMiddleware(world, linked) : null;
      if (!known.has(origin) || (made && !known.get(origin))) news = true;
      world.parameterOrigins.set(key, known.set(origin, made ?? known.get(origin) ?? null));
    });
    if (callee?.k !== 'member') continue;
    if (ARRAY_METHODS.has(method)) say(parameterKey(callback.file, callback.fn, method.startsWith('reduce') ? 1 : 0), file, method === 'from' ? fact.args[0] ?? callee.object : callee.object, true);
    if (method === 'then' && callback.argument === 0) say(parameterKey(callback.file, callback.fn, 0), file, callee.object);
  }
  return news;
}

/** Links every call of the program. Ends when a round learns nothing, or after MAX_ROUNDS. */
export function linkCalls(world: World): LinkedCall[] {
  let linked: LinkedCall[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    forgetValues(world);
    linked = [];
    for (const [file, { facts }] of world.files) {
      facts.calls.forEach((fact, index) => {
        if (fact.callee < 0) return;
        const values = calleeValues(world, file, fact.callee);
        const isSuper = facts.exprs[fact.callee]?.k === 'super';
        linked.push({ file, index, fact, values, targets: targetsOf(world, fact, values, isSuper), callbacks: callbacksOf(world, file, fact, values) });
      });
    }
    const news = linked.reduce((any, call) => giveArguments(world, call) || any, false);
    if (!news) break;
  }
  return linked;
}
