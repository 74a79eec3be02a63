/**
 * What the program puts onto things after they were made, by whatever name it holds them there: `const app = express(); app.save = …`, `const desk = new Desk(); desk.open = …`.
 * A class or a package does not tell of such members.
 */
import type { AssignmentFact, CallIndex, ExprId, FileFacts } from '../core/facts.js';
import { type FileIndex, type Located, type Value, type World, lazily } from './world.js';

interface PutOnNew extends Located {
  /** The X of the `new X()` that the thing was made by. */
  callee: ExprId;
}

const onNewIn = new WeakMap<World['files'], () => ReadonlyMap<string, readonly PutOnNew[]>>();

const MOST_PUTS = 32;

/** What is put under a name onto what a call of a package gave, in the file of the call. */
export function putOnMade(world: World, { id, file, call }: Value & { v: 'origin' }, name: string): Located[] {
  const index = call === undefined || file === undefined || !id.endsWith(')') ? undefined : world.files.get(file);
  const places = index?.assignmentsByName.get(name);
  return index && places ? places.flatMap((i): Located[] => {
    const put = index.facts.assignments[i];
    return put && callsHeld(index.facts, put).includes(call as CallIndex) ? [{ file: index.facts.file, expr: put.value }] : [];
  }) : NOWHERE;
}

/** What is put under a name onto instances of a class, or what `new` of a function makes, where they were made. */
export function putOnNew(world: World, value: Value & { v: 'instance' | 'made' }, name: string): Located[] {
  const known = onNewIn.get(world.files) ?? lazily(() => putsOnNew(world.files.values()));
  onNewIn.set(world.files, known);
  const puts = known().get(name);
  return puts === undefined || puts.length > MOST_PUTS ? NOWHERE : puts.filter(({ file, callee }) => world.evaluator.evaluate(world, file, callee).some((one) =>
    one.file === value.file && (value.v === 'instance' ? one.v === 'class' && one.cls === value.cls : one.v === 'function' && one.fn === value.fn)));
}

const NOWHERE: Located[] = [];

function putsOnNew(files: Iterable<FileIndex>): ReadonlyMap<string, readonly PutOnNew[]> {
  const found = new Map<string, PutOnNew[]>();
  for (const { facts } of files) {
    for (const put of facts.assignments) {
      if (put.name === null || put.name === '*') continue;
      for (const index of callsHeld(facts, put)) {
        const call = facts.calls[index];
        if (call?.kind !== 'new') continue;
        const known = found.get(put.name) ?? [];
        known.push({ file: facts.file, expr: put.value, callee: call.callee });
        found.set(put.name, known);
      }
    }
  }
  return found;
}

/** Calls whose result the variable was given that something is put onto. */
function callsHeld({ exprs, bindings }: FileFacts, { object }: AssignmentFact): CallIndex[] {
  const holder = exprs[object];
  const values = holder?.k === 'binding' ? bindings[holder.binding]?.values : undefined;
  return values === undefined ? [] : values.flatMap((id): CallIndex[] => {
    const given = exprs[id];
    const made = given?.k === 'await' ? exprs[given.of] : given;
    return made?.k === 'call' ? [made.call] : [];
  });
}
