/**
 * The Container cut: the smallest set of modules that must stay on a machine when routes move to a Worker. Modules that cannot be
 * parted are one; what remains is a minimum cut whose price is the number of calls that would have to become requests. It proposes;
 * it does not say how a crossing call is written.
 */
import type { CallEdge, EntryKind, ModuleNode, Program } from '../core/program.js';
import type { ContainerCut } from '../core/plan.js';
import type { Finding } from '../core/scan.js';
import type { Area, Persistence } from '../core/vocabulary.js';
import { grouped } from './grouped.js';
import { containerNeeds, placeOf, type ContainerNeed } from './container-needs.js';
import { calledName, fileOf, joinedModules, sharedStateFiles, type Join } from './joined-modules.js';
import { sourceSide, type Network } from './max-flow.js';

/** Entry points that a Worker would answer. */
const WORKER_ENTRIES: ReadonlySet<EntryKind> = new Set(['start', 'http', 'socket', 'cron', 'queue', 'message']);

/** Everything that ends up in one of `goals` by importing, the goals included. */
function importersOf(modules: ModuleNode[], goals: Iterable<string>): Set<string> {
  const importers = grouped(modules.flatMap((module) => module.imports.filter((i) => !i.typeOnly).map((i) => ({ from: module.file, to: i.to }))), (i) => i.to);
  const seen = new Set(goals);
  for (const file of seen) for (const { from } of importers.get(file) ?? []) seen.add(from);
  return seen;
}

/** Modules by group: joined ones have the same representative. */
function unite(files: string[], joins: Join[]): Map<string, string> {
  const head = new Map(files.map((file) => [file, file]));
  const find = (file: string): string => {
    let top = file;
    for (let up = head.get(top); up !== undefined && up !== top; up = head.get(top)) top = up;
    head.set(file, top);
    return top;
  };
  for (const { files: [a, b] } of joins) if (head.has(a) && head.has(b)) head.set(find(a), find(b));
  return new Map(files.map((file) => [file, find(file)]));
}

interface Link {
  a: string;
  b: string;
  calls: number;
}

/** Calls that were followed. A guess by the name of a method is an alarm elsewhere; here it would cut, and price, what is not there. */
const followed = (edges: CallEdge[]): CallEdge[] => edges.filter((edge) => edge.confidence !== 'possible');

/** Calls between two modules; an import without a followed call still stands for one. */
function linksOf(modules: ModuleNode[], edges: CallEdge[]): Link[] {
  const links = new Map<string, Link>();
  const add = (from: string, to: string, calls: number, atLeast: boolean): void => {
    if (from === to) return;
    const [a, b] = from < to ? [from, to] : [to, from];
    const link = links.get(`${a}\n${b}`) ?? { a, b, calls: 0 };
    links.set(`${a}\n${b}`, { ...link, calls: atLeast ? Math.max(link.calls, calls) : link.calls + calls });
  };
  for (const edge of edges) add(fileOf(edge.from), fileOf(edge.to), 1, false);
  for (const module of modules) for (const i of module.imports) if (!i.typeOnly) add(module.file, i.to, 1, true);
  return [...links.values()];
}

function staying(groups: Map<string, string>, links: Link[], must: Set<string>, worker: Set<string>): Set<string> {
  const number = new Map([...new Set(groups.values())].map((head, index) => [head, index]));
  const node = (file: string): number => number.get(groups.get(file) ?? file) ?? -1;
  const [source, sink] = [number.size, number.size + 1];
  const held = new Set([...must].map(node));
  const inner = links.filter((link) => groups.has(link.a) && groups.has(link.b) && node(link.a) !== node(link.b));
  const network: Network = {
    nodes: number.size + 2,
    edges: [
      ...[...held].map((at) => ({ a: source, b: at, capacity: Infinity })),
      ...[...new Set([...worker].map(node))].filter((at) => !held.has(at)).map((at) => ({ a: sink, b: at, capacity: Infinity })),
      ...inner.map((link) => ({ a: node(link.a), b: node(link.b), capacity: link.calls })),
    ],
  };
  const side = sourceSide(network, source, sink);
  return new Set([...groups.keys()].filter((file) => side.has(node(file))));
}

/** One function that is called over the border, with the data of the call that hands over most. */
function crossingCall(name: string, calls: CallEdge[]): ContainerCut['edges'][number]['crosses'][number] {
  const [most] = calls.toSorted((a, b) => (b.hands?.length ?? 0) - (a.hands?.length ?? 0));
  const data = most?.hands?.map((argument) => argument.what) ?? [];
  return { name, at: most?.at ?? placeOf({ file: '', line: 1, column: 1 }), ...(data.length > 0 ? { data } : {}) };
}

function crossing(program: Program, inside: Set<string>, production: Set<string>): ContainerCut['edges'] {
  const names = new Map(program.functions.map((fn) => [fn.id, calledName(fn)]));
  const across = followed(program.edges).filter((edge) => {
    const [from, to] = [fileOf(edge.from), fileOf(edge.to)];
    return production.has(from) && production.has(to) && inside.has(from) !== inside.has(to);
  });
  return [...grouped(across, (edge) => `${fileOf(edge.from)}\n${fileOf(edge.to)}`).values()].flatMap((edges) => {
    const first = edges[0];
    if (!first) return [];
    const [from, to] = [fileOf(first.from), fileOf(first.to)];
    const crosses = [...grouped(edges, (edge) => edge.to)].map(([to, calls]) => crossingCall(names.get(to) ?? to, calls));
    return [{ from, to, calls: edges.length, into: inside.has(to) ? 'container' as const : 'worker' as const, crosses }];
  });
}

/** One sentence per kind of need: the first thing that was seen, and how many more there are. */
function reasons(needs: ContainerNeed[]): ContainerCut['must'] {
  return [...grouped(needs, (need) => need.file).values()].flatMap((ofFile) => {
    const sentences = [...grouped(ofFile, (need) => need.area).values()].map((ofArea) => {
      const distinct = [...new Set(ofArea.map((need) => need.reason))];
      return distinct.length > 1 ? `${distinct[0]} and ${distinct.length - 1} more` : distinct[0];
    });
    const first = ofFile[0];
    return first ? [{ file: first.file, reason: sentences.join('; '), at: first.at }] : [];
  });
}

const LASTING: ReadonlySet<Persistence> = new Set(['durable', 'upload']);

/** Modules that touch data which must last, themselves or by calling; a wrapper counts by what its callers keep with it. */
function keepingFiles(program: Program): Set<string> {
  const lasting = new Set(program.resources.filter((resource) => LASTING.has(resource.persistence)).flatMap((resource) => resource.sites));
  const sites = program.sites.filter((site) => site.reach === 'production' && (lasting.has(site.id) || (site.storage !== undefined && LASTING.has(site.storage.persistence))));
  const callers = grouped(program.edges, (edge) => edge.to);
  const keeping = new Set(sites.map((site) => site.fn));
  for (const fn of keeping) for (const edge of callers.get(fn) ?? []) keeping.add(edge.from);
  const files = new Map(program.sites.map((site) => [site.id, site.at.file]));
  return new Set([...[...keeping].map(fileOf), ...sites.flatMap((site) => site.wraps ?? []).flatMap((id) => files.get(id) ?? [])]);
}

/** Modules that would answer in a Worker; for a library, those that nothing else loads. */
function entryFiles(program: Program, modules: ModuleNode[]): Set<string> {
  const files = program.entryPoints.filter((entry) => WORKER_ENTRIES.has(entry.kind)).map((entry) => entry.file);
  if (files.length > 0) return new Set(files);
  const loaded = new Set(modules.flatMap((module) => module.imports.map((i) => i.to)));
  return new Set(modules.map((module) => module.file).filter((file) => !loaded.has(file)));
}

export function containerCut(program: Program, findings: Finding[], settled: ReadonlySet<Area> = new Set()): ContainerCut {
  const must = reasons(containerNeeds(program, findings, settled));
  const modules = program.modules.filter((module) => module.reach === 'production');
  const production = new Set(modules.map((module) => module.file));
  const mustFiles = new Set(must.map((m) => m.file).filter((file) => production.has(file)));
  if (mustFiles.size === 0) return { must: [], modules: [], shared: [], together: [], edges: [] };
  const stateful = sharedStateFiles(program);
  const reaching = importersOf(modules, mustFiles);
  const entries = entryFiles(program, modules);
  const joins = joinedModules(program).filter(({ files: [a, b], disk }) => production.has(a) && production.has(b) && (!disk || mustFiles.has(a)));
  const scratch = new Set(joins.filter((join) => join.disk).map(({ files: [, file] }) => file));
  // A module that keeps nothing and needs no machine can run on both sides: calls to it never cross.
  const shared = [...production].filter((file) => !stateful.has(file) && !reaching.has(file) && !entries.has(file) && !scratch.has(file));
  const both = new Set(shared);
  const sided = new Set([...production].filter((file) => !both.has(file)));
  const inside = staying(unite([...sided], joins), linksOf(modules, followed(program.edges)), mustFiles, entries);
  const keeping = keepingFiles(program);
  return {
    must,
    modules: [...inside].sort(),
    // Shipping on both sides is free of calls for these too, but nobody should read "stateless" about stored data.
    shared: shared.filter((file) => !keeping.has(file)).sort(),
    together: joins.filter(({ files: [a, b] }) => inside.has(a) && inside.has(b)).map((join) => ({ files: [...join.files].sort(), because: join.because, at: join.at })),
    edges: crossing(program, inside, sided),
  };
}
