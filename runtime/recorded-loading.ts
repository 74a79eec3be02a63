/**
 * The part of the recorder that loads the app's modules: when loading ends with an exception that nobody caught, what threw is replaced by
 * something inert, and loading goes on from the entry. Each of these steps is told; only the start after them, without any, is played.
 */

import { FAILED_UNIT, LACKS_FOLDER } from './record-lines.js';

export const LOADING = String.raw`
/** More than this is a list long enough. */
const MOST_STEPS = 60;
const replaced = new Map(plan.replaced);
let steps = 0;
let nested = false;

const packageIn = (name) => { const after = name.split('node_modules/'); if (after.length < 2) return null; const [first, second] = after.at(-1).split('/'); return first.startsWith('@') ? first + '/' + second : first; };
const unitOf = (name) => packageIn(name) ?? name;

/** Module at a line of the bundle: the last one that begins before it. */
function moduleAt(line) {
  let low = 0;
  let high = plan.modules.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (plan.modules[middle][0] <= line) low = middle + 1;
    else high = middle - 1;
  }
  return plan.modules[high]?.[1] ?? '';
}

/** What only a diagnosis or the bundler has is never at fault. */
const isOurs = (name) => name === '' || /^(?:cf-migrate-|required-|worker-globals|<stdin>)/.test(name) || /node_modules\/(?:unenv|@cloudflare\/unenv-preset)\//.test(name);

const throwerOf = (error) => Array.from(String(error?.stack ?? '').matchAll(/worker\.mjs:(\d+):\d+/g), ([, line]) => moduleAt(Number(line))).find((name) => !isOurs(name));

const step = (past, subject, error, stack, more) => line({ past, subject, says: String(error?.message ?? error).slice(0, 600), stack, ...more });

/** The names that a bundle does not have, from here on; their use is told. */
function giveFolder() {
  for (const [name, value] of [['__dirname', '/bundle'], ['__filename', '/bundle/worker.mjs']]) {
    if (Object.hasOwn(globalThis, name)) continue;
    Object.defineProperty(globalThis, name, { configurable: true, get() {
      tell({ request: here(), kind: loading ? 'skipped' : 'refused', api: 'global.' + name, error: { name: 'ReferenceError', message: name + ' is not defined' }, stack: stackOf() });
      return value;
    }, set(value) { Object.defineProperty(globalThis, name, { value, writable: true, configurable: true }); } });
  }
}
if (plan.folder) giveFolder();

const lacksFolder = (error) => /__(?:dir|file)name is not defined/.test(String(error?.message)) && !Object.hasOwn(globalThis, '__dirname');

function pastRefusal(error, { key, api, target, stack }) {
  skips.add(key);
  step('call', api, error, stack, { target, key });
  return true;
}

/** Whether loading can be tried once more. */
function pastFailure(error) {
  if ((steps += 1) > MOST_STEPS) return false;
  const refusal = error !== null && typeof error === 'object' ? refusals.get(error) : undefined;
  if (refusal && !skips.has(refusal.key)) return pastRefusal(error, refusal);
  if (lacksFolder(error)) {
    giveFolder();
    step('folder', 'global.__dirname', error, stackOf(error));
    return true;
  }
  const name = throwerOf(error);
  if (name === undefined || name === plan.entry) return false;
  const unit = unitOf(name);
  const again = replaced.has(unit);
  replaced.set(unit, String(error?.message ?? error));
  step(again ? 'rebuild' : 'unit', unit, error, stackOf(error));
  return !again;
}

/** A module that the app imports later on and that fails: the app may catch it, so that it is only told. */
function toldFailure(error) {
  const name = throwerOf(error);
  if (!loading || name === undefined || (error !== null && typeof error === 'object' && refusals.has(error))) throw error;
  const folder = lacksFolder(error);
  tell({ request: 0, kind: 'refused', api: folder ? 'global.__dirname' : unitOf(name), error: described(error), stack: stackOf(error), key: folder ? ${JSON.stringify(LACKS_FOLDER)} : ${JSON.stringify(FAILED_UNIT)} + unitOf(name) });
  throw error;
}

function imported(run) {
  nested = true;
  try {
    const result = run();
    return result instanceof Promise ? result.catch(toldFailure) : result;
  } catch (error) {
    return toldFailure(error);
  } finally {
    nested = false;
  }
}

/** Loads the entry, as often as it takes. What it loads on the way fails as it always does, so that an app that catches it goes on. */
function entered(name, run) {
  if (nested || !loading) return run();
  if (!name.startsWith('cf-migrate-entry')) return imported(run);
  for (;;) {
    nested = true;
    try {
      const result = run();
      nested = false;
      return result instanceof Promise ? result.catch((error) => { if (!pastFailure(error)) throw error; return entered(name, run); }) : result;
    } catch (error) {
      nested = false;
      if (!pastFailure(error)) throw error;
    }
  }
}

/** Stand in for the two functions with which the bundler wraps modules. */
globalThis.cfMigrateModules = {
  commonJs(parts) {
    const [name] = Object.getOwnPropertyNames(parts);
    let module = null;
    let stand = null;
    return () => {
      const reason = replaced.get(unitOf(name));
      if (reason !== undefined) return (stand ??= standIn(unitOf(name), reason));
      if (module) return module.exports;
      module = { exports: {} };
      try {
        entered(name, () => (0, parts[name])(module.exports, module));
        return module.exports;
      } catch (error) {
        module = null;
        throw error;
      }
    };
  },
  esModule(parts) {
    const [name] = Object.getOwnPropertyNames(parts);
    let began = false;
    let result;
    const failed = (error) => { began = false; throw error; };
    return () => {
      if (began) return result;
      began = true;
      try {
        result = entered(name, () => { began = true; return (0, parts[name])(); });
      } catch (error) {
        failed(error);
      }
      return result instanceof Promise ? (result = result.catch(failed)) : result;
    };
  },
};
`;
