/** The part of the recorder that follows Node's built-in modules: files, processes, connections and the rest. */

export const BUILTINS = String.raw`
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
const withCallback = (api, args, instead = inert) => {
  const last = args.length - 1;
  if (typeof args[last] !== 'function') return args;
  const request = here();
  const callSite = new Error();
  const callback = args[last];
  const target = asText(args[0]) ?? commandOf(args);
  const heard = function (error, ...rest) {
    if (error instanceof Error) {
      if (request === 0 && loading) { if (refusedAtLoad(api, target, error, callSite)) return callback.call(this, null, instead(contents.get(target))); }
      else tell({ request, kind: 'refused', api, target, error: described(error), stack: stackOf(callSite) });
    }
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
function contentsRead(kept, args) {
  const bytes = Buffer.from(kept ?? '', 'base64');
  const encoding = typeof args[1] === 'string' ? args[1] : args[1]?.encoding;
  return encoding ? bytes.toString(encoding) : bytes;
}

function fileFunction(module, name, real) {
  const api = module + '.' + name;
  const fileTarget = (args) => asText(COPIES.test(name) ? args[1] : args[0]);
  const shown = /^exists/.test(name) || WRITES.test(name);
  const asRead = (args) => OPENS.test(name) && !/[wax+]/.test(String(typeof args[1] === 'string' ? args[1] : 'r'));
  const sync = /Sync$/.test(name);
  const value = (kept, args) => name.startsWith('readFile') ? contentsRead(kept, args) : name.startsWith('readdir') ? [] : name.startsWith('create') ? inert() : undefined;
  const instead = (kept, args) => sync || name.startsWith('create') ? value(kept, args) : Promise.resolve(value(kept, args));
  return new Proxy(real, {
    apply: (fn, self, args) => recorded(api, fileTarget(args), () => {
      const result = Reflect.apply(fn, self, withCallback(api, args, (kept) => value(kept, args)));
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

/** A require that cannot resolve: its place is known only where it is called. */
function withResolve(require) {
  if (typeof require?.resolve === 'function') return require;
  const missing = () => { throw new TypeError('require.resolve is not a function'); };
  return Object.assign(require, { resolve: (name) => recorded('node:module.createRequire().resolve', String(name), missing, { instead: () => '/bundle/node_modules/' + name }) });
}

const CONNECTS = /^(?:connect|createConnection)$/;

function builtinFunction(module, name, real) {
  const api = module + '.' + name;
  if (module === 'node:fs' || module === 'node:fs.promises') return fileFunction(module, name, real);
  if (module === 'node:child_process') return recording(api, real, { target: commandOf, args: (called, args) => withCallback(called, args) });
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
  if ((module === 'node:http' || module === 'node:https') && name === 'Server') {
    const { listen } = real.prototype;
    if (!Object.hasOwn(listen, 'cfMigrate')) real.prototype.listen = Object.assign(function (...args) {
      const [first] = args;
      tell({ request: here(), kind: 'listens', api: module + '.Server().listen', target: String(first?.port ?? first ?? 0), stack: stackOf() });
      return listen.apply(this, args);
    }, { cfMigrate: true });
    return real;
  }
  if (module === 'node:crypto' && loading === false) return real;
  const fixed = { randomUUID: () => random.randomUUID(), randomBytes: (size) => random.getRandomValues(Buffer.alloc(Number(size) || 0)), randomInt: () => 0, randomFillSync: (view) => random.getRandomValues(view), getRandomValues: (view) => random.getRandomValues(view) }[name];
  if (fixed) return new Proxy(real, { apply: (fn, self, args) => recorded(api, undefined, () => Reflect.apply(fn, self, args), { instead: () => fixed(...args) }) });
  if (module === 'node:module' && name === 'createRequire') return (from) => withResolve(real(from));
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
