/** Members that are read and not called there: handed to a call, given back, put into something, bound. Who calls them then is not seen where the function was not known. */
import type { CallFact, ExprId, FileFacts, Place } from '../core/facts.js';
import { type Taken, takenFrom } from './taken.js';
import { evaluate } from './values.js';
import type { FileIndex, World } from './world.js';

export interface OpenRead {
  file: string;
  /** The function in which it stands. */
  fn: number;
  at: Place;
  taken: Taken;
}

interface Position {
  id: ExprId;
  fn: number;
  at: Place;
}

/** What makes texts and numbers of what it is given, and calls nothing in it. */
const LOOKS_ONLY = /^(?:node:(?:path|os|url|querystring|util\.(?:format|inspect))\b|global\.(?:JSON|Math|String|Number|Boolean|BigInt|Date|Symbol|RegExp|Buffer|console|URL|Error|TypeError|RangeError|parseInt|parseFloat|isNaN|isFinite|encodeURI|encodeURIComponent|decodeURI|decodeURIComponent)\b|String\.|RegExp\.)/;

export function openReads(world: World, files: readonly FileIndex[]): OpenRead[] {
  return files.flatMap(({ facts }) => positionsOf(world, facts).flatMap(({ id, fn, at }) => within(facts, id).flatMap((one) => {
    const taken = takenFrom(facts, one);
    return taken.length > 0 && isUnknown(world, facts.file, one) ? taken.map((each): OpenRead => ({ file: facts.file, fn, at, taken: each })) : [];
  })));
}

/** Nothing is known of it: an API of a package, or a function that is found, is followed from there. */
const isUnknown = (world: World, file: string, id: ExprId): boolean => evaluate(world, file, id).every((value) => value.v === 'expr' || value.v === 'parameter');

function positionsOf(world: World, facts: FileFacts): Position[] {
  const { file } = facts;
  return [
    ...facts.calls.flatMap((call): Position[] => {
      const callees = evaluate(world, file, call.callee);
      const looks = callees.length > 0 && callees.every((value) => value.v === 'origin' && LOOKS_ONLY.test(value.id));
      return [...(looks ? [] : call.args), ...boundBy(facts, call)].map((id) => ({ id, fn: call.fn, at: call.at }));
    }),
    ...facts.functions.flatMap(({ returns, place }, fn) => returns.map((id) => ({ id, fn, at: place }))),
    ...facts.assignments.map(({ value, fn, place }) => ({ id: value, fn, at: place })),
    // A variable is followed to where it is used; what lies in an object or a list that it is given is not.
    ...facts.bindings.flatMap(({ values, fn, place }) => values.filter((id) => facts.exprs[id]?.k === 'object' || facts.exprs[id]?.k === 'array').map((id) => ({ id, fn, at: place }))),
    ...facts.exports.flatMap((fact) => (fact.kind === 'value' ? [{ id: fact.value, fn: 0, at: fact.place }] : [])),
  ];
}

/** `x.load.bind(null, 'a')`. */
function boundBy(facts: FileFacts, { callee }: CallFact): ExprId[] {
  const expr = facts.exprs[callee];
  return expr?.k === 'member' && expr.name === 'bind' ? [expr.object] : [];
}

/** Itself, or what an object or a list is made of. */
function within(facts: FileFacts, id: ExprId, depth = 0): ExprId[] {
  const expr = facts.exprs[id];
  if (depth > MOST_DEPTH || (expr?.k !== 'object' && expr?.k !== 'array')) return [id];
  const parts = expr.k === 'array' ? expr.items : [...expr.props.map(([, value]) => value), ...(expr.keyed ?? [])];
  return parts.flatMap((part) => within(facts, part, depth + 1));
}

const MOST_DEPTH = 6;
