/** Values that outlive a request in memory: module variables and fields of singletons that functions change later. */
import type { StateFact } from '../core/program.js';
import type { FileFacts, Place } from '../core/facts.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

interface Held {
  name: string;
  file: string;
  declaredAt: Place;
  shape: string;
  mutations: { place: Place; fn: string }[];
}

const SHAPES: [RegExp, string][] = [
  [/session|token/i, 'session'],
  [/cache|memo|lru/i, 'cache'],
  [/lock|mutex|busy|inprogress|inflight|running/i, 'lock'],
  [/limit|throttle|attempt|hits/i, 'rate-limit'],
  [/count|total|seq|counter|stats|metrics/i, 'counter'],
  [/queue|pending|jobs|tasks|backlog/i, 'queue'],
  [/client|conn|socket|pool|handle|db|database|server|instance|timer|interval|timeout/i, 'handle'],
];

/** What the first value and the name say the thing is. */
function shapeOf(world: World, file: string, name: string, values: number[]): string {
  const facts = world.files.get(file)?.facts;
  const kinds = values.map((value) => facts?.exprs[value]).flatMap((expr) => (expr ? [expr] : []));
  const made = values.flatMap((value) => evaluate(world, file, value)).flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  const collection = kinds.some((expr) => expr.k === 'object' || expr.k === 'array') || made.some((id) => /^global\.(?:Map|Set|WeakMap|WeakSet|Array)\(\)$/.test(id));
  const named = SHAPES.find(([pattern]) => pattern.test(name))?.[1];
  if (named && (named !== 'handle' || !collection)) return named;
  if (made.some((id) => /\(\)$/.test(id) && !id.startsWith('global.'))) return 'handle';
  if (collection) return 'collection';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'number')) return 'counter';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'boolean')) return 'flag';
  return 'unknown';
}

/** Classes of which an instance lives as long as its module. */
function singletons(world: World): Set<string> {
  const found = new Set<string>();
  for (const [file, { facts }] of world.files) {
    for (const call of facts.calls) {
      if (call.kind !== 'new' || call.fn !== 0) continue;
      for (const value of evaluate(world, file, call.callee)) if (value.v === 'class') found.add(`${value.file}#${value.cls}`);
    }
  }
  return found;
}

function add(map: Map<string, Held>, key: string, held: Omit<Held, 'mutations'>, mutation: Held['mutations'][number]): void {
  const known = map.get(key);
  if (known) known.mutations.push(mutation);
  else map.set(key, { ...held, mutations: [mutation] });
}

/** Where a field is first given its value: its declaration, or the assignment in the constructor. */
function fieldPlace(facts: FileFacts, cls: number, field: string): Place | undefined {
  const declared = facts.functions.find((fn) => fn.kind === 'field' && fn.cls === cls && fn.name === field);
  if (declared) return declared.place;
  return facts.assignments.find((assignment) => {
    const object = facts.exprs[assignment.object];
    return assignment.name === field && object?.k === 'this' && facts.functions[object.fn]?.cls === cls;
  })?.place;
}

function collect(world: World): Held[] {
  const held = new Map<string, Held>();
  const single = singletons(world);
  for (const [file, { facts }] of world.files) {
    for (const mutation of facts.mutations) {
      const root = facts.exprs[mutation.root];
      const at = { place: mutation.place, fn: `${file}#${mutation.fn}` };
      if (root?.k === 'binding') {
        const binding = facts.bindings[root.binding];
        if (!binding || binding.fn !== 0 || binding.kind === 'import' || binding.kind === 'function' || (binding.kind === 'class' && mutation.path.length === 0)) continue;
        if (mutation.how === 'assign' && mutation.path.length > 0) continue;
        const name = binding.kind === 'class' ? `${binding.name}.${mutation.path[0] ?? ''}` : binding.name;
        add(held, `${file}:${name}`, { name, file, declaredAt: binding.place, shape: shapeOf(world, file, name, binding.values) }, at);
      }
      const owner = root?.k === 'this' ? facts.functions[root.fn] : undefined;
      const field = mutation.path[0];
      if (root?.k !== 'this' || !owner || owner.cls === undefined || owner.kind === 'constructor' || field === undefined) continue;
      if (!owner.static && !single.has(`${file}#${owner.cls}`)) continue;
      const cls = facts.classes[owner.cls];
      const member = cls?.members.find((m) => m.kind === 'field' && m.name === field);
      const name = `${cls?.name ?? ''}.${field}`;
      add(held, `${file}:${name}`, { name, file, declaredAt: fieldPlace(facts, owner.cls, field) ?? mutation.place, shape: shapeOf(world, file, name, member?.value === undefined ? [] : [member.value]) }, at);
    }
  }
  return [...held.values()];
}

/** State facts; `later` says whether a function can run after its module has loaded. */
export function stateOf(world: World, later: (fn: string) => boolean): Omit<StateFact, 'reach' | 'reachedBy'>[] {
  return collect(world).flatMap((held) => {
    const mutations = held.mutations.filter((m) => later(m.fn));
    const first = mutations[0];
    if (!first) return [];
    return [{ name: held.name, file: held.file, fn: first.fn, shape: held.shape, at: held.declaredAt, declaredAt: held.declaredAt, mutations: mutations.map((m) => m.place) }];
  });
}
