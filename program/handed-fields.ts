/** Functions that are put into an object, `options.read = load`, which code that is not seen is handed afterwards, or may be: it calls them when it likes, as it does what stands in the object from the start. For plans alone. */
import type { CallEdge } from '../core/program.js';
import { isBuiltIn } from './built-in-names.js';
import type { LinkedCall } from './edges.js';
import { functionsAt } from './flow/homes.js';
import { base } from './functions.js';
import { evaluate } from './values.js';
import { type World, functionId, keyOfValue } from './world.js';

/** By the function that is put there, the calls that hand its object to a package. */
export function handedFields(world: World, linked: readonly LinkedCall[]): (to: string) => readonly CallEdge[] {
  const handed = new Map<string, LinkedCall[]>();
  for (const call of linked) {
    if (call.targets.length > 0 || call.origins.length === 0 || call.origins.every(isBuiltIn)) continue;
    for (const value of call.fact.args.flatMap((arg) => evaluate(world, call.file, arg))) {
      if (value.v === 'object' || value.v === 'parameter') handed.set(keyOfValue(value), [...(handed.get(keyOfValue(value)) ?? []), call]);
    }
  }
  const found = new Map<string, CallEdge[]>();
  if (handed.size === 0) return () => NONE;
  for (const [file, { facts }] of world.files) {
    for (const { object, value } of facts.assignments) {
      const fns = facts.exprs[value]?.k === 'index' ? evaluate(world, file, value).flatMap((one) => (one.v === 'function' ? [one] : [])) : functionsAt({ world, fn: () => true }, facts, value);
      const calls = fns.length === 0 ? [] : evaluate(world, file, object).flatMap((one) => handed.get(keyOfValue(one)) ?? []);
      for (const fn of fns) {
        const to = functionId(fn.file, fn.fn);
        found.set(to, [...(found.get(to) ?? []), ...calls.map((call): CallEdge => ({ ...base(call), to, kind: 'callback', via: call.origins[0] ?? '', confidence: 'certain' }))]);
      }
    }
  }
  return (to) => found.get(to) ?? NONE;
}

const NONE: readonly CallEdge[] = [];
