/** Puts seeds and their await closure together into components: what is rewritten as one, and what is blocked with its chain of reasons. Blocked means untouched. */
import type { PlanComponent, PlannedCall, PlannedSeed, PlannedVariant } from '../core/plan.js';
import type { FunctionId, FunctionNode, Program } from '../core/program.js';
import type { CallGraph } from './call-graph.js';
import { awaitClosure } from './closure.js';
import type { Block, Closure, ClosureWorld } from './closure-data.js';
import { isMember } from './closure-sites.js';
import { type SeedPlan, planSeeds } from './components-seeds.js';
import type { StorageWorld } from './storage-evidence.js';

/** Components for the resources that shall move; those that go `together` are one. One that is blocked is left out, and the rest is planned anew without it. */
export function planComponents(world: StorageWorld, resources: readonly string[], together: readonly string[][] = []): PlanComponent[] {
  const closureWorld = closureWorldOf(world.program, world.graph);
  const blocked = new Map<string, Block>();
  let moving = [...resources];
  for (;;) {
    const seeds = planSeeds(world, new Set(moving));
    const closure = awaitClosure(closureWorld, seeds.closureSeeds, seeds.variants);
    const blocks = [...seeds.blocks, ...closure.blocks];
    const direct = moving.filter((resource) => blocks.some((block) => block.resources.includes(resource)));
    const stopped = moving.filter((resource) => direct.includes(resource) || together.some((set) => set.includes(resource) && set.some((other) => direct.includes(other))));
    for (const resource of stopped) {
      const partners = together.filter((set) => set.includes(resource)).flat();
      const block = blocks.find((candidate) => candidate.resources.includes(resource)) ?? blocks.find((candidate) => candidate.resources.some((other) => partners.includes(other)));
      if (block && !blocked.has(resource)) blocked.set(resource, block);
    }
    if (stopped.length === 0) return [...rewritten(world.graph, seeds, closure, moving, together), ...resources.flatMap((resource) => blockedComponent(world, resource, blocked.get(resource)))];
    moving = moving.filter((resource) => !stopped.includes(resource));
  }
}

export function closureWorldOf(program: Program, graph: CallGraph): ClosureWorld {
  const express = program.packages.find((pkg) => pkg.name === 'express');
  const major = /(\d+)/.exec(express?.version ?? '')?.[1];
  const waiting = program.modules.filter((module) => module.module === 'esm' && module.reach !== 'production').map((module) => `${module.file}#0`);
  return { graph, expressMajor: major === undefined ? null : Number(major), awaitableModules: new Set(waiting), publicApi: publicApi(program), commonNames: commonNames(program) };
}

/** The linker names possible callees of an unknown receiver up to this many. */
const MOST_CANDIDATES = 5;

function commonNames(program: Program): Set<string> {
  const counts = new Map<string, number>();
  for (const fn of program.functions) if (isMember(fn) && fn.name !== '') counts.set(fn.name, (counts.get(fn.name) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > MOST_CANDIDATES).map(([name]) => name));
}

/** Exported functions of the files that package.json exports, and of the files these load directly (they may re-export them). */
function publicApi(program: Program): Set<FunctionId> {
  const entries = new Set(program.entryPoints.filter((entry) => entry.kind === 'export').map((entry) => entry.file));
  const files = new Set([...entries, ...program.modules.filter((module) => entries.has(module.file)).flatMap((module) => module.imports.map((i) => i.to))]);
  return new Set(program.functions.filter((fn) => files.has(fn.file) && fn.exported).map((fn) => fn.id));
}

/** What shares a seed, a function or a call is one component: written as a whole or not at all. */
function rewritten(graph: CallGraph, seeds: SeedPlan, closure: Closure, resources: string[], together: readonly string[][]): PlanComponent[] {
  const groups = groupsOf(resources, [...together, ...seeds.seeds.map((seed) => seed.resources), ...closure.functions.map((fn) => [...fn.resources]), ...closure.calls.map((call) => call.resources), ...seeds.variants.flatMap((variant) => variant.calls.map((call) => call.resources))]);
  return groups.map((group): PlanComponent => {
    const belongs = (list: Iterable<string>): boolean => [...list].some((resource) => group.includes(resource));
    const own = seeds.seeds.filter((seed) => belongs(seed.resources));
    const variants = seeds.variants.filter((variant) => variant.calls.some((call) => belongs(call.resources)));
    const functions = closure.functions.filter((fn) => belongs(fn.resources));
    const turned = new Set(functions.map(({ fn }) => fn.id));
    const variantIds = new Set(variants.map((variant) => variant.of));
    const inVariant = (id: FunctionId): boolean => [...variantIds].some((root) => within(graph, id, root));
    const calls = closure.calls.filter((call) => belongs(call.resources));
    return {
      id: `fs-to-kv ${group.join(' ')}`,
      resources: group,
      status: 'rewrite',
      seeds: own.map(({ resources: _, ...seed }): PlannedSeed => seed).sort(byPlace),
      functions: functions.filter(({ fn }) => !inVariant(fn.id)).map(({ fn }) => ({ id: fn.id, name: fn.name, at: fn.place })).sort(byPlace),
      calls: calls.map(({ resources: _, ...call }): PlannedCall => call).sort(byPlace),
      variants: variantsOf(graph, variants.map((variant) => variant.of), turned, own, calls),
      files: [...new Set([...own.map((seed) => seed.at.file), ...functions.map(({ fn }) => fn.file), ...calls.map((call) => call.at.file)])].sort(),
      chain: [],
      notes: [...new Set([...closure.notes.filter((note) => belongs(note.resources)).map((note) => note.text), ...namesThatLie(functions.map(({ fn }) => fn), inVariant)])],
    };
  });
}

const byPlace = (a: { at: { file: string; start: number } }, b: { at: { file: string; start: number } }): number => (a.at.file === b.at.file ? a.at.start - b.at.start : a.at.file < b.at.file ? -1 : 1);

function within(graph: CallGraph, id: FunctionId, root: FunctionId): boolean {
  for (let at: FunctionId | null | undefined = id; at; at = graph.functions.get(at)?.parent) if (at === root) return true;
  return false;
}

/** Sets that overlap become one; every resource is in exactly one group. */
function groupsOf(resources: readonly string[], sets: readonly string[][]): string[][] {
  let groups: string[][] = resources.map((resource) => [resource]);
  for (const set of sets) {
    const touched = groups.filter((group) => group.some((resource) => set.includes(resource)));
    if (touched.length < 2) continue;
    groups = [...groups.filter((group) => !touched.includes(group)), touched.flat()];
  }
  return groups.map((group) => [...group].sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** Names of the second versions: `readJsonSync` becomes `readJsonStored`, unless that name is taken in its module. */
function variantsOf(graph: CallGraph, roots: FunctionId[], turned: ReadonlySet<FunctionId>, seeds: PlannedSeed[], calls: PlannedCall[]): PlannedVariant[] {
  const taken = new Set([...graph.functions.values()].map((fn) => `${fn.file} ${fn.name}`));
  return roots.flatMap((id): PlannedVariant[] => {
    const fn = graph.functions.get(id);
    if (!fn) return [];
    const touched = seeds.some((seed) => seed.variant === id) || calls.some((call) => call.variant === id);
    if (!touched) return [];
    const base = `${fn.name.replace(/Sync$/, '')}Stored`;
    let name = base;
    for (let n = 2; taken.has(`${fn.file} ${name}`); n++) name = `${base}${n}`;
    taken.add(`${fn.file} ${name}`);
    return [{ of: id, name, at: fn.place, becomesAsync: turned.has(id) }];
  });
}

function namesThatLie(functions: FunctionNode[], inVariant: (id: FunctionId) => boolean): string[] {
  return functions.filter((fn) => /Sync$/.test(fn.name) && !inVariant(fn.id)).map((fn) => `${fn.file}:${fn.place.line}: ${fn.name} is asynchronous from now on; its name says otherwise until you rename it`);
}

function blockedComponent(world: StorageWorld, resource: string, block: Block | undefined): PlanComponent[] {
  if (!block) return [];
  const sites = (world.sitesOf.get(resource) ?? []).filter((site) => site.at.file !== '');
  return [{
    id: `fs-to-kv ${resource}`,
    resources: [resource],
    status: 'blocked',
    seeds: sites.map((site) => ({ at: site.at, range: site.range, origin: site.origin, resource, operation: site.storage?.access ?? '', in: site.fn })),
    functions: [],
    calls: [],
    files: [...new Set(sites.map((site) => site.at.file))].sort(),
    chain: block.chain,
    code: block.code,
  }];
}
