/** Which functions run again after start-up: handlers, timers, listeners, what an unknown caller holds, and all that these call. Start-up itself, however long, is not again. */
import type { FileFacts, FunctionFact } from '../core/facts.js';
import { rememberedBy } from './call-index.js';
import { type LinkedCall, type LinkedCallback, callerOf, idOf } from './edges.js';
import type { Entry } from './entries.js';
import { isTestFile } from './reach.js';
import type { RearmingTimer } from './rearming.js';
import { evaluate } from './values.js';
import { type World, functionId } from './world.js';

/** Events that happen once in the life of what emits them, or only while it is set up. */
const ONCE_EVENTS = /^(?:ready|listening|mount|start(?:ed|up)?|init(?:iali[sz]ed)?|load(?:ed)?|bound|online|exit|beforeExit|SIG\w+|uncaughtException\w*|unhandledRejection)$/;
const LISTENS = /^(?:on|addListener|addEventListener|prependListener|subscribe|psubscribe|observe|watch|listenTo|every|each|schedule\w*|consume\w*|process|handle\w*|use|route|all|command|action|hears|intercept\w*|tap\w*|hook\w*|addHook|middleware|setInterval\w*|add\w*Handler|on[A-Z]\w*|register[A-Z]?\w*)$/;
const NAMED_HANDLER = /^(?:get|post|put|patch|delete|del|head|options|set\w*Handler|add|define|method|procedure)$/;
const HANDLER_PROPERTY = /^(?:on[A-Z]\w*|handle\w*|handler|process\w*|execute|run|perform|resolve\w*|callback|onTick)$/;
/** Names of functions that set things up: they count when nobody in the program calls the function. */
const SETS_UP = /^_*(?:init(?:iali[sz]e)?|setup|configure|bootstrap|boot|start|main|install|prepare)(?=$|[A-Z_])|(?:_|(?<=[a-z])(?=[A-Z]))(?:[Ii]nit(?:iali[sz]e)?|[Ss]etup)$/;
/** A change of a file leads to a new start, not to a request. */
const RELOADS = /^node:fs\.watch(?:File)?$/;

/** Called by its callee before that returns, or in the same chain of promises. */
export const atOnce = (callback: LinkedCallback): boolean =>
  callback.callback?.when === 'now' || callback.callback?.when === 'later' || callsAtOnce(callback.via);

const callsAtOnce = rememberedBy((via) => /^(?:Array|Promise|String|global\.Promise)(?:\.|$)/.test(via));
const readsCommandLine = rememberedBy((via) => COMMAND_LINES.test(via));
const listens = rememberedBy((name) => LISTENS.test(name));
const takesNamedHandler = rememberedBy((name) => NAMED_HANDLER.test(name));

function literalArgument(world: World, call: LinkedCall, index: number): string | null {
  const expr = call.fact.args[index];
  const fact = expr === undefined ? undefined : world.files.get(call.file)?.facts.exprs[expr];
  if (fact?.k === 'regexp') return '/';
  return fact?.k === 'literal' && typeof fact.value === 'string' ? fact.value : null;
}

/** A command line is read once per process. */
const COMMAND_LINES = /^(?:commander|yargs|cac|sade|caporal|@oclif\/|clipanion|vorpal|meow|gluegun)/;

/** Whether an unknown callee will call what it is given again and again: a listener, a route, a command. Otherwise it calls it once, as `query(text, done)` does. */
function keeps(world: World, call: LinkedCall, callback: LinkedCallback): boolean {
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  const name = callee?.k === 'member' ? callee.name : callee?.k === 'global' ? callee.name : '';
  const first = literalArgument(world, call, 0);
  if (readsCommandLine(callback.via) || (first !== null && ONCE_EVENTS.test(first))) return false;
  const usage = world.files.get(callback.file)?.facts.functions[callback.fn]?.usage;
  if (usage?.kind === 'argument' && usage.property !== undefined && HANDLER_PROPERTY.test(usage.property)) return true;
  if (listens(name)) return true;
  return takesNamedHandler(name) && first !== null && /^[/*:]|^[\w.:-]+$/.test(first) && !/^\w+:\/\//.test(first);
}

const isRoute = (callback: LinkedCallback): boolean =>
  callback.callback?.when === 'entry' && (callback.callback.entry === 'http' || callback.callback.entry === 'cron' || callback.callback.entry === 'socket');

const ROUTES = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'route']);

/** `app.get('/path', handler)` of whatever was handed in. */
function isRouteLike(world: World, call: LinkedCall): boolean {
  return ROUTES.has(call.method) && literalArgument(world, call, 0)?.startsWith('/') === true;
}

interface Graph {
  calls: Map<string, string[]>;
  /** Functions that are called, or whose time of running is known. */
  settled: Set<string>;
  roots: string[];
  /** What an interval or a schedule calls. */
  scheduled: Set<string>;
  /** They run when the process ends. */
  signals: string[];
  /** Called in a loop, or for each item of a list. */
  looped: string[];
  /** Functions that hand routes, schedules or connection handlers to a server. */
  registering: Set<string>;
}

function graphOf(world: World, linked: readonly LinkedCall[]): Graph {
  const graph: Graph = { calls: new Map(), settled: new Set(), roots: [], scheduled: new Set(), signals: [], looped: [], registering: new Set() };
  const isTest = rememberedBy(isTestFile);
  for (const call of linked) {
    if (call.targets.length + call.callbacks.length === 0 || isTest(call.file)) continue;
    const from = callerOf(call);
    const reached = call.targets.map(idOf);
    for (const callback of call.callbacks) {
      const id = idOf(callback);
      if (isRoute(callback) || (callback.api === null && isRouteLike(world, call))) graph.registering.add(from);
      if (callback.callback?.when === 'entry') {
        if (callback.callback.entry === 'cron') graph.scheduled.add(id);
        if (callback.callback.entry === 'signal') graph.signals.push(id);
        else if (RELOADS.test(callback.via)) reached.push(id);
        else graph.roots.push(id);
      } else if (atOnce(callback) || !keeps(world, call, callback)) reached.push(id);
      else graph.roots.push(id);
    }
    const before = graph.calls.get(from);
    if (before) before.push(...reached);
    else graph.calls.set(from, reached);
    for (const id of reached) graph.settled.add(id);
    for (const callback of call.callbacks) if (callback.via.startsWith('Array.')) graph.looped.push(idOf(callback));
    if (call.fact.loops > 0) graph.looped.push(...reached);
  }
  return graph;
}

/** Functions, and whoever calls them. */
function withCallers(functions: ReadonlySet<string>, calls: ReadonlyMap<string, readonly string[]>): Set<string> {
  const callers = new Map<string, string[]>();
  for (const [from, reached] of calls) for (const to of reached) (callers.get(to) ?? callers.set(to, []).get(to))?.push(from);
  return reachedFrom([...functions], callers);
}

/** What a module is as a whole, when that is a function which makes the thing that lasts: a plug-in, a middleware, a store. */
function isModuleFactory(world: World, file: string, fn: number): boolean {
  const { facts, exportsByName } = world.files.get(file) ?? {};
  const isWhole = (at: number): boolean => {
    const fact = facts?.exports[at];
    return fact?.kind === 'value' && evaluate(world, file, fact.value).some((value) => value.v === 'function' && value.fn === fn && value.file === file);
  };
  return exportsByName?.get('default')?.some(isWhole) === true && (facts?.functions[fn]?.returns ?? []).some((id) => evaluate(world, file, id).some((value) => value.v === 'instance' || value.v === 'made' || value.v === 'object' || value.v === 'function'));
}

/** `__esm({ 'a.ts'() { … } })`: the body of a module that a bundler wrapped. */
export function isBundledModule(facts: FileFacts, fact: FunctionFact): boolean {
  const callee = fact.usage.kind === 'argument' ? facts.exprs[facts.calls[fact.usage.call]?.callee ?? -1] : undefined;
  return callee?.k === 'binding' && /^__(?:esm|commonJS)/.test(facts.bindings[callee.binding]?.name ?? '');
}

const NO_IDS: string[] = [];
const setsUp = rememberedBy((name) => SETS_UP.test(name));

/** Functions that nobody in sight calls but that say they set things up, or hand routes to a server; what the package gives to whoever installs it may leave that to what it calls. */
function settingUp(world: World, graph: Graph, entries: readonly Entry[]): string[] {
  const given = new Set(entries.filter(({ point, reach }) => reach === 'production' && /^(?:start|export)$/.test(point.kind)).map(({ point }) => point.file));
  const leading = withCallers(graph.registering, graph.calls);
  return [...world.files].flatMap(([file, { facts }]) => facts.functions.flatMap((fact, i) => {
    const id = functionId(file, i);
    if (i === 0 || fact.usage.kind === 'called' || fact.kind === 'field' || isBundledModule(facts, fact)) return [id];
    if (graph.settled.has(id)) return NO_IDS;
    return (fact.cls === undefined && fact.name !== '' && setsUp(fact.name)) || graph.registering.has(id) || (fact.parent === 0 && given.has(file) && leading.has(id)) || isModuleFactory(world, file, i) ? [id] : NO_IDS;
  }));
}

export interface Repetition {
  /** Runs again after start-up. */
  again: (fn: string) => boolean;
  /** It does so by handlers, timers or listeners in sight, not only because nobody in sight calls it. */
  requested: (fn: string) => boolean;
  /** Runs again because a timer calls it that it set itself. */
  rearmed: (fn: string) => boolean;
  /** An interval or a schedule calls it. */
  scheduled: (fn: string) => boolean;
  /** Runs several times within one run of its caller: in a loop, for each item of a list. */
  many: (fn: string) => boolean;
}

function reachedFrom(roots: readonly string[], calls: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const pending = [...roots];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const next = calls.get(id);
    if (next) pending.push(...next);
  }
  return found;
}

export function repetitionOf(world: World, linked: readonly LinkedCall[], entries: readonly Entry[], timers: readonly RearmingTimer[]): Repetition {
  const graph = graphOf(world, linked);
  const rearmed = timers.flatMap((timer) => timer.callbacks);
  const looping = [...world.files].flatMap(([file, { facts }]) => facts.endlessLoops.filter((loop) => loop.awaits).map((loop) => `${file}#${loop.fn}`));
  const declared = entries.filter((entry) => entry.point.kind !== 'signal' && !RELOADS.test(entry.point.source)).flatMap((entry) => entry.functions.filter((fn) => !fn.endsWith('#0')));
  const repeated = [...graph.roots, ...declared, ...rearmed, ...looping];
  const once = reachedFrom([...settingUp(world, graph, entries), ...graph.signals], graph.calls);
  const known = reachedFrom(repeated, graph.calls);
  // Whoever calls the rest is not in sight and may do so at any time.
  const unseen = [...world.files].flatMap(([file, { facts }]) => facts.functions.map((_, i) => functionId(file, i))).filter((id) => !once.has(id) && !known.has(id));
  const again = reachedFrom([...repeated, ...unseen], graph.calls);
  const ticking = reachedFrom(rearmed, graph.calls);
  const many = reachedFrom(graph.looped, graph.calls);
  const isTest = rememberedBy((fn) => isTestFile(fn.slice(0, fn.lastIndexOf('#'))));
  return { again: (fn) => again.has(fn) && !isTest(fn), requested: (fn) => known.has(fn), rearmed: (fn) => ticking.has(fn), scheduled: (fn) => graph.scheduled.has(fn), many: (fn) => many.has(fn) };
}
