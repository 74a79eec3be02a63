/** Where events are emitted, waited for and listened to, and by what of the program. Names and classes only; who may see what is for planning to say. */
import type { ExprId } from '../core/facts.js';
import type { CallEdge, Emission } from '../core/program.js';
import { type LinkedCall, callerOf, eventName } from './edges.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

const EMITS = /^(?:emit|dispatchEvent|trigger|fire)$/;
/** Methods by which a listener is handed over with the name of its event. */
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;
/** They send what they emit to the other side; nobody in this process hears it. */
const SENDS = /^(?:socket\.io|socket\.io-client|@socket\.io\/[\w-]+)\b/;
/** Functions of Node that are handed an emitter, and wait for an event of it. */
const WAITS = /^node:events\.(?:once|on)$/;

export function emissionsOf(world: World, linked: readonly LinkedCall[]): Emission[] {
  return linked.flatMap((call): Emission[] => {
    const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
    const origins = call.values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
    const base = { from: callerOf(call), at: call.fact.at, range: call.fact.range };
    if (origins.some((id) => WAITS.test(id))) return [{ ...base, event: textOf(world, call.file, call.fact.args[1]) || '*', emitter: [], waits: true }];
    if (callee?.k !== 'member') return [];
    const emitter = classesOf(world, call.file, callee.object);
    if (LISTENS.test(callee.name)) {
      const event = call.fact.args.length > 1 && call.callbacks.length === 0 && call.targets.length === 0 ? eventName(world, call.file, call.fact) : '';
      return event === '' ? [] : [{ ...base, event, emitter, waits: true }];
    }
    if (!EMITS.test(callee.name) || (origins.length > 0 && origins.every((id) => SENDS.test(id)))) return [];
    return [{ ...base, event: eventName(world, call.file, call.fact) || '*', emitter }];
  });
}

function textOf(world: World, file: string, expr: ExprId | undefined): string {
  const fact = expr === undefined ? undefined : world.files.get(file)?.facts.exprs[expr];
  return fact?.k === 'literal' && typeof fact.value === 'string' ? fact.value : '';
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
    if (base !== undefined) pending.push(...evaluate(world, at.file, base).flatMap((value) => (value.v === 'class' ? [{ ...value, v: 'instance' as const }] : [])));
  }
  return [...found].sort();
}

/** What a call that hands over a listener says of its event. */
export function listening(world: World, call: LinkedCall): Pick<CallEdge, 'event' | 'emitter'> {
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  if (callee?.k !== 'member' || !LISTENS.test(callee.name)) return {};
  const event = eventName(world, call.file, call.fact);
  if (event === '') return {};
  const emitter = classesOf(world, call.file, callee.object);
  return emitter.length > 0 ? { event, emitter } : { event };
}
