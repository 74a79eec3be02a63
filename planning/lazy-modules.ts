/**
 * What a module reads or prepares in storage while it loads can wait until it is first needed, when nothing else that runs at load depends on it, when
 * nothing but computing happens along with it, and when every function that uses it can wait. Says how, or why not.
 */
import type { PlannedRun } from '../core/plan.js';
import type { CallEdge, FunctionId } from '../core/program.js';
import type { DoubtfulCall, NameUse, Range, TopLevel, TopLevelStatement } from '../core/top-level.js';
import type { CallGraph } from './call-graph.js';
import { type ClosureWorld, nameOf } from './closure-data.js';
import { type Draft, type LazyAnswer, type LazyRequest, isAtLoad, isFunctionAt, no, within } from './lazy-data.js';
import { gated } from './lazy-gates.js';

export function lazyModule(world: ClosureWorld, request: LazyRequest): LazyAnswer {
  const { file, positions } = request;
  const top = world.topLevel(file);
  if (!top) return no('');
  const held = new Set(top.statements.filter((statement) => [...positions].some((at) => within(at, statement.range))));
  const made = madeIn(world, file, held);
  if (made) return no(made);
  const isStorage = (call: Range): boolean => world.storageCalls.has(`${file}:${call.join('-')}`);
  const needed = grown(isStorage, top, held);
  if ('blocked' in needed) return needed;
  const draft: Draft = { world, file, top, isStorage, held, ...needed };
  const problem = unfit(draft);
  if (problem) return problem;
  const drafted = runsOf(draft);
  if ('blocked' in drafted) return drafted;
  const prepares = request.mutates ? { prepares: true as const } : {};
  return gated(draft, request, drafted.runs.map((run) => ({ ...run, ...prepares })));
}

/** Names that get their value, or part of it, in these statements. */
function namesSet(isStorage: (call: Range) => boolean, top: TopLevel, statements: Iterable<TopLevelStatement>): Set<string> {
  const all = [...statements];
  const changes = (use: NameUse): boolean => use.writes || use.changes || (use.given !== undefined && !isStorage(use.given));
  const uses = top.uses.filter((use) => isAtLoad(use) && changes(use) && all.some((statement) => within(use.at, statement.range)));
  return new Set([...all.flatMap((statement) => statement.declares), ...uses.map((use) => use.name)]);
}

/** The held statements, with every other that gives a value to their names and every constant that is made of them. */
function grown(isStorage: (call: Range) => boolean, top: TopLevel, held: ReadonlySet<TopLevelStatement>): Pick<Draft, 'needed' | 'names'> | (LazyAnswer & { blocked: string }) {
  const needed = new Set(held);
  for (;;) {
    const names = namesSet(isStorage, top, needed);
    const touching = top.uses.filter((use) => isAtLoad(use) && names.has(use.name) && !isIn(needed, use.at));
    const declaring = top.statements.filter((statement) => !needed.has(statement) && statement.declares.some((name) => names.has(name)));
    const more = new Set([...declaring, ...touching.flatMap((use) => top.statements.filter((statement) => within(use.at, statement.range)))]);
    if (more.size === 0) return { needed, names };
    for (const statement of more) {
      const use = touching.find((one) => within(one.at, statement.range));
      const name = use?.name ?? statement.declares.find((one) => names.has(one)) ?? '';
      if (statement.fixed !== null) return { blocked: `${name} is needed while the module loads: ${statement.fixed}` };
      if (statement.declares.length === 0) return { blocked: `${name} is used while the module loads, where nobody can wait for it` };
      if (top.calls.some((call) => isAtLoad(call) && within(call.range[0], statement.range))) return { blocked: `${name} is used while the module loads, in ${top.calls.find((call) => isAtLoad(call) && within(call.range[0], statement.range))?.text ?? 'a call'}` };
      needed.add(statement);
    }
  }
}

const isIn = (statements: Iterable<TopLevelStatement>, at: number): boolean => [...statements].some((statement) => within(at, statement.range));

/** Something in the statements has to happen at load, or would see other values later. */
function unfit({ world, file, top, held, needed, names }: Draft): LazyAnswer | null {
  const fixed = [...held].find((statement) => statement.fixed !== null);
  if (fixed) return no(`${fixed.fixed ?? ''}`);
  const also = doubtOf(world, file, top, (call) => isAtLoad(call) && isIn(needed, call.range[0]), new Set());
  if (also) return no(`${also} happens along with it while the module loads, and must not wait for a request`);
  const made = madeIn(world, file, needed);
  if (made) return no(made);
  const read = top.uses.filter((use) => isAtLoad(use) && isIn(needed, use.at) && !names.has(use.name));
  const moving = read.find((use) => top.uses.some((other) => other.name === use.name && other.writes));
  return moving ? no(`${moving.name} may have another value when it is first needed`) : null;
}

/** An object of a class, which may be given away or not. */
function madeIn(world: ClosureWorld, file: string, statements: Iterable<TopLevelStatement>): string | null {
  const among = [...statements];
  const made = (world.graph.outOf.get(`${file}#0`) ?? []).find((edge) => edge.kind === 'new' && isIn(among, edge.range[0]));
  return made ? `${nameOfMade(world, made.to)} is made while the module loads; what it keeps in memory, every isolate of a Worker would have of its own. Let its methods read what is stored when they are asked, or keep it in a Durable Object` : null;
}

const nameOfMade = ({ graph }: ClosureWorld, id: FunctionId): string => graph.functions.get(id)?.className ?? 'an object';

/** Text of the first call among those asked for that may do more than compute and touch storage, also in functions that are called there. */
export function doubtOf(world: ClosureWorld, file: string, top: TopLevel, asked: (call: DoubtfulCall) => boolean, seen: Set<FunctionId>): string | null {
  for (const call of top.calls.filter(asked)) {
    if (world.storageCalls.has(`${file}:${call.range.join('-')}`)) continue;
    const edges = edgesAt(world.graph, file, call.range).filter((edge) => edge.kind !== 'callback' && edge.confidence !== 'possible');
    if (edges.length === 0) return call.text;
    for (const edge of edges) {
      const inner = doubtIn(world, edge.to, seen);
      if (inner !== null) return inner;
    }
  }
  return null;
}

function doubtIn(world: ClosureWorld, id: FunctionId, seen: Set<FunctionId>): string | null {
  const fn = world.graph.functions.get(id);
  if (!fn || seen.has(id)) return null;
  seen.add(id);
  const top = world.topLevel(fn.file);
  return top ? doubtOf(world, fn.file, top, (call) => call.functions.some((range) => isFunctionAt(fn, range)), seen) : `what ${nameOf(fn)} does`;
}

const edgesAt = (graph: CallGraph, file: string, range: Range): CallEdge[] =>
  (graph.byFile.get(file) ?? []).flatMap((fn) => (graph.outOf.get(fn.id) ?? []).filter((edge) => edge.range[0] === range[0] && edge.range[1] === range[1]));

/** Neighbouring statements are done in one go, where they stand; a constant that stands apart moves to the next of them. */
function runsOf({ top, isStorage, held, needed }: Draft): { runs: PlannedRun[] } | (LazyAnswer & { blocked: string }) {
  const groups: TopLevelStatement[][] = [];
  let open: TopLevelStatement[] = [];
  for (const statement of top.statements) {
    if (needed.has(statement)) open.push(statement);
    else if (open.length > 0) {
      groups.push(open);
      open = [];
    }
  }
  if (open.length > 0) groups.push(open);
  const anchors = groups.filter((group) => group.some((statement) => held.has(statement)));
  const apart = groups.filter((group) => !anchors.includes(group)).flat();
  const runs = anchors.map((group, i): PlannedRun => {
    const from = anchors[i - 1]?.[0]?.range[0] ?? -1;
    const start = group[0]?.range[0] ?? 0;
    const last = i === anchors.length - 1;
    const before = apart.filter((statement) => statement.range[0] > from && statement.range[0] < start);
    const after = last ? apart.filter((statement) => statement.range[0] > start) : [];
    const all = [...before, ...group, ...after];
    return { range: [start, group[group.length - 1]?.range[1] ?? start], statements: group.map((one) => one.range), before: before.map((one) => one.range), after: after.map((one) => one.range), names: [...namesSet(isStorage, top, all)], needs: readsOf(isStorage, top, all, anchors.slice(0, i)) };
  });
  const twice = runs.flatMap((run) => run.names).find((name, i, names) => names.indexOf(name) !== i);
  return twice === undefined ? { runs } : { blocked: `${twice} gets its value in parts of the module that lie apart` };
}

/** Which of the earlier runs give names that these statements read. */
const readsOf = (isStorage: (call: Range) => boolean, top: TopLevel, statements: readonly TopLevelStatement[], earlier: readonly TopLevelStatement[][]): number[] => {
  const read = new Set(top.uses.filter((use) => isAtLoad(use) && isIn(statements, use.at)).map((use) => use.name));
  return earlier.flatMap((group, i) => ([...namesSet(isStorage, top, group)].some((name) => read.has(name)) ? [i] : []));
};
