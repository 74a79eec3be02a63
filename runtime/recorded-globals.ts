/** The part of the recorder that follows timers, fetch, random values, process and the console. */

export const GLOBALS = String.raw`
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
    // An error that leaves a timer is told by no event.
    const run = typeof callback !== 'function' ? callback : function (...args) { if (name !== 'setInterval') unfinished.delete(key); try { return callback.apply(this, args); } catch (error) { escaped(error); throw error; } };
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
const madeCode = recording('global.Function', Function, { target: (args) => String(args.at(-1) ?? '').replace(/\s+/g, ' ').slice(0, 60) });
replace(Function.prototype, 'constructor', madeCode);
replace(globalThis, 'Function', madeCode);
for (const name of ['compile', 'instantiate', 'Module']) replace(WebAssembly, name, recording('global.WebAssembly.' + name, WebAssembly[name]));
let made = 0;
const random = { getRandomValues: (view) => { if (view.length > 0) view[0] = made += 1; return view; }, randomUUID: () => '00000000-0000-4000-8000-' + String(made += 1).padStart(12, '0') };
for (const name of Object.keys(random)) {
  const real = crypto[name].bind(crypto);
  replace(crypto, name, (...args) => recorded('global.crypto.' + name, undefined, () => real(...args), { instead: () => random[name](...args) }));
}
for (const name of ['kill', 'dlopen', 'exit', 'abort', 'chdir', 'setuid', 'setgid', 'binding', 'execve', 'cpuUsage', 'resourceUsage']) {
  const real = globalThis.process?.[name];
  if (typeof real === 'function') replace(globalThis.process, name, recording('node:process.' + name, real, { tellsSuccess: name === 'exit', target: ([first]) => first === undefined ? undefined : String(first) }));
}

/** An error in what is printed: itself, its stack as a text, or one of these in an object. */
function errorIn(arg, deep) {
  if (arg instanceof Error) return arg;
  if (typeof arg === 'string' && /\n\s+at /.test(arg)) return { name: (/^(?:\w+ )*?(\w*Error)\b/.exec(arg) ?? [])[1], message: arg.split('\n')[0].replace(/^\w*Error: /, ''), stack: arg };
  if (!deep || arg === null || typeof arg !== 'object') return null;
  try { return Object.values(arg).slice(0, 20).map((value) => errorIn(value, false)).find((error) => error !== null) ?? null; } catch { return null; }
}

for (const name of ['error', 'warn', 'log', 'info']) {
  const real = console[name].bind(console);
  replace(console, name, (...args) => {
    for (const arg of args) {
      const error = errorIn(arg, true);
      if (error) tell({ request: here(), kind: 'printed', api: 'console.' + name, error: described(error), stack: stackOf(error) });
    }
    return real(...args);
  });
}
/** Errors that nobody caught: the runtime ends the request, or cuts the answer off, and does not say what was thrown. */
const escaped = (error) => { if (error !== undefined) tell({ request: here(), kind: 'escaped', api: 'global', error: described(error), stack: stackOf(error) }); };
addEventListener('error', (event) => escaped(event.error));
addEventListener('unhandledrejection', (event) => escaped(event.reason));
`;
