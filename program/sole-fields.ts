/**
 * What lies under the name of a field, where the program puts one kind of thing there and nothing else: instances of one of its classes. A receiver of which nothing is known and that is asked for that name
 * is taken to have it. What is put there under a computed name is not seen, so a name that anything else is written under says nothing.
 */
import type { ExprId, FileFacts } from '../core/facts.js';
import { memberOf } from './members.js';
import { eachPut, putOnto, toldOtherwise } from './put-fields.js';
import { type FileIndex, type Value, type World, lazily } from './world.js';

interface Written {
  file: string;
  /** The X of `new X()`. */
  callee: ExprId;
  /** What it is assigned to: the y of `y.name = new X()`. */
  object?: ExprId;
}

interface SoleFields {
  /** By the name of the field: the `new` expressions that it is given. */
  written: ReadonlyMap<string, readonly Written[]>;
  /** By the name of the field: what is put onto the thing in it, `x.name.load = …`; '*' for a computed name. */
  patched: ReadonlyMap<string, ReadonlySet<string>>;
}

const MOST_WRITTEN = 8;

const knownIn = new WeakMap<World['files'], () => SoleFields>();

/**
 * The instance that a field of that name holds; nothing where the name is given anything else. `of` is what is known of the receiver: nothing, or that a package made it,
 * which says nothing only where the program puts the field there itself.
 */
export function soleInstance(world: World, of: readonly Value[], name: string): Value[] {
  const known = knownIn.get(world.files) ?? lazily(() => soleFields(world.files.values()));
  knownIn.set(world.files, known);
  const { written: all, patched } = known();
  const written = all.get(name);
  if (!written || !of.every((value) => value.v === 'parameter' || (value.v === 'origin' && isPutOn(world, written, value.id)))) return [];
  const classes = written.flatMap(({ file, callee }) => world.evaluator.evaluate(world, file, callee));
  const [first] = classes;
  return first?.v === 'class' && classes.every((one) => one.v === 'class' && one.file === first.file && one.cls === first.cls) && !isPatched(world, first, patched.get(name)) ? [{ v: 'instance', file: first.file, cls: first.cls }] : [];
}

/** Another function is put in the place of one of its methods, where it lies. */
function isPatched(world: World, { file, cls }: { file: string; cls: number }, names: ReadonlySet<string> | undefined): boolean {
  if (!names) return false;
  return names.has('*') || [...names].some((name) => memberOf(world, [{ v: 'instance', file, cls }], name).some(({ v }) => v === 'function'));
}

const isPutOn = (world: World, written: readonly Written[], id: string): boolean => written.some(({ file, object }) => object !== undefined && world.evaluator.evaluate(world, file, object).some((value) => value.v === 'origin' && value.id === id));

function soleFields(files: Iterable<FileIndex>): SoleFields {
  const all = [...files];
  const found = new Map<string, Written[] | null>();
  // Most names are given something else: only those with a `new` are looked at a second time.
  for (const index of all) {
    eachPut(index, ({ name, value }) => {
      if (constructedAt(index.facts, value) !== null) found.set(name, []);
    });
  }
  for (const index of all) {
    const { facts } = index;
    eachPut(index, ({ name, value, object }) => {
      const written = found.get(name);
      if (!written || isNothing(facts, value)) return;
      const callee = constructedAt(facts, value);
      if (callee === null || written.length === MOST_WRITTEN) found.set(name, null);
      else written.push({ file: facts.file, callee, ...(object === undefined ? {} : { object }) });
    });
    for (const name of toldOtherwise(facts)) if (found.has(name)) found.set(name, null);
  }
  return { patched: putOnto(all), written: new Map([...found].flatMap(([name, written]) => (written && written.length > 0 ? [[name, written] as const] : []))) };
}

/** `new X()`, or a constant that it was given to: the expression X. */
function constructedAt({ exprs, bindings, calls }: FileFacts, id: ExprId): ExprId | null {
  const expr = exprs[id];
  if (expr?.k === 'call') {
    const call = calls[expr.call];
    return call?.kind === 'new' ? call.callee : null;
  }
  const binding = expr?.k === 'binding' ? bindings[expr.binding] : undefined;
  const [only, ...others] = binding?.kind === 'const' ? binding.values : [];
  return only !== undefined && others.length === 0 && exprs[only]?.k === 'call' ? constructedAt({ exprs, bindings, calls } as FileFacts, only) : null;
}

/** null, undefined. */
function isNothing({ exprs }: FileFacts, id: ExprId): boolean {
  const expr = exprs[id];
  return (expr?.k === 'literal' && expr.value === null) || (expr?.k === 'global' && expr.name === 'undefined');
}
