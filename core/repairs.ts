/** The places in which a call may become asynchronous, and how: the list that planning decides by and codemods edit by. */

/** Named after what is repaired: a method of a list, or a handler that Express 4 calls. */
export type Repair = 'for-each' | 'map' | 'flat-map' | 'from' | 'filter' | 'some' | 'every' | 'find' | 'find-index' | 'reduce' | 'forward-errors';

export interface CallbackContext {
  /** How the call that takes the callback is rewritten; absent: it takes an async function as it is. */
  repair?: Repair;
  /** The call that takes the callback is awaited, so its function turns async too. */
  awaits: boolean;
  /** Turns run at the same time unless one of them writes. */
  concurrent?: boolean;
  /** What a person should know about it. */
  note?: string;
}

const ARRAYS: Record<string, CallbackContext> = {
  'Array.forEach': { repair: 'for-each', awaits: true },
  'Array.map': { repair: 'map', awaits: true, concurrent: true },
  'Array.flatMap': { repair: 'flat-map', awaits: true, concurrent: true },
  'Array.from': { repair: 'from', awaits: true, concurrent: true },
  'Array.filter': { repair: 'filter', awaits: true, concurrent: true },
  'Array.some': { repair: 'some', awaits: true },
  'Array.every': { repair: 'every', awaits: true },
  'Array.find': { repair: 'find', awaits: true },
  'Array.findIndex': { repair: 'find-index', awaits: true },
  'Array.reduce': { repair: 'reduce', awaits: true },
};

const HTTP = '(?:get|put|post|patch|delete|head|options|all|use|param|route\\(\\)\\.(?:get|put|post|patch|delete|head|options|all))';
const EXPRESS = new RegExp(`^express(?:\\.Router)?(?:\\(\\))?(?:\\.Router\\(\\))?\\.${HTTP}$`);

/** Callees that await or ignore what a callback returns, so that it may be async. */
const TAKES_ASYNC: { via: RegExp; note?: string }[] = [
  { via: /^Promise\.(?:then|catch|finally)$/ },
  { via: /^(?:koa|@koa\/router|koa-router|hono|fastify)(?:\.\w+)*\(\)\.\w+$/ },
  { via: /^node:test(?:\.\w+)*$|^(?:vitest|@jest\/globals|bun:test)\.(?:test|it|before|after|beforeAll|afterAll|beforeEach|afterEach)(?:\.\w+)*$/ },
  { via: /^global\.(?:test|it|before|after|beforeAll|afterAll|beforeEach|afterEach)(?:\.\w+)*$/ },
  { via: /^(?:node-cron|cron|croner|node-schedule|@nestjs\/schedule)(?:[.(].*)?$/ },
  { via: /^global\.(?:setTimeout|setImmediate|queueMicrotask)$/, note: 'an error in this timer is an unhandled rejection instead of an uncaught exception; Node ends the process in both cases' },
  { via: /^global\.setInterval$/, note: 'a turn of this interval can begin before the last one has ended' },
  { via: /^node:(?:http|https|http2)\.create(?:Secure)?Server$/, note: 'an error in this request handler is an unhandled rejection instead of an uncaught exception' },
  { via: /^(?:express|node:(?:http|https|net)\.create(?:Secure)?Server|koa|polka|restify\.createServer)\(\)\.listen$/, note: 'the listening callback waits for storage before it goes on; at start-up Workers refuse storage, so what it reads there must not be needed' },
];

/** What may be done with a callback of `via` that turns async; null: the callee is not known to wait, so it blocks. */
export function callbackContext(via: string, expressMajor: number | null): CallbackContext | null {
  const array = ARRAYS[via];
  if (array) return array;
  if (EXPRESS.test(via)) return expressMajor !== null && expressMajor >= 5 ? { awaits: false } : { awaits: false, repair: 'forward-errors' };
  const taken = TAKES_ASYNC.find((entry) => entry.via.test(via));
  return taken ? { awaits: false, ...(taken.note ? { note: taken.note } : {}) } : null;
}

/** Stable codes of what blocks a rewrite; they stand in marker comments and in docs/codemods. */
export const BLOCK_CODES = {
  'constructor': 'a constructor cannot wait',
  'getter': 'a getter or setter cannot wait',
  'generator': 'a generator would have to become an async generator, and every loop over it with it',
  'module-load': 'it runs while its module loads, where Workers allow no storage access',
  'parameter-default': 'a default value of a parameter cannot wait',
  'field-initialiser': 'the initial value of a class field cannot wait',
  'class-definition': 'a decorator or a superclass expression cannot wait',
  'sort-order': 'a comparison function of sort cannot wait',
  'unknown-callee': 'it is handed to a callee that is not known to wait for it',
  'event-listener': 'an event is over before an async listener is',
  'possible-caller': 'a call site may or may not reach it',
  'escapes': 'it leaves the program’s sight, so a caller that is not seen may exist',
  'public-api': 'it is part of the package’s public API, whose callers are not seen',
  'no-counterpart': 'a call has no counterpart on the storage seam',
  'wrapper-shape': 'its wrapper is shared with data that stays, and has a shape that cannot be given a second version',
  'mixed-paths': 'one call site reaches documents that move and files that stay',
  'folder-unknown': 'the folder that holds it cannot be named in one expression',
  'not-found': 'the source is not what the plan was made from',
  'shape-unknown': 'the code around a call has a shape that is not rewritten yet',
} as const;

export type BlockCode = keyof typeof BLOCK_CODES;
