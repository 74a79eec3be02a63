/** Puts seeds and their await closure together into components: what is rewritten as one, and what is blocked with its chain of reasons. Blocked means untouched. */
import type { PlanComponent, PlannedCall, PlannedSeed, PlannedVariant } from '../core/plan.js';
import type { Emission, FunctionId, FunctionNode, OpenNames, Program, Site } from '../core/program.js';
import type { TopLevelReader } from '../core/top-level.js';
import { byHand } from '../core/by-hand.js';
import { expressMajor } from '../core/express.js';
import type { Store } from '../core/stores.js';
import type { CallGraph } from './call-graph.js';
import { awaitClosure } from './closure.js';
import type { Block, Closure, ClosureWorld } from './closure-data.js';
import { scriptsOf } from './scripts.js';
import { grouped } from './grouped.js';
import { type SeedPlan, planSeeds } from './components-seeds.js';
import type { StorageWorld } from './storage-evidence.js';

/** What ties resources to each other, and to what stays. */
export interface Ties {
  /** One component each. */
  together: readonly string[][];
  /** The first moves only when the second does, and the second only with any first. */
  needs: readonly [string, string][];
  /** What blocks some of them already. */
  blocks: readonly Block[];
}

/** Components for the resources that shall move. One that is blocked is left out, and the rest is planned anew without it. */
export function planComponents(world: StorageWorld, store: Store, topLevel: TopLevelReader, resources: readonly string[], { together, needs, blocks: known }: Ties): PlanComponent[] {
  const closureWorld = closureWorldOf(world.program, world.graph, topLevel, world.openNames);
  const blocked = new Map<string, Block>();
  let moving = [...resources];
  for (;;) {
    const seeds = planSeeds(world, store, new Set(moving));
    const closure = awaitClosure(closureWorld, seeds.closureSeeds, seeds.variants);
    const blocks = [...known.filter((block) => block.resources.some((resource) => moving.includes(resource))), ...seeds.blocks, ...closure.blocks];
    const firstBlock = new Map(blocks.flatMap((block) => block.resources.map((resource): [string, Block] => [resource, block])).reverse());
    const direct = new Set(blocks.flatMap((block) => block.resources));
    const stopping = new Set([...direct, ...together.filter((set) => set.some((other) => direct.has(other) || blocked.has(other))).flat()]);
    const isStopped = (resource: string): boolean => stopping.has(resource) || blocked.has(resource);
    for (const [file, folder] of needs) if (isStopped(folder)) stopping.add(file);
    for (const folder of new Set(needs.map(([, one]) => one))) if (needs.every(([file, other]) => other !== folder || isStopped(file))) stopping.add(folder);
    const stopped = moving.filter((resource) => stopping.has(resource));
    for (const resource of stopped) {
      const partners = [...together, ...needs].filter((set) => set.includes(resource)).flat();
      const block = firstBlock.get(resource) ?? blocks.find((candidate) => candidate.resources.some((other) => partners.includes(other))) ?? partners.map((other) => blocked.get(other)).find((known) => known !== undefined);
      if (block && !blocked.has(resource)) blocked.set(resource, block);
    }
    if (stopped.length === 0) return [...rewritten(world.graph, seeds, closure, moving, together).map((component) => named(store, withNeeds(component, needs))), ...resources.flatMap((resource) => blockedComponent(world, resource, blocked.get(resource)).map((component) => named(store, component)))];
    moving = moving.filter((resource) => !stopping.has(resource));
  }
}

/** With the folders of other components that it has to find moved. */
function withNeeds(component: PlanComponent, needs: readonly [string, string][]): PlanComponent {
  const folders = [...new Set(needs.filter(([file, folder]) => component.resources.includes(file) && !component.resources.includes(folder)).map(([, folder]) => folder))].sort();
  return folders.length > 0 ? { ...component, needs: folders } : component;
}

/** Named after the codemod that makes it, and what moves. */
const named = (store: Store, component: PlanComponent): PlanComponent => ({ ...component, id: `${store.codemod} ${component.id}` });

export function closureWorldOf(program: Program, graph: CallGraph, topLevel: TopLevelReader = () => null, openNames: OpenNames = namesOf(program)): ClosureWorld {
  const waiting = program.modules.filter((module) => module.module === 'esm' && module.reach !== 'production').map((module) => `${module.file}#0`);
  return { graph, expressMajor: expressMajor(program), awaitableModules: new Set(waiting), publicApi: publicApi(program), openNames, families: new Map((program.families ?? []).flatMap((family) => family.functions.map((id) => [id, family]))), getters: new Map((program.getters ?? []).map((getter) => [getter.fn, getter])), emissions: program.emissions ?? [ANY_EMISSION], topLevel, ...storageUse(program), scripts: scriptsOf(program, graph) };
}

/** Where nobody looked for them, any name may be one. */
const namesOf = ({ openNames }: Program): OpenNames => (openNames ? new Set(openNames) : { has: () => true });

/** Where nobody looked for emissions, anybody may see whether a listener is done. */
const ANY_EMISSION: Emission = { event: '*', from: '', at: { file: '', line: 1, column: 1, start: 0, end: 0 }, range: [0, 0], emitter: [], waits: true };

const ONLY_FILES = /^(?:node:fs|fs-extra|graceful-fs|mkdirp|make-dir|rimraf|write-file-atomic|jsonfile)\b(?!.*(?:watch|createReadStream|createWriteStream))/;

function storageUse(program: Program): Pick<ClosureWorld, 'storageCalls' | 'touching' | 'writing' | 'changing'> {
  const stored = program.sites.filter((site) => site.storage && site.reach === 'production');
  const holders = (sites: Site[]): Map<string, FunctionId[]> => new Map([...grouped(sites, (site) => site.storage?.resource ?? '')].map(([id, own]) => [id, [...new Set(own.map((site) => site.fn))]]));
  const changing = program.state.filter((state) => state.mutations.length > 0).map((state) => `${state.file} ${state.name}`);
  return { touching: holders(stored), writing: holders(stored.filter((site) => /^(?:write|append|delete)$/.test(site.storage?.access ?? ''))), changing: new Set(changing), storageCalls: new Set(program.sites.filter((site) => ONLY_FILES.test(site.origin)).map((site) => `${site.at.file}:${site.range.join('-')}`)) };
}

/** What whoever installs the package can call, and what else the files that package.json exports give away by name. */
function publicApi(program: Program): Set<FunctionId> {
  const entries = new Set(program.entryPoints.filter((entry) => entry.kind === 'export').map((entry) => entry.file));
  return new Set(program.functions.filter((fn) => fn.public || (entries.has(fn.file) && fn.exported)).map((fn) => fn.id));
}

/** Resources that are rewritten as one. */
type Group = readonly string[];

/** What of `items` belongs to each group. */
function byGroup<T>(groupOf: ReadonlyMap<string, Group>, items: readonly T[], resourcesOf: (item: T) => Iterable<string>): (group: Group) => T[] {
  const found = new Map<Group, T[]>();
  for (const item of items) {
    for (const group of new Set([...resourcesOf(item)].map((resource) => groupOf.get(resource)))) {
      const known = group && found.get(group);
      if (known) known.push(item);
      else if (group) found.set(group, [item]);
    }
  }
  return (group) => found.get(group) ?? [];
}

/** What shares a seed, a function or a call is one component: written as a whole or not at all. */
function rewritten(graph: CallGraph, seeds: SeedPlan, closure: Closure, resources: string[], together: readonly string[][]): PlanComponent[] {
  const groups = groupsOf(resources, [...together, ...seeds.seeds.map((seed) => seed.resources), ...closure.functions.map((fn) => [...fn.resources]), ...closure.calls.map((call) => call.resources), ...closure.lazy.map((lazy) => lazy.resources), ...closure.starts.map((start) => start.resources), ...closure.signatures.map((signature) => signature.resources), ...seeds.variants.flatMap((variant) => variant.calls.map((call) => call.resources))]);
  const groupOf = new Map(groups.flatMap((group) => group.map((resource): [string, Group] => [resource, group])));
  const seedsOf = byGroup(groupOf, seeds.seeds, (seed) => seed.resources);
  const variantsWith = byGroup(groupOf, seeds.variants, (variant) => variant.calls.flatMap((call) => call.resources));
  const functionsWith = byGroup(groupOf, closure.functions, (fn) => fn.resources);
  const callsWith = byGroup(groupOf, closure.calls, (call) => call.resources);
  const leftIn = byGroup(groupOf, seeds.left, (one) => one.resources);
  const lazyWith = byGroup(groupOf, closure.lazy, (lazy) => lazy.resources);
  const startsWith = byGroup(groupOf, closure.starts, (start) => start.resources);
  const signaturesWith = byGroup(groupOf, closure.signatures, (signature) => signature.resources);
  const notesWith = byGroup(groupOf, closure.notes, (note) => note.resources);
  return groups.map((group): PlanComponent => {
    const own = seedsOf(group);
    const variants = variantsWith(group);
    const functions = functionsWith(group);
    const turned = new Set(functions.map(({ fn }) => fn.id));
    const variantIds = new Set(variants.map((variant) => variant.of));
    const inVariant = (id: FunctionId): boolean => [...variantIds].some((root) => within(graph, id, root));
    const calls = callsWith(group);
    const signatures = [...new Map(signaturesWith(group).map(({ file, range }) => [`${file} ${range[0]}`, { file, range }])).values()];
    const left = leftIn(group).map(({ site, text }) => ({ at: site.at, origin: site.origin, text }));
    return {
      id: group.join(' '),
      resources: group,
      status: 'rewrite',
      seeds: own.map(({ resources: _, ...seed }): PlannedSeed => seed).sort(byPlace),
      functions: functions.filter(({ fn }) => !inVariant(fn.id)).map(({ fn, agrees }) => ({ id: fn.id, name: fn.name, at: fn.place, ...(agrees ? { agrees } : {}) })).sort(byPlace),
      calls: calls.map(({ resources: _, ...call }): PlannedCall => call).sort(byPlace),
      variants: variantsOf(graph, variants.map((variant) => variant.of), turned, own, calls),
      ...(left.length > 0 ? { leftBehind: left } : {}),
      ...(lazyWith(group).length > 0 ? { lazy: lazyWith(group).map(({ resources: _, ...lazy }) => lazy) } : {}),
      ...(startsWith(group).length > 0 ? { starts: startsWith(group).map(({ resources: _, ...start }) => start) } : {}),
      ...(signatures.length > 0 ? { signatures } : {}),
      files: [...new Set([...signatures.map((signature) => signature.file), ...lazyWith(group).map((lazy) => lazy.file), ...startsWith(group).map((start) => start.file), ...own.map((seed) => seed.at.file), ...functions.map(({ fn }) => fn.file), ...calls.map((call) => call.at.file)])].sort(),
      chain: [],
      notes: [...new Set([...left.map(({ at, text }) => `${at.file}:${at.line}: ${text}`), ...notesWith(group).map((note) => note.text), ...namesThatLie(functions.map(({ fn }) => fn), inVariant), ...offered(functions.map(({ fn }) => fn), inVariant)])],
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
  const groupOf = new Map(resources.map((resource) => [resource, [resource]]));
  for (const set of sets) {
    const touched = [...new Set(set.flatMap((resource) => [groupOf.get(resource) ?? []]))].filter((group) => group.length > 0).sort((a, b) => b.length - a.length);
    const [largest = [], ...others] = touched;
    for (const resource of others.flat()) {
      largest.push(resource);
      groupOf.set(resource, largest);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group].sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** Names of the second versions: `readJsonSync` becomes `readJsonStored`, unless that name is taken in its module. */
function variantsOf(graph: CallGraph, roots: FunctionId[], turned: ReadonlySet<FunctionId>, seeds: PlannedSeed[], calls: PlannedCall[]): PlannedVariant[] {
  if (roots.length === 0) return [];
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

/** Whoever loads the package is told by nobody else. */
function offered(functions: FunctionNode[], inVariant: (id: FunctionId) => boolean): string[] {
  return functions.filter((fn) => fn.offered === true && fn.name !== '' && !inVariant(fn.id)).map((fn) => `${fn.file}:${fn.place.line}: ${fn.name} is given to whoever loads the package by its main, and gives a promise from now on`);
}

function blockedComponent(world: StorageWorld, resource: string, block: Block | undefined): PlanComponent[] {
  if (!block) return [];
  const advice = byHand(block.code);
  const sites = (world.sitesOf.get(resource) ?? []).filter((site) => site.at.file !== '');
  return [{
    id: resource,
    resources: [resource],
    status: 'blocked',
    seeds: sites.map((site) => ({ at: site.at, range: site.range, origin: site.origin, resource, operation: site.storage?.access ?? '', in: site.fn })),
    functions: [],
    calls: [],
    files: [...new Set(sites.map((site) => site.at.file))].sort(),
    chain: block.chain,
    code: block.code,
    ...(advice === null ? {} : { byHand: advice }),
  }];
}
