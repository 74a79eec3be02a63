/**
 * The estimated share of each file that has to change, in percent. Three sources add up per function, capped by its length:
 * what each finding's rule says per site, every change of state that moves out of the process, and the awaits that follow.
 * A file whose functions mostly sit on something a machine must provide counts as replaced, and so does a command line on Workers. It reads
 * no source text.
 */
import type { CallEdge, FunctionId, FunctionNode, ModuleNode, Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding, ScanFile } from '../core/scan.js';
import type { Area, Target } from '../core/vocabulary.js';
import { asyncSpread } from './async-spread.js';
import { callGraph, functionAt, type CallGraph } from './call-graph.js';
import { commandLineFiles } from './command-line.js';
import { findingPlaces, type FindingPlaces } from './finding-places.js';
import { MACHINE_AREAS, openFindings, packageNames, packageOf, workFindings } from './open-findings.js';
import { replacementOf } from './replacements.js';

/** A rule's lines speak of the statement; its path, its error handling and its format change along with it. */
const SURROUNDINGS = 3;
/** Lines per site when a rule names none: what an hour of work usually leaves behind. */
const LINES_PER_HOUR = 6;
/** Reading the old value, changing it, storing it: what one change of a variable becomes outside the process. */
const LINES_PER_STATE_CHANGE = 3;
/** Asking, reading the answer, its errors: what a call over the border becomes at the caller. What answers it is a new file. */
const LINES_PER_REQUEST = 3;
/** Share of a file's code that must sit on a machine before the file counts as replaced. */
const REPLACED_FROM = 0.5;

/** A function of which this much changes is written anew. */
const REWRITTEN_FROM = 0.5;
/** From this share of changed function code on, the module body changes in step. */
const BODY_FOLLOWS_FROM = 0.5;

/** Sockets below HTTP: what stands on them stands on a machine. */
const RAW_SOCKET = /^node:(?:net|tls|dgram)\./;

type Load = Map<FunctionId, number>;

const charge = (load: Load, fn: FunctionId, lines: number): void => void load.set(fn, (load.get(fn) ?? 0) + lines);

function linesPerSite(rule: Rule | undefined, finding: Finding, target: Target): number {
  // A variable is declared in one place and changed in others, which are charged by themselves.
  const around = finding.area === 'in-memory-state' ? 1 : SURROUNDINGS;
  if (rule?.lines !== undefined) return rule.lines * around;
  if (finding.impactBy[target] === 'setting') return 0;
  const [low, high] = rule?.effort.site ?? finding.effort;
  return Math.max(1, Math.round(((low + high) / 2) * LINES_PER_HOUR));
}

/** State that keeps its meaning when it moves is rewritten where it changes; a lazily made handle is not state worth moving. */
const STAYS_IN_PROCESS = new Set(['handle', 'flag', 'registry']);

function stateLoad(program: Program, graph: CallGraph, findings: Finding[], load: Load): void {
  const moved = new Set(findings.filter((finding) => finding.area === 'in-memory-state').map((finding) => `${finding.at.file}:${finding.at.line}`));
  for (const state of program.state) {
    if (state.reach !== 'production' || STAYS_IN_PROCESS.has(state.shape)) continue;
    const named = [state.at, state.declaredAt].some((at) => moved.has(`${at.file}:${at.line}`));
    if (!named) continue;
    for (const mutation of state.mutations) charge(load, functionAt(graph, mutation), LINES_PER_STATE_CHANGE);
  }
}

/** Storage calls that return their answer today and a promise tomorrow. */
function asyncSeeds(findings: Finding[], places: FindingPlaces): Set<FunctionId> {
  const seeds = new Set<FunctionId>();
  for (const finding of findings) {
    const site = places.site(finding);
    const storage = finding.area === 'filesystem' || finding.area === 'sqlite';
    if (site && storage && (site.style === 'sync' || site.style === undefined && finding.area === 'sqlite')) seeds.add(site.fn);
  }
  return seeds;
}

function asyncLoad(program: Program, graph: CallGraph, seeds: Set<FunctionId>, load: Load): void {
  const entries = new Set(program.entryPoints.flatMap((entry) => (entry.fn ? [entry.fn] : [])));
  const spread = asyncSpread(graph, seeds, entries);
  for (const id of spread.functions) {
    const kind = graph.functions.get(id)?.kind;
    // A constructor, a getter or a setter cannot be async: it becomes another member, and its users change shape.
    charge(load, id, kind === 'constructor' || kind === 'getter' || kind === 'setter' ? 3 : 1);
  }
  for (const edge of spread.calls) charge(load, edge.from, edge.kind === 'callback' ? 2 : 1);
}

function depth(graph: CallGraph, fn: FunctionNode): number {
  let steps = 0;
  for (let up = fn.parent; up !== null; up = graph.functions.get(up)?.parent ?? null) steps++;
  return steps;
}

/** Lines that change per function: up to its own length, the rest in the function around it, never in the module body. */
function changedByFunction(graph: CallGraph, functions: FunctionNode[], load: Load): Map<FunctionId, number> {
  const inward = [...functions].sort((a, b) => depth(graph, b) - depth(graph, a));
  const wanted = new Map(inward.map((fn) => [fn.id, load.get(fn.id) ?? 0]));
  const changed = new Map<FunctionId, number>();
  for (const fn of inward) {
    const want = wanted.get(fn.id) ?? 0;
    const own = graph.ownLines.get(fn.id) ?? 1;
    const here = want >= own * REWRITTEN_FROM ? own : want;
    changed.set(fn.id, here);
    const outer = fn.parent && graph.functions.get(fn.parent);
    if (outer && outer.kind !== 'module') wanted.set(outer.id, (wanted.get(outer.id) ?? 0) + Math.max(0, want - here));
  }
  return changed;
}

/** Lines that change in a file. What stands between rewritten functions (imports, paths, options) goes with them once they are most of it. */
function changedLines(graph: CallGraph, file: string, load: Load): number {
  const functions = graph.byFile.get(file) ?? [];
  const changed = changedByFunction(graph, functions, load);
  const sum = (list: FunctionNode[], of: Map<FunctionId, number>): number => list.reduce((total, fn) => total + (of.get(fn.id) ?? 0), 0);
  const inner = functions.filter((fn) => fn.kind !== 'module');
  const body = functions.filter((fn) => fn.kind === 'module');
  const share = sum(inner, changed) / Math.max(1, sum(inner, graph.ownLines));
  const follows = share >= BODY_FOLLOWS_FROM ? share * sum(body, graph.ownLines) : 0;
  return sum(inner, changed) + Math.max(follows, sum(body, changed));
}

/** Share of a file's function code that sits on a machine: functions that use it, those that call them in the same file, and what is inside either. */
function machineShare(graph: CallGraph, file: string, direct: ReadonlySet<FunctionId>): number {
  const functions = (graph.byFile.get(file) ?? []).filter((fn) => fn.kind !== 'module');
  const own = new Set(functions.filter((fn) => direct.has(fn.id)).map((fn) => fn.id));
  const users = new Set(functions.filter((fn) => own.has(fn.id) || (graph.outOf.get(fn.id) ?? []).some((edge) => own.has(edge.to))).map((fn) => fn.id));
  const sits = (fn: FunctionNode | undefined): boolean => fn !== undefined && (users.has(fn.id) || (fn.parent !== null && sits(graph.functions.get(fn.parent))));
  const lines = (list: FunctionNode[]): number => list.reduce((sum, fn) => sum + (graph.ownLines.get(fn.id) ?? 0), 0);
  const all = lines(functions);
  return all === 0 ? 0 : lines(functions.filter(sits)) / all;
}

/** Another package answers the same calls: only its name changes. */
const isReplacedByTwin = (finding: Finding, names: ReadonlySet<string>): boolean =>
  finding.area === 'native-module' && replacementOf(packageOf(finding.what, names) ?? finding.what)?.sameInterface === true;

function areasOf(findings: Finding[]): Map<string, Area[]> {
  const areas = new Map<string, Set<Area>>();
  for (const finding of findings) {
    const known = areas.get(finding.at.file) ?? new Set<Area>();
    areas.set(finding.at.file, known.add(finding.area));
  }
  return new Map([...areas].map(([file, set]) => [file, [...set].sort()]));
}

export interface ShareParts {
  /** Where each file will run. */
  target: (file: string) => Target;
  /** Calls that become requests. */
  border: CallEdge[];
}

/** Findings that `pick` leaves for the target of their file. */
const perTarget = (findings: Finding[], targetOf: ShareParts['target'], pick: typeof openFindings): Finding[] =>
  (['workers', 'containers'] as const).flatMap((target) => pick(findings.filter((finding) => targetOf(finding.at.file) === target), target));

/** A call over the border waits for its answer, and so do its callers. */
function borderLoad(graph: CallGraph, border: CallEdge[], load: Load): FunctionId[] {
  for (const edge of border) charge(load, edge.from, LINES_PER_REQUEST);
  return border.filter((edge) => !graph.functions.get(edge.to)?.async).map((edge) => edge.from);
}

/** Every module of the program, as if all of it went to Workers; code that production does not reach has nothing to rewrite. */
export function rewriteShare(program: Program, findings: Finding[], rules: Rule[], target: Target | ShareParts = 'workers'): ScanFile[] {
  const { target: targetOf, border }: ShareParts = typeof target === 'string' ? { target: () => target, border: [] } : target;
  const graph = callGraph(program);
  const places = findingPlaces(program, graph);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const names = packageNames(program);
  const work = perTarget(findings, targetOf, workFindings);
  const load: Load = new Map();
  const onMachine = new Set<FunctionId>();
  for (const finding of perTarget(findings, targetOf, openFindings)) {
    const target = targetOf(finding.at.file);
    const twin = isReplacedByTwin(finding, names);
    charge(load, places.fn(finding), twin ? 1 : linesPerSite(byId.get(finding.rule), finding, target));
    if (!twin && (MACHINE_AREAS.has(finding.area) || RAW_SOCKET.test(finding.what)) && finding.impactBy[target] === 'blocker') onMachine.add(places.fn(finding));
  }
  stateLoad(program, graph, work, load);
  asyncLoad(program, graph, new Set([...asyncSeeds(work, places), ...borderLoad(graph, border, load)]), load);
  const areas = areasOf(findings.filter((finding) => !finding.suppressed));
  const commands = commandLineFiles(program, findings);
  const touched = new Set([...load.keys(), ...onMachine].map((id) => id.slice(0, id.lastIndexOf('#'))));
  const percentOf = (module: ModuleNode): number => {
    if (module.reach !== 'production') return 0;
    const replaced = (commands.has(module.file) && targetOf(module.file) === 'workers') || (touched.has(module.file) && machineShare(graph, module.file, onMachine) >= REPLACED_FROM);
    const changed = replaced ? module.lines : touched.has(module.file) ? changedLines(graph, module.file, load) : 0;
    return Math.min(100, Math.round((100 * changed) / Math.max(1, module.lines)));
  };
  return program.modules.map((module) => ({ file: module.file, lines: module.lines, reach: module.reach, rewritePercent: percentOf(module), rewriteBasis: 'estimated', areas: areas.get(module.file) ?? [] }));
}
