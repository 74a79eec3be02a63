/** Finds the file-system calls behind a set of resources: direct ones, and those inside local wrappers, which get a second version when data that stays uses them too. */
import { expressMajor } from '../core/express.js';
import type { PlannedSeed } from '../core/plan.js';
import type { CallEdge, FunctionId, FunctionNode, Site } from '../core/program.js';
import { BLOCK_CODES } from '../core/repairs.js';
import { copiesFile, isCompanion, movesFile } from '../core/stored-names.js';
import { MUTATING, type NoSeamCall, STAYS_SYNCHRONOUS, type SeamCall, type SeamOperation, seamCall } from '../core/storage-operations.js';
import type { Store } from '../core/stores.js';
import type { CallGraph } from './call-graph.js';
import { type Block, type ClosureSeed, type ClosureVariant, nameOf } from './closure-data.js';
import { crossingBetween, crossingOf } from './crossings.js';
import { grouped } from './grouped.js';
import { type LeftBehind, aloneBehind, leftBehind, staysBehind } from './left-behind.js';
import { stayingWrites } from './staying-writes.js';
import { readable } from './storage-names.js';
import { type StorageWorld, callKey } from './storage-evidence.js';

export interface SeedPlan {
  seeds: (PlannedSeed & { resources: string[] })[];
  closureSeeds: ClosureSeed[];
  variants: ClosureVariant[];
  blocks: Block[];
  left: LeftBehind[];
}

/** A call of a local wrapper by which a resource is reached. */
interface WrapperCall {
  edge: CallEdge;
  resources: string[];
  /** File-system sites in the wrapper, and in what it calls, that depend on its arguments. */
  inner: Site[];
  /** The wrapper and every function between it and those sites. */
  region: FunctionId[];
  /** It reaches files that stay as well. */
  mixes: boolean;
}

const NOTHING: SeedPlan = { seeds: [], closureSeeds: [], variants: [], blocks: [], left: [] };

const joined = (plans: readonly Partial<SeedPlan>[]): SeedPlan => ({
  seeds: plans.flatMap((plan) => plan.seeds ?? []),
  closureSeeds: plans.flatMap((plan) => plan.closureSeeds ?? []),
  variants: plans.flatMap((plan) => plan.variants ?? []),
  blocks: plans.flatMap((plan) => plan.blocks ?? []),
  left: plans.flatMap((plan) => plan.left ?? []),
});

export function planSeeds(world: StorageWorld, store: Store, migrating: ReadonlySet<string>): SeedPlan {
  const all = [...new Set([...[...migrating].flatMap((resource) => world.sitesOf.get(resource) ?? []), ...byOtherName(world, migrating)])];
  const direct = all.filter((site) => !site.wraps).map((site) => directSeed(world, store, site, migrating));
  const found = wrapperCalls(world, all.filter((site) => site.wraps), migrating);
  const shared = sharedWrappers(world.graph, found.calls);
  // What cannot have a second version serves both, where the path tells them apart.
  const servesBoth = (fn: FunctionId): boolean => world.apart && (!mayHaveVariant(world.graph, world.graph.functions.get(fn)) || isHandedAnything(world, found.calls, fn));
  const roots = [...new Set(found.calls.flatMap((call) => call.region))].filter((fn) => shared.has(fn) && !servesBoth(fn));
  const variants = roots.map((root) => variantOf(world.graph, found.calls, root));
  const inner = [...grouped(found.calls.flatMap((call) => call.inner.map((site) => ({ site, call }))), ({ site }) => `${site.id}|${site.origin}`).values()];
  const wrapped = inner.map((group): SeedPlan => {
    const site = group[0]?.site;
    const resources = [...new Set(group.flatMap(({ call }) => call.resources))];
    return site ? seedOf(world, store, site, { resources, variant: roots.find((root) => isWithin(world.graph, site.fn, root)), mixes: group.some(({ call }) => call.mixes || call.region.some((fn) => shared.has(fn) && servesBoth(fn))) }) : NOTHING;
  });
  const joint = joined([...direct, { blocks: found.blocks }, ...variants, ...wrapped]);
  const plan = { ...joint, seeds: eachOnce(joint.seeds) };
  const apart = stayingWrites(world, { seeds: plan.seeds, wrapped: new Set(found.calls.map(({ edge }) => `${edge.at.file}:${edge.at.start}`)) }, migrating);
  return { ...plan, blocks: [...plan.blocks, ...apart, ...aloneBehind(plan.left, new Set([...plan.seeds, ...plan.blocks].flatMap((one) => one.resources)))] };
}

/** A call in a wrapper may name a file of its own as well, where one of its callers is not seen: it is one call all the same. */
function eachOnce(seeds: SeedPlan['seeds']): SeedPlan['seeds'] {
  return [...grouped(seeds, (seed) => `${seed.at.file}:${seed.at.start} ${seed.variant ?? ''}`).values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.length === 1) return group;
    const also = [...new Set(group.flatMap((one) => one.also ?? []))];
    return [{ ...first, resources: [...new Set(group.flatMap((one) => one.resources))], ...(also.length > 0 ? { also } : {}) }];
  });
}

/**
 * A call that names a file itself. One that reaches one of several moves with all of them; when some of these stay, or it names two files of which one stays, the
 * adapter on Workers finds out while it runs which of them it is.
 */
function directSeed(world: StorageWorld, store: Store, site: Site, migrating: ReadonlySet<string>): Partial<SeedPlan> {
  const resources = world.several.get(site) ?? [site.storage?.resource ?? ''];
  if (!resources.some((id) => migrating.has(id))) return otherSeed(world, store, site, otherNames(world, site, resources).filter((id) => migrating.has(id)));
  const moving = resources.filter((id) => migrating.has(id));
  const staying = resources.filter((id) => !migrating.has(id));
  const crossing = world.several.has(site) ? null : crossingOf(world.program, site, migrating);
  const other = crossing === null && world.apart ? otherNames(world, site, resources).filter((id) => !migrating.has(id)) : [];
  const mixes = staying.length + other.length > 0;
  if (staying.length > 0 && !world.apart) return { blocks: [mixedBlock(world, site, moving, resources)] };
  return seedOf(world, store, site, { resources: moving, crossing, mixes });
}

/** A copy or a move that is counted with what stays, where `moving` is the other file that it names; overlaps.ts blocks what cannot be told apart. */
function otherSeed(world: StorageWorld, store: Store, site: Site, moving: string[]): Partial<SeedPlan> {
  const [own, other] = [moving[0], site.storage?.resource].map((id) => world.program.resources.find((resource) => resource.id === id));
  const crossing = own && other ? crossingBetween(world.program, site, own, other) : null;
  return crossing !== null || world.apart ? seedOf(world, store, site, { resources: moving, crossing, mixes: crossing === null }) : NOTHING;
}

/** Copies and moves that are counted with what stays, and name what moves as well. */
function byOtherName({ program }: StorageWorld, migrating: ReadonlySet<string>): Site[] {
  const named = new Set(program.resources.filter(({ id }) => migrating.has(id)).flatMap(({ sites }) => sites));
  return program.sites.filter((site) => named.has(site.id) && !site.wraps && (site.storage?.resource ?? '') !== '' && !migrating.has(site.storage?.resource ?? '') && (copiesFile(site.origin) || movesFile(site.origin)));
}

/** Resources of the other file that a copy or a move names. */
const otherNames = ({ program }: StorageWorld, site: Site, own: readonly string[]): string[] => (copiesFile(site.origin) || movesFile(site.origin) ? program.resources.filter((one) => one.sites.includes(site.id) && !own.includes(one.id)).map((one) => one.id) : []);

function mixedBlock({ program }: StorageWorld, site: Site, moving: string[], resources: readonly string[]): Block {
  const names = resources.map((id) => readable(program.resources.find((one) => one.id === id)?.pattern ?? id));
  const reaches = `this call reaches ${names.slice(0, 3).join(' or ')}${names.length > 3 ? ` or ${names.length - 3} more` : ''}, whichever the program says while it runs`;
  return { code: 'mixed-paths', resources: moving, chain: [{ text: `${reaches}; ${BLOCK_CODES['mixed-paths']}`, at: site.at }] };
}

/** The second version of one wrapper; blocked when its shape allows none. */
function variantOf(graph: CallGraph, calls: readonly WrapperCall[], root: FunctionId): Partial<SeedPlan> {
  const fn = graph.functions.get(root);
  const resources = [...new Set(calls.filter((call) => call.region.includes(root)).flatMap((call) => call.resources))];
  const refused: Block[] = mayHaveVariant(graph, fn) ? [] : [{ code: 'wrapper-shape', resources, chain: [{ text: `${fn ? nameOf(fn) : root}: ${BLOCK_CODES['wrapper-shape']}`, ...(fn ? { at: fn.place } : {}) }] }];
  return { variants: [{ of: root, calls: variantCalls(graph, calls, root) }], blocks: refused };
}

interface SeedOptions {
  resources: string[];
  variant?: FunctionId | undefined;
  /** Operation of a copy or a move to or from a file of the machine. */
  crossing?: SeamOperation | null;
  mixes: boolean;
}

function seedOf(world: StorageWorld, store: Store, site: Site, { resources, variant, crossing = null, mixes }: SeedOptions): SeedPlan {
  if (staysBehind(site)) return { ...NOTHING, left: [leftBehind(site, resources)] };
  const plain = withExpress(seamCall(site, store), expressMajor(world.program));
  const call = plain.operation !== null && crossing ? { ...plain, operation: crossing } : plain;
  const name = site.origin.replace(/^node:fs\./, 'fs.');
  const text = `${name} ${VERBS[site.storage?.access ?? ''] ?? 'touches'} ${readable(site.storage?.path.text ?? 'a file')}`;
  if (call.operation === null) return { ...NOTHING, blocks: [{ code: 'no-counterpart', resources, chain: [{ text, at: site.at }, { text: call.reason, at: site.at }] }] };
  if (call.operation === 'kept') return NOTHING;
  const also = [...(call.also ?? []), ...(mixes ? ['mixed'] : [])];
  const seed: SeedPlan['seeds'][number] = { at: site.at, range: site.range, origin: site.origin, resource: resources[0] ?? '', resources, operation: call.operation, style: call.style, ...(also.length > 0 ? { also } : {}), in: site.fn, ...(variant ? { variant } : {}) };
  // Making a folder has a form that stays synchronous, so it asks nobody to wait.
  const waits = call.style === 'sync' && !STAYS_SYNCHRONOUS.has(call.operation);
  return { ...NOTHING, seeds: [seed], closureSeeds: waits ? [{ fn: site.fn, at: site.at, text, resources, mutates: MUTATING.has(call.operation) }] : [] };
}

/** Express 4 and 5 answer with other headers; of older ones nothing is known. */
function withExpress(call: SeamCall | NoSeamCall, major: number | null): SeamCall | NoSeamCall {
  if (call.operation === null || !/^(?:send|download|serve)$/.test(call.operation)) return call;
  if (major === null || major < 4) return { operation: null, reason: 'which version of Express answers is not known, or it is older than 4' };
  return major === 4 ? { ...call, also: ['express-4'] } : call;
}

const VERBS: Record<string, string> = { read: 'reads', write: 'writes', append: 'appends to', delete: 'removes', list: 'lists', probe: 'looks for', create: 'makes', open: 'opens', watch: 'watches' };

/** `fn` is `outer`, or stands inside it. */
export function isWithin(graph: CallGraph, fn: FunctionId, outer: FunctionId): boolean {
  for (let at: FunctionId | null | undefined = fn; at; at = graph.functions.get(at)?.parent) if (at === outer) return true;
  return false;
}

/** Calls of wrappers through which the resources are reached, one per call expression, and what speaks against some of them. */
function wrapperCalls(world: StorageWorld, sites: Site[], migrating: ReadonlySet<string>): { calls: WrapperCall[]; blocks: Block[] } {
  const all = world.program.sites.filter((site) => site.wraps && site.storage);
  const byCall = grouped(all, callKey);
  const found = [...grouped(sites, callKey)].map(([key, own]) => wrapperCall(world, own, (byCall.get(key) ?? []).filter(isContentAccess), migrating));
  return { calls: found.flatMap((one) => one.calls), blocks: found.flatMap((one) => one.blocks) };
}

/** `own`: what the call reaches of the moved resources; `contents`: all files that it reads or writes. */
function wrapperCall(world: StorageWorld, own: Site[], contents: Site[], migrating: ReadonlySet<string>): { calls: WrapperCall[]; blocks: Block[] } {
  const first = own[0];
  // Making a folder for a file that stays is no use of the documents beside it.
  if (!first || (contents.length > 0 && !own.some(isContentAccess))) return { calls: [], blocks: [] };
  const reached = own.flatMap((site) => world.several.get(site) ?? [site.storage?.resource ?? '']);
  const resources = [...new Set(reached)].filter((id) => migrating.has(id));
  const stays = contents.find((site) => site.storage?.resource !== '' && !migrating.has(site.storage?.resource ?? '') && !isBeside(site, own));
  const either = own.find((site) => world.several.get(site)?.some((id) => !migrating.has(id)));
  const mixes = stays !== undefined || either !== undefined;
  const edges = (world.graph.outOf.get(first.fn) ?? []).filter((edge) => edge.range[0] === first.range[0] && edge.range[1] === first.range[1] && edge.kind === 'call');
  const ids = new Set(own.flatMap((site) => site.wraps ?? []));
  const mixed: Block[] = world.apart ? [] : either ? [mixedBlock(world, either, resources, world.several.get(either) ?? [])] : stays ? [{ code: 'mixed-paths', resources, chain: [{ text: `this call reaches ${readable(first.storage?.path.text ?? '')} and ${readable(stays.storage?.path.text ?? '')}; ${BLOCK_CODES['mixed-paths']}`, at: first.at }] }] : [];
  const lost: Block[] = edges.length === 0 ? [{ code: 'not-found', resources, chain: [{ text: 'the wrapper that is called here could not be followed', at: first.at }] }] : [];
  return { calls: edges.map((edge) => ({ edge, resources, mixes, ...regionOf(world, edge, ids) })), blocks: [...mixed, ...lost] };
}

const isContentAccess = (site: Site): boolean => /^(?:read|write|append|open|delete|probe)$/.test(site.storage?.access ?? '');

/** A temporary name beside the document: `settings.json.new`. */
const isBeside = (site: Site, own: Site[]): boolean => own.some((other) => isCompanion(other.storage?.path.text ?? '', site.storage?.path.text ?? ''));

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

/** Documents whose folder only the running program knows. */
const isAnywhere = (pattern: string): boolean => /^(?:<(?!env |home>|tmp>)|\*)/.test(pattern);

/**
 * Besides documents that may be anywhere, the wrapper is handed paths of which nobody knows where they lead: these may be the same documents, which a second version
 * of the wrapper would leave out.
 */
function isHandedAnything({ graph, program, several }: StorageWorld, calls: readonly WrapperCall[], fn: FunctionId): boolean {
  const own = calls.filter((call) => call.region.includes(fn));
  if (!own.some(({ resources }) => resources.some((id) => isAnywhere(program.resources.find((one) => one.id === id)?.pattern ?? '')))) return false;
  const known = new Set(program.sites.filter((site) => site.wraps && site.storage && (site.storage.resource !== '' || several.has(site))).map((site) => `${site.fn}|${site.range[0]}`));
  const moving = new Set(calls.map((call) => edgeKey(call.edge)));
  return (graph.into.get(fn) ?? []).some((edge) => edge.confidence !== 'possible' && edge.kind === 'call' && !moving.has(edgeKey(edge)) && !known.has(`${edge.from}|${edge.range[0]}`) && graph.functions.get(edge.from)?.reach === 'production' && !calls.some((call) => call.region.includes(edge.from)));
}

const edgeKey = (edge: CallEdge): string => `${edge.from}|${edge.range[0]}|${edge.to}`;

/** Calls that go to the second version: those of the resources, and those in other wrappers on the way. */
function variantCalls(graph: CallGraph, calls: readonly WrapperCall[], root: FunctionId): ClosureVariant['calls'] {
  const direct = calls.filter((call) => call.edge.to === root).map((call) => ({ edge: call.edge, resources: call.resources }));
  const through = calls.flatMap((call) => {
    const at = call.region.indexOf(root);
    if (at < 0) return [];
    return (graph.into.get(root) ?? []).filter((edge) => call.region.some((fn) => fn !== root && isWithin(graph, edge.from, fn))).map((edge) => ({ edge, resources: call.resources }));
  });
  const merged = grouped([...direct, ...through], ({ edge }) => edgeKey(edge));
  return [...merged.values()].flatMap((group) => (group[0] ? [{ edge: group[0].edge, resources: [...new Set(group.flatMap((item) => item.resources))] }] : []));
}

/** It is a member of the class or object that it stands in. */
const isMemberOf = (fn: FunctionNode): boolean => fn.kind === 'method' || fn.usage === 'property';

/** A function at the top of its module, or a member of a class or object there, can have a neighbour; not one that others may stand in for. */
function mayHaveVariant(graph: CallGraph, fn: FunctionNode | undefined): boolean {
  if (!fn || fn.name === '' || fn.parent === null || !fn.parent.endsWith('#0') || fn.usage === 'member' && fn.kind !== 'method') return false;
  if (!isMemberOf(fn)) return fn.kind === 'function' || fn.kind === 'arrow';
  return ![...graph.functions.values()].some((other) => other !== fn && isMemberOf(other) && other.name === fn.name);
}
