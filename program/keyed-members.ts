/** Functions that are put into a thing under a computed name, `table[name] = () => …`, `{ [name]: () => … }`: a member under each name that the program calls and that the key can be. For plans alone. */
import { mayBeNamed, textsOf } from './computed-names.js';
import type { LinkedCall } from './edges.js';
import { type Member, functionsAt, homeOf } from './flow/homes.js';
import type { OpenRead } from './open-reads.js';
import { takenFrom } from './taken.js';
import { evaluate } from './values.js';
import { type FileIndex, type World, lazily } from './world.js';

export function keyedMembers(world: World, linked: readonly LinkedCall[], { files, reads }: { files: readonly FileIndex[]; reads: readonly OpenRead[] }): Member[] {
  const names = lazily(() => namesAsked(world, linked, reads));
  const texts = lazily(() => textsOf(files));
  const assigned = [...world.files].flatMap(([file, { facts, assignmentsByName }]) => (assignmentsByName.get('*') ?? []).flatMap((i): Member[] => {
    const assignment = facts.assignments[i];
    const fns = assignment ? functionsAt({ world, fn: () => true }, facts, assignment.value) : [];
    if (!assignment || fns.length === 0) return [];
    const { object, key } = assignment;
    const homes = evaluate(world, file, object).map(homeOf);
    const possible = [...names()].filter((name) => key === undefined || mayBeNamed(world, { file, start: assignment.place.start }, { k: 'index', object, index: key }, name, texts));
    return possible.flatMap((name) => fns.flatMap((fn) => (homes.length === 0 ? [null] : homes).map((home): Member => ({ fn, name, home, own: true }))));
  }));
  return [...assigned, ...[...world.files].flatMap(([file, { facts, objects }]) => objects.flatMap((expr) => {
    const object = facts.exprs[expr];
    const fns = object?.k === 'object' ? (object.keyed ?? []).flatMap((value) => functionsAt({ world, fn: () => true }, facts, value)) : [];
    // Under which name an object literal has it is not known: it is one that the program writes.
    return fns.flatMap((fn) => [...names()].filter((name) => texts().has(name)).map((name): Member => ({ fn, name, home: { kind: 'object', file, expr }, own: true })));
  }))];
}

/** Names of members that are called, or read where it is not known what they are. */
function namesAsked(world: World, linked: readonly LinkedCall[], reads: readonly OpenRead[]): Set<string> {
  const called = linked.flatMap(({ file, fact }) => {
    const facts = world.files.get(file)?.facts;
    return facts ? takenFrom(facts, fact.callee) : [];
  });
  return new Set([...called, ...reads.map(({ taken }) => taken)].flatMap(({ name }) => name ?? []));
}
