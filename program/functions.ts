/** Functions and call edges of the linked program, as data. */
import type { CallEdge, FunctionNode } from '../core/program.js';
import { type LinkedCall, eventName } from './edges.js';
import { crossingOf } from './handed.js';
import { type World, functionId } from './world.js';

const idOf = functionId;

export function functionsOf(world: World): Omit<FunctionNode, 'reach' | 'reachedBy' | 'escapes'>[] {
  return [...world.files].flatMap(([file, { facts }]) => {
    const exported = new Set(facts.exports.flatMap((fact) => {
      const value = fact.kind === 'value' ? facts.exprs[fact.value] : undefined;
      if (value?.k === 'function') return [value.fn];
      if (value?.k !== 'binding') return [];
      return (facts.bindings[value.binding]?.values ?? []).flatMap((v) => {
        const held = facts.exprs[v];
        return held?.k === 'function' ? [held.fn] : [];
      });
    }));
    return facts.functions.map((fact, i) => ({
      id: idOf(file, i),
      file,
      name: fact.name,
      kind: fact.kind,
      async: fact.async,
      generator: fact.generator,
      static: fact.static,
      parent: i === 0 ? null : idOf(file, fact.parent),
      ...(fact.cls === undefined ? {} : { className: facts.classes[fact.cls]?.name ?? '' }),
      params: fact.params.length,
      usage: fact.usage.kind,
      exported: exported.has(i) || fact.usage.kind === 'exported',
      place: fact.place,
    }));
  });
}

/** Functions that an unknown callee was given: it may call them at any time, with anything. */
export function escapingFunctions(linked: readonly LinkedCall[]): Set<string> {
  return new Set(linked.flatMap((call) => call.callbacks.filter((c) => c.api === null && !/^(?:Array|Promise)\./.test(c.via)).map((c) => idOf(c.file, c.fn))));
}

const base = (call: LinkedCall): Omit<CallEdge, 'to' | 'kind' | 'confidence'> => ({
  from: idOf(call.file, call.fact.fn),
  at: call.fact.at,
  range: call.fact.range,
  position: call.fact.position,
  result: call.fact.result,
  loops: call.fact.loops,
  conditional: call.fact.conditional,
});

/** Methods by which a listener is handed over with the name of its event. */
const LISTENS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;

function eventOf(world: World, call: LinkedCall): { event?: string } {
  const facts = world.files.get(call.file)?.facts;
  const callee = facts?.exprs[call.fact.callee];
  if (callee?.k !== 'member' || !LISTENS.test(callee.name)) return {};
  const name = eventName(world, call.file, call.fact);
  return name === '' ? {} : { event: name };
}

/** Members by name, for calls whose receiver nobody knows: an alarm, never a proof. */
function membersByName(world: World): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [file, { facts }] of world.files) {
    facts.functions.forEach((fact, i) => {
      if (fact.name === '' || (fact.kind !== 'method' && fact.usage.kind !== 'property' && fact.usage.kind !== 'assigned' && fact.usage.kind !== 'member')) return;
      const known = index.get(fact.name);
      if (known) known.push(idOf(file, i));
      else index.set(fact.name, [idOf(file, i)]);
    });
  }
  return index;
}

export function edgesOf(world: World, linked: readonly LinkedCall[]): CallEdge[] {
  const byName = membersByName(world);
  const crossing = crossingOf(world, linked);
  return linked.flatMap((call): CallEdge[] => {
    const direct = call.targets.map((target): CallEdge => ({ ...base(call), to: idOf(target.file, target.fn), kind: call.fact.kind === 'new' ? 'new' : 'call', confidence: 'certain', ...crossing(call, target) }));
    const callbacks = call.callbacks.map((callback): CallEdge => ({ ...base(call), to: idOf(callback.file, callback.fn), kind: 'callback', via: callback.via, ...(eventOf(world, call)), confidence: 'certain' }));
    const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
    const unknown = direct.length === 0 && callee?.k === 'member' && call.values.every((value) => value.v === 'expr' || value.v === 'parameter');
    const candidates = unknown && callee?.k === 'member' ? byName.get(callee.name) ?? [] : [];
    const possible = candidates.length > 0 && candidates.length <= 5 ? candidates.map((to): CallEdge => ({ ...base(call), to, kind: 'call', confidence: 'possible' })) : [];
    return [...direct, ...callbacks, ...possible];
  });
}
