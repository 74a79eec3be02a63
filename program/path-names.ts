/** Of what a path is put together, as far as the program does not spell it: two paths of one shape are one file only where this is the same. It knows no values, only how the code comes by them. */
import type { BindingFact, ExprId } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import { ARRAY_METHODS } from './edges.js';
import type { World } from './world.js';

/** `whole`: the parts as they stand in the path. `within`: these, what they are made of, and what is made of them. */
export interface PathNames {
  whole: ReadonlySet<string>;
  within: ReadonlySet<string>;
}

const MAX_DEPTH = 16;

const parameter = (file: string, fn: number, index: number): string => `<${file}#${fn}.${index}>`;

const THIS = '<this>';

/** Calls that shape a text, or put several together. */
const SHAPING = /^(?:join|resolve|normalize|format|dirname|basename|fileURLToPath|pathToFileURL|String|encodeURIComponent|decodeURIComponent|toString|trim|toLowerCase|toUpperCase|replace|replaceAll|concat|slice|substring|padStart)$/;

const isNothing = (kind: string | undefined, value: unknown): boolean => kind === undefined || kind === 'unknown' || (kind === 'literal' && (value === null || value === ''));

/** What a variable holds once it holds anything, where that is one expression. One of the module may still hold what an earlier run put there. */
function only({ files }: World, file: string, id: ExprId): ExprId | null {
  const facts = files.get(file)?.facts;
  const expr = facts?.exprs[id];
  const binding = expr?.k === 'binding' ? facts?.bindings[expr.binding] : undefined;
  if (!facts || !binding || binding.param || (binding.fn === 0 && binding.values.length > 1)) return null;
  const values = binding.values.filter((of) => {
    const value = facts.exprs[of];
    return !isNothing(value?.k, value?.k === 'literal' ? value.value : undefined);
  });
  // A number that begins somewhere is counted on.
  return values.length === 1 && (binding.kind === 'const' || facts.exprs[values[0] ?? -1]?.k !== 'literal') ? values[0] ?? null : null;
}

/** A variable that holds now this and now that is another one at each place. */
const isMoved = (binding: BindingFact): boolean => binding.values.length > 1;

/** How the code comes by a value; the same text twice is the same value, within one run of one function. */
function nameOf(world: World, file: string, id: ExprId, depth = 0): string {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  const inner = (of: ExprId): string => nameOf(world, file, of, depth + 1);
  if (!facts || !expr || depth > MAX_DEPTH) return `${file}:${id}`;
  switch (expr.k) {
    case 'literal': return JSON.stringify(expr.value);
    case 'template': return expr.parts.map(inner).join('+');
    case 'binding': {
      const value = only(world, file, id);
      const given = facts.bindings[expr.binding];
      if (value !== null) return inner(value);
      return given?.param && !given.param.rest ? [parameter(file, given.fn, given.param.index), ...given.param.path].join('.') : given && isMoved(given) ? `${file}:${id}` : `${file}=${expr.binding}`;
    }
    case 'member': return `${inner(expr.object)}.${expr.name}`;
    case 'index': return `${inner(expr.object)}[${inner(expr.index)}]`;
    case 'call': {
      const call = facts.calls[expr.call];
      // What is asked for without a word gives another answer each time.
      return call && call.callee >= 0 && call.args.length > 0 && call.kind === 'call' ? `${inner(call.callee)}(${call.args.map(inner).join()})` : `${file}()${expr.call}`;
    }
    case 'element': return `each ${inner(expr.of)}`;
    case 'await': return inner(expr.of);
    case 'any': return expr.of.map(inner).join('|');
    case 'import': return `${expr.from}.${expr.name}`;
    case 'global': return expr.name;
    case 'this': return THIS;
    default: return `${file}:${id}`;
  }
}

/** Expressions that one is put together of; none where it is a part itself. */
function partsOf(world: World, file: string, id: ExprId): ExprId[] {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  switch (expr?.k) {
    case 'template': return expr.parts;
    case 'any': return expr.of;
    case 'array': return expr.items;
    case 'await': return [expr.of];
    case 'binding': {
      const value = only(world, file, id);
      return value === null ? [] : [value];
    }
    case 'call': {
      const call = facts?.calls[expr.call];
      const callee = facts?.exprs[call?.callee ?? -1];
      const name = callee?.k === 'member' ? callee.name : callee?.k === 'binding' ? facts?.bindings[callee.binding]?.name ?? '' : callee?.k === 'global' ? callee.name : '';
      return call && SHAPING.test(name) ? [...call.args, ...(callee?.k === 'member' ? [callee.object] : [])] : [];
    }
    default: return [];
  }
}

/** What says nothing of a place: what is spelled, modules, functions and options. */
function isSpelled(world: World, file: string, id: ExprId): boolean {
  const expr = world.files.get(file)?.facts.exprs[id];
  return expr === undefined || /^(?:literal|import|require|function|class|object|regexp)$/.test(expr.k);
}

export function namesIn(world: World, file: string, exprs: readonly ExprId[]): PathNames {
  const [whole, within] = [new Set<string>(), new Set<string>()];
  const visit = (id: ExprId, isPart: boolean, depth: number): void => {
    if (depth > MAX_DEPTH || isSpelled(world, file, id)) return;
    const parts = partsOf(world, file, id);
    within.add(nameOf(world, file, id));
    if (isPart && parts.length === 0) whole.add(nameOf(world, file, id));
    for (const part of parts) visit(part, isPart, depth + 1);
    const expr = world.files.get(file)?.facts.exprs[id];
    const deeper = parts.length > 0 ? [] : expr?.k === 'member' || expr?.k === 'index' ? [expr.object] : expr?.k === 'call' ? world.files.get(file)?.facts.calls[expr.call]?.args ?? [] : [];
    for (const part of deeper) visit(part, false, depth + 1);
  };
  for (const id of exprs) visit(id, true, 0);
  return { whole, within };
}

/** Names within a function as the code names them that calls it, or hands it to a method that does. */
export function namesFrom(world: World, { whole, within }: PathNames, call: LinkedCall, fn: { file: string; fn: number }): PathNames {
  const { file, fact, method } = call;
  const callee = world.files.get(file)?.facts.exprs[fact.callee];
  const receiver = callee?.k === 'member' ? callee.object : undefined;
  const isCalled = call.targets.some((target) => target.file === fn.file && target.fn === fn.fn);
  const given = new Map<string, ExprId>(isCalled ? fact.args.map((arg, i): [string, ExprId] => [parameter(fn.file, fn.fn, i), arg]) : []);
  if (isCalled && receiver !== undefined) given.set(THIS, receiver);
  const each = !isCalled && ARRAY_METHODS.has(method) && receiver !== undefined ? receiver : undefined;
  const renamed = (name: string): string => {
    const once = each === undefined ? name : name.replaceAll(parameter(fn.file, fn.fn, 0), () => `each ${nameOf(world, file, each)}`);
    return [...given].reduce((text, [from, to]) => (text.includes(from) ? text.replaceAll(from, () => nameOf(world, file, to)) : text), once);
  };
  const inside = (name: string): PathNames | null => (given.has(name) ? namesIn(world, file, [given.get(name) as ExprId]) : null);
  return {
    whole: new Set([...whole].flatMap((name) => [...(inside(name)?.whole ?? [renamed(name)])])),
    within: new Set([...within].flatMap((name) => [renamed(name), ...(inside(name)?.within ?? [])])),
  };
}

/** The expression is one of those that the path is made of. */
export const isAmong = (world: World, file: string, id: ExprId, { within }: PathNames): boolean => within.has(nameOf(world, file, id));

/** Items of a list that is written out, of which the expression is one after the other; else the expression itself. */
export function itemsOf(world: World, file: string, id: ExprId): ExprId[] {
  const exprs = world.files.get(file)?.facts.exprs;
  const expr = exprs?.[only(world, file, id) ?? id];
  const list = expr?.k === 'element' ? exprs?.[only(world, file, expr.of) ?? expr.of] : undefined;
  return list?.k === 'array' ? list.items : [id];
}
