/** What a run of the program makes and takes away again, for certain: no later run finds it. A run that may do one without the other leaves data behind. */
import type { WayFact } from '../core/facts.js';
import { type LinkedCall, callerOf, idOf } from './edges.js';
import { type PathNames, isAmong, itemsOf, namesFrom, namesIn } from './path-names.js';
import type { PathText } from './path-text.js';
import { type SiteDraft, touchedAt } from './sites.js';
import { type Standing, type Ways, isBefore, isSure, onTo, waysOf } from './ways.js';
import type { World } from './world.js';

/** A place at which files are made, read or taken away, as seen from one function. */
interface Spot extends Standing {
  fn: string;
  paths: readonly PathText[];
  names: PathNames;
}

/** `by`: the call that hands the function over which is called here: it runs within that one, whoever else hands something over. */
interface Running {
  call: LinkedCall;
  by?: LinkedCall;
}

interface Runs {
  world: World;
  /** Calls by which a function runs within the run of another one; null where somebody else may run it as well. */
  callsOf: (fn: string) => readonly Running[] | null;
}

/** Calls on the way from a file that is made to where it is taken away. */
const MOST_CALLS = 4;

const RUNS_IN_TURN = /^(?:Array\.|Promise\.|global\.Promise$)/;

function runsOf(world: World, linked: readonly LinkedCall[]): Runs {
  const calls = new Map<string, Running[]>();
  const handed = new Set<string>();
  const written = new Map(linked.map((call) => [`${call.file}:${call.index}`, call]));
  const put = (fn: string, running: Running): void => {
    const known = calls.get(fn);
    if (known) known.push(running);
    else calls.set(fn, [running]);
  };
  for (const call of linked) {
    for (const { file, fn } of call.targets) {
      const usage = world.files.get(file)?.facts.functions[fn]?.usage;
      const by = usage?.kind === 'argument' ? written.get(`${file}:${usage.call}`) : undefined;
      put(idOf({ file, fn }), by?.targets.some((target) => idOf(target) === callerOf(call)) ? { call, by } : { call });
    }
    for (const callback of call.callbacks) if (RUNS_IN_TURN.test(callback.via)) put(idOf(callback), { call }); else handed.add(idOf(callback));
  }
  return { world, callsOf: (fn) => (handed.has(fn) ? null : calls.get(fn) ?? null) };
}

/** The same from the function that calls, or hands the function over. */
function seenFrom({ world }: Runs, spot: Spot, call: LinkedCall): Spot {
  const [file, fn] = [spot.fn.slice(0, spot.fn.lastIndexOf('#')), Number(spot.fn.slice(spot.fn.lastIndexOf('#') + 1))];
  return { ...spot, fn: callerOf(call), start: call.fact.at.start, ways: waysOf(world, call), names: namesFrom(world, spot.names, call, { file, fn }) };
}

function spotOf(world: World, { site, linked, pathAt, paths, ways }: SiteDraft): Spot {
  const names = site.wraps ? namesIn(world, linked.file, linked.fact.args) : namesIn(world, pathAt?.file ?? '', pathAt ? [pathAt.expr] : []);
  return { fn: site.fn, start: site.at.start, ways, paths, names };
}

/** It holds here, or wherever the function is called. */
function holdsInRuns(runs: Runs, spot: Spot, test: (spot: Spot) => boolean, left = MOST_CALLS): boolean {
  if (test(spot)) return true;
  const calls = left > 0 ? runs.callsOf(spot.fn) : null;
  return calls !== null && calls.length > 0 && calls.every(({ call, by }) => {
    if (callerOf(call) === spot.fn) return false;
    const seen = seenFrom(runs, spot, call);
    return by ? test(seen) || holdsInRuns(runs, seenFrom(runs, spot, by), test, left - 1) : holdsInRuns(runs, seen, test, left - 1);
  });
}

/** `.then(…)` and `.finally(…)` come in any case, and so does each turn of a loop; what catches comes where something failed. */
const inAnyCase = (call: LinkedCall, fn: string): boolean =>
  call.targets.some((target) => idOf(target) === fn) || call.callbacks.some((callback) => idOf(callback) === fn && callback.argument === 0 && /^(?:Array\.(?:forEach|map|flatMap)|Promise\.(?:then|finally)|global\.Promise)$/.test(callback.via));

/** Places from which one removal is looked at; further away, what is made counts as kept. */
const MOST_SPOTS = 64;

/** Wherever it is seen from, the nearest first. */
function removalsFrom(runs: Runs, first: Spot): Spot[] {
  const found = [{ spot: first, left: MOST_CALLS }];
  // Grows while it is read.
  for (const { spot, left } of found) {
    const isSureThere = left > 0 && found.length < MOST_SPOTS && [...spot.ways.values()].every(({ sure, fails }) => sure || fails);
    const calls = isSureThere ? runs.callsOf(spot.fn) ?? [] : [];
    found.push(...calls.filter(({ call }) => callerOf(call) !== spot.fn && inAnyCase(call, spot.fn)).slice(0, MOST_SPOTS).map(({ call }) => ({ spot: seenFrom(runs, spot, call), left: left - 1 })));
  }
  return found.map(({ spot }) => spot);
}

/** Of a list that is written out, each item by itself: `for (const file of [page, image]) unlinkSync(file)`. */
function removedAt(world: World, draft: SiteDraft): Spot[] {
  const spot = spotOf(world, draft);
  const { pathAt } = draft;
  const items = pathAt && !draft.site.wraps ? itemsOf(world, pathAt.file, pathAt.expr) : [];
  if (!pathAt || items.length < 2) return [spot];
  return items.map((expr) => ({ ...spot, paths: touchedAt(world, draft.api, { file: pathAt.file, expr }), names: namesIn(world, pathAt.file, [expr]) }));
}

/** `if (existsSync(file)) unlinkSync(file)`, `if (file) unlinkSync(file)`: where the condition does not hold, nothing is there. */
function withoutQuestions(world: World, file: string, { ways, paths, names }: Spot, probes: ReadonlyMap<string, SiteDraft>): Ways {
  const facts = world.files.get(file)?.facts;
  const isOfFile = (ask: number): boolean => {
    const expr = facts?.exprs[ask];
    const called = expr?.k === 'await' ? facts?.exprs[expr.of] : expr;
    const probe = called?.k === 'call' ? probes.get(`${file}:${called.call}`) : undefined;
    return probe ? probe.paths.some(({ text }) => paths.some((path) => path.text === text)) : isAmong(world, file, ask, names);
  };
  return new Map([...ways].map(([of, way]): [number, WayFact] => [of, way.asks?.every(isOfFile) ? { ...way, sure: true } : way]));
}

const isKnown = ({ text }: PathText): boolean => !text.includes('*');

/** By their names: each of the paths that are taken away takes away one that was made, and so each of these goes. */
function takes(gone: Spot, made: Spot): boolean {
  const isTakenBy = ({ text }: PathText, by: PathText): boolean => text === by.text || text.startsWith(`${by.text}/`);
  return gone.paths.length > 0 && made.paths.length > 0 && gone.paths.every((by) => made.paths.some((path) => isTakenBy(path, by))) && made.paths.every((path) => gone.paths.some((by) => isTakenBy(path, by)));
}

/** A path that is known whole is one file; of others, what stands in for what is not known has to be the same. */
const isSame = (gone: Spot, made: Spot): boolean =>
  (gone.paths.length === 1 && gone.paths.every(isKnown)) || (gone.names.whole.size > 0 && [...gone.names.whole].every((name) => made.names.within.has(name)));

const isStart = ({ site }: SiteDraft): boolean => site.reachedBy.some(({ entryPoint }) => /^(?:start|bin|export) /.test(entryPoint));

/** Tells of what is made whether it is taken away again, or comes into a folder that was taken away before; and of what is read whether it was made in the same run. */
export function withRemovals(world: World, linked: readonly LinkedCall[], drafts: readonly SiteDraft[]): SiteDraft[] {
  const stored = drafts.filter(({ site }) => site.storage && site.reach !== 'test');
  const accessed = (access: RegExp): SiteDraft[] => stored.filter(({ site }) => access.test(site.storage?.access ?? ''));
  const gone = accessed(/^delete$/);
  if (gone.length === 0) return [...drafts];
  const runs = runsOf(world, linked);
  const probes = new Map(accessed(/^probe$/).map((draft) => [`${draft.linked.file}:${draft.linked.index}`, draft]));
  const wrapped = new Set(stored.flatMap(({ site }) => site.wraps ?? []));
  // What takes away what it is given is seen from its callers already.
  const removals = gone.flatMap((draft) => removedAt(world, draft).map((spot) => ({ ...spot, ways: withoutQuestions(world, draft.linked.file, spot, probes) })).flatMap((spot) => (wrapped.has(draft.site.id) ? [spot] : removalsFrom(runs, spot))));
  const makers = accessed(/^(?:write|append|create)$/);
  const made = makers.filter(({ site }) => !wrapped.has(site.id)).map((draft) => spotOf(world, draft));
  const isTaken = (spot: Spot, by: readonly Spot[]): boolean => isSure(by.filter((one) => one.fn === spot.fn && takes(one, spot) && isSame(one, spot)).map((one) => onTo(spot, one)).filter((ways) => ways !== null));
  const isCleared = (spot: Spot): boolean => removals.some((one) => one.fn === spot.fn && one.paths.every(isKnown) && takes(one, spot) && isBefore(one, spot));
  const isMade = (spot: Spot): boolean => made.some((one) => one.fn === spot.fn && takes(one, spot) && isSame(one, spot) && isBefore(one, spot));
  const [making, reading] = [new Set(makers), new Set(accessed(/^read$/))];
  return drafts.map((draft): SiteDraft => {
    const holds = (test: (spot: Spot) => boolean): boolean => holdsInRuns(runs, spotOf(world, draft), test);
    if (reading.has(draft) && holds(isMade)) return { ...draft, madeBefore: true };
    if (!making.has(draft)) return draft;
    if (holds((spot) => isTaken(spot, removals.filter(({ ways }) => [...ways.values()].some(({ last }) => last))))) return { ...draft, takenAway: 'in any case' };
    if (holds((spot) => isTaken(spot, removals))) return { ...draft, takenAway: 'unless it fails' };
    return isStart(draft) && holds(isCleared) ? { ...draft, madeAnew: true } : draft;
  });
}
