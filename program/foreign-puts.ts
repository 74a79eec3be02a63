/** Functions of the program that lie on things of packages, whose code may call them there. Whoever is called so is not waited for. */
import type { ExprId, FileFacts } from '../core/facts.js';
import { isBuiltIn } from './built-in-names.js';
import type { LinkedCall } from './edges.js';
import { packageOf } from './flow/drawing.js';
import { callsOfItsOwn } from './overrides.js';
import { evaluate } from './values.js';
import { type Value, type World, functionId, lazily } from './world.js';

/** A function that is put onto what a package made. */
export interface PutOnForeign {
  /** What made the thing: `express()`. */
  on: string;
  /** Others call it whether the program does or not: it stands in the place of what the package has under the name, or the thing was handed to another package. */
  always?: true;
}

/** What takes part in answering requests is handed about without being asked for members that nobody knows. */
const SERVES = /^(?:express|koa|@koa\/router|koa-router|fastify|hono|polka|restify|connect|router|node:https?|node:http2|node:net)\b/;

/** What puts together things of the program, and calls nothing in them. */
const MADE_OF_OURS = /^(?:lodash|lodash-es|underscore|ramda|immer|immutable|clone|deepmerge|object-assign)\b/;

/** `socket.onmessage = …`: a listener, which nobody waits for. */
const LISTENER = /^on[a-z]/;

/** Functions that the code of a package may call by the name under which the program put them there, by their ids. */
export function putOnForeign(world: World, linked: readonly LinkedCall[]): ReadonlyMap<string, PutOnForeign> {
  const found = new Map<string, PutOnForeign>();
  const handed = lazily(() => handedOn(world, linked));
  for (const { facts } of world.files.values()) {
    const { file, exprs } = facts;
    for (const { object, name, value } of facts.assignments) {
      if (name === null || name === '*' || LISTENER.test(name) || exprs[object]?.k !== 'binding') continue;
      const fns = exprs[value]?.k === 'function' || exprs[value]?.k === 'binding' ? evaluate(world, file, value).filter((one) => one.v === 'function') : [];
      const made = fns.length === 0 ? [] : evaluate(world, file, object).filter((one) => one.v === 'origin' && one.call !== undefined && one.id.endsWith('()') && !MADE_OF_OURS.test(one.id));
      for (const thing of made) {
        if (thing.v !== 'origin') continue;
        const always = isKept(world, facts, thing, name) || handed().has(keyOfMade(thing));
        if (always || callsOfItsOwn(thing.id.replace(/\(\)$/, ''), name)) for (const fn of fns) found.set(functionId(fn.file, fn.fn), { on: thing.id, ...(always ? { always } : {}) });
      }
    }
  }
  return found;
}

const keyOfMade = ({ file, call }: Value & { v: 'origin' }): string => `${file ?? ''}:${call ?? ''}`;

/** `const emit = bus.emit`, `bus.emit.bind(bus)`: what the package has under that name, to be called by what takes its place. */
function isKept(world: World, { file, exprs, bindings }: FileFacts, thing: Value & { v: 'origin' }, name: string): boolean {
  const isRead = (id: ExprId): boolean => {
    const expr = exprs[id];
    return expr?.k === 'member' && expr.name === name && evaluate(world, file, expr.object).some((one) => one.v === 'origin' && keyOfMade(one) === keyOfMade(thing) && one.id === thing.id);
  };
  return bindings.some(({ values }) => values.some(isRead)) || exprs.some((expr) => expr.k === 'member' && /^(?:bind|call|apply)$/.test(expr.name) && isRead(expr.object));
}

/** Things of one package that another one is handed, itself or in an object, by where they were made. */
function handedOn(world: World, linked: readonly LinkedCall[]): Set<string> {
  const found = new Set<string>();
  for (const { file, fact, targets, values } of linked) {
    const origins = values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
    if (targets.length > 0 || (values.length > 0 && origins.length === 0) || fact.args.length === 0) continue;
    const exprs = world.files.get(file)?.facts.exprs ?? [];
    for (const id of fact.args) {
      const given = exprs[id];
      for (const part of given?.k === 'object' ? given.props.map(([, value]) => value) : given?.k === 'array' ? given.items : [id]) {
        for (const one of evaluate(world, file, part)) if (one.v === 'origin' && one.call !== undefined && one.id.endsWith('()') && !SERVES.test(one.id) && !origins.some((origin) => isBuiltIn(origin) || packageOf(origin) === packageOf(one.id))) found.add(keyOfMade(one));
      }
    }
  }
  return found;
}
