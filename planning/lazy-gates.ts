/** Which functions have to wait for what their module does at first use, and why that may not do. */
import type { PlannedRun } from '../core/plan.js';
import type { FunctionId, FunctionNode } from '../core/program.js';
import { callbackContext } from '../core/repairs.js';
import type { NameUse } from '../core/top-level.js';
import { functionsAtLoad } from './at-load.js';
import type { CallGraph } from './call-graph.js';
import { type ClosureWorld, nameOf } from './closure-data.js';
import { type Draft, type LazyAnswer, type LazyRequest, isAtLoad, isFunctionAt, no, within } from './lazy-data.js';

interface Gate {
  fn: FunctionNode;
  runs: Set<number>;
}

/** Every function that uses one of the names waits first; where something is written at load, also whoever touches the same data. */
export function gated(draft: Draft, request: LazyRequest, runs: PlannedRun[]): LazyAnswer {
  const { world, file, top } = draft;
  const made = reachable(world.graph, file, runs);
  const gates = new Map<FunctionId, Gate>();
  const add = (fn: FunctionNode, run: number): void => void (gates.get(fn.id)?.runs.add(run) ?? gates.set(fn.id, { fn, runs: new Set([run]) }));
  for (const use of top.uses.filter((one) => !isAtLoad(one))) {
    const run = runs.findIndex((one) => one.names.includes(use.name));
    if (run < 0) continue;
    const chain = chainOf(world.graph, file, use);
    const own = chain.find((fn) => made.has(fn.id));
    if (own) return no(`${use.name} is used in ${nameOf(own)}, by which it is made`, own.place);
    const gate = gateOf(world, chain, use);
    if (!gate) return no(`${use.name} is used where no function can wait for it`);
    add(gate, run);
  }
  const kept = runs.flatMap((run) => run.names).find((name) => world.changing.has(`${file} ${name}`) || top.uses.some((use) => !isAtLoad(use) && use.name === name && (use.writes || use.changes || use.asked)));
  if (kept !== undefined) return no(`${kept} is read once and then changed in memory, of which every isolate of a Worker has its own; it has to be read for each request, or kept in a Durable Object`);
  const problem = waitForEffects(draft, request, made, (fn) => runs.forEach((_, i) => add(fn, i)));
  if (problem) return problem;
  const idle = neverDone(runs, gates.values());
  if (idle) return no(idle.names.length === 0 ? 'nothing that comes later needs it, so that it would never be done' : `nothing that comes later needs ${idle.names[0] ?? ''}, so that it would never be read`);
  const unable = [...gates.values()].find(({ fn }) => fn.kind === 'constructor' || fn.kind === 'field');
  if (unable) return no(`${nameOf(unable.fn)} needs it, and cannot wait`, unable.fn.place);
  const early = [...gates.values()].find(({ fn }) => atLoad(world).has(fn.id) && !made.has(fn.id));
  if (early) return no(`${nameOf(early.fn)} uses it, and runs while modules load, before the first request`, early.fn.place);
  const list = withoutIdle(draft, gates).sort((a, b) => a.fn.place.start - b.fn.place.start);
  return { gates: list.map(({ fn }) => fn.id), lazy: { file, runs, gates: list.map(({ fn, runs: of }) => ({ at: fn.place, runs: [...of].sort() })) } };
}

/** A run that nobody waits for, neither a function nor another run. */
function neverDone(runs: readonly PlannedRun[], gates: Iterable<Gate>): PlannedRun | undefined {
  const done = new Set([...gates].flatMap((gate) => [...gate.runs]));
  for (const i of done) for (const need of runs[i]?.needs ?? []) done.add(need);
  return runs.find((_, i) => !done.has(i));
}

/** A function that is called by others alone which have waited need not wait itself. */
function withoutIdle({ world: { graph }, top }: Draft, all: ReadonlyMap<FunctionId, Gate>): Gate[] {
  const gates = new Map(all);
  const waits = (from: FunctionId, runs: ReadonlySet<number>): boolean => {
    for (let at: FunctionId | null | undefined = from; at; at = graph.functions.get(at)?.parent) {
      const gate = gates.get(at);
      if (gate && [...runs].every((run) => gate.runs.has(run))) return true;
    }
    return false;
  };
  for (const [id, { fn, runs }] of all) {
    const into = graph.into.get(id) ?? [];
    const inside = into.length > 0 && into.every((edge) => edge.kind === 'call' && edge.confidence === 'certain' && edge.from !== id && waits(edge.from, runs));
    const isNamedAtLoad = top.uses.some((use) => use.name === fn.name && isAtLoad(use));
    if (inside && !isNamedAtLoad && !fn.public && !fn.exported && !fn.escapes && fn.usage !== 'property' && fn.usage !== 'member' && fn.kind !== 'method') gates.delete(id);
  }
  return [...gates.values()];
}

/** Functions around a use, innermost first. */
const chainOf = (graph: CallGraph, file: string, use: NameUse): FunctionNode[] =>
  use.functions.flatMap((range) => (graph.byFile.get(file) ?? []).filter((fn) => isFunctionAt(fn, range)).sort((a, b) => b.place.start - a.place.start).slice(0, 1));

/** The innermost function that is no callback of a list: there, one wait serves all turns. */
function gateOf(world: ClosureWorld, chain: readonly FunctionNode[], use: NameUse): FunctionNode | null {
  const candidates = use.inParameters ? chain.slice(1) : chain;
  return candidates.find((fn) => fn.kind !== 'constructor' && fn.kind !== 'field' && !isTurn(world, fn)) ?? null;
}

const isTurn = ({ graph, expressMajor }: ClosureWorld, fn: FunctionNode): boolean => {
  const into = graph.into.get(fn.id) ?? [];
  return into.length > 0 && !fn.async && into.every((edge) => edge.kind === 'callback' && (callbackContext(edge.via ?? '', expressMajor)?.awaits === true || edge.via === 'global.Promise'));
};

/** Functions that the statements call while they are done. */
function reachable(graph: CallGraph, file: string, runs: readonly PlannedRun[]): Set<FunctionId> {
  const ranges = runs.flatMap((run) => [...run.statements, ...run.before, ...run.after]);
  const found = new Set((graph.outOf.get(`${file}#0`) ?? []).filter((edge) => ranges.some((range) => within(edge.range[0], range))).map((edge) => edge.to));
  for (const id of found) for (const edge of graph.outOf.get(id) ?? []) if (edge.confidence !== 'possible') found.add(edge.to);
  return found;
}

/** Who reads or writes the same data must find it prepared, and who writes it must not come before it was read: functions of this module, and those that call what prepares it. */
function waitForEffects({ world, file }: Draft, { resources, mutates }: LazyRequest, made: ReadonlySet<FunctionId>, add: (fn: FunctionNode) => void): LazyAnswer | null {
  const touching = new Set([...resources].flatMap((resource) => (mutates ? world.touching : world.writing).get(resource) ?? []));
  const waiting = [...touching];
  for (const id of waiting) {
    const fn = world.graph.functions.get(id);
    if (!fn || fn.kind === 'module') continue;
    if (made.has(id)) {
      for (const edge of world.graph.into.get(id) ?? []) if (!made.has(edge.from) && !waiting.includes(edge.from)) waiting.push(edge.from);
      continue;
    }
    if (fn.file !== file) return no(`${nameOf(fn)} in ${fn.file} uses what ${file} ${mutates ? 'prepares' : 'reads'} while it loads, and cannot wait for that`, fn.place);
    const outer = outermost(world, fn);
    if (made.has(outer.id)) continue;
    add(outer);
  }
  return null;
}

/** Out of the callbacks of lists, whose turns need not wait one by one. */
function outermost(world: ClosureWorld, fn: FunctionNode): FunctionNode {
  let at = fn;
  for (let parent = at.parent === null ? undefined : world.graph.functions.get(at.parent); parent && parent.kind !== 'module' && isTurn(world, at); parent = at.parent === null ? undefined : world.graph.functions.get(at.parent)) at = parent;
  return at;
}

const known = new WeakMap<CallGraph, Set<FunctionId>>();

function atLoad({ graph }: ClosureWorld): Set<FunctionId> {
  const found = known.get(graph) ?? functionsAtLoad({ edges: [...graph.outOf.values()].flat() }, graph.byFile.keys());
  known.set(graph, found);
  return found;
}
