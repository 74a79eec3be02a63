/** Joins the facts of all files into one program: who calls whom, what is reached from where, which API each call ends in, and what stored data is for. */
import type { FileFacts } from '../core/facts.js';
import type { InstalledPackage } from '../core/installed.js';
import type { Manifest } from '../core/manifest.js';
import type { ApiEntry, CallEdge, EntryPoint, FunctionNode, Interval, ModuleNode, OpenNames, Program, ReachedBy, Site } from '../core/program.js';
import type { Resolution } from '../core/resolve.js';
import type { Reach } from '../core/vocabulary.js';
import { browserFiles } from './browser.js';
import { type CallIndex, indexOfCalls } from './call-index.js';
import { drainedQueues } from './drained.js';
import { linkCalls, type LinkedCall } from './edges.js';
import { declaredEdges } from './declared-receivers.js';
import { decoratedEntries, noteParameterTypes } from './decorated.js';
import { declaredEntries, type Entry } from './entries.js';
import { namedFolders } from './folders.js';
import { putOnForeign } from './foreign-puts.js';
import { edgesOf, escapingFunctions, functionsOf } from './functions.js';
import { promisingFunctions } from './promises.js';
import { givenFiles, isServed, shippedAssets } from './given-files.js';
import type { HostReading } from './host.js';
import { afterResponse } from './answers.js';
import { emissionsOf } from './emissions.js';
import { endedCalls } from './ended.js';
import { jobsOf } from './jobs.js';
import { repetitionOf } from './later.js';
import type { LockReading } from './lockfiles.js';
import { loadedByPattern } from './load-patterns.js';
import { loadsOf } from './loads.js';
import { memberFamilies } from './member-families.js';
import { modulesOf, type BareModule } from './modules.js';
import { packagesOf } from './packages.js';
import type { PageScript } from './pages.js';
import { decidePersistence } from './persistence.js';
import { entryFiles, offeredFunctions, publicFunctions } from './public-api.js';
import { rearmingTimers } from './rearming.js';
import { reachFunctions, reachModules, siteInterval, unreachedFiles } from './reach.js';
import { NOBODY, withReaders } from './getter-readers.js';
import type { ReadsIn } from './member-reads.js';
import { openNameIn } from './open-names.js';
import { type Question, isUnfollowed } from './receivers.js';
import { sourcePaths } from './source-paths.js';
import { withLoads } from './loaded-files.js';
import { computedLoads, sitesOf, type SiteDraft } from './sites.js';
import { staticEntries, pageEntries } from './static-entries.js';
import { stateOf } from './state.js';
import { withRemovals } from './taken-away.js';
import { withTools } from './tools.js';
import { evaluator } from './values.js';
import { createWorld, functionId, lazily, type World } from './world.js';
import { callersIndex, withWrappers } from './wrappers.js';

export interface LinkInput {
  root: string;
  name: string;
  facts: readonly FileFacts[];
  /** Take longer over who may call whom: for plans. */
  thorough?: boolean;
  /** How far searches of the flow graph go, in nodes; else as far as a plan affords. */
  mostVisits?: number;
  /** Reads a file in full of which `facts` has only the outline. */
  open: (file: string) => FileFacts | null;
  /** Reads a file once more, for the reads of members in it; without it, every getter stays one. */
  readsIn?: ReadsIn;
  resolve: (from: string, specifier: string) => Resolution;
  apisOf: (origin: string) => readonly ApiEntry[];
  /** Origins that a rule may name although apis.yaml does not describe them. */
  wanted: (origin: string) => boolean;
  manifests: readonly Manifest[];
  lock: LockReading | null;
  /** What was found in node_modules, by name. */
  installed: ReadonlyMap<string, InstalledPackage>;
  host: HostReading;
  /** What pages load: browser code. */
  pages?: readonly PageScript[];
  /** Files that are no sources: assets, configuration. */
  others: readonly string[];
}

interface Reached {
  modules: ModuleNode[];
  reachOf: Map<string, Reach>;
  functions: FunctionNode[];
  entries: Entry[];
}

interface Linked {
  index: CallIndex;
  edges: readonly CallEdge[];
  drafts: readonly SiteDraft[];
  /** Functions that are async or give back a promise. */
  promising: ReadonlySet<string>;
}

function reachAll(world: World, { index, edges, drafts, promising }: Linked, declared: readonly Entry[], manifests: readonly Manifest[]): Reached {
  const bare = modulesOf(world, loadsOf(world, index));
  const unreached = unreachedFiles(bare, declared);
  const named = namedFolders(world, index.calls, unreached);
  const isLoaded = loadedByPattern(world, index, manifests, unreached);
  const isNamed = (file: string, isReached: (file: string) => boolean): boolean => (file.includes('/') && named.has(file.slice(0, file.lastIndexOf('/')))) || isLoaded(file, isReached);
  const first = reachModules(bare, declared, isNamed);
  const entries = withTools(declared, { modules: bare, edges, drafts, reachOf: new Map([...first].map(([file, { reach }]) => [file, reach])) });
  const reached = apartFromBrowser(world, bare, reachModules(bare, entries, isNamed));
  const escaping = escapingFunctions(index.calls);
  const modules = bare.map((module): ModuleNode => ({ ...module, ...(reached.get(module.file) ?? { reach: 'dead' as const, chain: [] }) }));
  const reachOf = new Map(modules.map((m) => [m.file, m.reach]));
  const live = entries.filter((entry) => entry.reach !== 'production' || reachOf.get(entry.point.file) === 'production');
  const starting = new Set(live.flatMap((entry) => entry.functions));
  const isEntry = (edge: CallEdge): boolean => edge.kind === 'callback' && starting.has(edge.to);
  const base = functionsOf(world).map((fn): FunctionNode => ({ ...fn, ...(!fn.async && promising.has(fn.id) ? { givesPromise: true as const } : {}), escapes: escaping.has(fn.id), reach: reachOf.get(fn.file) ?? 'dead', reachedBy: [] }));
  const functionAt = enclosingFunctions(world);
  const imports = modules.flatMap((m) => m.imports.filter((i) => !i.typeOnly).map((i) => ({ from: functionAt(m.file, i.at.start), to: `${i.to}#0`, conditional: i.dynamic })));
  const reachedBy = reachFunctions(base, edges, imports, live, isEntry);
  return { modules, reachOf, entries: live, functions: base.map((fn) => ({ ...fn, reachedBy: reachedBy.get(fn.id) ?? [] })) };
}

/** Browser code that no page names belongs to a build all the same. */
function apartFromBrowser(world: World, bare: BareModule[], reached: ReturnType<typeof reachModules>): ReturnType<typeof reachModules> {
  const dead = new Set([...reached].filter(([, { reach }]) => reach === 'dead').map(([file]) => file));
  const browser = browserFiles(world, bare, dead);
  return new Map([...reached].map(([file, module]) => [file, browser.has(file) ? { reach: 'build', chain: [file] } : module]));
}

/** The function that the import at `start` stands in. */
function enclosingFunctions(world: World): (file: string, start: number) => string {
  const functions = new Map([...world.files].map(([file, { facts }]) => [file, new Map(facts.imports.map((fact) => [fact.place.start, fact.fn]))]));
  return (file, start) => functionId(file, functions.get(file)?.get(start) ?? 0);
}

/** What is known of a call by what else its function does. */
interface CallMarks {
  late: (call: LinkedCall) => boolean;
  ended: (call: LinkedCall) => boolean;
}

function placed(draft: SiteDraft, reached: Reached, byId: Map<string, FunctionNode>, { late, ended }: CallMarks): SiteDraft {
  const { site, linked } = draft;
  const fn = byId.get(site.fn);
  const reachedBy: ReachedBy[] = (fn?.reachedBy ?? []).map((r) => ({ entryPoint: r.entryPoint, calls: siteInterval(r.calls, site.conditional, site.loops) }));
  return { ...draft, site: { ...site, reach: reached.reachOf.get(linked.file) ?? 'dead', reachedBy, afterResponse: late(linked), ...(ended(linked) ? { ended: true as const } : {}) } };
}

/** A folder or file of the project, or a pattern that matches one. */
function shipsIn(sources: readonly string[], others: readonly string[]): (path: string) => boolean {
  const files = [...sources, ...others];
  const known = new Set(files);
  const folders = new Set(files.flatMap((file) => file.split('/').slice(0, -1).map((_, i, parts) => parts.slice(0, i + 1).join('/'))));
  return (path) => {
    const clean = path.replace(/^\.\//, '');
    if (known.has(clean) || folders.has(clean)) return true;
    const fixed = clean.includes('*') ? clean.slice(0, clean.indexOf('*')).replace(/\/[^/]*$/, '') : '';
    return fixed !== '' && folders.has(fixed);
  };
}

const unionReach = (functions: ReadonlyMap<string, FunctionNode>, ids: readonly string[]): ReachedBy[] => {
  const merged = new Map<string, Interval>();
  for (const id of ids) for (const r of functions.get(id)?.reachedBy ?? []) if (!merged.has(r.entryPoint)) merged.set(r.entryPoint, r.calls);
  return [...merged].map(([entryPoint, calls]) => ({ entryPoint, calls }));
};

const factsOf = (world: World): FileFacts[] => [...world.files.values()].map((index) => index.facts);

export interface LinkedProgram {
  program: Program;
  /** Those read in the end, outlines opened on the way among them. */
  facts: FileFacts[];
  /** Names of members by which a call of an unknown receiver may reach a function; looked for when they are asked for, unless a plan has asked everything. */
  openNames: OpenNames;
}

/** A scan does not look for calls that may be possible. */
const NOBODY_ASKED: { edges: CallEdge[]; openNames?: string[]; readers: typeof NOBODY } = { edges: [], readers: NOBODY };

/** Links the program. Pure: the same input gives the same output, byte for byte. */
export function link(input: LinkInput): LinkedProgram {
  const world = createWorld(input, evaluator);
  noteParameterTypes(world);
  const linked = linkCalls(world);
  const index = indexOfCalls(linked);
  const edges = edgesOf(world, linked);
  const find = (folder: string, file: string): string | null => {
    const found = (path: string): string[] => {
      const resolution = input.resolve(folder === '' ? 'package.json' : `${folder}/package.json`, path.startsWith('.') || path.startsWith('/') ? path.replace(/^\//, './') : `./${path}`);
      return resolution.kind === 'file' ? [resolution.file] : [];
    };
    return [file, ...sourcePaths(file)].flatMap(found)[0] ?? null;
  };
  const entries = withoutEchoes([...staticEntries(input.manifests, input.host.commands, find), ...pageEntries(input.pages ?? [], world), ...declaredEntries(world, index), ...decoratedEntries(world, index)]);
  const drained = drainedQueues(world, index);
  const sources = input.facts.map((f) => f.file);
  const ships = shipsIn(sources, input.others);
  const found = [...sitesOf(world, linked.filter((call) => !drained(call)), input.wanted), ...givenFiles(world, linked, { isAsset: shippedAssets(sources, input.others), ships })];
  const promising = promisingFunctions(world, index);
  const reached = reachAll(world, { index, edges, drafts: found, promising }, entries, input.manifests);
  const isPublic = publicFunctions(world, entries.map((entry) => entry.point), input.manifests[0]);
  const isOffered = offeredFunctions(world, entries.map((entry) => entry.point), input.manifests[0]);
  const byId = new Map(reached.functions.map((fn) => [fn.id, fn]));
  const timers = rearmingTimers(world, index);
  const repetition = repetitionOf(world, linked, reached.entries, timers);
  const marks = { late: afterResponse(world, index), ended: endedCalls(world, index, repetition) };
  const callers = callersIndex(linked);
  const drafts = withWrappers(world, found, callers).map((draft) => placed(draft, reached, byId, marks)).filter(isServed);
  const stored = decidePersistence(withRemovals(world, linked, drafts), { ships, host: input.host.facts });
  const handlers = new Map<string, EntryPoint>(reached.entries.filter((e) => e.point.kind === 'http' || e.point.kind === 'message' || e.point.kind === 'socket').flatMap((e) => e.functions.map((fn): [string, EntryPoint] => [fn, e.point])));
  const { families, of, none } = memberFamilies(world, { files: entryFiles(entries.map((entry) => entry.point), input.manifests[0]), functions: isPublic });
  const declared = declaredEdges(world, linked, { of, none });
  const called = [...edges, ...declared];
  const waiting = lazily((): Question => ({ starts: storing(world, stored.drafts.map((draft) => draft.site), called), edges: called, families, isPublic, together: (files: ReadonlySet<string>) => together(reached.modules, files), ...(input.mostVisits === undefined ? {} : { mostVisits: input.mostVisits }) }));
  const possible = input.thorough ? withReaders(world, linked, waiting(), input.readsIn) : NOBODY_ASKED;
  const foreign = input.thorough ? putOnForeign(world, linked) : null;
  const marked = (fn: FunctionNode): FunctionNode => {
    const putOn = foreign?.get(fn.id);
    return { ...fn, ...(putOn ? { putOn } : {}), ...(isPublic.has(fn.id) ? { public: true as const } : isOffered.has(fn.id) ? { offered: true as const } : {}) };
  };
  const program: Program = {
    root: input.root,
    name: input.manifests[0]?.name ?? input.name,
    modules: reached.modules,
    functions: reached.functions.map(marked),
    edges: [...called, ...possible.edges, ...possible.readers.edges],
    entryPoints: uniqueEntries(reached.entries),
    sites: uniqueSites([...stored.drafts.map((draft) => draft.site), ...computedLoads(world).map((site) => ({ ...site, reach: reached.reachOf.get(site.at.file) ?? 'dead' as const, reachedBy: byId.get(site.fn)?.reachedBy ?? [] }))]),
    resources: withLoads(world, stored.resources, { index, callers, isRun: (file) => reached.reachOf.get(file) === 'production', sites: stored.drafts.map((draft) => draft.site) }),
    state: stateOf(world, repetition).map((state) => ({ ...state, reach: reached.reachOf.get(state.file) ?? 'dead', reachedBy: unionReach(byId, [state.fn]) })),
    jobs: jobsOf(world, index, { promising, handlers, repetition, timers }).map((job) => ({ ...job, reach: reached.reachOf.get(job.at.file) ?? 'dead' })),
    packages: packagesOf({ manifests: input.manifests, lock: input.lock, installed: input.installed, modules: reached.modules }),
    host: input.host.facts,
    env: factsOf(world).flatMap((f) => f.env.map((fact) => ({ name: fact.name ?? '*', write: fact.write, at: fact.place, reach: reached.reachOf.get(f.file) ?? 'dead' }))),
    suppressions: factsOf(world).flatMap((f) => f.suppressions.map((s) => ({ file: f.file, ...s }))),
    unknownCalls: linked.filter(isUnfollowed).length,
    emissions: emissionsOf(world, index),
    ...(possible.openNames ? { openNames: possible.openNames } : {}),
    ...(possible.readers.getters.length > 0 ? { getters: possible.readers.getters } : {}),
    ...(families.length > 0 ? { families } : {}),
  };
  return { program, facts: factsOf(world), openNames: possible.openNames ? new Set(possible.openNames) : { has: openNameIn(world, index, waiting) } };
}

/** Files that the program runs, and those that hang together with them or with `files` by imports in either direction. */
function together(modules: readonly ModuleNode[], files: ReadonlySet<string>): ReadonlySet<string> {
  const beside = new Map<string, string[]>(modules.map((module) => [module.file, []]));
  for (const module of modules) {
    for (const { to } of module.imports) {
      beside.get(module.file)?.push(to);
      beside.get(to)?.push(module.file);
    }
  }
  const found = new Set([...files, ...modules.filter((module) => module.reach === 'production').map((module) => module.file)]);
  for (const file of found) for (const other of beside.get(file) ?? []) found.add(other);
  return found;
}

/** Functions that may have to wait for storage, of which every caller counts; of a module that uses storage while it loads, whatever uses the module. */
function storing(world: World, sites: readonly Site[], edges: readonly CallEdge[]): string[] {
  const direct = sites.filter((site) => site.storage).map((site) => site.fn);
  const callers = new Map<string, string[]>();
  for (const edge of edges) {
    const known = callers.get(edge.to);
    if (known) known.push(edge.from);
    else callers.set(edge.to, [edge.from]);
  }
  const reached = new Set(direct);
  for (const fn of reached) for (const from of callers.get(fn) ?? []) reached.add(from);
  const loading = new Set([...reached].filter((fn) => fn.endsWith('#0')).map((fn) => fn.slice(0, -2)));
  if (loading.size === 0) return direct;
  const using = [...world.files].filter(([file, { facts }]) => loading.has(file) || facts.imports.some(({ specifier }) => {
    const resolution = specifier === null ? null : world.resolve(file, specifier);
    return resolution?.kind === 'file' && loading.has(resolution.file);
  }));
  return [...direct, ...using.flatMap(([file, { facts }]) => facts.functions.map((_fact, fn) => functionId(file, fn)))];
}

/** `npm run dev` starts the same file as `npm start`: one entry, the production one. */
function withoutEchoes(entries: readonly Entry[]): Entry[] {
  const started = new Set(entries.filter((e) => e.reach === 'production' && e.point.fn?.endsWith('#0')).map((e) => e.point.file));
  return entries.filter((e) => e.reach === 'production' || !started.has(e.point.file));
}

function uniqueSites(sites: Site[]): Site[] {
  const seen = new Map<string, Site>();
  for (const site of sites) if (!seen.has(`${site.id}|${site.origin}`)) seen.set(`${site.id}|${site.origin}`, site);
  return [...seen.values()].sort((a, b) => (a.at.file === b.at.file ? a.at.start - b.at.start : a.at.file < b.at.file ? -1 : 1));
}

function uniqueEntries(entries: readonly Entry[]): EntryPoint[] {
  return [...new Map(entries.map((entry) => [entry.point.id, entry.point])).values()];
}
