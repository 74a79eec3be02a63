/**
 * A script that is run for what it does can wait while it runs: as an ES module at its top, else in an async function that begins with the first wait. Says how, or why
 * not: somebody goes on after it has loaded the script, or something that began before the wait would miss what comes after it.
 */
import type { Place } from '../core/facts.js';
import type { PlannedStart } from '../core/plan.js';
import type { CallEdge } from '../core/program.js';
import type { Range, TopLevel } from '../core/top-level.js';
import type { ClosureWorld } from './closure-data.js';
import { isAtLoad, within } from './lazy-data.js';
import { tooEarly } from './start-gaps.js';
import { notAtTop } from './top-waits.js';

export interface StartRequest {
  file: string;
  /** Offsets of what has to be waited for at the top of the module. */
  positions: ReadonlySet<number>;
}

/** `start` null: it waits at its top, and nothing moves. */
export type StartAnswer = { start: PlannedStart | null } | { refused: string; at?: Place };

/** Null for a module that is no script. */
export function startScript(world: ClosureWorld, request: StartRequest): StartAnswer | null {
  const { file, positions } = request;
  const top = world.topLevel(file);
  if (!top) return null;
  const held = heldBy(top, positions);
  const asMain = held.every((index) => top.script.statements[index]?.asMain === true);
  const atTop = !asMain && top.esModule;
  const problem = asMain ? null : atTop ? notAtTop(world, file, held) : notAScript(world, file);
  if (problem === '') return null;
  if (problem !== null) return { refused: problem };
  const kept = changedInMemory(world, file, top, held);
  if (kept !== undefined) return { refused: `${kept} is read once and then changed in memory, of which every isolate of a Worker has its own` };
  const early = tooEarly(world, { file, top, positions: [...positions] });
  if (early) return early;
  if (atTop) return { start: null };
  const range = asMain ? rangeAsMain(top, held) : rangeToEnd(top, held);
  if ('refused' in range) return range;
  const call = lastCall(world, file, top, positions);
  return { start: { file, range: range.whole, ...(call ? { call } : {}) } };
}

/** What is made of stored data at the start, and changed by functions later. */
function changedInMemory(world: ClosureWorld, file: string, top: TopLevel, held: readonly number[]): string | undefined {
  const inside = (at: number): boolean => held.some((index) => within(at, top.statements[index]?.range ?? [0, 0]));
  const names = new Set([...held.flatMap((index) => top.statements[index]?.declares ?? []), ...top.uses.filter((use) => isAtLoad(use) && use.writes && inside(use.at)).map(({ name }) => name)]);
  return [...names].find((name) => world.changing.has(`${file} ${name}`) || top.uses.some((use) => use.name === name && !isAtLoad(use) && (use.writes || use.changes)));
}

const heldBy = (top: TopLevel, positions: ReadonlySet<number>): number[] => top.statements.flatMap((statement, i) => ([...positions].some((at) => within(at, statement.range)) ? [i] : []));

/** Why nobody may be kept waiting by it; '' for what is not started at all, null where nothing speaks against it. */
function notAScript(world: ClosureWorld, file: string, seen: ReadonlySet<string> = new Set()): string | null {
  const { started, loadedBy } = world.scripts;
  if (seen.has(file)) return `${file} is loaded in a circle`;
  const how = started.get(file);
  const loads = loadedBy.get(file) ?? [];
  const gives = world.topLevel(file)?.script.statements.some((statement) => statement.gives) !== false;
  // What nobody is seen to load, and what has nothing to give, is started by hand.
  if (how === undefined && loads.length === 0) return gives ? '' : null;
  if (how === 'main' && gives) return `${file} is what package.json gives to others`;
  for (const { from, at } of loads) {
    const last = world.topLevel(from)?.script.lastLoads.some((range) => within(at, range)) === true;
    if (!last) return how === undefined ? '' : `${from} loads it and goes on`;
    const above = notAScript(world, from, new Set([...seen, file]));
    if (above !== null) return above;
  }
  return null;
}

type Extent = { whole: Range } | { refused: string };

/** What is only done as main becomes a function where it stands; nothing that is done may follow, for it would come first. */
function rangeAsMain(top: TopLevel, held: readonly number[]): Extent {
  const [first = 0, last = 0] = [Math.min(...held), Math.max(...held)];
  const { statements } = top.script;
  if (statements.some(({ idle }, i) => i > first && !idle && !held.includes(i))) return { refused: 'what follows what is done as main would come before it' };
  return extent(top, first, last);
}

/** From the first wait to the end, with everything whose names would be out of sight otherwise. Function declarations at the end stay where they are. */
function rangeToEnd(top: TopLevel, held: readonly number[]): Extent {
  const { statements } = top.script;
  let first = Math.min(...held);
  let last = Math.max(...held, ...statements.flatMap(({ idle }, i) => (idle ? [] : [i])));
  for (;;) {
    const names = new Set(top.statements.slice(first, last + 1).flatMap((statement, i) => [...statement.declares, ...(statements[first + i]?.defines ?? [])]));
    const users = top.uses.filter(({ name }) => names.has(name)).map(({ at }) => top.statements.findIndex((statement) => within(at, statement.range)));
    const [from, to] = [Math.min(first, ...users), Math.max(last, ...users)];
    if (from === first && to === last) return extent(top, first, last);
    [first, last] = [from, to];
  }
}

function extent(top: TopLevel, first: number, last: number): Extent {
  const bound = top.script.statements.slice(first, last + 1).find((statement) => statement.bound !== null)?.bound;
  if (typeof bound === 'string') return { refused: bound };
  return { whole: [top.statements[first]?.range[0] ?? 0, top.statements[last]?.range[1] ?? 0] };
}

/** The script ends with one call, and waits for nothing else. */
function lastCall(world: ClosureWorld, file: string, top: TopLevel, positions: ReadonlySet<number>): Range | null {
  const busy = top.script.statements.map((statement, i) => ({ ...statement, i })).filter(({ idle }) => !idle);
  const call = busy[busy.length - 1]?.lastCall;
  if (!call || ![...positions].every((at) => within(at, call))) return null;
  const own = (world.graph.outOf.get(`${file}#0`) ?? []).filter((edge): boolean => positions.has(edge.at.start));
  return own.length > 0 && own.length === positions.size && own.every((edge) => isPlain(edge, call)) ? call : null;
}

const isPlain = (edge: CallEdge, call: Range): boolean => edge.kind === 'call' && edge.range[0] === call[0] && edge.range[1] === call[1];
