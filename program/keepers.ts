/** Objects made once whose class is there to keep values: a limiter, a cache, a store. Each place that makes one is state of its own. */
import type { StateFact } from '../core/program.js';
import type { Lasting, Making } from './lasting.js';
import { selfOf } from './self.js';
import { shapeOf } from './state-shapes.js';
import { evaluate } from './values.js';
import { type Value, type World, keyOfValue } from './world.js';

/** Things whose name says that keeping values is what they are for. */
const KEEPERS = /cache|store|memory|limit|throttl|session|queue|lock|mutex|counter/i;

const factsOf = (world: World, value: Value): { name: string; fields: number[] } => {
  const facts = value.v === 'instance' || value.v === 'made' ? world.files.get(value.file)?.facts : undefined;
  if (!facts) return { name: '', fields: [] };
  const owns = (fn: number): boolean => (value.v === 'instance' ? facts.functions[fn]?.cls === value.cls : value.v === 'made' && fn === value.fn);
  const set = facts.assignments.flatMap((assignment) => {
    const self = selfOf(facts, assignment.object);
    return self !== null && owns(self) ? [assignment.value] : [];
  });
  if (value.v === 'made') return { name: facts.functions[value.fn]?.name ?? '', fields: set };
  const cls = value.v === 'instance' ? facts.classes[value.cls] : undefined;
  return { name: cls?.name ?? '', fields: [...set, ...(cls?.members ?? []).flatMap((m) => (m.kind === 'field' && m.value !== undefined ? [m.value] : []))] };
};

/** A field that holds a package's cache, limiter or lock. */
const holdsPackageState = (world: World, value: Value, fields: readonly number[]): boolean =>
  'file' in value && value.file !== undefined && fields.some((field) => evaluate(world, value.file as string, field).some((held) => held.v === 'origin' && /\(\)$/.test(held.id) && world.apisOf(held.id.slice(0, -2)).some((api) => api.area === 'in-memory-state')));

function keeper(world: World, { file, call, value }: Making, changing: ReadonlySet<string>): Omit<StateFact, 'reach' | 'reachedBy'>[] {
  const { name, fields } = factsOf(world, value);
  if (call.result === 'returned' || !KEEPERS.test(name)) return [];
  if (!changing.has(keyOfValue(value)) && !holdsPackageState(world, value, fields)) return [];
  const shape = shapeOf(world, file, name, []);
  return [{ name, file, fn: `${file}#${call.fn}`, shape: shape === 'unknown' || shape === 'handle' ? 'collection' : shape, at: call.at, declaredAt: call.at, mutations: [] }];
}

export const keepersOf = (world: World, lasting: Lasting, changing: ReadonlySet<string>): Omit<StateFact, 'reach' | 'reachedBy'>[] =>
  lasting.makings.flatMap((making) => keeper(world, making, changing));
