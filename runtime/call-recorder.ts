/**
 * The text of the module that a diagnosis puts before the app inside workerd: it tells which Node API threw, where and on what.
 * Inside a request it changes no outcome; while modules load, it replaces what the runtime refuses by something inert, and says so.
 */

/** Begins every line that the recorder prints; nothing an app prints looks like it. */
export const RECORD_MARK = '\u0001cf-migrate ';

/** Printed when all is told: what is printed reaches us later than the answer does. */
export const RECORD_END = '\u0001cf-migrate-end';

/** How the recorder is imported inside of the bundle. */
export const RECORDER = 'cf-migrate-recorder';

/** Asked for by the diagnosis itself after the last request: what began and never came to its end. */
export const PENDING_PATH = '/.cf-migrate/pending';

/** One line of the record. `request`: counted from 1 in the order of arrival; 0 while modules load. */
export type RecordLine = { stack: number; text: string } | RecordedCall;

export interface RecordedCall {
  request: number;
  /** refused: it threw or rejected. skipped: refused while modules load, and gone past. made, used: a connection. unfinished: it began and never ended. printed: an error that the app, or workerd, printed. arrived: a request came. */
  kind: 'arrived' | 'refused' | 'skipped' | 'done' | 'made' | 'used' | 'unfinished' | 'printed' | 'absent';
  /** As origins are written: `node:fs.writeFileSync`. */
  api: string;
  /** Path, command or address, as far as it can be told. */
  target?: string;
  error?: { name: string; message: string; code?: string };
  /** Number of a stack told before. */
  stack: number;
  /** For `used`: the request that made the object. */
  madeIn?: number;
  /** While modules load: how many were refused before this one. */
  ordinal?: number;
}

/** Refusals at load, counted from 1, that are gone past beside those that always are; with what a file that was not found holds, as base64. */
export type Skips = ReadonlyMap<number, string | null>;

/** Functions and state that all parts of the recorder share. */
const HEART = (skips: Skips): string => String.raw`
import { AsyncLocalStorage } from 'node:async_hooks';

Error.stackTraceLimit = 40;
const print = console.log.bind(console);
const within = new AsyncLocalStorage();
const skips = new Map(${JSON.stringify([...skips])});
const stacks = new Map();
const unfinished = new Map();
const told = new Set();
let loading = true;
let arrived = 0;
let refusals = 0;

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

const isGlobalScope = (error) => /Disallowed operation called within global scope/.test(String(error?.message));

/** A refusal while modules load. Answers whether to go past it. */
function refusedAtLoad(api, target, error, stack, always) {
  refusals += 1;
  const skipped = always || isGlobalScope(error) || skips.has(refusals);
  tell({ request: 0, kind: skipped ? 'skipped' : 'refused', api, target, error: described(error), stack, ordinal: refusals });
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
    const stack = stackOf(callSite);
    if (loading) {
      if (refusedAtLoad(api, target, error, stack, false)) return instead(skips.get(refusals));
    } else failed(error, stack);
    throw error;
  }
  if (result !== null && typeof result === 'object' && typeof result.then === 'function' && result instanceof Promise) {
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

const DOORS = String.raw`
/** What serves, with every request counted and its work told apart. */
export function observed(worker) {
  if (worker === null || typeof worker !== 'object') return worker;
  const enter = (handler) => (subject, env, context) => {
    loading = false;
    if (handler === worker.fetch && new URL(subject.url).pathname === ${JSON.stringify(PENDING_PATH)}) return tellUnfinished();
    arrived += 1;
    line({ request: arrived, kind: 'arrived', api: 'request', stack: 0 });
    // One turn after the answer, so that a framework that prints an error afterwards does print it.
    if (context?.waitUntil) context.waitUntil(new Promise((resolve) => realTimers.setTimeout(resolve, 0)));
    return within.run(arrived, () => handler.call(worker, subject, env, context));
  };
  return Object.fromEntries(Object.entries(worker).map(([name, value]) => [name, typeof value === 'function' ? enter(value) : value]));
}

function tellUnfinished() {
  for (const { request, api, target, callSite } of unfinished.values()) tell({ request, kind: 'unfinished', api, target, stack: stackOf(callSite) });
  print(${JSON.stringify(RECORD_END)});
  return new Response('told');
}

/** A package or file that is not there, or that this runtime cannot load. */
export function standIn(name, reason) {
  const use = (path) => {
    const error = Object.assign(new Error(reason), { code: 'ERR_MODULE_NOT_FOUND' });
    const stack = stackOf(new Error());
    if (loading) { refusedAtLoad(path, name, error, stack, true); return inert(); }
    tell({ request: here(), kind: 'refused', api: path, target: name, error: described(error), stack });
    throw error;
  };
  const part = (path) => {
    const answer = (target, key) => {
      if (key === 'prototype') return target.prototype;
      if (typeof key === 'symbol' || key === 'then' || key === '__esModule' || key === 'toJSON') return undefined;
      if (key === 'default') return self;
      return part(path + '.' + key);
    };
    const fn = function () {};
    // Named imports are read from the prototype: the bundler copies what is there and inherits the rest.
    Object.setPrototypeOf(fn, new Proxy({}, { get: (_, key) => answer(fn, key) }));
    const self = new Proxy(fn, { get: answer, apply: () => use(path), construct: () => use(path), set: () => true });
    return self;
  };
  return part(name);
}
`;

const GLOBALS = String.raw`
const deadTimer = () => ({ ref() { return this; }, unref() { return this; }, hasRef: () => false, refresh() { return this; }, close() {}, [Symbol.toPrimitive]: () => 0 });
const realTimers = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
const timers = new Map();

function replace(holder, name, value) {
  try { Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: true }); } catch { /* It cannot be replaced: it is then not recorded. */ }
}

/** A timer that never runs although its request was answered is work that was cut off. */
for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
  const real = globalThis[name];
  if (typeof real !== 'function') continue;
  replace(globalThis, name, Object.assign(function (callback, ...rest) {
    const api = 'global.' + name;
    const key = { request: here(), api, target: name === 'setImmediate' ? undefined : (name === 'setInterval' ? 'every ' : 'after ') + String(rest[0] ?? 0) + ' ms', callSite: new Error() };
    const run = typeof callback !== 'function' ? callback : function (...args) { if (name !== 'setInterval') unfinished.delete(key); return callback.apply(this, args); };
    const handle = recorded(api, key.target, () => real(run, ...rest), { instead: deadTimer });
    if (!loading) { unfinished.set(key, key); timers.set(handle, key); }
    return handle;
  }, real));
}
for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) {
  const real = globalThis[name];
  if (typeof real !== 'function') continue;
  replace(globalThis, name, function (handle) {
    const key = timers.get(handle);
    if (key) { unfinished.delete(key); timers.delete(handle); }
    return real(handle);
  });
}

replace(globalThis, 'fetch', recording('global.fetch', globalThis.fetch, { target: ([to]) => String(to?.url ?? to), instead: () => new Promise(() => {}) }));
for (const name of ['compile', 'instantiate', 'Module']) replace(WebAssembly, name, recording('global.WebAssembly.' + name, WebAssembly[name]));
let made = 0;
const random = { getRandomValues: (view) => { if (view.length > 0) view[0] = made += 1; return view; }, randomUUID: () => '00000000-0000-4000-8000-' + String(made += 1).padStart(12, '0') };
for (const name of Object.keys(random)) {
  const real = crypto[name].bind(crypto);
  replace(crypto, name, (...args) => recorded('global.crypto.' + name, undefined, () => real(...args), { instead: () => random[name](...args) }));
}
for (const name of ['kill', 'dlopen', 'exit', 'abort', 'chdir', 'setuid', 'setgid', 'binding', 'execve', 'cpuUsage', 'resourceUsage']) {
  const real = globalThis.process?.[name];
  if (typeof real === 'function') replace(globalThis.process, name, recording('node:process.' + name, real, { target: ([first]) => first === undefined ? undefined : String(first) }));
}

for (const name of ['error', 'warn']) {
  const real = console[name].bind(console);
  replace(console, name, (...args) => {
    for (const arg of args) {
      const error = arg instanceof Error ? arg : typeof arg === 'string' && /\n\s+at /.test(arg) ? { name: (/^(?:\w+ )*?(\w*Error)\b/.exec(arg) ?? [])[1], message: arg.split('\n')[0].replace(/^\w*Error: /, ''), stack: arg } : null;
      if (error) tell({ request: here(), kind: 'printed', api: 'console.' + name, error: described(error), stack: stackOf(error) });
    }
    return real(...args);
  });
}
Object.defineProperty(globalThis, 'cfMigrateFolder', { get() {
  tell({ request: here(), kind: loading ? 'skipped' : 'refused', api: 'global.__dirname', error: { name: 'ReferenceError', message: '__dirname is not defined' }, stack: stackOf(), ...(loading ? { ordinal: (refusals += 1) } : {}) });
  return '/bundle';
} });
`;

const BUILTINS = String.raw`
const asText = (value) => typeof value === 'string' ? value : value instanceof URL ? value.pathname : value instanceof Uint8Array ? new TextDecoder().decode(value) : typeof value?.path === 'string' ? value.path : undefined;
const COPIES = /^(?:rename|copyFile|cp|link|symlink)(?:Sync)?$/;
const OPENS = /^(?:open|openSync)$/;
const WRITES = /^(?:writeFile|appendFile|mkdir|mkdtemp|truncate|createWriteStream|writev?|open|rename|copyFile|cp|link|symlink|rm|unlink|rmdir)(?:Sync)?$/;
const commandOf = ([command, args]) => command === undefined ? undefined : [String(command), ...(Array.isArray(args) ? args.map(String) : [])].join(' ').slice(0, 200);
const addressOf = (args) => {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (first !== null && typeof first === 'object') return first.path ?? (first.host ?? first.hostname ?? 'localhost') + ':' + (first.port ?? '');
  return typeof first === 'number' || /^\d+$/.test(String(first)) ? (typeof args[1] === 'string' ? args[1] : 'localhost') + ':' + first : first === undefined || typeof first === 'function' ? undefined : String(first);
};

/** Errors that arrive through a callback or an event are told as those that are thrown. */
const withCallback = (api, args) => {
  const last = args.length - 1;
  if (typeof args[last] !== 'function') return args;
  const request = here();
  const callSite = new Error();
  const callback = args[last];
  const heard = function (error, ...rest) {
    if (error instanceof Error) tell({ request, kind: 'refused', api, target: asText(args[0]) ?? commandOf(args), error: described(error), stack: stackOf(callSite) });
    return callback.call(this, error, ...rest);
  };
  return [...args.slice(0, last), heard];
};

function heardEvents(emitter, api, target, seen) {
  if (typeof emitter?.emit !== 'function') return emitter;
  const request = here();
  const callSite = new Error();
  const emit = emitter.emit;
  emitter.emit = function (event, ...args) {
    if (event === 'error') tell({ request, kind: 'refused', api, target, error: described(args[0]), stack: stackOf(callSite) });
    seen?.(event);
    return emit.call(this, event, ...args);
  };
  return emitter;
}

/** A file of the app that no Worker would find, as the app would read it. */
function contents(kept, args, sync) {
  const bytes = Buffer.from(kept ?? '', 'base64');
  const encoding = typeof args[1] === 'string' ? args[1] : args[1]?.encoding;
  const value = encoding ? bytes.toString(encoding) : bytes;
  return sync ? value : Promise.resolve(value);
}

function fileFunction(module, name, real) {
  const api = module + '.' + name;
  const fileTarget = (args) => asText(COPIES.test(name) ? args[1] : args[0]);
  const shown = /^exists/.test(name) || WRITES.test(name);
  const asRead = (args) => OPENS.test(name) && !/[wax+]/.test(String(typeof args[1] === 'string' ? args[1] : 'r'));
  const sync = /Sync$/.test(name);
  const instead = (kept, args) => name.startsWith('readFile') ? contents(kept, args, sync) : name === 'readdirSync' ? [] : name.startsWith('create') ? inert() : sync ? undefined : Promise.resolve();
  return new Proxy(real, {
    apply: (fn, self, args) => recorded(api, fileTarget(args), () => {
      const result = Reflect.apply(fn, self, withCallback(api, args));
      return name.startsWith('create') ? heardEvents(result, api, fileTarget(args)) : result;
    }, { tellsSuccess: shown && !asRead(args), instead: (kept) => instead(kept, args), pending: module.endsWith('promises') }),
    construct: (fn, args, made) => recorded(api, fileTarget(args), () => Reflect.construct(fn, args, made), {}),
  });
}

/** A connection belongs to the request that made it. */
function connection(api, socket, target) {
  const madeIn = here();
  const used = () => { if (here() !== madeIn) tell({ request: here(), kind: 'used', api, target, madeIn, stack: stackOf() }); };
  tell({ request: madeIn, kind: 'made', api, target, stack: stackOf() });
  heardEvents(socket, api, target);
  if (typeof socket?.write === 'function') { const write = socket.write; socket.write = function (...args) { used(); return write.apply(this, args); }; }
  const writable = socket?.writable;
  if (typeof writable?.getWriter === 'function') {
    const getWriter = writable.getWriter.bind(writable);
    replace(writable, 'getWriter', () => {
      const writer = getWriter();
      const write = writer.write.bind(writer);
      replace(writer, 'write', (chunk) => { used(); return recorded(api + '().write', target, () => write(chunk), { pending: true }); });
      return writer;
    });
    replace(socket, 'writable', writable);
  }
  return socket;
}

const CONNECTS = /^(?:connect|createConnection)$/;

function builtinFunction(module, name, real) {
  const api = module + '.' + name;
  if (module === 'node:fs' || module === 'node:fs.promises') return fileFunction(module, name, real);
  if (module === 'node:child_process') return recording(api, real, { target: commandOf, args: withCallback });
  if (module === 'cloudflare:sockets' || ((module === 'node:net' || module === 'node:tls') && CONNECTS.test(name))) {
    return new Proxy(real, { apply: (fn, self, args) => recorded(api, addressOf(args), () => connection(api, Reflect.apply(fn, self, args), addressOf(args)), {}) });
  }
  if (module === 'node:net' && (name === 'Socket' || name === 'Stream')) {
    if (!real.prototype.cfMigrateConnect) {
      const connect = real.prototype.connect;
      replace(real.prototype, 'cfMigrateConnect', true);
      real.prototype.connect = function (...args) {
        return recorded('node:net.Socket().connect', addressOf(args), () => { connection('node:net.Socket().connect', this, addressOf(args)); return connect.apply(this, args); }, { instead: () => this });
      };
    }
    return real;
  }
  if (module === 'node:crypto' && loading === false) return real;
  const fixed = { randomUUID: () => random.randomUUID(), randomBytes: (size) => random.getRandomValues(Buffer.alloc(Number(size) || 0)), randomInt: () => 0, randomFillSync: (view) => random.getRandomValues(view), getRandomValues: (view) => random.getRandomValues(view) }[name];
  if (fixed) return new Proxy(real, { apply: (fn, self, args) => recorded(api, undefined, () => Reflect.apply(fn, self, args), { instead: () => fixed(...args) }) });
  if (module === 'node:timers') return globalThis[name] ?? real;
  return recording(api, real, { pending: module === 'node:timers/promises', target: (args) => asText(args[0]) });
}

/** A built-in module as it is, its functions recorded. Plain data, so that what patches it can patch it. */
export function recordedBuiltin(module, real) {
  if (real === null || (typeof real !== 'object' && typeof real !== 'function')) return real;
  const copy = Object.create(Object.getPrototypeOf(real));
  for (const name of Reflect.ownKeys(real)) {
    const property = Object.getOwnPropertyDescriptor(real, name);
    let value;
    try { value = real[name]; } catch { Object.defineProperty(copy, name, property); continue; }
    if (typeof name === 'string' && typeof value === 'function') value = builtinFunction(module, name, value);
    else if (module === 'node:fs' && name === 'promises') value = recordedBuiltin('node:fs.promises', value);
    else if (name === 'default') value = copy;
    Object.defineProperty(copy, name, { value, writable: true, configurable: true, enumerable: property?.enumerable ?? true });
  }
  return copy;
}
`;

export const recorderText = (skips: Skips): string => [HEART(skips), DOORS, GLOBALS, BUILTINS].join('\n');
