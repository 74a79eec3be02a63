/** Finds the file-system calls behind a set of resources: direct ones, and those inside local wrappers, which get a second version when data that stays uses them too. */
import type { PlannedSeed } from '../core/plan.js';
import type { CallEdge, FunctionId, FunctionNode, Site } from '../core/program.js';
import { BLOCK_CODES } from '../core/repairs.js';
import { MUTATING, seamCall } from '../core/storage-operations.js';
import type { CallGraph } from './call-graph.js';
import { type Block, type ClosureSeed, type ClosureVariant, nameOf } from './closure-data.js';
import { grouped } from './grouped.js';
import { readable } from './storage-names.js';
import type { StorageWorld } from './storage-evidence.js';

export interface SeedPlan {
  seeds: (PlannedSeed & { resources: string[] })[];
  closureSeeds: ClosureSeed[];
  variants: ClosureVariant[];
  blocks: Block[];
}

/** A call of a local wrapper by which a resource is reached. */
interface WrapperCall {
  edge: CallEdge;
  resources: string[];
  /** File-system sites in the wrapper, and in what it calls, that depend on its arguments. */
  inner: Site[];
  /** The wrapper and every function between it and those sites. */
  region: FunctionId[];
}

const callKey = (place: { file: string }, range: readonly [number, number]): string => `${place.file}:${range[0]}-${range[1]}`;

export function planSeeds(world: StorageWorld, migrating: ReadonlySet<string>): SeedPlan {
  const plan: SeedPlan = { seeds: [], closureSeeds: [], variants: [], blocks: [] };
  const sites = [...migrating].flatMap((resource) => world.sitesOf.get(resource) ?? []);
  for (const site of sites.filter((s) => !s.wraps)) addSeed(plan, site, [site.storage?.resource ?? ''], undefined);
  const calls = wrapperCalls(world, sites.filter((s) => s.wraps), migrating, plan);
  const shared = sharedWrappers(world.graph, calls);
  const roots = [...new Set(calls.flatMap((call) => call.region))].filter((fn) => shared.has(fn));
  for (const root of roots) {
    const fn = world.graph.functions.get(root);
    const resources = [...new Set(calls.filter((call) => call.region.includes(root)).flatMap((call) => call.resources))];
    if (!fn || !mayHaveVariant(world.graph, fn)) plan.blocks.push({ code: 'wrapper-shape', resources, chain: [{ text: `${fn ? nameOf(fn) : root}: ${BLOCK_CODES['wrapper-shape']}`, ...(fn ? { at: fn.place } : {}) }] });
    plan.variants.push({ of: root, calls: variantCalls(world.graph, calls, root) });
  }
  for (const [, inner] of grouped(calls.flatMap((call) => call.inner.map((site) => ({ site, call }))), ({ site }) => `${site.id}|${site.origin}`)) {
    const site = inner[0]?.site;
    const resources = [...new Set(inner.flatMap(({ call }) => call.resources))];
    const variant = site ? roots.find((root) => isWithin(world.graph, site.fn, root)) : undefined;
    if (site) addSeed(plan, site, resources, variant);
  }
  return plan;
}

function addSeed(plan: SeedPlan, site: Site, resources: string[], variant: FunctionId | undefined): void {
  const call = seamCall(site.origin, site.args);
  const name = site.origin.replace(/^node:fs\./, 'fs.');
  const text = `${name} ${VERBS[site.storage?.access ?? ''] ?? 'touches'} ${readable(site.storage?.path.text ?? 'a file')}`;
  if (call.operation === null) {
    plan.blocks.push({ code: 'no-counterpart', resources, chain: [{ text, at: site.at }, { text: call.reason, at: site.at }] });
    return;
  }
  plan.seeds.push({ at: site.at, range: site.range, origin: site.origin, resource: resources[0] ?? '', resources, operation: call.operation, style: call.style, in: site.fn, ...(variant ? { variant } : {}) });
  // Making a folder has a form that stays synchronous, so it asks nobody to wait.
  if (call.style === 'sync' && call.operation !== 'make-folder') plan.closureSeeds.push({ fn: site.fn, at: site.at, text, resources, mutates: MUTATING.has(call.operation) });
}

const VERBS: Record<string, string> = { read: 'reads', write: 'writes', append: 'appends to', delete: 'removes', list: 'lists', probe: 'looks for', create: 'makes', open: 'opens', watch: 'watches' };

/** `fn` is `outer`, or stands inside it. */
export function isWithin(graph: CallGraph, fn: FunctionId, outer: FunctionId): boolean {
  for (let at: FunctionId | null | undefined = fn; at; at = graph.functions.get(at)?.parent) if (at === outer) return true;
  return false;
}

/** Calls of wrappers through which the resources are reached, one per call expression. */
function wrapperCalls(world: StorageWorld, sites: Site[], migrating: ReadonlySet<string>, plan: SeedPlan): WrapperCall[] {
  const all = world.program.sites.filter((site) => site.wraps && site.storage);
  const byCall = grouped(all, (site) => callKey(site.at, site.range));
  const found: WrapperCall[] = [];
  for (const [key, own] of grouped(sites, (site) => callKey(site.at, site.range))) {
    const first = own[0];
    const contents = (byCall.get(key) ?? []).filter(isContentAccess);
    // Making a folder for a file that stays is no use of the documents beside it.
    if (!first || (contents.length > 0 && !own.some(isContentAccess))) continue;
    const resources = [...new Set(own.map((site) => site.storage?.resource ?? ''))];
    const stays = contents.filter((site) => site.storage?.resource !== '' && !migrating.has(site.storage?.resource ?? '') && !isBeside(site, own));
    const edges = (world.graph.outOf.get(first.fn) ?? []).filter((edge) => edge.range[0] === first.range[0] && edge.range[1] === first.range[1] && edge.kind === 'call');
    if (stays.length > 0) plan.blocks.push({ code: 'mixed-paths', resources, chain: [{ text: `this call reaches ${readable(first.storage?.path.text ?? '')} and ${readable(stays[0]?.storage?.path.text ?? '')}; ${BLOCK_CODES['mixed-paths']}`, at: first.at }] });
    if (edges.length === 0) plan.blocks.push({ code: 'not-found', resources, chain: [{ text: 'the wrapper that is called here could not be followed', at: first.at }] });
    for (const edge of edges) {
      const ids = new Set(own.flatMap((site) => site.wraps ?? []));
      const { region, inner } = regionOf(world, edge, ids);
      found.push({ edge, resources, inner, region });
    }
  }
  return found;
}

const isContentAccess = (site: Site): boolean => /^(?:read|write|append|open|delete|probe)$/.test(site.storage?.access ?? '');

/** A temporary name beside the document: `settings.json.new`. */
const isBeside = (site: Site, own: Site[]): boolean => own.some((other) => isCompanion(other.storage?.path.text ?? '', site.storage?.path.text ?? ''));

/** `companion` is `path` with something added to the name of the file. */
export const isCompanion = (path: string, companion: string): boolean => path !== '' && companion.length > path.length && companion.startsWith(path) && !companion.slice(path.length).includes('/');

/** Functions from the called wrapper down to the file-system sites it serves, and all sites there that depend on arguments. */
function regionOf(world: StorageWorld, edge: CallEdge, ids: ReadonlySet<string>): { region: FunctionId[]; inner: Site[] } {
  const { graph, program } = world;
  const known = program.sites.filter((site) => !site.wraps && site.storage && site.callers.length > 0);
  const wrapped = known.filter((site) => ids.has(site.id));
  const region = new Set<FunctionId>();
  for (const site of wrapped) for (const fn of pathTo(graph, edge.to, site.fn)) region.add(fn);
  const inner = known.filter((site) => ids.has(site.id) || [...region].some((fn) => isWithin(graph, site.fn, fn)));
  return { region: [...region], inner };
}

/** The functions called on the way from `from` to the one that holds `target`; nested functions count as their outermost holder on the way. */
function pathTo(graph: CallGraph, from: FunctionId, target: FunctionId): FunctionId[] {
  const queue: FunctionId[][] = [[from]];
  const seen = new Set<FunctionId>([from]);
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    const last = way[way.length - 1] ?? from;
    if (isWithin(graph, target, last)) return way;
    if (way.length > 6) continue;
    for (const edge of callsWithin(graph, last)) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push([...way, edge.to]);
    }
  }
  return [from];
}

const callsWithin = (graph: CallGraph, fn: FunctionId): CallEdge[] => [...graph.outOf].flatMap(([from, edges]) => (isWithin(graph, from, fn) ? edges.filter((edge) => edge.kind === 'call' && edge.confidence !== 'possible') : []));

/** Wrapper functions that data which stays uses too: called from elsewhere, or from a wrapper that stays itself. */
function sharedWrappers(graph: CallGraph, calls: WrapperCall[]): Set<FunctionId> {
  const region = new Set(calls.flatMap((call) => call.region));
  const moving = new Set(calls.map((call) => edgeKey(call.edge)));
  const shared = new Set<FunctionId>();
  const holder = (fn: FunctionId): FunctionId | undefined => [...region].find((root) => isWithin(graph, fn, root));
  for (let size = -1; size !== shared.size; ) {
    size = shared.size;
    for (const fn of region) {
      const node = graph.functions.get(fn);
      const elsewhere = (graph.into.get(fn) ?? []).some((edge) => {
        if (moving.has(edgeKey(edge))) return false;
        const from = holder(edge.from);
        return from === undefined || (shared.has(from) && from !== fn);
      });
      if (elsewhere || node?.escapes === true) shared.add(fn);
    }
  }
  return shared;
}

const edgeKey = (edge: CallEdge): string => `${edge.from}|${edge.range[0]}|${edge.to}`;

/** Calls that go to the second version: those of the resources, and those in other wrappers on the way. */
function variantCalls(graph: CallGraph, calls: WrapperCall[], root: FunctionId): ClosureVariant['calls'] {
  const direct = calls.filter((call) => call.edge.to === root).map((call) => ({ edge: call.edge, resources: call.resources }));
  const through = calls.flatMap((call) => {
    const at = call.region.indexOf(root);
    if (at < 0) return [];
    return (graph.into.get(root) ?? []).filter((edge) => call.region.some((fn) => fn !== root && isWithin(graph, edge.from, fn))).map((edge) => ({ edge, resources: call.resources }));
  });
  const merged = grouped([...direct, ...through], ({ edge }) => edgeKey(edge));
  return [...merged.values()].flatMap((group) => (group[0] ? [{ edge: group[0].edge, resources: [...new Set(group.flatMap((item) => item.resources))] }] : []));
}

/** A function at the top of its module, or a method of a class or object there, can have a neighbour; not a method that others override. */
function mayHaveVariant(graph: CallGraph, fn: FunctionNode): boolean {
  if (fn.name === '' || fn.parent === null || !fn.parent.endsWith('#0')) return false;
  if (fn.kind === 'function' || fn.kind === 'arrow') return fn.usage !== 'property' && fn.usage !== 'member';
  return fn.kind === 'method' && ![...graph.functions.values()].some((other) => other !== fn && other.kind === 'method' && other.name === fn.name);
}
