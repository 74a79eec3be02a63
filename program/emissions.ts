/** Where events are emitted, waited for and listened to, and by what of the program. Names and classes only; who may see what is for planning to say. */
import type { ExprId } from '../core/facts.js';
import type { CallEdge, Emission } from '../core/program.js';
import { type CallIndex, callsNamed, rememberedBy } from './call-index.js';
import { type LinkedCall, callerOf } from './edges.js';
import { parentsOf } from './members.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

const EMITS = /^(?:emit|dispatchEvent|trigger|fire)$/;
/** `this.emit.apply(this, all)`: any event, of any emitter. */
const BORROWED = /^(?:apply|call|bind)$/;
/** Methods by which a listener is handed over with the name of its event. */
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;
/** They send what they emit to the other side; nobody in this process hears it. */
const SENDS = /^(?:socket\.io|socket\.io-client|@socket\.io\/[\w-]+)\b/;
/** Functions of Node that are handed an emitter, and wait for an event of it. */
const WAITS = /^node:events\.(?:once|on)$/;

const speaks = (method: string): boolean => BORROWED.test(method) || LISTENS.test(method) || EMITS.test(method);

export function emissionsOf(world: World, index: CallIndex): Emission[] {
  return callsNamed(index, speaks, (origin) => WAITS.test(origin)).flatMap((call): Emission[] => {
    const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
    const { origins } = call;
    const said = (events: readonly string[] | null, emitter: string[], waits?: true): Emission[] =>
      (events ?? ['*']).map((event) => ({ event, from: callerOf(call), at: call.fact.at, range: call.fact.range, emitter, ...(waits ? { waits } : {}) }));
    if (origins.some((id) => WAITS.test(id))) return said(eventNames(world, call.file, call.fact.args[1]), [], true);
    if (callee?.k !== 'member') return [];
    const emit = BORROWED.test(callee.name) ? world.files.get(call.file)?.facts.exprs[callee.object] : undefined;
    if (emit?.k === 'member' && EMITS.test(emit.name)) return said(null, []);
    if (!LISTENS.test(callee.name) && !EMITS.test(callee.name)) return [];
    const emitter = classesOf(world, call.file, callee.object);
    if (LISTENS.test(callee.name)) return call.fact.args.length > 1 && call.callbacks.length === 0 && call.targets.length === 0 ? said(eventNames(world, call.file, call.fact.args[0]) ?? [], emitter, true) : [];
    // A method of the program by that name emits what it emits itself.
    if ((call.targets.length > 0 && origins.length === 0) || (origins.length > 0 && origins.every((id) => SENDS.test(id)))) return [];
    return said(eventNames(world, call.file, call.fact.args[0]), emitter);
  });
}

/** Names that an expression can have, where the program writes all of them; null where it may have others. */
function eventNames(world: World, file: string, expr: ExprId | undefined, depth = 0): string[] | null {
  const facts = world.files.get(file)?.facts;
  const fact = expr === undefined ? undefined : facts?.exprs[expr];
  if (!facts || !fact || expr === undefined || depth > 4) return null;
  const each = (parts: readonly ExprId[]): string[] | null => {
    const names = parts.map((part) => eventNames(world, file, part, depth + 1));
    return parts.length > 0 && names.every((one) => one !== null) ? names.flat() : null;
  };
  if (fact.k === 'literal') return typeof fact.value === 'string' ? [fact.value] : null;
  if (fact.k === 'any') return each(fact.of);
  const binding = fact.k === 'binding' ? facts.bindings[fact.binding] : undefined;
  if (binding?.kind === 'const' && binding.values.every((value) => /^(?:literal|any)$/.test(facts.exprs[value]?.k ?? ''))) return each(binding.values);
  return fact.k === 'member' || fact.k === 'import' || binding?.kind === 'const' || binding?.kind === 'import' ? constantText(evaluate(world, file, expr), world) : null;
}

/** The text of a constant of another module. */
function constantText(values: readonly Value[], world: World): string[] | null {
  const [value, ...others] = values;
  const fact = value?.v === 'expr' && others.length === 0 ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
  return fact?.k === 'literal' && typeof fact.value === 'string' ? [fact.value] : null;
}

/** More classes than these say nothing of what emits. */
const MOST_CLASSES = 16;

/** Classes of the program, those that they extend included; nothing when it can be something else too. */
function classesOf(world: World, file: string, expr: ExprId): string[] {
  const values = evaluate(world, file, expr);
  if (!values.every((value) => value.v === 'instance' || value.v === 'origin')) return [];
  const found = new Set<string>();
  const pending = values.flatMap((value) => (value.v === 'instance' ? [value] : []));
  for (let at = pending.pop(); at; at = pending.pop()) {
    const key = `${at.file}#${at.cls}`;
    if (found.has(key)) continue;
    if (found.size >= MOST_CLASSES) return [];
    found.add(key);
    const base = world.files.get(at.file)?.facts.classes[at.cls]?.superclass;
    pending.push(...parentsOf(world, at.file, base).flatMap((value) => (value.v === 'class' ? [{ ...value, v: 'instance' as const }] : [])));
  }
  return [...found].sort();
}

const listens = rememberedBy((method) => LISTENS.test(method));

/** What a call that hands over a listener says of its event. */
export function listening(world: World, call: LinkedCall): Pick<CallEdge, 'event' | 'emitter'> {
  const callee = listens(call.method) ? world.files.get(call.file)?.facts.exprs[call.fact.callee] : undefined;
  if (callee?.k !== 'member') return {};
  if (call.fact.args.length === 1) return { event: '' };
  const [event, ...others] = eventNames(world, call.file, call.fact.args[0]) ?? [];
  if (event === undefined || others.length > 0) return {};
  const emitter = classesOf(world, call.file, callee.object);
  return emitter.length > 0 ? { event, emitter } : { event };
}
