/** What is known of a call by a computed name, `x[key]()`: which names the key can be, and whether the receiver can have any. */
import type { Expr, ExprId, FileFacts } from '../core/facts.js';
import { textsAt } from './checks.js';
import { PASSES } from './flow/calls.js';
import { type Home, homeKey } from './flow/homes.js';
import { type FileIndex, type Value, type World } from './world.js';

/** The receiver is a list, or a thing of the program that is known: this one it is not. */
export function isAnother(world: World, file: string, receiver: ExprId, home: Home | null): boolean {
  const values = world.evaluator.evaluate(world, file, receiver);
  const isOther = (value: Value): boolean => value.v === 'object' && home !== null && !isMixed(world, value) && homeKey({ kind: 'object', file: value.file, expr: value.expr }) !== homeKey(home);
  return values.length > 0 && values.every((value) => value.v === 'array' || isOther(value) || (value.v === 'origin' && !PASSES.test(value.id)));
}

/** What is spread into an object, or put there under computed names, comes from elsewhere. */
function isMixed(world: World, { file, expr }: Value & { v: 'object' }): boolean {
  const object = world.files.get(file)?.facts.exprs[expr];
  return object?.k !== 'object' || object.spreads.length > 0 || (object.keyed?.length ?? 0) > 0;
}

/** Whether a computed name can be this one, as far as anything is known of the key: numbers name no function. `start`: where it is asked for. */
export function mayBeNamed(world: World, { file, start }: { file: string; start: number }, { index }: Expr & { k: 'index' }, name: string, texts: () => ReadonlySet<string>): boolean {
  const values = world.evaluator.evaluate(world, file, index);
  const facts = world.files.get(file)?.facts;
  const own = fitting(facts, index);
  if (own !== null) return own(name);
  const checked = facts ? textsAt(world, facts, index, start) : null;
  if (checked !== null) return checked.has(name);
  return values.length === 0 || values.some((value) => {
    if (value.v === 'origin' && /\.toLowerCase\(\)$/.test(value.id)) return name === name.toLowerCase() && texts().has(name);
    // A key that comes from outside may be any name.
    if (value.v === 'origin') return true;
    const inOneCase = value.v === 'expr' ? casingOf(world.files.get(value.file)?.facts, value.expr) : null;
    if (inOneCase !== null) return inOneCase(name) === name && texts().has(name);
    const fits = value.v === 'expr' ? fitting(world.files.get(value.file)?.facts, value.expr) : null;
    return fits === null ? texts().has(name) : fits(name);
  });
}

/** `method.toLowerCase()`, of a text that nobody knows: a name with capitals it is not. */
function casingOf(facts: FileFacts | undefined, key: ExprId): ((name: string) => string) | null {
  const expr = facts?.exprs[key];
  const call = expr?.k === 'call' ? facts?.calls[expr.call] : undefined;
  const callee = call && call.args.length === 0 ? facts?.exprs[call.callee] : undefined;
  if (callee?.k !== 'member') return null;
  if (callee.name === 'toLowerCase') return (name) => name.toLowerCase();
  return callee.name === 'toUpperCase' ? (name) => name.toUpperCase() : null;
}

/** Which names a key can be that is written out, at least in part; null where nothing is. */
function fitting(facts: FileFacts | undefined, key: ExprId): ((name: string) => boolean) | null {
  const expr = facts?.exprs[key];
  if (expr?.k === 'literal') return (name) => name === String(expr.value);
  if (!facts || expr?.k !== 'template') return null;
  const parts = expr.parts.flatMap((part, i) => {
    const written = facts.exprs[part];
    return written?.k === 'literal' && written.value !== '' ? [{ text: String(written.value), isFirst: i === 0, isLast: i === expr.parts.length - 1 }] : [];
  });
  return parts.length === 0 ? null : (name) => parts.every(({ text, isFirst, isLast }) => (!isFirst || name.startsWith(text)) && (!isLast || name.endsWith(text)) && name.includes(text));
}

/** The text with which a key begins: `on` of `'on' + event`. */
export function startOf(facts: FileFacts, key: ExprId): string {
  const expr = facts.exprs[key];
  const first = expr?.k === 'template' && expr.parts[0] !== undefined ? facts.exprs[expr.parts[0]] : undefined;
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
}

/** Every text that the program writes. */
export function literalsOf(files: readonly FileIndex[]): Set<string> {
  return new Set(files.flatMap(({ facts }) => facts.exprs.flatMap((expr) => (expr.k === 'literal' && typeof expr.value === 'string' ? [expr.value] : []))));
}

/** Every text and every name of a property that the program writes: what a computed name may be. */
export function textsOf(files: readonly FileIndex[]): ReadonlySet<string> {
  const texts = literalsOf(files);
  for (const { facts } of files) {
    for (const expr of facts.exprs) if (expr.k === 'object') for (const [name] of expr.props) texts.add(name);
    for (const { members } of facts.classes) for (const { name } of members) texts.add(name);
  }
  return texts;
}
