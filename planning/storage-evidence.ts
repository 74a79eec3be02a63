/** Gathers, for one stored resource, who writes it, how often that runs, and who reads it meanwhile. It weighs nothing. */
import type { CallEdge, EntryPoint, FunctionId, OpenNames, Program, Resource, Site } from '../core/program.js';
import { isAnswer } from '../core/storage-answers.js';
import { reachedResources } from '../core/reached-resources.js';
import { isPlainFileCall } from '../core/storage-calls.js';
import { copiesFile, movesFile } from '../core/stored-names.js';
import type { Target } from '../core/vocabulary.js';
import type { CallGraph } from './call-graph.js';
import { grouped } from './grouped.js';

export interface StorageWorld {
  program: Program;
  graph: CallGraph;
  /** Absent: those that the program says. */
  openNames?: OpenNames;
  /** Nothing keeps files there but a store and what lives with the request or the code, so that the path of a file tells which of these it is: on Workers. */
  apart: boolean;
  /** Resources that a codemod moves, in this run or in another; absent: any may. */
  mayMove?: ReadonlySet<string>;
  entries: Map<string, EntryPoint>;
  /** Resources that an adapter of a storage seam touches. */
  adapted: ReadonlySet<string>;
  /** Sites of production code outside of storage adapters, by resource. */
  sitesOf: Map<string, Site[]>;
  /** Of those, the ones that reach one of several resources, whichever the program says while it runs: the ids of these. */
  several: ReadonlyMap<Site, string[]>;
  /** Calls that copy or move, and so name two files. */
  copies: readonly Site[];
  /** Work that goes on after a response or in a loop without an end: the function that starts it, and all it runs. */
  lateWork: { from: FunctionId; start: number; runs: ReadonlySet<FunctionId> }[];
  /** All functions of that work. */
  background: ReadonlySet<FunctionId>;
  /** Where it begins: function and offset. */
  late: ReadonlySet<string>;
}

/** Several sites can stand for one call. */
export const callKey = ({ at, range }: Site): string => `${at.file}:${range.join('-')}`;

/** A function that reads a resource and then writes it. */
export interface ReadModifyWrite {
  fn: FunctionId;
  at: Site['at'];
  entryPoints: EntryPoint[];
  background: boolean;
  /** Read and written without letting go of the thread: no other request comes in between. */
  atomic: boolean;
  /** Offsets of its calls that write. */
  writes: number[];
}

export interface ResourceEvidence {
  reads: Site[];
  /** Calls that give it new content. */
  writes: Site[];
  appends: Site[];
  deletes: Site[];
  readModifyWrites: ReadModifyWrite[];
  /** Functions that read it again after writing it. */
  readBacks: { fn: FunctionId; at: Site['at'] }[];
  /** Entry points that write it, apart from background work. */
  writers: EntryPoint[];
  /** HTTP routes that read it. */
  readingRoutes: EntryPoint[];
  /** Written before and again after the response of one request. */
  createdThenUpdated: EntryPoint[];
  backgroundWrites: Site[];
  /** Calls by which a package keeps it in a format or a way of its own. */
  foreign: Site[];
}

/**
 * The adapters of a storage seam, which are no longer the app's own file access: what a seam imports as `#documents-adapter`, and, where that name
 * leads to compiled files, its neighbours, such as `documents.fs` and `documents.kv`.
 */
export function adapterModules(program: Program): Set<string> {
  const isAdapter = (specifier: string | null): boolean => specifier !== null && /^#.+-adapter$/.test(specifier);
  const imported = program.modules.flatMap((module) => module.imports.filter((i) => isAdapter(i.specifier)).map((i) => i.to));
  const seams = program.modules.filter((module) => module.unresolved.some((one) => isAdapter(one.specifier)));
  const beside = seams.flatMap((seam) => {
    const stem = seam.file.replace(/\.[cm]?[jt]s$/, '');
    return program.modules.filter((module) => /^\.(?:fs|kv|r2|send|workers)\.[cm]?[jt]s$/.test(module.file.slice(stem.length)) && module.file.startsWith(stem)).map((module) => module.file);
  });
  return new Set([...imported, ...beside]);
}

export function storageWorld(program: Program, graph: CallGraph, { target, openNames }: { target: Target; openNames?: OpenNames }): StorageWorld {
  const adapters = adapterModules(program);
  const inner = new Set(program.sites.flatMap((site) => site.wraps ?? []));
  const all = program.sites.filter((site) => site.storage && site.reach === 'production' && !adapters.has(site.at.file) && !inner.has(site.id) && !(site.wraps ?? []).some((id) => adapters.has(id.slice(0, id.lastIndexOf(':')))));
  const reachOf = reachedResources(program);
  const ways = all.map((site): [Site, string[]] => [site, reachOf(site)]);
  const reached = ways.flatMap(([site, resources]) => resources.map((resource) => ({ site, resource })));
  const lateWork = lateWorkOf(program, graph);
  return {
    program,
    graph,
    ...(openNames ? { openNames } : {}),
    apart: target === 'workers',
    adapted: new Set(program.sites.filter((site) => site.storage && adapters.has(site.at.file)).map((site) => site.storage?.resource ?? '')),
    entries: new Map(program.entryPoints.map((entry) => [entry.id, entry])),
    sitesOf: new Map([...grouped(reached, ({ resource }) => resource)].map(([resource, ways]) => [resource, ways.map(({ site }) => site)])),
    copies: all.filter((site) => !site.wraps && (copiesFile(site.origin) || movesFile(site.origin))),
    several: new Map(ways.filter(([site, resources]) => site.storage?.resource === '' && resources.length > 0)),
    lateWork,
    background: new Set(lateWork.flatMap((work) => [...work.runs])),
    late: new Set(lateWork.map((work) => `${work.from}:${work.start}`)),
  };
}

/** End of the first call in each function that answers the request on its straight path. */
function responseEnds(program: Program): Map<FunctionId, number> {
  const ends = new Map<FunctionId, number>();
  for (const site of program.sites) {
    if (!/(?:Response|ServerResponse)\.(?:json|send|end|sendStatus|redirect|render|sendFile)$/.test(site.origin) || site.conditional || site.result === 'returned' || site.wraps) continue;
    ends.set(site.fn, Math.min(ends.get(site.fn) ?? Infinity, site.range[1]));
  }
  return ends;
}

function lateWorkOf(program: Program, graph: CallGraph): StorageWorld['lateWork'] {
  const ends = responseEnds(program);
  const jobAt = new Set(program.jobs.filter((job) => job.kind === 'after-response' || job.kind === 'un-awaited').map((job) => `${job.fn}|${job.at.start}`));
  const late = program.edges.filter((edge) => edge.confidence !== 'possible' && ((ends.get(edge.from) ?? Infinity) <= edge.range[0] || jobAt.has(`${edge.from}|${edge.at.start}`)));
  const loops = program.jobs.filter((job) => job.kind === 'endless-loop' || job.kind === 'polling');
  return [
    ...late.map((edge) => ({ from: edge.from, start: edge.range[0], runs: reachable(graph, edge.to) })),
    ...loops.map((job) => ({ from: job.fn, start: job.at.start, runs: reachable(graph, job.fn) })),
  ];
}

function reachable(graph: CallGraph, from: FunctionId): Set<FunctionId> {
  const reached = new Set<FunctionId>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const edge of graph.outOf.get(id) ?? []) if (edge.confidence !== 'possible') waiting.push(edge.to);
  }
  return reached;
}

const isContent = (site: Site): boolean => site.storage?.access === 'read' || site.storage?.access === 'open';
const isWrite = (site: Site): boolean => site.storage?.access === 'write';

/** Calls that carry a promise or a value through at once; a callback handed to a framework starts anew. */
const continues = (edge: CallEdge): boolean => edge.confidence !== 'possible' && (edge.kind !== 'callback' || /^(?:Array|Promise)\./.test(edge.via ?? ''));

/** Asked for again wherever a choice depends on another. */
const gathered = new WeakMap<StorageWorld, Map<Resource, ResourceEvidence>>();

export function evidenceOf(world: StorageWorld, resource: Resource): ResourceEvidence {
  const known = gathered.get(world) ?? new Map<Resource, ResourceEvidence>();
  gathered.set(world, known);
  const evidence = known.get(resource) ?? gather(world, resource);
  known.set(resource, evidence);
  return evidence;
}

function gather(world: StorageWorld, resource: Resource): ResourceEvidence {
  const sites = world.sitesOf.get(resource.id) ?? [];
  const reads = sites.filter((site) => isContent(site) || site.storage?.access === 'list');
  const writes = sites.filter(isWrite);
  const deletes = sites.filter((site) => site.storage?.access === 'delete');
  const contentReads = sites.filter(isContent);
  const pairs = readWritePairs(world, contentReads, writes);
  const backgroundWrites = writes.filter((site) => isBackground(world, site));
  return {
    reads,
    writes,
    appends: sites.filter((site) => site.storage?.access === 'append'),
    deletes,
    readModifyWrites: pairs.filter((pair) => pair.readFirst).map((pair) => ({ fn: pair.fn, at: pair.at, entryPoints: entriesOf(world, pair.fn), background: world.background.has(pair.fn), atomic: pair.atomic, writes: pair.writes })),
    readBacks: pairs.filter((pair) => pair.readAfter).map(({ fn, at }) => ({ fn, at })),
    writers: uniqueEntries([...writes, ...deletes].flatMap((site) => site.reachedBy.flatMap((by) => world.entries.get(by.entryPoint) ?? []).filter((entry) => writtenWhileServed(world, site, entry)))),
    readingRoutes: uniqueEntries(reads.flatMap((site) => site.reachedBy.flatMap((by) => world.entries.get(by.entryPoint) ?? []))).filter((entry) => entry.kind === 'http'),
    createdThenUpdated: createdThenUpdated(world, writes),
    backgroundWrites,
    foreign: sites.filter((site) => !isPlainFileCall(site.origin) && !isAnswer(site.origin)),
  };
}

const isBackground = (world: StorageWorld, site: Site): boolean => site.afterResponse || world.background.has(site.fn);

const uniqueEntries = (entries: EntryPoint[]): EntryPoint[] => [...new Map(entries.map((entry) => [entry.id, entry])).values()];

function entriesOf(world: StorageWorld, fn: FunctionId): EntryPoint[] {
  return uniqueEntries((world.graph.functions.get(fn)?.reachedBy ?? []).flatMap((by) => world.entries.get(by.entryPoint) ?? []));
}

interface Pair {
  fn: FunctionId;
  at: Site['at'];
  readFirst: boolean;
  readAfter: boolean;
  atomic: boolean;
  writes: number[];
}

interface Position {
  start: number;
  /** What is given to a call is read before it writes. */
  end: number;
  at: Site['at'];
  /** The site is synchronous, and so is what leads to it. */
  sync: boolean;
}

/** Functions in which a read and a write of the resource meet: in their own body, or in a function that they call. */
function readWritePairs(world: StorageWorld, reads: Site[], writes: Site[]): Pair[] {
  const readAt = positions(world, reads);
  const writeAt = positions(world, writes);
  return [...readAt].flatMap(([fn, readPositions]): Pair[] => {
    const writePositions = writeAt.get(fn);
    if (!writePositions) return [];
    const direct = readPositions.filter((r) => !writePositions.some((w) => w.start === r.start));
    const readFirst = direct.some((r) => writePositions.some((w) => r.start < w.end));
    const readAfter = direct.some((r) => writePositions.some((w) => r.start >= w.end));
    const atomic = direct.some((r) => writePositions.some((w) => r.start < w.end && r.sync && w.sync && !waitsBetween(world, fn, r.start, w.start)));
    const at = writePositions[0]?.at;
    return at && (readFirst || readAfter) ? [{ fn, at, readFirst, readAfter, atomic, writes: [...new Set(writePositions.map((position) => position.start))] }] : [];
  });
}

/** Something is awaited after the read and before the write. */
const waitsBetween = (world: StorageWorld, fn: FunctionId, from: number, to: number): boolean =>
  [...world.program.edges.filter((edge) => edge.from === fn), ...world.program.sites.filter((site) => site.fn === fn)].some((one) => one.result === 'awaited' && one.range[0] > from && one.range[0] < to);

/** Where in each function the sites stand, directly or as the call that leads to them. */
function positions(world: StorageWorld, sites: Site[]): Map<FunctionId, Position[]> {
  const found = new Map<FunctionId, Position[]>();
  const add = (fn: FunctionId, position: Position): void => {
    found.set(fn, [...(found.get(fn) ?? []), position]);
  };
  for (const site of sites) {
    const sync = site.style === 'sync';
    add(site.fn, { start: site.range[0], end: site.range[1], at: site.at, sync });
    const throughSync = sync && world.graph.functions.get(site.fn)?.async !== true;
    for (const edge of world.graph.into.get(site.fn) ?? []) if (continues(edge)) add(edge.from, { start: edge.range[0], end: edge.range[1], at: edge.at, sync: throughSync });
  }
  return found;
}

/** Entry points whose request writes the resource, and whose work after the response writes it again. */
function createdThenUpdated(world: StorageWorld, writes: Site[]): EntryPoint[] {
  return uniqueEntries(world.lateWork.filter((work) => writes.some((site) => work.runs.has(site.fn))).flatMap((work) => {
    const entries = entriesOf(world, work.from);
    return entries.filter((entry) => writes.some((site) => writtenWhileServed(world, site, entry)));
  }));
}

/** What leads to a function without passing through work that goes on after a response, by function: asked for each write and each way to it. */
const servedBy = new WeakMap<StorageWorld, Map<FunctionId, ReadonlySet<FunctionId>>>();

/** The entry point reaches the site without passing through work that goes on after its response. */
function writtenWhileServed(world: StorageWorld, site: Site, entry: EntryPoint): boolean {
  const known = servedBy.get(world) ?? new Map<FunctionId, ReadonlySet<FunctionId>>();
  servedBy.set(world, known);
  const serving = known.get(site.fn) ?? servingFunctions(world, site.fn);
  known.set(site.fn, serving);
  return entry.fn !== null && serving.has(entry.fn);
}

function servingFunctions(world: StorageWorld, fn: FunctionId): Set<FunctionId> {
  const seen = new Set<FunctionId>();
  const waiting: FunctionId[] = [fn];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of world.graph.into.get(id) ?? []) if (edge.confidence !== 'possible' && !world.late.has(`${edge.from}:${edge.range[0]}`)) waiting.push(edge.from);
  }
  return seen;
}
