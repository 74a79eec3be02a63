/** The part of the recorder through which requests come in, and what stands for packages that are not there. */
import { PENDING_PATH, RECORD_END } from './record-lines.js';

export const DOORS = String.raw`
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
    const callSite = new Error();
    if (loading) { if (refusedAtLoad(path, name, error, callSite)) return inert(); }
    else tell({ request: here(), kind: 'refused', api: path, target: name, error: described(error), stack: stackOf(callSite) });
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
