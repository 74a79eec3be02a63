/**
 * Carries "this function now has to be awaited" from the storage calls through their callers to the least fixpoint. It says which functions
 * turn async, what happens at each call site, and which sites block, each with its cause. It reads no source and edits nothing.
 */
import type { Place } from '../core/facts.js';
import type { PlannedStart, ReasonStep } from '../core/plan.js';
import type { FunctionId, FunctionNode, MemberFamily } from '../core/program.js';
import { BLOCK_CODES, type BlockCode } from '../core/repairs.js';
import { type Arrival, arrivals, switchedCalls } from './arrivals.js';
import { type Block, type Cause, type Closure, type ClosureSeed, type ClosureVariant, type ClosureWorld, type Turned, nameOf } from './closure-data.js';
import { type LazyAnswer, type LazyRequest, no, within } from './lazy-data.js';
import { lazyModule } from './lazy-modules.js';
import { type Waiting, changesRouteOrder, listensTooEarly } from './route-order.js';
import { startScript } from './start-scripts.js';
import { type SiteDecision, functionBlock, siteDecision } from './closure-sites.js';

export function awaitClosure(world: ClosureWorld, seeds: ClosureSeed[], variants: ClosureVariant[]): Closure {
  const lazily = closureWith(world, seeds, variants, new Set());
  const scripts = new Set([...lazily.modules].flatMap(([id, answer]) => ('blocked' in answer ? [] : [id])));
  if (lazily.closure.blocks.length === 0 || scripts.size === 0) return lazily.closure;
  // What nothing can wait for at first use, a script may wait for when it starts.
  const atStart = closureWith(world, seeds, variants, scripts).closure;
  const blocked = (closure: Closure): Set<string> => new Set(closure.blocks.flatMap((block) => block.resources));
  const [before, after] = [blocked(lazily.closure), blocked(atStart)];
  return after.size < before.size && [...after].every((resource) => before.has(resource)) ? atStart : lazily.closure;
}

/** `scripts`: modules that are asked to wait when they start before they are asked to wait at first use. */
function closureWith(world: ClosureWorld, seeds: ClosureSeed[], variants: ClosureVariant[], scripts: ReadonlySet<FunctionId>): { closure: Closure; modules: Map<FunctionId, ModuleAnswer> } {
  const byRoot = new Map(variants.map((variant) => [variant.of, variant]));
  const { turned, modules, abandoned } = spread(world, seeds, byRoot, scripts);
  // Functions that wait for what a module does not do at first use after all need not wait.
  if (abandoned.some((id) => !scripts.has(id))) return closureWith(world, seeds, variants, new Set([...scripts, ...abandoned]));
  const outcomes = [...turned.values()].flatMap((item): Outcome[] => {
    const later = modules.get(item.fn.id);
    if (later) return ofModule(turned, item, later);
    const own = functionBlock(world, item.fn);
    if (own) return [{ block: block(turned, item, [...item.resources], own.code, own.text, own.at) }];
    if (item.fn.kind === 'module') return [];
    if (listensTooEarly({ world, seeds, turned }, item.fn.id)) return [{ block: block(turned, item, [...item.resources], 'unawaited', `${nameOf(item.fn)} listens, uses storage, and registers routes after that: requests would come before them`, item.fn.place) }];
    if (item.fn.async) return unawaited({ world, seeds, turned }, byRoot, item);
    return arrivals(world, byRoot, item).map((arrival) => decide(world, turned, item, arrival));
  });
  const starts = [...modules].flatMap(([id, answer]) => ('start' in answer && answer.start ? [{ ...answer.start, resources: [...(turned.get(id)?.resources ?? [])] }] : []));
  const calls = outcomes.flatMap((outcome) => outcome.call ?? []).map((call) => (isOnlyCaught(starts, call) ? { ...call, change: 'none' as const } : call));
  const closure: Closure = {
    functions: [...turned.values()].filter(({ fn }) => !fn.async && fn.kind !== 'module' && !functionBlock(world, fn)),
    calls: [...calls, ...switchedCalls(world, byRoot, calls)],
    blocks: outcomes.flatMap((outcome) => outcome.block ?? []),
    lazy: [...modules].flatMap(([id, answer]) => ('lazy' in answer ? [{ ...answer.lazy, resources: [...(turned.get(id)?.resources ?? [])] }] : [])),
    starts,
    signatures: signaturesOf(world, turned),
    notes: outcomes.flatMap((outcome) => outcome.note ?? []),
  };
  return { closure, modules };
}

/** What is written for the functions that turn, in types. */
function signaturesOf(world: ClosureWorld, turned: ReadonlyMap<FunctionId, Turned>): Closure['signatures'] {
  return [...turned.values()].flatMap(({ fn, resources }) => {
    const family = fn.async ? undefined : world.families.get(fn.id);
    return (family?.waits ? [] : family?.signatures ?? []).map((signature) => ({ ...signature, resources: [...resources] }));
  });
}

/** The last call of a script is not waited for: its errors are looked at. */
const isOnlyCaught = (starts: Closure['starts'], call: Closure['calls'][number]): boolean =>
  call.change === 'await' && starts.some((start) => start.file === call.at.file && start.call?.[0] === call.range[0] && start.call[1] === call.range[1]);

/** What one call site, or one function, adds to the closure. */
interface Outcome {
  call?: Closure['calls'][number];
  block?: Block;
  note?: Closure['notes'][number];
}

/** Calls of a function that was async already, where nobody waits: up to its first wait it ran at once, and storage was no wait. Whoever uses the same data around such a call would see it before the change. */
function unawaited(waiting: Waiting, variants: Map<FunctionId, ClosureVariant>, item: Turned): Outcome[] {
  const { world, turned } = waiting;
  const loose = arrivals(world, variants, item).filter(({ edge }) => edge.kind === 'call' && edge.confidence !== 'possible' && /^(?:discarded|void|then)$/.test(edge.result));
  return loose.map(({ edge, resources }): Outcome => {
    const caller = turned.get(edge.from);
    const shares = item.mutates && caller !== undefined && caller.fn.kind !== 'module' && caller.fn.id !== item.fn.id && resources.some((resource) => caller.resources.has(resource));
    if (shares) return { block: block(turned, item, resources, 'unawaited', `${nameOf(item.fn)}: ${BLOCK_CODES.unawaited}`, edge.at) };
    if (changesRouteOrder(waiting, edge)) return { block: block(turned, item, resources, 'unawaited', `${nameOf(item.fn)} is not waited for here, and registers routes after it has used storage: what follows here would come before them`, edge.at) };
    return { note: { text: `${edge.at.file}:${edge.at.line}: ${nameOf(item.fn)} is not waited for here; what it does up to its first use of storage still happens at once, what comes after that now happens later than what follows here`, resources } };
  });
}

/** What a module does at first use, with a word to the reader; or why it cannot. */
function ofModule(turned: Map<FunctionId, Turned>, item: Turned, answer: ModuleAnswer): Outcome[] {
  const resources = [...item.resources];
  if ('start' in answer) return [{ note: { text: `${item.fn.file}: it waits for storage while it starts, and goes on after that; timers and callbacks that it has set before can come in between`, resources } }];
  if ('blocked' in answer) return [{ block: block(turned, item, resources, 'module-load', `${item.fn.file}: ${answer.blocked === '' ? '' : `${answer.blocked}; `}${BLOCK_CODES['module-load']}`, answer.at ?? item.fn.place) }];
  return answer.lazy.runs.map((run) => {
    const what = run.names.length === 0 ? 'what is prepared while it loads is prepared' : `${run.names.join(', ')} ${run.names.length > 1 ? 'are' : 'is'} read`;
    return { note: { text: `${item.fn.file}: ${what} when first needed, no longer while the module loads; where that fails, the call fails and the next one tries again${run.prepares ? '; two isolates of a Worker can do it at the same time' : ''}`, resources } };
  });
}

interface Spreading {
  turned: Map<FunctionId, Turned>;
  /** Modules that would have to wait while they load. */
  modules: Map<FunctionId, ModuleAnswer>;
  /** Modules that first could wait at first use, and then could not. */
  abandoned: FunctionId[];
}

type ModuleAnswer = LazyAnswer | { start: PlannedStart | null };

function actsAtLoad(world: ClosureWorld, { file, positions, mutates }: LazyRequest): boolean {
  const top = mutates ? world.topLevel(file) : null;
  return top !== null && top.statements.some((statement, i) => top.script.statements[i]?.acts === true && [...positions].some((at) => within(at, statement.range)));
}

/** At first use, or when the script starts, whichever is asked for first. */
function moduleAnswer(world: ClosureWorld, request: LazyRequest, isScript: boolean): ModuleAnswer {
  // What a script stores whenever it runs is stored when it runs, and not when somebody asks for it.
  const lazy = isScript || actsAtLoad(world, request) ? null : lazyModule(world, request);
  if (lazy && 'gates' in lazy) return lazy;
  const start = startScript(world, request);
  if (start && 'start' in start) return start;
  const late = lazy ?? lazyModule(world, request);
  return start && 'blocked' in late ? no(`${late.blocked === '' ? '' : `${late.blocked}; `}and it cannot wait while it starts: ${start.refused}`, start.at ?? late.at) : late;
}

function spread(world: ClosureWorld, seeds: ClosureSeed[], variants: Map<FunctionId, ClosureVariant>, scripts: ReadonlySet<FunctionId>): Spreading {
  const turned = new Map<FunctionId, Turned>();
  const modules = new Map<FunctionId, ModuleAnswer>();
  const gating = new Set<FunctionId>();
  const positions = new Map<FunctionId, Set<number>>();
  const waiting: FunctionId[] = [];
  const turn = (id: FunctionId, resources: string[], mutates: boolean, cause: Cause): void => {
    const fn = world.graph.functions.get(id);
    if (!fn) return;
    const known = turned.get(id);
    const fresh = known ? resources.filter((resource) => !known.resources.has(resource)) : resources;
    const at = fn.kind === 'module' ? positions.get(id) ?? new Set<number>() : null;
    const elsewhere = at !== null && !at.has(cause.at.start);
    if (at) positions.set(id, at.add(cause.at.start));
    if (known && fresh.length === 0 && !elsewhere && (known.mutates || !mutates)) return;
    const family = world.families.get(id);
    const item: Turned = known ?? { fn, resources: new Set<string>(), mutates: false, causes: new Map(), ...(family ? { agrees: family.waits ? 'waiting' : 'turning' } : {}) };
    for (const resource of fresh) {
      item.resources.add(resource);
      item.causes.set(resource, cause);
    }
    item.mutates ||= mutates;
    turned.set(id, item);
    waiting.push(id);
  };
  for (const seed of seeds) turn(seed.fn, seed.resources, seed.mutates, { from: null, seed, at: seed.at });
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const item = turned.get(id);
    if (item?.fn.kind === 'module' && !world.awaitableModules.has(id)) {
      const answer = moduleAnswer(world, { file: item.fn.file, positions: positions.get(id) ?? new Set(), resources: item.resources, mutates: item.mutates }, scripts.has(id));
      modules.set(id, answer);
      if ('gates' in answer) gating.add(id);
      if ('gates' in answer) for (const gate of answer.gates) turn(gate, [...item.resources], false, { from: id, seed: null, at: item.fn.place });
      continue;
    }
    if (!item || item.fn.async || item.fn.kind === 'module' || functionBlock(world, item.fn)) continue;
    for (const kin of world.getters.get(id)?.kin ?? []) turn(kin, [...item.resources], item.mutates, { from: id, seed: null, at: item.fn.place, kin: true });
    const family = world.families.get(id);
    for (const other of family?.waits ? [] : family?.functions ?? []) if (family && other !== id) turn(other, [...item.resources], false, { from: id, seed: null, at: world.graph.functions.get(other)?.place ?? item.fn.place, family });
    for (const arrival of arrivals(world, variants, item)) {
      const decision = siteDecision(world, arrival.edge, item);
      if (decision.kind !== 'block' && decision.awaits && !arrival.touchesOriginal) turn(arrival.edge.from, arrival.resources, item.mutates, { from: id, seed: null, at: arrival.edge.at, ...(arrival.edge.confidence === 'seen' ? { seen: arrival.edge.seen?.calls ?? 0 } : {}) });
    }
  }
  return { turned, modules, abandoned: [...gating].filter((id) => { const answer = modules.get(id); return answer !== undefined && 'start' in answer; }) };
}

function decide(world: ClosureWorld, turned: Map<FunctionId, Turned>, item: Turned, arrival: Arrival): Outcome {
  const decision: SiteDecision = arrival.touchesOriginal
    ? { kind: 'block', code: 'wrapper-shape', text: `${nameOf(item.fn)} is called in a wrapper that must stay as it is for data that stays` }
    : siteDecision(world, arrival.edge, item);
  const { edge, resources, callsVariant, variant } = arrival;
  if (decision.kind === 'block') return { block: block(turned, item, resources, decision.code, decision.text, edge.at) };
  const call: Closure['calls'][number] = {
    at: edge.at,
    range: edge.range,
    to: edge.to,
    from: edge.from,
    change: decision.kind === 'repair' ? 'repair' : decision.awaits ? 'await' : 'none',
    resources,
    ...(decision.repair ? { repair: decision.repair } : {}),
    ...(decision.kind === 'repair' && decision.inTurn ? { inTurn: true } : {}),
    ...(decision.kind === 'repair' && decision.handsList ? { handsList: decision.handsList } : {}),
    ...(decision.kind === 'repair' && decision.collection ? { collection: decision.collection } : {}),
    ...(callsVariant ? { callsVariant } : {}),
    ...(variant ? { variant } : {}),
    ...(edge.confidence === 'seen' && edge.seen ? { seen: edge.seen } : {}),
  };
  return { call, ...(decision.note ? { note: { text: `${edge.at.file}:${edge.at.line}: ${decision.note}`, resources } } : {}) };
}

function block(turned: ReadonlyMap<FunctionId, Turned>, item: Turned, resources: string[], code: BlockCode, text: string, at: Place): Block {
  return { code, resources, chain: [...chainTo(turned, item, resources[0] ?? ''), { text, at }] };
}

/** Why a function turns with another that no call of it leads to. */
function agreement(fn: FunctionNode, other: FunctionNode, family: MemberFamily): string {
  const [name, first] = [nameOf(fn), nameOf(other)];
  if (family.name === name) return `${name} is what ${first} takes the place of`;
  return family.name === first ? `${name} takes the place of ${first}` : `${name} stands for ${family.name}, as ${first} does`;
}

/** Why `item` had to turn async for a resource: the seed first. */
function chainTo(turned: ReadonlyMap<FunctionId, Turned>, item: Turned, resource: string): ReasonStep[] {
  const steps: ReasonStep[] = [];
  const seen = new Set<FunctionId>();
  for (let at: Turned | undefined = item; at && !seen.has(at.fn.id); ) {
    seen.add(at.fn.id);
    const cause: Cause | undefined = at.causes.get(resource) ?? [...at.causes.values()][0];
    if (!cause) break;
    if (cause.seed) {
      steps.unshift({ text: `${cause.seed.text}, in ${nameOf(at.fn)}`, at: cause.at });
      break;
    }
    const callee: Turned | undefined = cause.from === null ? undefined : turned.get(cause.from);
    if (callee && cause.kin) steps.unshift({ text: `${nameOf(at.fn)} is read where ${nameOf(callee.fn)} is`, at: at.fn.place });
    else if (callee && cause.family) steps.unshift({ text: agreement(at.fn, callee.fn, cause.family), at: cause.at });
    else if (callee) steps.unshift(callee.fn.kind === 'module' ? { text: `${nameOf(at.fn)} uses what ${callee.fn.file} reads at first use from now on`, at: at.fn.place } : { text: `${nameOf(at.fn)} ${callee.fn.kind === 'getter' ? 'reads' : 'calls'} ${nameOf(callee.fn)}${cause.seen ? `, as the trace saw${cause.seen > 1 ? ` ${cause.seen} times` : ''}` : ''}, which has to be awaited`, at: cause.at });
    at = callee;
  }
  return steps;
}
