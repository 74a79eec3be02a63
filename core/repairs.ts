/** The places in which a call may become asynchronous, and how: the list that planning decides by and codemods edit by. */
import { TAKES_ASYNC } from './takes-async.js';

/** A method of a list whose callback waits. */
export type ListRepair = 'for-each' | 'each' | 'sort-by' | 'map' | 'flat-map' | 'from' | 'filter' | 'some' | 'every' | 'find' | 'find-index' | 'reduce' | 'sort';

/** Named after what is repaired: a method of a list, a handler that Express 4 calls, the executor of a promise, a listener, a step that calls back, a `new`, a loop over a generator, a default value, a read of a getter, and one that takes it out of its object. */
export type Repair = ListRepair | 'forward-errors' | 'executor' | 'listen' | 'step' | 'create' | 'for-await' | 'default-value' | 'read' | 'take';

export interface CallbackContext {
  /** How the call that takes the callback is rewritten; absent: it takes an async function as it is. */
  repair?: Repair;
  /** The call that takes the callback is awaited, so its function turns async too. */
  awaits: boolean;
  /** Turns run at the same time unless one of them writes. */
  concurrent?: boolean;
  /** Listeners that take turns, in the order of their events. */
  oneByOne?: boolean;
  /** A function of this package takes the list first and the callback after it. */
  handsList?: ListPackage;
  /** What takes it is a Map, which hands over its values where a loop goes through pairs, or a Set. */
  collection?: Collection;
  /** What a person should know about it. */
  note?: string;
}

export type Collection = 'map' | 'set';

export type ListPackage = 'lodash' | 'underscore';

const ARRAYS: Record<string, CallbackContext> = {
  'Array.forEach': { repair: 'for-each', awaits: true },
  'global.Map().forEach': { repair: 'for-each', awaits: true, collection: 'map' },
  'global.Set().forEach': { repair: 'for-each', awaits: true, collection: 'set' },
  'Array.map': { repair: 'map', awaits: true, concurrent: true },
  'Array.flatMap': { repair: 'flat-map', awaits: true, concurrent: true },
  'Array.from': { repair: 'from', awaits: true, concurrent: true },
  'Array.filter': { repair: 'filter', awaits: true, concurrent: true },
  'Array.some': { repair: 'some', awaits: true },
  'Array.every': { repair: 'every', awaits: true },
  'Array.find': { repair: 'find', awaits: true },
  'Array.findIndex': { repair: 'find-index', awaits: true },
  'Array.reduce': { repair: 'reduce', awaits: true },
  'Array.sort': { repair: 'sort', awaits: true },
  'Array.toSorted': { repair: 'sort', awaits: true },
};

const VERBS = 'get|put|post|patch|delete|head|options|all|search|copy|move|lock|unlock|mkcol|mkactivity|propfind|proppatch|report|purge|trace|merge|checkout|subscribe|unsubscribe|notify|link|unlink';
const HTTP = `(?:${VERBS}|use|param|route\\(\\)\\.(?:${VERBS}))`;
const EXPRESS = new RegExp(`^express(?:\\.Router)?(?:\\(\\))?(?:\\.Router\\(\\))?\\.${HTTP}$`);

/** Functions of packages that do with what lies in a list, or in an object, what the method of lists does. `each` ends where a turn gives false. */
const OF_LISTS = /^(lodash(?:-es)?|underscore)(?:\.default)?[./](\w+)(?:\.default)?$/;

const OF_PACKAGES: Record<string, CallbackContext> = {
  each: { repair: 'each', awaits: true },
  forEach: { repair: 'each', awaits: true },
  map: { repair: 'map', awaits: true, concurrent: true },
  flatMap: { repair: 'flat-map', awaits: true, concurrent: true },
  filter: { repair: 'filter', awaits: true, concurrent: true },
  some: { repair: 'some', awaits: true },
  any: { repair: 'some', awaits: true },
  every: { repair: 'every', awaits: true },
  all: { repair: 'every', awaits: true },
  find: { repair: 'find', awaits: true },
  detect: { repair: 'find', awaits: true },
  findIndex: { repair: 'find-index', awaits: true },
  reduce: { repair: 'reduce', awaits: true },
  sortBy: { repair: 'sort-by', awaits: true, concurrent: true },
};

function packageContext(via: string): CallbackContext | null {
  const [, name = '', method = ''] = OF_LISTS.exec(via) ?? [];
  const context = Object.hasOwn(OF_PACKAGES, method) ? OF_PACKAGES[method] : undefined;
  return context ? { ...context, handsList: name === 'underscore' ? 'underscore' : 'lodash' } : null;
}

/** What may be done with a callback of `via` that turns async; null: the callee is not known to wait, so it blocks. */
export function callbackContext(via: string, expressMajor: number | null): CallbackContext | null {
  const list = ARRAYS[via] ?? packageContext(via);
  if (list) return list;
  if (EXPRESS.test(via)) return expressMajor !== null && expressMajor >= 5 ? { awaits: false } : { awaits: false, repair: 'forward-errors' };
  const taken = TAKES_ASYNC.find((entry) => entry.via.test(via));
  return taken ? { awaits: false, ...(taken.repair ? { repair: taken.repair } : {}), ...(taken.concurrent ? { concurrent: true } : {}), ...(taken.note ? { note: taken.note } : {}) } : null;
}

/** A handler of a router that is not known: whatever its make, an error goes to whoever comes next. */
export const ROUTED: CallbackContext = { awaits: false, repair: 'forward-errors', note: 'what this handler is handed to is taken for a router, by the path and the parameters; an error in it goes to next' };

/** Emitters outside of the program: nobody who emits there looks at what a listener did before it went on. */
const FOREIGN_EMITTER = /^(?:node:(?:net|http|https|http2|tls|dgram|child_process|fs|stream|readline|cluster|worker_threads|process)\.|global\.process\.|ws\.|socket\.io\.|mqtt\.|chokidar\.)/;
/** Events that come once, or each for itself. */
const LONE_EVENT = /^(?:close|exit|end|finish|listening|ready|connect|open|error|disconnect|limit|connection|request|upgrade|spawn|secureConnection|SIG[A-Z0-9]+)$/;
/** Messages of a client, one after the other. */
const MESSAGES = /^(?:ws|socket\.io|mqtt)\./;
/** A package that is no emitter by trade emits for itself alone: nobody in the program sees when, so nobody there goes on as if a listener were done. */
const PACKAGE = /^(?!(?:events|eventemitter\w*|mitt|nanoevents|emittery|tiny-emitter|tiny-typed-emitter|node-event-emitter)\b|node:|global\.|Array\.|Promise\.|String\.|better-sqlite3)[@\w]/i;
/** Pieces of something whole: their order counts, and what ends it comes after them. */
const PIECES = /^(?:data|line|field|chunk|row|record|packet|frame|message|value|token)$/;
/** Asked for on the spot: whoever emits looks at what a listener has done by then, or goes on without it. */
const ON_THE_SPOT = /^(?:readable|drain|file|entry|header|headers|response|information|continue|beforeExit|pause|resume|pipe|unpipe)$/;
/** Node ends such a socket by itself when the other side has ended: an answer that waits then comes too late. */
const ENDS_BY_ITSELF = /^node:(?:net|tls)\./;
/** Nothing asynchronous happens any more once these are emitted, or happens again and again. */
const TOO_LATE = /^(?:node:process|global\.process)\..*/;

/** Node or a package calls it, and goes on by itself afterwards. */
export const isOutside = (via: string): boolean => FOREIGN_EMITTER.test(via) || PACKAGE.test(via);

/** Pieces of something that ends, or what Node says again and again until it does. A message stands for itself. */
export const isPiece = (via: string, event: string): boolean => !MESSAGES.test(via) && (PIECES.test(event) || FOREIGN_EMITTER.test(via));

/** What may be done with a listener of a package that is told of one event and nothing else: `ready.on(listener)`. What it gives back may be looked at, so it goes on giving back nothing. */
export function loneListenerContext(via: string): CallbackContext | null {
  if (!PACKAGE.test(via) || !/\.(?:on|once|addListener)$/.test(via)) return null;
  return { awaits: false, repair: 'listen', oneByOne: true, note: 'an error in this listener is an unhandled rejection, and no longer one for whoever tells it; where the next event comes while this one still waits, it is taken up after it' };
}

/** What may be done with a listener of the program's own emitter, where nobody sees whether it is done. */
export function ownListenerContext(event: string): CallbackContext | null {
  if (ON_THE_SPOT.test(event)) return null;
  return { awaits: false, repair: 'listen', oneByOne: true, note: `nothing in the program follows ${event}, so the listener may wait; where the next one comes while this one still waits, it is taken up after it. An error in it is an unhandled rejection, and no longer one in emit` };
}

const NEXT = 'what comes next can be taken up before the last one is done with, or after it where something is stored';

/** What may be done with a listener that turns async; null: somebody may depend on its being done when `emit` returns. */
export function listenerContext(via: string, event: string | undefined, isForeign = false): CallbackContext | null {
  if (event === undefined) return null;
  const known = FOREIGN_EMITTER.test(via);
  if (!known && !isForeign && !PACKAGE.test(via)) return null;
  if (TOO_LATE.test(via) && !/\.stdin\b/.test(via) && !event.startsWith('SIG')) return null;
  const failing = 'an error in this listener is an unhandled rejection instead of an uncaught exception';
  if (LONE_EVENT.test(event)) return { awaits: false, repair: 'listen', note: failing };
  if (ON_THE_SPOT.test(event) || (event === 'data' && ENDS_BY_ITSELF.test(via))) return null;
  if (MESSAGES.test(via)) return { awaits: false, repair: 'listen', concurrent: true, note: `${failing}; ${NEXT}` };
  if (known || PIECES.test(event)) return { awaits: false, repair: 'listen', oneByOne: true, note: `${failing}; where the next ${event} comes while this one still waits, it is taken up after it` };
  return { awaits: false, repair: 'listen', concurrent: true, note: `${failing}; ${NEXT}` };
}

/** Stable codes of what blocks a rewrite; they stand in marker comments and in docs/codemods. */
export const BLOCK_CODES = {
  'constructor': 'a constructor cannot wait',
  'getter': 'a getter or setter cannot wait',
  'generator': 'a generator would have to become an async generator, and every use of it a loop that waits',
  'module-load': 'it runs while its module loads, where Workers allow no storage access',
  'parameter-default': 'a default value of a parameter cannot wait',
  'field-initialiser': 'the initial value of a class field cannot wait',
  'class-definition': 'a decorator or a superclass expression cannot wait',
  'sort-order': 'a comparison function of sort cannot wait',
  'sync-transaction': 'a transaction of this driver is over before an async function is, and would be committed half done',
  'unknown-callee': 'it is handed to a callee that is not known to wait for it',
  'event-listener': 'an event is over before an async listener is',
  'possible-caller': 'a call site may or may not reach it',
  'seen-caller': 'it was seen to be called where the code does not show it',
  'unawaited': 'nobody waits for it here, and what follows uses the same data, which it had written by then',
  'escapes': 'it leaves the program’s sight, so a caller that is not seen may exist',
  'public-api': 'it is part of the package’s public API, whose callers are not seen',
  'no-counterpart': 'a call has no counterpart on the storage seam',
  'wrapper-shape': 'its wrapper is shared with data that stays, and has a shape that cannot be given a second version',
  'mixed-paths': 'one call site reaches documents that move and files that stay',
  'folder-unknown': 'the folder that holds it cannot be named in one expression',
  'read-modify-write': 'it is read, changed and written back in one synchronous step; and cannot be done again when another request wrote in between',
  'not-found': 'the source is not what the plan was made from',
  'new-type-error': 'TypeScript finds fault with the result that it did not find before',
  'shape-unknown': 'the code around a call has a shape that is not rewritten yet',
} as const;

export type BlockCode = keyof typeof BLOCK_CODES;
