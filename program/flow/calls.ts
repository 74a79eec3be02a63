/** Flow through calls: into the functions that linking has found; by name into those that may be meant; and around code that is not seen. */
import type { CallFact, ExprId, FileFacts } from '../../core/facts.js';
import { compilerHelper } from '../compiled.js';
import type { LinkedCall, Target } from '../edges.js';
import type { World } from '../world.js';
import { ANY, type Drawing, isOutside, packageOf, seenAt } from './drawing.js';

/** What gives texts, numbers and handles of Node whatever it is given, or sends it over a wire. */
export const PLAIN = /^(?:node:(?:path|fs|fs\/promises|os|url|querystring|zlib|crypto|buffer|child_process|dns|perf_hooks|string_decoder|punycode|tty|v8|vm|readline|net|http|https|http2|tls|dgram|process(?!\.nextTick))(?:\.[^()]*)?|global\.(?:JSON|Math|String|Number|Boolean|BigInt|Date|Buffer|Symbol|RegExp|parseInt|parseFloat|isNaN|isFinite|encodeURI|encodeURIComponent|decodeURI|decodeURIComponent|escape|unescape|console|URL|URLSearchParams|TextEncoder|TextDecoder|clearTimeout|clearInterval|fetch)\b.*|String\..*|RegExp\..*|(?:socket\.io|ws|mqtt|express\.(?:Response|Request)(?!\.(?:app|res|req|locals)\b))\..*|lodash\.(?:is[A-Z]\w*|size|join|toString|toNumber)|(?:chalk|debug|winston|pino|log4js|bunyan)\b.*)$/;
/** Methods of texts and numbers, and what every object answers with one. */
const PLAIN_METHOD = /^(?:toLowerCase|toUpperCase|trim|trimStart|trimEnd|split|replace|replaceAll|substring|substr|startsWith|endsWith|charAt|charCodeAt|codePointAt|padStart|padEnd|indexOf|lastIndexOf|localeCompare|toString|toLocaleString|toFixed|toISOString|getTime|hasOwnProperty|isPrototypeOf|join|match|matchAll|includes|normalize|repeat|valueOf)$/;
/** What gives back what it is handed, or what lies in it. */
export const PASSES = /^(?:node:(?:util|timers)\b|Array\.|Promise\.|global\.(?:Proxy|Object|Array|Promise|Reflect|Map|Set|WeakMap|setTimeout|setInterval|setImmediate|queueMicrotask|structuredClone)\b|(?:global\.process|node:process)\.nextTick|(?:lodash|lodash-es|underscore|ramda|async|p-map|p-queue|p-limit|immer|immutable|clone|deepmerge|object-assign|tslib|memoizee?|lru-cache|node-cache|eventemitter\w*|events|node:events|mitt|rxjs|bluebird|q|awilix|inversify|tsyringe|typedi)\b)/;
/** What puts something into a collection, and calls nothing. */
const KEEPS = /^(?:global\.(?:Map|WeakMap|Set|WeakSet)\(\)\.(?:set|add)|Array\.(?:push|unshift))$/;
/** What makes members of descriptions of them, or gives a thing another prototype. */
const DEFINES = /^(?:global\.Object|global\.Reflect)\.(?:create|definePropert(?:y|ies)|setPrototypeOf)$/;
/** What only looks at its first argument, and gives it back or texts. */
const LOOKS = /^global\.(?:Object\.(?:defineProperty|freeze|seal|preventExtensions|setPrototypeOf|keys|getOwnPropertyNames|is|isFrozen|isSealed|hasOwn)|Reflect\.(?:ownKeys|has|deleteProperty)|Array\.isArray)$/;
/** What the language itself brings along: it constructs nothing, but for Reflect. */
const OWN = /^(?:Array\.|Promise\.|global\.(?!Reflect)|node:)/;
/** What holds what it holds in order, or by key, and not as members. */
const LISTS = /^(?:Array\.|Promise\.|global\.(?:Array|Promise|Map|Set|WeakMap|WeakSet|setTimeout|setInterval|setImmediate|queueMicrotask|process\.nextTick)\b)/;
/** What follows a path of names into what it is handed. */
const DEEP = /^(?:get|result|at|path|pathOr|view|property|invoke|pluck)$/;
/** What copies members of one thing into another. */
const COPIES = /(?:assign|extend|merge|mixin|default|clone|copy|inherit|augment)/i;
/** Methods that many objects have from elsewhere, and that give back the object or what it stands for. */
const FLUENT = /^(?:then|catch|finally|on|once|off|addListener|removeListener|prependListener|removeAllListeners|setMaxListeners|ref|unref|pipe)$/;
/** What takes one out of many, by name. */
const PICKS = /^(?:get|find|findLast|pop|shift|at|next|values|entries|filter|map|flatMap|slice|splice|concat|reverse|sort|toSorted|reduce|forEach|some|every|peek|first|last|dequeue|take|item|then|catch|finally|resolve|lookup|pick|head|each)$/;

/** What keeps an argument for later, whatever it is. */
const STORES = /^(?:set|add|put|register|use|provide|emit|publish|dispatch|store|attach|insert|append|bind|decorate|inject|push|unshift|enqueue|send|trigger|fire|notify)$/;

export function drawCall(drawing: Drawing, call: LinkedCall): void {
  const facts = drawing.world.files.get(call.file)?.facts;
  const written = facts?.calls[call.index];
  if (!facts || !written) return;
  const { graph } = drawing;
  const result = drawing.call(call.file, call.index);
  const helper = compilerHelper(facts, written);
  const passed = helper ? written.args[helper.index] : undefined;
  if (helper && passed !== undefined) {
    graph.edge(drawing.expr(call.file, passed), result);
    for (const target of call.targets) graph.edge(drawing.result(target.file, target.fn), result);
    return;
  }
  if (written.kind === 'new') drawMade(drawing, call, result);
  for (const target of call.targets) drawTarget(drawing, facts, call, target, result);
  if (call.targets.length === 0 && !call.values.some((value) => value.v === 'class')) drawUnseen(drawing, facts, call, written, result);
}

/** `new X()` makes an instance; of what `new` is called on is not always known. */
function drawMade(drawing: Drawing, { file, values, fact }: LinkedCall, result: number): void {
  const { graph } = drawing;
  if (!values.some((value) => value.v === 'class')) drawing.makes.push({ of: drawing.expr(file, fact.callee), to: result });
  for (const value of values) {
    if (value.v === 'class') graph.edge(drawing.instance(value.file, value.cls), result);
    if (value.v === 'function') graph.edge(drawing.made(value.file, value.fn), result);
  }
}

function drawTarget(drawing: Drawing, facts: FileFacts, { file, index, fact }: LinkedCall, target: Target, result: number): void {
  const { graph } = drawing;
  const taken = drawing.world.files.get(target.file)?.facts.bindings.flatMap(({ param, fn }) => (param && fn === target.fn ? [param] : [])) ?? [];
  const rest = Math.min(...taken.flatMap((param) => (param.rest && param.path.length === 0 ? [param.index] : [])), Infinity);
  const all = graph.node(`${target.file} arguments`);
  // The function behind a template gets its texts, and then what stands between them.
  const args = fact.kind === 'tagged-template' ? fact.args.flatMap((arg) => [arg, ...partsOf(facts, arg)]) : fact.args;
  const most = Math.max(args.length - 1, ...taken.map((param) => param.index));
  args.forEach((arg, i) => {
    const value = drawing.expr(file, arg);
    graph.edge(value, all);
    if (i >= rest) graph.edge(value, drawing.kept);
    // A spread argument may be any of those that follow.
    for (const at of fact.spread ? Array.from({ length: most + 1 }, (_, n) => n) : [Math.min(i, rest)]) {
      const given = drawing.parameter(target.file, target.fn, at);
      graph.edge(value, given);
      if (fact.spread) graph.edge(drawing.kept, given);
    }
  });
  // What is constructed is no member of what the class was taken from.
  if (fact.kind === 'new') return;
  graph.edge(drawing.result(target.file, target.fn), result);
  const written = facts.calls[index] ?? fact;
  const callee = facts.exprs[written.callee];
  const borrowed = callee?.k === 'member' && /^(?:call|apply)$/.test(callee.name) && fact.args !== written.args;
  const self = borrowed ? written.args[0] : callee?.k === 'member' || callee?.k === 'index' ? callee.object : undefined;
  if (self !== undefined) graph.edge(drawing.expr(file, self), drawing.self(target.file, target.fn));
}

const partsOf = (facts: FileFacts, id: ExprId): readonly ExprId[] => {
  const expr = facts.exprs[id];
  return expr?.k === 'template' ? expr.parts.filter((part) => facts.exprs[part]?.k !== 'literal') : [];
};

function drawUnseen(drawing: Drawing, facts: FileFacts, call: LinkedCall, written: CallFact, result: number): void {
  const { graph } = drawing;
  const { file, values } = call;
  const callee = facts.exprs[written.callee];
  const receiver = callee?.k === 'member' || callee?.k === 'index' ? drawing.expr(file, callee.object) : null;
  const name = callee?.k === 'member' ? callee.name : '';
  const origins = values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  const outside = isOutside(values);
  if (outside && origins.every((origin) => PLAIN.test(origin))) return graph.close(result);
  const args = written.args.map((arg) => drawing.expr(file, arg));
  if (outside && origins.every((origin) => LOOKS.test(origin))) {
    drawDescriptors(drawing, call, result);
    return args[0] === undefined ? undefined : graph.edge(args[0], result);
  }
  if (outside && origins.every((origin) => KEEPS.test(origin))) {
    for (const arg of args) graph.edge(arg, drawing.kept);
    // A list gives a number.
    return receiver !== null && /^(?:set|add)$/.test(name) ? graph.edge(receiver, result) : graph.close(result);
  }
  if (name === 'bind' && callee?.k === 'member') return drawBound(drawing, file, callee.object, args, result);
  // Promises and emitters give back what they are called on.
  if (receiver !== null && FLUENT.test(name)) graph.edge(receiver, result);
  const passes = outside ? origins.some((origin) => PASSES.test(origin)) : !drawing.isStrange(name);
  const packages = outside ? [...new Set(origins.map(packageOf))] : [''];
  for (const arg of args) {
    // What is handed a class may construct it.
    if (passes && outside && !origins.every((origin) => OWN.test(origin))) drawing.makes.push({ of: arg, to: drawing.kept });
    if (passes) graph.edge(arg, drawing.kept);
    if (!passes || !outside) for (const to of packages) graph.edge(arg, drawing.handed(to));
    if (!outside && STORES.test(name)) graph.edge(arg, drawing.handed('any package'));
    if (passes && outside) graph.edge(arg, result);
  }
  if (!passes) drawContents(drawing, call, packages);
  if (origins.includes('global.Proxy')) drawProxy(drawing, call);
  if (origins.some((origin) => DEFINES.test(origin))) drawDescriptors(drawing, call, result);
  drawCopies(drawing, args, { copies: origins.some((origin) => COPIES.test(origin)) || COPIES.test(name), gives: !passes || !outside });
  if (passes && (outside || PICKS.test(name)) && !isFollowed(drawing, file, written)) {
    for (const from of [drawing.kept, drawing.keyed]) graph.edge(from, result);
    if (outside && !origins.every((origin) => LISTS.test(origin))) drawPicked(drawing, args, [result], DEEP.test(name) ? 4 : 1);
  }
  if (!passes && written.kind !== 'new') for (const to of [...packages, 'any package']) graph.edge(drawing.handed(to), result);
  if (!outside) graph.edge(drawing.handed(''), result);
  if (!outside && callee?.k !== 'index' && !PLAIN_METHOD.test(name)) drawByName(drawing, name, args, result);
  drawCallbacks(drawing, call, { receiver, name, packages: passes ? null : packages });
}

/** `f.bind(x, a)` is f, called on x. */
function drawBound(drawing: Drawing, file: string, of: ExprId, [self, ...args]: readonly number[], result: number): void {
  const { graph, world } = drawing;
  graph.edge(drawing.expr(file, of), result);
  for (const value of seenAt(world, file, of)) {
    if (value.v !== 'function') continue;
    if (self !== undefined) graph.edge(self, drawing.self(value.file, value.fn));
    args.forEach((arg, i) => graph.edge(arg, drawing.parameter(value.file, value.fn, i)));
    // What the bound function is given comes behind what it was bound with.
    const taken = world.files.get(value.file)?.facts.functions[value.fn]?.params.length ?? 0;
    if (args.length > 0) for (let i = args.length; i < taken; i++) graph.edge(drawing.parameter(value.file, value.fn, i - args.length), drawing.parameter(value.file, value.fn, i));
  }
}

/** A collection that is handed to a package is handed with what lies in it. */
function drawContents({ graph, world, kept, handed }: Drawing, { file, fact }: LinkedCall, packages: readonly string[]): void {
  const holds = fact.args.some((arg) => {
    const values = seenAt(world, file, arg);
    return values.some((value) => value.v === 'array' || (value.v === 'origin' && /^global\.(?:Map|Set|WeakMap|WeakSet|Array)\b/.test(value.id)));
  });
  if (holds) for (const to of packages) graph.edge(kept, handed(to));
}

interface Property {
  file: string;
  name: string;
  value: ExprId;
}

/** Properties of the object literals that an expression can be. */
function propertiesAt(world: World, file: string, id: ExprId | undefined): Property[] {
  return id === undefined ? [] : seenAt(world, file, id).flatMap((value): Property[] => {
    const object = value.v === 'object' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return value.v === 'object' && object?.k === 'object' ? object.props.map(([name, prop]) => ({ file: value.file, name, value: prop })) : [];
  });
}

const functionsAt = (world: World, { file, value }: Property): Target[] => seenAt(world, file, value).flatMap((one): Target[] => (one.v === 'function' ? [{ file: one.file, fn: one.fn }] : []));

/** What the traps of a proxy give is what its members are. */
function drawProxy({ graph, world, result, kept }: Drawing, { file, fact }: LinkedCall): void {
  for (const trap of fact.args.flatMap((arg) => propertiesAt(world, file, arg)).flatMap((property) => functionsAt(world, property))) graph.edge(result(trap.file, trap.fn), kept);
}

/** What is copied, or may be: its members can be at things where it is not. */
function drawCopies({ graph, copied, given }: Drawing, args: readonly number[], { copies, gives }: { copies: boolean; gives: boolean }): void {
  for (const arg of args) {
    if (copies) graph.edge(arg, copied);
    if (gives) graph.edge(arg, given);
  }
}

/** `defineProperty(o, 's', { get() {} })`, `create(proto, { s: { value } })`: what a member described so gives; whose `this` the methods of a prototype have. */
function drawDescriptors(drawing: Drawing, { file, fact, values }: LinkedCall, result: number): void {
  const { graph, world } = drawing;
  const [of, second, third] = fact.args;
  if (!values.some((value) => value.v === 'origin' && DEFINES.test(value.id)) || of === undefined) return;
  const key = second === undefined ? undefined : world.files.get(file)?.facts.exprs[second];
  if (key?.k === 'literal') drawDescribed(drawing, String(key.value), propertiesAt(world, file, third));
  const methods = (id: ExprId | undefined, self: number): void => {
    for (const method of propertiesAt(world, file, id).flatMap((property) => functionsAt(world, property))) graph.edge(self, drawing.self(method.file, method.fn));
  };
  for (const { file: where, name, value } of propertiesAt(world, file, second)) drawDescribed(drawing, name, propertiesAt(world, where, value));
  methods(second, drawing.expr(file, of));
  methods(of, result);
}

/** A member of that name, by what describes it. */
function drawDescribed(drawing: Drawing, name: string, description: readonly Property[]): void {
  for (const part of description) {
    if (part.name === 'value') drawing.graph.edge(drawing.expr(part.file, part.value), drawing.field(name));
    for (const getter of part.name === 'get' ? functionsAt(drawing.world, part) : []) drawing.graph.edge(drawing.result(getter.file, getter.fn), drawing.field(name));
  }
}

/** Members of the arguments, whatever their names. */
function drawPicked(drawing: Drawing, args: readonly number[], into: readonly number[], depth = 1): void {
  for (const to of into) {
    drawing.graph.edge(drawing.named, to);
    for (const arg of args) drawing.read(ANY, arg, to);
  }
  if (depth === 1) return;
  const inner = args.map((arg) => {
    const node = drawing.graph.node();
    drawing.read(ANY, arg, node);
    return node;
  });
  drawPicked(drawing, inner, into, depth - 1);
}

/** Linking knows what comes out. */
function isFollowed({ world }: Drawing, file: string, written: CallFact): boolean {
  const id = world.files.get(file)?.facts.exprs.findIndex((expr) => expr.k === 'call' && world.files.get(file)?.facts.calls[expr.call] === written) ?? -1;
  const values = id < 0 ? [] : seenAt(world, file, id);
  return values.length > 0 && values.every((value) => value.v === 'instance' || value.v === 'object' || value.v === 'array');
}

/** Whatever function has that name; without a name, whatever function was handed over somewhere. */
function drawByName(drawing: Drawing, name: string, args: readonly number[], result: number): void {
  const { graph } = drawing;
  args.forEach((arg, i) => graph.edge(arg, drawing.argument(name, i)));
  graph.edge(drawing.answer(name), result);
}

/** Methods of arrays alone, whose callbacks get a place as their second argument. Of a Map, `forEach` gives the key there. */
const COUNTS = /^(?:map|filter|some|every|find|findIndex|findLast|findLastIndex|flatMap)$/;

/** Which parameter of a callback is a number: the place in an array. */
function countedAt(name: string, { values }: LinkedCall): number | null {
  if (COUNTS.test(name)) return 1;
  const ofArray = values.length > 0 && values.every((value) => value.v === 'origin' && value.id.startsWith('Array.'));
  return ofArray ? (values.some((value) => value.v === 'origin' && /\.reduce(?:Right)?$/.test(value.id)) ? 2 : 1) : null;
}

/** Which parameter of a step is the function by which it tells the package `async` that it is done. */
const tellsBy = ({ values }: LinkedCall, parameters: number): number | null => (parameters > 0 && isOutside(values) && values.every((value) => value.v === 'origin' && /^async[./]/.test(value.id)) ? parameters - 1 : null);

function drawCallbacks(drawing: Drawing, call: LinkedCall, { receiver, name, packages }: { receiver: number | null; name: string; packages: readonly string[] | null }): void {
  const { graph, world } = drawing;
  for (const { file, fn } of call.callbacks) {
    const indexes = new Set(world.files.get(file)?.facts.bindings.flatMap(({ param, fn: owner }) => (param && owner === fn ? [param.index] : [])));
    const counted = countedAt(name, call);
    // What a promise hands to its executor is made by the language.
    if (call.fact.kind === 'new' && call.values.every((value) => value.v === 'origin' && value.id === 'global.Promise')) continue;
    const toldBy = tellsBy(call, world.files.get(file)?.facts.functions[fn]?.params.length ?? 0);
    for (const index of indexes) {
      if (index === counted || index === toldBy) continue;
      const given = drawing.parameter(file, fn, index);
      for (const to of packages ?? ['']) graph.edge(drawing.handed(to), given);
      graph.edge(drawing.handed('any package'), given);
      if (packages === null) for (const from of [drawing.kept, ...(receiver === null ? [] : [receiver])]) graph.edge(from, given);
      if (packages === null && !call.values.every((value) => value.v === 'origin' && LISTS.test(value.id))) drawPicked(drawing, call.fact.args.map((arg) => drawing.expr(call.file, arg)), [given]);
    }
    if (receiver !== null) graph.edge(receiver, drawing.self(file, fn));
    if (packages === null) graph.edge(drawing.result(file, fn), drawing.call(call.file, call.index));
    if (name.startsWith('reduce')) graph.edge(drawing.result(file, fn), drawing.parameter(file, fn, 0));
  }
}

/** Functions by the names under which they are stored, and those that are handed over: what calls by name hand to them and get back. */
export function drawNamed(drawing: Drawing, names: Iterable<readonly [Target, string]>): void {
  const { graph, world } = drawing;
  for (const [{ file, fn }, name] of names) {
    const indexes = new Set(world.files.get(file)?.facts.bindings.flatMap(({ param, fn: owner }) => (param && owner === fn ? [param.index] : [])));
    for (const index of indexes) graph.edge(drawing.argument(name, index), drawing.parameter(file, fn, index));
    graph.edge(drawing.result(file, fn), drawing.answer(name));
  }
}
