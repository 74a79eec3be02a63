/**
 * Names of members that some call on a receiver of unknown kind could mean, of functions that may have to wait for storage. A scan asks nothing more: where things get
 * to is a question of plans (receivers.ts), which takes far longer.
 */
import type { ExprId } from '../core/facts.js';
import { type CallIndex, rememberedBy } from './call-index.js';
import { isAnother, mayBeNamed, textsOf } from './computed-names.js';
import type { LinkedCall, Target } from './edges.js';
import { eachMember } from './flow/homes.js';
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

export function openNamesOf(world: World, index: CallIndex, question: Question): string[] {
  const starts = [...new Set(question.starts)];
  if (starts.length === 0) return [];
  const together = question.together(new Set(starts.map(fileOfFunction)));
  const linked = index.calls.filter((call) => together.has(call.file));
  const asked = waiting({ ...question, starts });
  const { byName, byKey, anyByKey } = mayMean(world, linked, together);
  const open = new Set<string>();
  const suits = suiting(world, index.calls);
  const wanted = { name: (name: string) => !open.has(name) && (anyByKey || byName(name).length > 0), fn: ({ file, fn }: Target) => asked.has(functionId(file, fn)) };
  eachMember(world, linked, wanted, ({ fn, name, home }) => {
    if (byName(name).some(({ call }) => suits(call, fn)) || byKey(name).some(({ call, receiver }) => !isAnother(world, call.file, receiver, home) && suits(call, fn))) open.add(name);
  });
  return [...open].sort();
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
  return { anyByKey: keyed.length > 0, byName: (name) => byName.get(name) ?? [], byKey: rememberedBy((name) => keyed.filter(({ call, key }) => mayBeNamed(world, call.file, key, name, texts))) };
}
