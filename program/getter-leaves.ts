/** Where an object that has a getter leaves the program's sight: a package, a template or a callee that is not known may read it by its name, or all that it has. */
import type { ExprId, Place } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import { PLAIN } from './flow/calls.js';
import type { Member } from './flow/homes.js';
import type { Reachable } from './flow/reachable.js';
import { type Family, belongs } from './getter-families.js';
import { evaluate } from './values.js';
import { type Located, type Value, type World, keyOfValue } from './world.js';

interface Leaving {
  world: World;
  linked: readonly LinkedCall[];
  reachable: () => Reachable;
}

interface Left {
  text: string;
  at: Place;
}

/** What keeps things in order and by key, or looks at their names, and asks them for nothing. */
const KEEPS = /^(?:Array\.|Promise\.|global\.Object\.(?:freeze|seal|preventExtensions|isFrozen|isSealed|is|keys|getOwnPropertyNames)$|global\.(?:Map|Set|WeakMap|WeakSet|Array|Promise|setTimeout|setInterval|setImmediate|queueMicrotask)\b)/;
/** What shows an object by names that stand in a template. */
const SHOWS = /(?:^|[.:])(?:render\w*|view|template|compile)$/i;

/** What makes another object have it. */
const INHERITS = /^global\.(?:Object\.(?:setPrototypeOf|getOwnPropertyDescriptors?)|Reflect\.)/;

/** Things in what is handed over that are looked at. */
const MOST_PARTS = 400;

/** The first place where an object of the family is handed to somebody who may ask it; null when there is none. */
export function leavingSight(leaving: Leaving, family: Family, homes: readonly Member[], isSpelled: boolean): Left | null {
  for (const call of leaving.linked) {
    const left = leavesBy(leaving.world, family, call, isSpelled);
    if (left) return left;
  }
  const put = putOutside(leaving.world, family);
  if (put) return put;
  for (const { home, own, fn } of homes) {
    const to = home === null ? '' : leaving.reachable().leaves({ home, own });
    const place = leaving.world.files.get(fn.file)?.facts.functions[fn.fn]?.place;
    if (to !== null && place) return { text: `an object that has it may get to ${to === '' || to === 'any package' ? 'code that is not known' : to}, which may read it`, at: place };
  }
  return null;
}

function leavesBy(world: World, family: Family, { file, fact, values, targets, callbacks }: LinkedCall, isSpelled: boolean): Left | null {
  const origins = values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  if (targets.length > 0 || origins.length === 0) return null;
  const asks = origins.some((origin) => SHOWS.test(origin) || INHERITS.test(origin) || (!KEEPS.test(origin) && (family.object !== null || ((isSpelled || !/^node:/.test(origin)) && !PLAIN.test(origin)))));
  if (!asks) return null;
  const name = origins[0] ?? '';
  const holds = holding(world, family);
  if (fact.args.some((arg) => holds(file, arg))) return { text: `${name} is handed an object that has it here, and may read it`, at: fact.at };
  const given = family.object === null ? [] : callbacks.filter((callback) => (world.files.get(callback.file)?.facts.functions[callback.fn]?.returns ?? []).some((value) => holds(callback.file, value)));
  return given.length > 0 ? { text: `what is handed to ${name} here gives back an object that has it`, at: fact.at } : null;
}

/** Whether an expression is an object of the family, or holds one. */
function holding(world: World, family: Family): (file: string, expr: ExprId) => boolean {
  const has = (value: Value, seen: Set<string>): boolean => {
    if (belongs(world, family, value) === 'ours') return true;
    const key = keyOfValue(value);
    if (seen.size >= MOST_PARTS || seen.has(key)) return false;
    seen.add(key);
    return partsOf(world, value).some((part) => evaluate(world, part.file, part.expr).some((inner) => has(inner, seen)));
  };
  return (file, expr) => {
    const seen = new Set<string>();
    return evaluate(world, file, expr).some((value) => has(value, seen));
  };
}

/** What lies in an object, a list, or the fields of an instance. */
function partsOf(world: World, value: Value): Located[] {
  if (value.v !== 'object' && value.v !== 'array' && value.v !== 'instance') return [];
  const facts = world.files.get(value.file)?.facts;
  if (!facts) return [];
  const located = (exprs: readonly ExprId[]): Located[] => exprs.map((expr) => ({ file: value.file, expr }));
  if (value.v === 'instance') {
    const fields = facts.classes[value.cls]?.members.flatMap((member) => (member.kind === 'field' && member.value !== undefined ? [member.value] : [])) ?? [];
    const set = facts.assignments.flatMap(({ object, value: put }) => {
      const target = facts.exprs[object];
      return target?.k === 'this' && facts.functions[target.fn]?.cls === value.cls ? [put] : [];
    });
    return located([...fields, ...set]);
  }
  const made = facts.exprs[value.expr];
  if (made?.k === 'array') return located(made.items);
  if (made?.k !== 'object') return [];
  const later = facts.assignments.flatMap(({ object, value: put }) => {
    const target = facts.exprs[object];
    return target?.k === 'binding' && facts.bindings[target.binding]?.values.includes(value.expr) ? [put] : [];
  });
  return located([...made.props.map(([, prop]) => prop), ...made.spreads, ...(made.keyed ?? []), ...later]);
}

/** `app.locals.settings = settings`: whoever made the one reads the other. An object that is copied into another is asked for all that it has. */
function putOutside(world: World, family: Family): Left | null {
  const holds = holding(world, family);
  for (const [file, { facts }] of world.files) {
    for (const { object, name, value, place } of facts.assignments) {
      if ((name === 'prototype' || name === '__proto__') && holds(file, value)) return { text: 'other objects inherit it from here', at: place };
      const into = evaluate(world, file, object);
      const isOutside = into.length > 0 && into.every((one) => one.v === 'origin' && one.id !== 'global');
      if (isOutside && holds(file, value)) return { text: 'an object that has it is put into something of a package here, which may read it', at: place };
    }
    if (!family.object) continue;
    const named = importedByName(world, family, file);
    if (named) return named;
    for (const expr of facts.exprs) {
      const spread = expr.k === 'object' ? expr.spreads.find((one) => evaluate(world, file, one).some((value) => belongs(world, family, value) === 'ours')) : undefined;
      if (spread !== undefined) return { text: `all that it stands among is copied into another object, in ${file}`, at: placeOfFamily(world, family) };
    }
  }
  return null;
}

/** `import { all } from './store.cjs'` asks for it while the module loads, and never again. */
function importedByName(world: World, family: Family, file: string): Left | null {
  const facts = world.files.get(file)?.facts;
  const from = [
    ...(facts?.exprs ?? []).flatMap((expr) => (expr.k === 'import' && expr.name === family.name ? [expr.from] : [])),
    ...(facts?.exports ?? []).flatMap((fact) => (fact.kind === 'reexport' && (fact.imported === family.name || fact.imported === '*') ? [fact.from] : [])),
  ].find((specifier) => {
    const resolution = world.resolve(file, specifier);
    return resolution.kind === 'file' && belongs(world, family, { v: 'module', file: resolution.file }) !== 'other';
  });
  const place = facts?.imports.find(({ specifier }) => specifier === from)?.place;
  return from !== undefined && place ? { text: 'it is imported by its name here', at: place } : null;
}

function placeOfFamily(world: World, { members: [first] }: Family): Place {
  return world.files.get(first?.file ?? '')?.facts.functions[first?.fn ?? 0]?.place as Place;
}
