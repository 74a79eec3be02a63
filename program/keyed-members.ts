/** Functions that are put into a thing under a computed name, `table[name] = () => …`: a member under each name that the program calls and that the key can be. For plans alone. */
import { mayBeNamed, textsOf } from './computed-names.js';
import type { LinkedCall } from './edges.js';
import { type Member, functionsAt, homeOf } from './flow/homes.js';
import { evaluate } from './values.js';
import { type World, lazily } from './world.js';

export function keyedMembers(world: World, linked: readonly LinkedCall[], together: ReadonlySet<string>): Member[] {
  const names = lazily(() => namesCalled(linked));
  const texts = lazily(() => textsOf([...world.files].flatMap(([file, index]) => (together.has(file) ? [index] : []))));
  return [...world.files].flatMap(([file, { facts, assignmentsByName }]) => (assignmentsByName.get('*') ?? []).flatMap((i): Member[] => {
    const assignment = facts.assignments[i];
    const fns = assignment ? functionsAt({ world, fn: () => true }, facts, assignment.value) : [];
    if (!assignment || fns.length === 0) return [];
    const { object, key } = assignment;
    const homes = evaluate(world, file, object).map(homeOf);
    const possible = [...names()].filter((name) => key === undefined || mayBeNamed(world, file, { k: 'index', object, index: key }, name, texts));
    return possible.flatMap((name) => fns.flatMap((fn) => (homes.length === 0 ? [null] : homes).map((home): Member => ({ fn, name, home, own: true }))));
  }));
}

/** Names of members that are called where it is not known what they reach. */
const namesCalled = (linked: readonly LinkedCall[]): Set<string> => new Set(linked.flatMap(({ targets, method }) => (targets.length === 0 && method !== '' ? [method] : [])));
