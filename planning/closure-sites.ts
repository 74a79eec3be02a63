/** What one function, and one call site, allow when the callee turns async: await, a repair, or a block with its reason. Looks at one edge at a time. */
import type { Place } from '../core/facts.js';
import type { CallEdge, FunctionNode } from '../core/program.js';
import { BLOCK_CODES, type BlockCode, type CallbackContext, type Collection, type ListPackage, ROUTED, type Repair, callbackContext, isOutside, listenerContext, loneListenerContext, ownListenerContext } from '../core/repairs.js';
import type { ClosureWorld, Turned } from './closure-data.js';
import { type Witness, emissionsFor, witnessOf } from './emissions.js';
import { seenDecision, strangersCall } from './seen-calls.js';

export type SiteDecision =
  | { kind: 'await' | 'repair'; awaits: boolean; repair?: Repair; inTurn?: boolean; handsList?: ListPackage; collection?: Collection; note?: string }
  | { kind: 'block'; code: BlockCode; text: string };

interface FunctionBlock {
  code: BlockCode;
  text: string;
  at: Place;
}

const describe = (fn: FunctionNode): string => (fn.name === '' ? 'an anonymous function' : fn.className ? `${fn.className}.${fn.name}` : fn.name);

/** `JSON.stringify`, a template literal, a sum: no call site is written for these. */
const CALLED_BY_LANGUAGE = /^(?:toJSON|toString|toLocaleString|valueOf)$/;

/** Why a function cannot turn async, whoever calls it; null when it can. */
export function functionBlock(world: ClosureWorld, fn: FunctionNode): FunctionBlock | null {
  const because = (code: BlockCode): FunctionBlock => ({ code, text: `${describe(fn)}: ${BLOCK_CODES[code]}`, at: fn.place });
  if (fn.kind === 'module') return null;
  const getter = fn.kind === 'getter' ? world.getters.get(fn.id) : undefined;
  if ((fn.kind === 'getter' && !getter) || fn.kind === 'setter') return because('getter');
  if (fn.kind === 'field') return because('field-initialiser');
  if (fn.async) return null;
  if (isMember(fn) && CALLED_BY_LANGUAGE.test(fn.name)) return { code: 'escapes', text: `${describe(fn)} is called by the language itself, which does not wait`, at: fn.place };
  if (world.publicApi.has(fn.id)) return because('public-api');
  if (getter?.stays) return { code: 'getter', text: `${describe(fn)} would become a method that is awaited wherever it is read, and ${getter.stays.text}`, at: getter.stays.at };
  const family = world.families.get(fn.id);
  if (family?.fixed && !family.waits) return { code: family.fixed.code, text: `${describe(fn)}: ${family.fixed.text}`, at: fn.place };
  if (fn.foreignBase !== undefined && !isCalled(world, fn)) return { code: 'escapes', text: `${describe(fn)} is a method of a class that extends ${fn.foreignBase}, whose code may call it and does not wait`, at: fn.place };
  if (fn.putOn && (fn.putOn.always || !isCalled(world, fn))) return { code: 'escapes', text: `${describe(fn)} is put onto what ${fn.putOn.on.replace(/\(\)$/, '')} made, and code that is not seen may call it there and does not wait`, at: fn.place };
  if (fn.kind !== 'constructor' && fn.kind !== 'getter' && isMember(fn) && world.openNames.has(fn.name)) return { code: 'possible-caller', text: `the program is too large to tell where every call of ${fn.name} on a receiver that is not known leads, and one may reach ${describe(fn)}`, at: fn.place };
  if (fn.stranger) return { code: 'seen-caller', text: strangersCall(describe(fn), fn.stranger), at: fn.place };
  return fn.escapes && !isHandedOver(world, fn) ? because('escapes') : null;
}

const isCalled = (world: ClosureWorld, fn: FunctionNode): boolean => fn.kind !== 'getter' && (world.graph.into.get(fn.id) ?? []).some((edge) => edge.kind === 'call' && edge.confidence !== 'possible' && edge.from !== fn.id);

/** It is called as `thing.name()`. */
const isMember = (fn: FunctionNode): boolean => fn.kind === 'method' || fn.usage === 'property' || fn.usage === 'member';

/** It escapes where a call site is known that hands it over: that site says more. */
const isHandedOver = (world: ClosureWorld, fn: FunctionNode): boolean => (world.graph.into.get(fn.id) ?? []).some((edge) => edge.kind === 'callback');

const POSITIONS: Partial<Record<CallEdge['position'], BlockCode>> = {
  'field-initialiser': 'field-initialiser',
  'decorator': 'class-definition',
  'heritage': 'class-definition',
};

/** What happens at a call site (or where a callback is handed over) of a function that turns async. */
export function siteDecision(world: ClosureWorld, edge: CallEdge, callee: Turned): SiteDecision {
  const stop = (code: BlockCode, text: string = BLOCK_CODES[code]): SiteDecision => ({ kind: 'block', code, text });
  const caller = world.graph.functions.get(edge.from);
  const position = POSITIONS[edge.position];
  if (position) {
    // `save = debounce(() => …)`: what is handed over runs later, and nobody waits for it there.
    const later = edge.kind === 'callback' && edge.confidence === 'certain' ? callbackDecision(world, edge, callee, stop) : null;
    return later?.kind === 'await' && !later.awaits ? later : stop(position);
  }
  if (edge.position === 'parameter-default') return (edge.kind === 'call' || edge.kind === 'getter') && !caller?.generator ? { kind: 'repair', awaits: true, repair: 'default-value' } : stop('parameter-default');
  if (edge.kind === 'getter') return { kind: 'repair', awaits: true, repair: edge.taken ? 'take' : 'read' };
  if (edge.kind === 'new') return { kind: 'repair', awaits: true, repair: 'create' };
  const made = callee.fn.kind === 'constructor' ? undefined : (world.graph.into.get(callee.fn.id) ?? []).find((other) => other.kind === 'new');
  // It only sets the prototype of what `new` makes, and calls nothing.
  if (made && edge.kind === 'callback' && INHERITS.test(edge.via ?? '')) return { kind: 'await', awaits: false };
  if (made) return stop('constructor', `objects are made of ${describe(callee.fn)} by new (${made.at.file}:${made.at.line}), and it is called or handed on here`);
  if (callee.fn.kind === 'constructor') return stop('constructor', `a subclass with a constructor of its own calls ${describe(callee.fn)} by super, which cannot wait`);
  if (callee.fn.generator) return edge.kind === 'call' ? { kind: 'repair', awaits: true, repair: 'for-await' } : stop('generator');
  const seen = edge.kind === 'call' && edge.confidence === 'seen' ? seenDecision(edge, describe(callee.fn)) : null;
  const possible = edge.confidence === 'possible' || edge.seen?.possible ? possibleDecision(edge, callee, stop) : null;
  if (seen && (seen.kind !== 'block' || possible?.kind !== 'await')) return seen;
  if (possible) return possible;
  if (edge.kind === 'callback') return callbackDecision(world, edge, callee, stop);
  const beside = edge.kind === 'call' && /^(?:discarded|void)$/.test(edge.result) ? calledBeside(world, edge) : null;
  if (beside !== null) return stop('possible-caller', `${describe(callee.fn)} is called here in one run, and ${beside} in another, which is not waited for on purpose`);
  if (edge.kind === 'call' && isPromiseAlready(edge, callee)) return { kind: 'await', awaits: false, ...(edge.result === 'awaited' ? {} : { note: `${describe(callee.fn)} gives a promise already, which is used as one here: what it throws at once comes out of the promise from now on` }) };
  return { kind: 'await', awaits: true };
}

/** What else the same call reaches that gives a promise, or may, at which nobody looks: waited for, it could keep the caller for good. */
function calledBeside({ graph }: ClosureWorld, edge: CallEdge): string | null {
  if (edge.besides) return 'something that is not known';
  const others = (graph.outOf.get(edge.from) ?? []).filter((other) => other.kind === 'call' && other.confidence === 'certain' && other.range[0] === edge.range[0] && other.range[1] === edge.range[1]);
  const waits = others.map(({ to }) => graph.functions.get(to)).find((fn) => fn !== undefined && (fn.async || fn.givesPromise === true) && fn.id !== edge.to);
  return waits ? describe(waits) : null;
}

/** What the call gives is taken for a promise, or is one that is kept or handed on: it stays one. */
const isPromiseAlready = ({ result }: CallEdge, { fn }: Turned): boolean => result === 'then' || (fn.givesPromise === true && /^(?:awaited|used|returned)$/.test(result));

/**
 * The receiver may be another object. A value that is used is the same after a wait, whoever gave it; a promise that nobody looks at may be meant to
 * go on by itself, and must not be waited for.
 */
function possibleDecision(edge: CallEdge, callee: Turned, stop: (code: BlockCode, text?: string) => SiteDecision): SiteDecision {
  if (edge.kept) return stop('possible-caller', `${describe(callee.fn)} may be what is ${edge.kept === 'read' ? 'read here as a member' : 'handed over here'}, and who calls it then is not seen`);
  if (edge.result === 'awaited' || edge.result === 'then') return { kind: 'await', awaits: false };
  if (edge.result !== 'used' && edge.result !== 'returned') return stop('possible-caller', `${describe(callee.fn)} may be what is called here, or something that is not waited for on purpose`);
  return { kind: 'await', awaits: true, note: `${describe(callee.fn)} may be what is called here; where it is something else, the wait only lets other work go first` };
}

const INHERITS = /^(?:node:util\.inherits|inherits(?:\.default)?)$/;

/** A driver that commits as soon as the function returns. */
const SYNC_TRANSACTION = /^(?:better-sqlite3|better-sqlite3-multiple-ciphers|libsql|bun:sqlite)\b.*\.transaction$/;
/** A callback that is called with `done` says by it when it is ready; beside a promise the framework refuses it, or hears of it twice. */
const DONE: [via: RegExp, parameters: number][] = [[/^fastify\b/, 3], [/^node:test\b/, 2]];
/** A test or hook that is told by `done` when it is ready; what is thrown meanwhile fails it wherever it is thrown. */
const TELLS_TEST = /^global\.(?:it|test|before|after)(?:Each|All)?(?:\.only)?$/;

/** What is known of a callee that nobody described: Node's way of calling back. */
function conventionContext(via: string, fn: FunctionNode): CallbackContext | null {
  if (fn.takesError && fn.params <= 3 && via !== '' && !/^(?:Array|Promise)\.|\.(?:on|once|addListener|use|pre|post)$/.test(via)) return { awaits: false, note: `${describe(fn)} is called back with an error first, by ${via}: what it gives back is not looked at, and an error in it is an unhandled rejection` };
  return null;
}

/** An emitter of the program, or one that is not known: what the program emits itself must not go on as if the listener were done. */
function listenerOfOurs(world: ClosureWorld, edge: CallEdge, event: string): CallbackContext | Witness | null {
  if (event === '') return null;
  if (callbackContext(edge.via ?? '', world.expressMajor)) return null;
  return emissionsFor(world, edge).every((emission) => emission.waits) ? listenerContext('', event, true) : witnessOf(world, edge) ?? ownListenerContext(event);
}

function listenerDecision(world: ClosureWorld, edge: CallEdge): CallbackContext | Witness | null {
  const via = edge.taker ?? edge.via ?? '';
  if (edge.event !== undefined && (!isOutside(via) || edge.emitter)) return listenerOfOurs(world, edge, edge.event);
  if (edge.event !== '') return listenerContext(via, edge.event);
  // A value that is told by `emit` has the place of a name.
  return world.emissions.some((emission) => emission.event === '*' && emission.emitter.length === 0 && !emission.waits) ? null : loneListenerContext(via);
}

function callbackDecision(world: ClosureWorld, edge: CallEdge, callee: Turned, stop: (code: BlockCode, text?: string) => SiteDecision): SiteDecision {
  const via = edge.taker ?? edge.via ?? '';
  if (edge.stored) return { kind: 'await', awaits: false };
  if (SYNC_TRANSACTION.test(via)) return stop('sync-transaction', `${describe(callee.fn)} is the body of a transaction (${via}); ${BLOCK_CODES['sync-transaction']}`);
  if (TELLS_TEST.test(via) && callee.fn.params === 1) return { kind: 'repair', awaits: false, repair: 'step' };
  if (DONE.some(([taker, parameters]) => taker.test(via) && callee.fn.params >= parameters)) return stop('unknown-callee', `${describe(callee.fn)} tells ${via} by a callback when it is done, which a promise beside it would contradict`);
  const heard = listenerDecision(world, edge);
  if (heard && 'at' in heard) return stop('event-listener', `${describe(callee.fn)} listens to ${edge.event || 'an event'}${via === '' ? '' : ` (${via})`}, and ${heard.at.file}:${heard.at.line} ${heard.text}; ${BLOCK_CODES['event-listener']}`);
  const context = callbackContext(via, world.expressMajor) ?? (edge.routed ? ROUTED : null) ?? heard ?? conventionContext(via, callee.fn);
  if (!context && /\.(?:on|once|addListener|prependListener|addEventListener)$/.test(via)) return stop('event-listener', `${describe(callee.fn)} listens to an event (${via}); ${BLOCK_CODES['event-listener']}`);
  if (!context) return stop('unknown-callee', `${describe(callee.fn)} is handed to ${via === '' ? 'a callee that is not known' : via}; ${BLOCK_CODES['unknown-callee']}`);
  const note = context.note ? { note: context.note } : {};
  if (context.repair === 'step' && callee.fn.params === 0) return stop('unknown-callee', `${describe(callee.fn)} is handed to ${via}, and takes no callback by which it could tell when it is done`);
  if (context.concurrent && callee.mutates && (!context.repair || context.repair === 'step')) return stop('unknown-callee', `${describe(callee.fn)} is handed to ${via}, which begins several turns at once; each stores something, and would come in between the others from now on`);
  if (context.repair) return { kind: 'repair', awaits: context.awaits, repair: context.repair, ...((context.concurrent && (callee.mutates || context.repair === 'step')) || context.oneByOne ? { inTurn: true } : {}), ...(context.handsList ? { handsList: context.handsList } : {}), ...(context.collection ? { collection: context.collection } : {}), ...note };
  return { kind: 'await', awaits: context.awaits, ...note };
}
