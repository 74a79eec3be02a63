/** The part of the recorder that all its other parts share: how a call is told, and what answers in its place while modules load. */
import { PLAN_MODULE, RECORD_MARK } from './record-lines.js';

export const CALLS = String.raw`
import { AsyncLocalStorage } from 'node:async_hooks';
import plan from './${PLAN_MODULE}';

Error.stackTraceLimit = 40;
const print = console.log.bind(console);
const within = new AsyncLocalStorage();
const skips = new Set(plan.skips);
const contents = new Map(plan.contents);
const refusals = new WeakMap();
const stacks = new Map();
const unfinished = new Map();
const told = new Set();
let loading = true;
let arrived = 0;

const line = (entry) => print(${JSON.stringify(RECORD_MARK)} + JSON.stringify(entry));
const here = () => (loading ? 0 : within.getStore() ?? arrived);

function stackOf(error) {
  const text = String((error ?? new Error()).stack ?? '').split('\n').filter((one) => /^\s+at /.test(one)).join('\n');
  if (stacks.has(text)) return stacks.get(text);
  stacks.set(text, stacks.size + 1);
  line({ stack: stacks.size, text });
  return stacks.size;
}

const described = (error) => ({ name: String(error?.name ?? 'Error'), message: String(error?.message ?? error).slice(0, 600), ...(error?.code === undefined ? {} : { code: String(error.code) }) });

/** The same call with the same outcome in the same request is told once. */
function tell(entry) {
  const key = JSON.stringify([entry.request, entry.kind, entry.api, entry.target, entry.stack, entry.error?.message]);
  if (told.has(key) || told.size > 20000) return;
  told.add(key);
  line(entry);
}

/** Stands for whatever could not be made: any property is it again, any call answers it again. */
function inert() {
  const self = new Proxy(function () {}, {
    get: (target, key) => key === 'then' || key === Symbol.iterator || key === Symbol.asyncIterator ? undefined : key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? target.prototype : self,
    apply: () => self,
    construct: () => self,
    set: () => true,
  });
  return self;
}

const PLACE = /worker\.mjs:(\d+):\d+/g;
const FILE_WRITES = /^node:fs\S*\.(?:writeFile|appendFile|mkdir|mkdtemp|truncate|rename|copyFile|cp|link|symlink|rm|unlink|rmdir)(?:Sync)?$/;

/**
 * The same call at the same place of this bundle, however often modules are loaded. What one run of a function writes goes together: where one write
 * ended it, the next would.
 */
function keyOf(api, target, callSite) {
  const places = Array.from(String(callSite.stack).matchAll(PLACE)).filter(([, number]) => !isOurs(moduleAt(Number(number)))).map(([place]) => place);
  const writes = FILE_WRITES.test(api) && places.length > 1;
  return [api, ...(writes ? places.slice(1, 12) : [target, ...places.slice(0, 12)])].join(' ');
}

/** A refusal while modules load. Answers whether to go past it. */
function refusedAtLoad(api, target, error, callSite) {
  const key = keyOf(api, target, callSite);
  const skipped = skips.has(key);
  const stack = stackOf(callSite);
  tell({ request: 0, kind: skipped ? 'skipped' : 'refused', api, target, error: described(error), stack, ...(skipped ? {} : { key }) });
  if (error !== null && typeof error === 'object') refusals.set(error, { key, api, target, stack });
  return skipped;
}

const settle = (promise, done, failed) => { promise.then(done, failed); return promise; };

/** Calls fn and tells how it ended. instead: what a refused call answers while modules load. */
function recorded(api, target, call, { instead = inert, tellsSuccess = false, pending = false } = {}) {
  const request = here();
  const failed = (error, stack) => tell({ request, kind: 'refused', api, target, error: described(error), stack });
  const callSite = new Error();
  let result;
  try {
    result = call();
  } catch (error) {
    if (loading) {
      if (refusedAtLoad(api, target, error, callSite)) return instead(contents.get(target));
    } else failed(error, stackOf(callSite));
    throw error;
  }
  if (result instanceof Promise) {
    if (loading) return result.catch((error) => { if (refusedAtLoad(api, target, error, callSite)) return instead(contents.get(target)); throw error; });
    const key = pending && !loading ? { request, api, target, callSite } : null;
    if (key) unfinished.set(key, key);
    return settle(result, () => { if (key) unfinished.delete(key); if (tellsSuccess) tell({ request, kind: 'done', api, target, stack: stackOf(callSite) }); }, (error) => { if (key) unfinished.delete(key); failed(error, stackOf(callSite)); });
  }
  if (tellsSuccess) tell({ request, kind: result === false ? 'absent' : 'done', api, target, stack: stackOf(callSite) });
  return result;
}

/** A function that records its calls and is otherwise the one it stands for: as a class, with its statics and its prototype. */
function recording(api, real, options = {}) {
  const describe = options.target ?? (() => undefined);
  return new Proxy(real, {
    apply: (fn, self, args) => recorded(api, describe(args), () => Reflect.apply(fn, options.self ? options.self(self) : self, options.args ? options.args(api, args) : args), options),
    construct: (fn, args, made) => {
      // A subclass is made by the app's own class; what it inherits is seen in its methods.
      return recorded(api, describe(args), () => Reflect.construct(fn, args, made), options);
    },
  });
}
`;
