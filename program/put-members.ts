/**
 * What the program puts onto things after they were made, by whatever name it holds them there: `const app = express(); app.save = …`, `const desk = new Desk(); desk.open = …`,
 * `module.exports = (app) => { app.load = … }`, `Desk.prototype.close = …` in another file. Neither a class, an object nor a package tells of such members where it is written.
 */
import type { CallIndex, ExprId, FileFacts } from '../core/facts.js';
import { type FileIndex, type Located, type Value, type World, keyOfValue, lazily } from './world.js';

interface Put extends Located {
  /** What it is put onto. */
  object: ExprId;
  /** Onto what instances of that come from. */
  prototype?: true;
  /** The call that made it, where the variable was given that and nothing else. */
  made?: CallIndex;
}

type Puts = ReadonlyMap<string, readonly Put[]>;

const putsIn = new WeakMap<World['files'], () => Puts>();

/** A name that so many things are given says little, and is dear to ask about. */
const MOST_PUTS = 32;

/** What is put under the name onto the thing where its own file, class or package does not say it. */
export function putElsewhere(world: World, value: Value, name: string): Located[] {
  const known = putsIn.get(world.files) ?? lazily(() => puts(world.files.values()));
  putsIn.set(world.files, known);
  const found = known().get(name);
  if (found === undefined || found.length > MOST_PUTS) return NOWHERE;
  return found.filter((put) => isPutOn(world, put, value));
}

/** Whether what a package is taken to have there is what the program put onto the thing itself: `app.settings.load`, where it says `app.settings = …`. */
export function isPutThere(world: World, { id, file, call }: Value & { v: 'origin' }): boolean {
  const end = id.lastIndexOf(')') + 1;
  const [, name] = /^\.([^.]+)/.exec(id.slice(end)) ?? [];
  return end > 0 && name !== undefined && call !== undefined && file !== undefined && putElsewhere(world, { v: 'origin', id: id.slice(0, end), file, call }, name).length > 0;
}

const NOWHERE: Located[] = [];

function isPutOn(world: World, { file, object, prototype, made }: Put, value: Value): boolean {
  if (value.v === 'origin') {
    const isIt = (one: Value): boolean => one.v === 'origin' && one.id === value.id && one.call === value.call && one.file === value.file;
    if (value.call === undefined || !value.id.endsWith(')')) return false;
    return made === undefined ? world.evaluator.evaluate(world, file, object).some(isIt) : made === value.call && file === value.file;
  }
  const key = keyOfValue(value);
  return held(world, file, object).some((one) => (prototype ? keyOfMade(one) : keyOfValue(one)) === key);
}

/** A module is held as what it gives as a whole, too. */
const held = (world: World, file: string, id: ExprId): Value[] => world.evaluator.evaluate(world, file, id).flatMap((one) => (one.v === 'module' ? [one, ...world.evaluator.exportValues(world, one.file, 'default')] : [one]));

/** What `new` of a value makes. */
const keyOfMade = (value: Value): string | null => (value.v === 'class' ? keyOfValue({ v: 'instance', file: value.file, cls: value.cls }) : value.v === 'function' ? keyOfValue({ v: 'made', file: value.file, fn: value.fn }) : null);

function puts(files: Iterable<FileIndex>): Puts {
  const found = new Map<string, Put[]>();
  for (const { facts } of files) {
    for (const { object, name, value } of facts.assignments) {
      const holder = facts.exprs[object];
      const prototype = holder?.k === 'member' && holder.name === 'prototype';
      const onto = prototype ? facts.exprs[holder.object] : holder;
      if (name === null || name === '*' || onto?.k !== 'binding' || isWrittenThere(facts, onto.binding)) continue;
      const known = found.get(name) ?? [];
      known.push({ file: facts.file, expr: value, object: prototype ? holder.object : object, ...(prototype ? { prototype } : {}), ...madeBy(facts, onto.binding) });
      found.set(name, known);
    }
  }
  return found;
}

/** An object, a class or a function of this file: what is put onto it is known where it is. */
const isWrittenThere = ({ exprs, bindings }: FileFacts, binding: number): boolean => bindings[binding]?.values.some((id) => /^(?:object|function|class)$/.test(exprs[id]?.k ?? '')) === true || /^(?:function|class)$/.test(bindings[binding]?.kind ?? '');

function madeBy({ exprs, bindings }: FileFacts, binding: number): { made?: CallIndex } {
  const [only, ...more] = bindings[binding]?.values ?? [];
  const given = only === undefined || more.length > 0 ? undefined : exprs[only];
  const made = given?.k === 'await' ? exprs[given.of] : given;
  return made?.k === 'call' ? { made: made.call } : {};
}
