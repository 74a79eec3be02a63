/** Functions that lie deep in what code that is not seen is handed, `run({ steps: { count } })`, `run(steps)` of a Map: whoever has the thing can call them, and does not wait. For plans alone. */
import type { CallEdge } from '../core/program.js';
import { isBuiltIn } from './built-in-names.js';
import { contentsOf, isCollection } from './contents.js';
import { type LinkedCall, idOf } from './edges.js';
import { base } from './functions.js';
import { evaluate } from './values.js';
import { type Value, type World, functionId } from './world.js';

/** By the function, the calls that hand over what it lies in. */
export function handedContents(world: World, linked: readonly LinkedCall[]): (to: string) => readonly CallEdge[] {
  const found = new Map<string, CallEdge[]>();
  for (const call of linked) {
    const { file, fact, origins, values, callbacks } = call;
    const isSeen = values.some((value) => value.v === 'function' || value.v === 'class') || (origins.length > 0 && origins.every(isBuiltIn));
    if (isSeen || call.targets.length > 0 || !world.files.has(file)) continue;
    const handed = fact.args.flatMap((arg) => (isThing(world, file, arg) ? evaluate(world, file, arg) : [])).filter(holds);
    if (handed.length === 0) continue;
    const known = new Set(callbacks.map(idOf));
    for (const value of contentsOf(world, handed)) {
      const to = value.v === 'function' ? functionId(value.file, value.fn) : '';
      if (to === '' || known.has(to)) continue;
      known.add(to);
      const edge: CallEdge = { ...base(call), to, kind: 'callback', via: origins[0] ?? '', confidence: 'certain' };
      found.set(to, [...(found.get(to) ?? []), edge]);
    }
  }
  return (to) => found.get(to) ?? NONE;
}

const NONE: readonly CallEdge[] = [];

const holds = (value: Value): boolean => value.v === 'object' || value.v === 'array' || isCollection(value);

function isThing(world: World, file: string, arg: number): boolean {
  const kind = world.files.get(file)?.facts.exprs[arg]?.k;
  return kind !== 'literal' && kind !== 'template' && kind !== 'function';
}
