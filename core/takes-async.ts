/** Callees outside of the program that wait for what a function gives back, or do not look at it, so that it may be asynchronous; each with what a person should know. */

export interface TakesAsync {
  via: RegExp;
  note?: string;
  repair?: 'executor' | 'step';
  /** Turns run at the same time. */
  concurrent?: true;
}

/** Calls of Node that take a callback for later, once: nothing looks at what it gives back. */
const NODE_CALLBACK = /^node:(?:fs|child_process|dns|zlib|crypto|os|http|https|net|tls|stream)\.(?!promises\b|watch)(?!\w*Sync$)[a-z]\w*$/;

/** Said of timers and ticks whose callback turns async. */
const PUT_OFF = 'an error in this timer is an unhandled rejection instead of an uncaught exception; Node ends the process in both cases; what it stores can come after an answer that is sent meanwhile, which it did not while storage was no wait';

/** Of the package async: what takes steps that call back, one after the other; and those that it begins together. A step that is an async function gets no callback from it.
 * Not those that are told of yes and no (`filter`, `some`): in older versions their callback takes no error. */
const IN_SERIES = /^(?:async|neo-async)(?:\.default)?\.(?:series|waterfall|(?:each|forEach|eachOf|forEachOf|map|mapValues|concat|times)Series|whilst|until|doWhilst|doUntil|forever|reduce|inject|foldl|foldr|reduceRight|transform)$/;
const TOGETHER = /^(?:async|neo-async)(?:\.default)?\.(?:parallel|each|eachOf|forEach|forEachOf|map|mapValues|concat|groupBy|sortBy|times|auto|(?:parallel|each|eachOf|forEach|map|times)Limit)$/;
const STEP = 'what this step throws goes to its callback from now on, as async does with what an async function throws; where it has called back already, it is an uncaught exception';

/** Callees that await or ignore what a callback returns, so that it may be async. */
export const TAKES_ASYNC: readonly TakesAsync[] = [
  { via: /^(?:global|bluebird|q|rsvp|es6-promise|pinkie|any-promise)\.Promise$|^(?:bluebird|pinkie|pinkie-promise|any-promise|promise)$/, repair: 'executor' },
  { via: /^Promise\.(?:then|catch|finally)$/ },
  { via: /^bluebird(?:\.\w+|\(\))*\.(?:map|filter)$/, concurrent: true },
  { via: /^bluebird(?:\.\w+|\(\))*\.(?:try|attempt|method|mapSeries|each|reduce|tap|tapCatch|spread|lastly|caught|error|done|using|join|asCallback|nodeify)$/ },
  { via: /^q(?:\.\w+|\(\))*\.(?:fcall|try|when|spread|fail|fin|done|tap)$/ },
  { via: /^p-(?:map|all|filter|times|settle)(?:\.default)?$/, concurrent: true },
  { via: /^(?:p-(?:retry|each-series|map-series|series|reduce|try|waterfall|whilst)(?:\.default)?|p-limit\(\)|p-queue(?:\.\w+)*\(\)\.(?:add|addAll)|p-throttle\(\)|bottleneck\(\)\.(?:schedule|wrap)|async-(?:mutex\.(?:Mutex|Semaphore)\(\)\.runExclusive|lock\(\)\.acquire))$/ },
  { via: /^(?:koa|@koa\/router|koa-router|hono|fastify)(?:\.\w+)*\(\)\.\w+$/ },
  { via: /^node:test(?:\.\w+)*$|^(?:vitest|@jest\/globals|bun:test)\.(?:test|it|before|after|beforeAll|afterAll|beforeEach|afterEach)(?:\.\w+)*$/ },
  { via: /^global\.(?:test|it|before|after|beforeAll|afterAll|beforeEach|afterEach)(?:\.\w+)*$/ },
  { via: /^(?:node-cron|cron|croner|node-schedule|@nestjs\/schedule)(?:[.(].*)?$/ },
  { via: /^commander(?:\.\w+|\(\))*\.action$/, note: 'commander waits for this action only under parseAsync; with parse, what stands after it runs before the action is done' },
  { via: IN_SERIES, repair: 'step', note: STEP },
  { via: TOGETHER, repair: 'step', concurrent: true, note: STEP },
  { via: /^(?:yargs|cac|sade|vorpal|caporal|@caporal\/core)(?:\.\w+|\(\))*\.(?:action|command)$/, note: 'who parses the command line may not wait for this action, so what stands after the parsing can run before the action is done; an error in it is an unhandled rejection, which ends the process with code 1' },
  { via: /\.(?:off|removeListener|removeEventListener)$/ },
  { via: /^ws\.\w+\(\)\.(?:handleUpgrade|ping|pong|send)$/ },
  { via: /^node:fs\.watch(?:File)?$/, note: 'a change can be taken up before the last one is done with, and an error in this listener is an unhandled rejection' },
  { via: /^lodash\.(?:debounce|throttle)$|^lodash\.(?:debounce|throttle)\.default$/, note: 'what this debounced function gives back is a promise from now on, and an error in it is an unhandled rejection' },
  { via: /^multer\.diskStorage$/, note: 'what multer asks for waits now; an error in it is handed to multer, which hands it to the error middleware' },
  { via: NODE_CALLBACK, note: 'an error in this callback is an unhandled rejection instead of an uncaught exception; Node ends the process in both cases' },
  { via: /^node:(?:http|https|http2|net|tls)\.(?:create(?:Secure)?Server|Server)\(\)\.close$/, note: 'an error in this callback is an unhandled rejection instead of an uncaught exception; Node ends the process in both cases' },
  { via: /^bcrypt(?:js)?\.(?:compare|hash|genSalt)$/, note: 'an error in this callback is an unhandled rejection instead of an uncaught exception; Node ends the process in both cases' },
  { via: /^node:(?:timers\.(?:setTimeout|setImmediate)|process\.nextTick)$|^global\.process\.nextTick$/, note: PUT_OFF },
  { via: /^global\.(?:setTimeout|setImmediate|queueMicrotask)$/, note: PUT_OFF },
  { via: /^global\.setInterval$/, note: 'a turn of this interval can begin before the last one has ended' },
  { via: /^node:(?:http|https|http2)\.create(?:Secure)?Server$/, note: 'an error in this request handler is an unhandled rejection instead of an uncaught exception' },
  { via: /^(?:express|node:(?:http|https|net)\.create(?:Secure)?Server|koa|polka|restify\.createServer)\(\)\.listen$/, note: 'the listening callback waits for storage before it goes on; at start-up Workers refuse storage, so what it reads there must not be needed' },
];
