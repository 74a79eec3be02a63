/**
 * While a script waits, what began before goes on: requests come in, events happen, timers run out. They would find undone what stands after the wait, and found it
 * done when nothing waited. Looks for those that the text shows.
 */
import type { FunctionId } from '../core/program.js';
import type { NameUse, Range, TopLevel } from '../core/top-level.js';
import type { ClosureWorld } from './closure-data.js';
import { isAtLoad, isFunctionAt, within } from './lazy-data.js';
import type { StartAnswer } from './start-scripts.js';

interface Waits {
  file: string;
  top: TopLevel;
  positions: readonly number[];
}

type Refusal = Extract<StartAnswer, { refused: string }>;

export function tooEarly(world: ClosureWorld, waits: Waits): Refusal | null {
  return listensEarly(world, waits) ?? missesEvents(world, waits) ?? findsUnset(world, waits);
}

const statementAt = (top: TopLevel, at: number): number => top.statements.findIndex((statement) => within(at, statement.range));
const endOf = (top: TopLevel, at: number): number => top.statements[statementAt(top, at)]?.range[1] ?? at;

/** What stands beyond a block that ends the program is not done after a wait in it. */
const waitsBetween = ({ positions, top }: Waits, from: number, to: number): boolean => positions.some((at) => from < at && at < to && !top.script.endings.some((ending) => within(at, ending) && to > ending[1]));

/** It listens, and then waits: requests come before the rest is there. */
function listensEarly(world: ClosureWorld, { file, top, positions }: Waits): Refusal | null {
  const own = `${file}#0`;
  const direct = (world.scripts.listening.get(own) ?? []).map(({ at }) => ({ at, end: at.start }));
  const called = (world.graph.outOf.get(own) ?? []).filter((edge) => edge.confidence !== 'possible' && listens(world, edge.to, new Set())).map((edge) => ({ at: edge.at, end: edge.range[1] }));
  // Of what kind the receiver is may not be known.
  const named = top.calls.some((call) => isAtLoad(call) && /\.listen\(/.test(call.text) && positions.some((at) => at > call.range[1]));
  const early = [...direct, ...called].find(({ end }) => positions.some((at) => at > end));
  const text = 'it listens before the last wait for storage, and requests would come before the rest is there';
  return early || named ? { refused: text, ...(early ? { at: early.at } : {}) } : null;
}

function listens(world: ClosureWorld, id: FunctionId, seen: Set<FunctionId>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return world.scripts.listening.has(id) || (world.graph.outOf.get(id) ?? []).some((edge) => edge.confidence !== 'possible' && listens(world, edge.to, seen));
}

/** `const db = open(); … wait …; db.on('open', …)`: the event has been by then. */
function missesEvents(world: ClosureWorld, waits: Waits): Refusal | null {
  const { top } = waits;
  const loud = top.script.listeners.filter(({ name }) => top.script.names.includes(name) && !top.script.quiet.includes(name));
  const missed = loud.find((listener) => {
    const told = isAtLoad(listener) ? [listener.at] : handedAt(world, waits, listener, new Set());
    return told.some((at) => waitsBetween(waits, Math.max(0, ...writesOf(top, listener.name).filter((write) => write < at).map((write) => endOf(top, write))), at));
  });
  return missed ? { refused: `${missed.name} is told after a wait what to do at an event, which may have been by then` } : null;
}

/** Where a name gets its value while the module loads. */
const writesOf = (top: TopLevel, name: string): number[] => [
  ...top.statements.filter((statement) => statement.declares.includes(name)).map((statement) => statement.range[0]),
  ...top.uses.filter((use) => use.name === name && isAtLoad(use) && use.writes).map((use) => use.at),
];

/** Where it gets its value or is changed, and where that is done. */
const changesOf = (top: TopLevel, name: string): { at: number; done: number }[] => [
  ...top.statements.filter((statement) => statement.declares.includes(name)).map(({ range: [at, done] }) => ({ at, done })),
  ...top.uses.filter((use) => use.name === name && isAtLoad(use) && (use.writes || use.changes)),
];

/** A function that somebody can call while the script waits uses what gets its value after that. */
function findsUnset(world: ClosureWorld, waits: Waits): Refusal | null {
  const { top } = waits;
  for (const name of new Set(top.uses.map((use) => use.name))) {
    const writes = changesOf(top, name);
    const uses = top.uses.filter((use) => use.name === name && !isAtLoad(use));
    for (const use of uses) for (const handed of handedAt(world, waits, use, new Set([name]))) {
      const late = writes.some(({ at, done }) => waitsBetween(waits, handed, done) && !(handed > at && statementAt(top, handed) === statementAt(top, at)));
      if (late) return { refused: `${name} gets its value after a wait, during which it can be asked for already` };
    }
  }
  return null;
}

/** Callees that only call when a request comes, which listening allows; and those that call at once. */
const WITH_REQUESTS = /^(?:express|koa|@?koa[-/]router|node:https?\.create(?:Secure)?Server)(?!.*\.(?:on|once|listen)$)/;
const AT_ONCE = /^Array\./;

/** Where what holds the use is handed to somebody, or called: from there on it can be reached. */
function handedAt(world: ClosureWorld, waits: Waits, use: Pick<NameUse, 'at' | 'functions'>, seen: ReadonlySet<string>): number[] {
  const { top, file } = waits;
  const index = statementAt(top, use.at);
  const statement = top.script.statements[index];
  if (!statement) return [];
  if (statement.defines.length === 0) {
    const outer = use.functions[use.functions.length - 1];
    return outer === undefined || isHarmless(world, file, outer) ? [] : [outer[0]];
  }
  const names = statement.defines.filter((name) => !seen.has(name));
  const users = top.uses.filter(({ name, at }) => names.includes(name) && statementAt(top, at) !== index);
  return users.flatMap((user) => (isAtLoad(user) ? givenAt(world, waits, user) : handedAt(world, waits, user, new Set([...seen, ...names]))));
}

/** Of an export nobody makes use who loads a script. */
function givenAt({ graph }: ClosureWorld, { top, file }: Waits, use: NameUse): number[] {
  const statement = top.script.statements[statementAt(top, use.at)];
  if (statement?.gives && statement.idle) return [];
  const given = (graph.outOf.get(`${file}#0`) ?? []).filter((edge) => edge.kind === 'callback' && within(use.at, edge.range));
  return given.length > 0 && given.every(({ via = '' }) => WITH_REQUESTS.test(via) || AT_ONCE.test(via)) ? [] : [use.at];
}

function isHarmless({ graph }: ClosureWorld, file: string, range: Range): boolean {
  const fn = (graph.byFile.get(file) ?? []).find((one) => isFunctionAt(one, range));
  const given = (fn ? graph.into.get(fn.id) ?? [] : []).filter((edge) => edge.kind === 'callback');
  return given.length > 0 && given.every(({ via = '' }) => WITH_REQUESTS.test(via) || AT_ONCE.test(via));
}
