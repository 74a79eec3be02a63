/** What the calls of a file give, by the plan that waits for some of them and the program that knows whom they reach. */
import type { NodePath } from '@babel/traverse';
import type { Work } from './work.js';
import { child, children, functionPathAt, keyName, nodePathAt } from './node-paths.js';
import { type Gives, together } from './promise-names.js';
import { type Calls, givesOf, resultOf } from './promise-values.js';

interface CallIndex {
  awaited: Set<string>;
  edges: Map<string, Work['program']['edges']>;
  /** What is handed over there, and called. */
  turns: Map<string, Work['program']['edges']>;
  sites: Map<string, Work['program']['sites']>;
  getters: Set<string>;
}

const indexes = new WeakMap<Work, CallIndex>();

function indexOf(work: Work): CallIndex {
  const known = indexes.get(work);
  if (known) return known;
  const keyOf = (one: { at: { file: string }; range: readonly [number, number] }): string => `${one.at.file} ${one.range[0]}-${one.range[1]}`;
  const collected = <T extends { at: { file: string }; range: readonly [number, number] }>(all: readonly T[]): Map<string, T[]> => {
    const found = new Map<string, T[]>();
    for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
    return found;
  };
  const index = {
    awaited: new Set([...work.component.calls.filter((call) => call.change === 'await' || (call.change === 'repair' && (call.repair === 'default-value' || WAITS_IN_PLACE.test(call.repair ?? '')))), ...work.component.seeds.filter((seed) => seed.style === 'sync')].map(keyOf)),
    edges: collected(work.program.edges.filter((edge) => edge.kind !== 'callback')),
    turns: collected(work.program.edges.filter((edge) => edge.kind === 'callback')),
    sites: collected(work.program.sites),
    getters: new Set(work.program.functions.filter(({ kind }) => kind === 'getter').map(({ name }) => name)),
  };
  indexes.set(work, index);
  return index;
}

/** Repairs that leave a value where the call stands, and wait for it there. */
export const WAITS_IN_PLACE = /^(?:for-each|each|sort-by|map|flat-map|from|filter|some|every|find|find-index|reduce|sort|create|read|take)$/;

export function callsOf(work: Work, file: string): Calls {
  const { awaited, edges, turns, sites, getters } = indexOf(work);
  const key = ([start, end]: [number, number]): string => `${file} ${start}-${end}`;
  return {
    isAwaited: (range) => awaited.has(key(range)),
    gives(range, depth) {
      const to = (edges.get(key(range)) ?? []).map((edge) => functionGives(work, edge.to, depth));
      const isSure = (edges.get(key(range)) ?? []).every((edge) => edge.confidence === 'certain');
      const styles = (sites.get(key(range)) ?? []).map((site) => (/^global\.(?:Promise|fetch)/.test(site.origin) || site.style === 'promise' ? 'promise' : site.style === 'sync' ? 'value' : 'unknown'));
      const found = together([...to, ...styles]);
      return to.length + styles.length === 0 || (found !== 'promise' && !isSure) ? 'unknown' : found;
    },
    handed: (fn, index, member) => callersOf(work, file, fn.node).flatMap(({ call, from }): Gives[] => {
      const given = children(call, 'arguments').slice(0, index + 1);
      const whole = given[index];
      const one = whole && member !== undefined ? memberOf(whole, member) : whole;
      // An object is no promise, whatever lies in it.
      return [one === null || given.some((part) => part.isSpreadElement()) ? 'unknown' : one && !one.isObjectExpression() ? givesOf(one, callsOf(work, from)) : 'value'];
    }),
    turns: (range, depth) => (turns.get(key(range)) ?? []).map((edge) => functionGives(work, edge.to, depth)),
    isGetter: (name) => getters.has(name),
  };
}

/** What an object that is written here has under a name; undefined for nothing, null where it does not say. */
function memberOf(object: NodePath, name: string): NodePath | null | undefined {
  if (!object.isObjectExpression()) return null;
  const members = children(object, 'properties');
  if (members.some((one) => !one.isObjectProperty() || keyName(one.node.key, one.node.computed) === null)) return null;
  const found = members.find((one) => one.isObjectProperty() && keyName(one.node.key, one.node.computed) === name);
  return found ? child(found, 'value') : undefined;
}

/** The calls that reach a function of a file. */
export function callersOf(work: Work, file: string, { start, end }: { start?: number | null; end?: number | null }): { call: NodePath; from: string }[] {
  const ids = [...work.functions.values()].filter(({ place }) => place.file === file && place.end === end && place.start >= (start ?? Infinity)).map(({ id }) => id);
  return work.program.edges.filter((edge) => edge.kind !== 'callback' && ids.includes(edge.to)).flatMap((edge) => {
    const source = work.open(edge.at.file);
    const call = source ? nodePathAt(source, edge.range) : null;
    return call ? [{ call, from: edge.at.file }] : [];
  });
}

/** What is called may be a function that gave a promise before the rewriting. `isCertain`: it is one of those that are called for certain. */
export function gavePromise(work: Work, file: string, [start, end]: readonly [number, number], isCertain = false): boolean {
  return (indexOf(work).edges.get(`${file} ${start}-${end}`) ?? []).some((edge) => (!isCertain || edge.confidence === 'certain') && (work.functions.get(edge.to)?.async || work.functions.get(edge.to)?.givesPromise));
}

function functionGives(work: Work, id: string, depth: number): Gives {
  const fn = work.functions.get(id);
  if (!fn || depth > 12) return 'unknown';
  if (fn.generator) return 'value';
  if (fn.async || fn.givesPromise || work.component.functions.some((one) => one.id === id)) return 'promise';
  const source = work.open(fn.place.file);
  const path = source ? functionPathAt(source, fn.place) : null;
  return path ? resultOf(path, callsOf(work, fn.place.file), depth + 1) : 'unknown';
}
