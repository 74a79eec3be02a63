/** Whether something may be what a call of an unknown receiver is made on: asked once per thing, for the whole program. */
import type { ExprId } from '../../core/facts.js';
import { drawn } from '../conclusions.js';
import type { LinkedCall, Target } from '../edges.js';
import { subclassesOf } from '../overrides.js';
import { eachPut, toldOtherwise } from '../put-fields.js';
import type { Holder } from '../taken.js';
import { evaluate } from '../values.js';
import { type FileIndex, type Value, type World, functionId } from '../world.js';
import { drawCall, drawNamed } from './calls.js';
import { type Drawing, createDrawing } from './drawing.js';
import { drawFile } from './expressions.js';
import { type Home, type Member, homeKey, homeOf } from './homes.js';
import { createTracking } from './tracking.js';

export interface Reachable {
  /** What stands there may be the home; null: that was too much to ask. */
  reaches(member: { home: Home; own: boolean }, file: string, at: Holder): boolean | null;
  /** What stands there may be the function itself; null: that was too much to ask. */
  comesTo(fn: Target, file: string, at: ExprId): boolean | null;
  /** The package that may be handed the home, '' where it may be any; null: there is none. */
  leaves(member: { home: Home; own: boolean }): string | null;
}

export interface Bounds {
  /** Nodes that all searches may come to; what is asked after that has no answer. */
  mostVisits: number;
  /** Functions that whoever uses the package can call. */
  isPublic: ReadonlySet<string>;
}

interface Flow {
  world: World;
  linked: readonly LinkedCall[];
  members: readonly Member[];
}

export function reachability(world: World, files: readonly FileIndex[], { linked, members }: Omit<Flow, 'world'>, { mostVisits, isPublic }: Bounds): Reachable {
  const drawing = draw({ world, linked, members }, files, isPublic);
  const seen = seenHomes(drawing, files);
  const tracking = createTracking(drawing, (key) => seedsOf(drawing, seen, key), mostVisits);
  return {
    reaches: ({ home, own }, file, at) => tracking.reaches(homeKey(home), own, at.parameter ? drawing.parameter(file, at.parameter.fn, at.parameter.index) : drawing.expr(file, at.expr)),
    comesTo: ({ file, fn }, at, id) => tracking.reaches(`function ${file}:${fn}`, true, drawing.expr(at, id)),
    leaves: ({ home, own }) => [...drawing.handedNodes()].find(([node]) => tracking.reaches(homeKey(home), own, node) !== false)?.[1] ?? null,
  };
}

function draw({ world, linked, members }: Flow, files: readonly FileIndex[], isPublic: ReadonlySet<string>): Drawing {
  const drawing = createDrawing(world, files, namesPut(files, members));
  for (const { facts } of files) drawFile(drawing, facts.file, facts);
  for (const call of linked) drawCall(drawing, call);
  drawOutside(drawing, files, isPublic);
  // What an API is known to call, it calls itself; it does not hand it on to be called by no name.
  const handed = linked.flatMap((call) => [...call.callbacks.filter(({ callback }) => callback === null), ...functionsAmongRest(world, call)]);
  const named = [...members.map(({ fn, name }) => [fn, name] as const), ...handed.map((fn) => [fn, ''] as const)];
  drawNamed(drawing, new Map(named.map((one) => [`${functionId(one[0].file, one[0].fn)} ${one[1]}`, one])).values());
  return drawing;
}

/** Names under which the program puts anything, whatever that is. */
function namesPut(files: readonly FileIndex[], members: readonly Member[]): ReadonlySet<string> {
  const names = new Set(members.map(({ name }) => name));
  for (const index of files) {
    eachPut(index, ({ name }) => void names.add(name));
    for (const name of toldOtherwise(index.facts)) names.add(name);
  }
  return names;
}

/** Functions that a call gives to a parameter that takes all the rest: they come out of a list, called by no name. */
function functionsAmongRest(world: World, { file, fact, targets }: LinkedCall): Target[] {
  const rest = targets.flatMap((target) => world.files.get(target.file)?.facts.bindings.flatMap(({ param, fn }) => (param?.rest && fn === target.fn ? [param.index] : [])) ?? []);
  if (rest.length === 0) return [];
  const exprs = world.files.get(file)?.facts.exprs ?? [];
  return fact.args.slice(Math.min(...rest)).flatMap((arg): Target[] => {
    const expr = exprs[arg];
    return expr?.k === 'function' ? [{ file, fn: expr.fn }] : evaluate(world, file, arg).flatMap((value): Target[] => (value.v === 'function' ? [{ file: value.file, fn: value.fn }] : []));
  });
}

/** Whoever uses the package can hand what it was given to whatever it may call. */
function drawOutside(drawing: Drawing, files: readonly FileIndex[], isPublic: ReadonlySet<string>): void {
  const { graph } = drawing;
  const outside = drawing.handed('whoever uses the package');
  // It may use the same packages as the program, and share their things with it.
  for (const [handed] of drawing.handedNodes()) if (handed !== outside) graph.edge(handed, outside);
  for (const { facts } of files) {
    const { file } = facts;
    const open = facts.functions.flatMap((_fact, fn) => (isPublic.has(functionId(file, fn)) ? [fn] : []));
    if (open.length > 0) for (const fact of facts.exports) if (fact.kind === 'value') graph.edge(drawing.expr(file, fact.value), outside);
    for (const fn of open) {
      graph.edge(drawing.result(file, fn), outside);
      for (const { param, fn: owner } of facts.bindings) if (param && owner === fn) graph.edge(outside, drawing.parameter(file, fn, param.index));
    }
  }
}

/** Nodes at which each home is known to be, wherever linking has seen it. */
function seenHomes({ expr, binding }: Drawing, files: readonly FileIndex[]): ReadonlyMap<string, readonly number[]> {
  const seen = new Map<string, number[]>();
  const see = (node: number, value: Value): void => {
    const home = homeOf(value);
    if (home === null) return;
    at(node, homeKey(home));
    // What a function makes has its home too, and goes other ways than the function.
    if (value.v === 'function') at(node, `function ${value.file}:${value.fn}`);
  };
  const at = (node: number, key: string): void => {
    const known = seen.get(key);
    if (known) known.push(node);
    else seen.set(key, [node]);
  };
  for (const { facts, values, bindingValues } of files) {
    const { file } = facts;
    facts.exprs.forEach((fact, id) => {
      if (fact.k === 'class') see(expr(file, id), { v: 'class', file, cls: fact.cls });
      if (fact.k === 'function') at(expr(file, id), `function ${file}:${fact.fn}`);
      for (const value of drawn(values, id)) see(expr(file, id), value);
    });
    facts.bindings.forEach((_binding, id) => {
      for (const value of drawn(bindingValues, id)) see(binding(file, id), value);
    });
  }
  return seen;
}

/** Where a home comes to be, and where it was seen; of a class, those that extend it too. */
function seedsOf(drawing: Drawing, seen: ReadonlyMap<string, readonly number[]>, key: string): number[] {
  const [, kind = '', file = '', number = ''] = /^(\w+) (.*):(\d*)$/.exec(key) ?? [];
  const known = seen.get(key) ?? [];
  if (kind === 'class' || kind === 'instance') {
    const classes = [{ file, cls: Number(number) }, ...subclassesOf(drawing.world, { file, cls: Number(number) })];
    return classes.flatMap((one) => [...(kind === 'instance' ? [drawing.instance(one.file, one.cls)] : []), ...(seen.get(homeKey({ kind, ...one })) ?? [])]);
  }
  if (kind === 'made') return [drawing.made(file, Number(number)), ...known];
  if (kind === 'module' && !drawing.loadedByName.has(file)) return [drawing.loaded, ...known];
  return kind === 'object' ? [drawing.expr(file, Number(number)), ...known] : [...known];
}
