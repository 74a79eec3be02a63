/**
 * Names of members that some call on a receiver of unknown kind could mean, of functions that may have to wait for storage. A scan asks nothing more: where things get
 * to is a question of plans (receivers.ts), which takes far longer.
 */
import type { ExprId } from '../core/facts.js';
import { type CallIndex, rememberedBy } from './call-index.js';
import { isAnother, mayBeNamed, textsOf } from './computed-names.js';
import type { LinkedCall } from './edges.js';
import { type Member, type Spot, membersAt, spotsIn } from './flow/homes.js';
import { suiting } from './namesakes.js';
import { type OpenCall, type Question, fileOfFunction, isUnfollowed, openCalls } from './receivers.js';
import { type World, functionId, lazily } from './world.js';

/** The functions asked about, whoever calls them, and those that turn async together with any of these. */
function waiting({ starts, edges, families }: Question): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = callers.get(to);
    if (known) known.push(from);
    else callers.set(to, [from]);
  }
  const kin = new Map(families.flatMap(({ functions, waits }) => (waits ? [] : functions).map((id): [string, string[]] => [id, functions])));
  const found = new Set(starts);
  for (const id of found) for (const others of [callers.get(id), kin.get(id)]) for (const other of others ?? []) found.add(other);
  return found;
}

/**
 * Whether a name is such a name. The question is made when the first name is asked for, and each name is looked at once: most programs ask for a few names or for none, and have
 * thousands.
 */
export function openNameIn(world: World, index: CallIndex, question: () => Question): (name: string) => boolean {
  const looking = lazily(() => lookingFor(world, index, question()));
  return rememberedBy((name) => looking()?.(name) === true);
}

/** Null: nothing may have to wait. */
function lookingFor(world: World, index: CallIndex, question: Question): ((name: string) => boolean) | null {
  const starts = [...new Set(question.starts)];
  if (starts.length === 0) return null;
  const together = question.together(new Set(starts.map(fileOfFunction)));
  const linked = index.calls.filter((call) => together.has(call.file));
  const asked = waiting({ ...question, starts });
  const { byName, byKey, anyByKey } = mayMean(world, linked, together);
  const suits = suiting(world, index.calls);
  const members = membersAt(world, linked, { fn: ({ file, fn }) => asked.has(functionId(file, fn)) });
  const spots = spotsByName(world, (name) => anyByKey || byName(name).length > 0);
  const isMeant = ({ fn, name, home }: Member): boolean => byName(name).some(({ call }) => suits(call, fn)) || byKey(name).some(({ call, receiver }) => !isAnother(world, call.file, receiver, home) && suits(call, fn));
  return (name) => (spots.get(name) ?? []).some((spot) => members(spot).some(isMeant));
}

function spotsByName(world: World, isWanted: (name: string) => boolean): ReadonlyMap<string, readonly Spot[]> {
  const found = new Map<string, Spot[]>();
  for (const index of world.files.values()) {
    for (const spot of spotsIn(index, isWanted)) {
      const known = found.get(spot.name);
      if (known) known.push(spot);
      else found.set(spot.name, [spot]);
    }
  }
  return found;
}

interface OpenCallsBy {
  byName: (name: string) => readonly OpenCall[];
  /** Calls by a computed name that can be this one. */
  byKey: (name: string) => readonly { call: LinkedCall; receiver: ExprId }[];
  anyByKey: boolean;
}

/** Calls on receivers of unknown kind, by the names that they can mean. */
function mayMean(world: World, linked: readonly LinkedCall[], together: ReadonlySet<string>): OpenCallsBy {
  const { byName, computed } = openCalls(world, linked, isUnfollowed);
  const texts = lazily(() => textsOf([...world.files].flatMap(([file, known]) => (together.has(file) ? [known] : []))));
  // A list, or what a package made, is no home of any member.
  const keyed = computed.flatMap(({ call, taken: { key } }) => (key && !isAnother(world, call.file, key.object, null) ? [{ call, key, receiver: key.object }] : []));
  return { anyByKey: keyed.length > 0, byName: (name) => byName.get(name) ?? [], byKey: rememberedBy((name) => keyed.filter(({ call, key }) => mayBeNamed(world, { file: call.file, start: call.fact.range[0] }, key, name, texts))) };
}
