/**
 * Stored files that the program loads as code, or as JSON by `require`: the loader takes them from the disk, past whatever reads and writes them otherwise. A path of which nothing is known
 * names only what the program itself writes under the name of code.
 */
import type { ExprId } from '../core/facts.js';
import type { Resource, Site, StoredLoad } from '../core/program.js';
import { settledValue } from './computed-loads.js';
import { type CallIndex, callsOf } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { covering, meet } from './families.js';
import { type Part, type PathText, pathText, startsWithParameter } from './path-text.js';
import { type Frame, textsOf } from './text.js';
import { asGiven, chainFrames } from './wrappers.js';
import { type World, functionId } from './world.js';

interface Load extends StoredLoad {
  text: string;
}

export interface LoadingProgram {
  index: CallIndex;
  /** Calls by the function that they reach. */
  callers: Map<string, LinkedCall[]>;
  isRun: (file: string) => boolean;
  /** Where files are touched. */
  sites: readonly Site[];
}

const isOpen = ({ text }: Load): boolean => /^[*/.]*$/.test(text);

/** The resources, with where each is loaded. */
export function withLoads(world: World, resources: readonly Resource[], program: LoadingProgram): Resource[] {
  if (!resources.some(({ kind }) => kind === 'files')) return [...resources];
  const all = [...loadsByName(world, program), ...loadsByPath(world, program)];
  if (all.length === 0) return [...resources];
  const loads = all.filter((load) => !isOpen(load));
  const open = all.filter(isOpen).map(({ at, by }): StoredLoad => ({ at, by, open: true }));
  const isAmong = lookedUp(loads);
  const holdsCode = writtenAsCode(program.sites);
  return resources.map((resource) => {
    const among = resource.kind === 'files' ? isAmong(resource.pattern) : NO_LOADS;
    const own = among.size === 0 ? [] : loads.filter((load) => among.has(load)).map(({ at, by }): StoredLoad => ({ at, by }));
    const found = own.length === 0 && open.length > 0 && holdsCode.has(resource.id) ? open : own;
    return found.length === 0 ? resource : { ...resource, loads: found };
  });
}

/** Resources of which the running program writes a file that has the name of code. */
const writtenAsCode = (sites: readonly Site[]): ReadonlySet<string> =>
  new Set(sites.flatMap(({ storage, reach }) => (storage?.access === 'write' && reach === 'production' && /\.(?:[cm]?js|node)>*$/.test(storage.path.text) ? [storage.resource] : [])));

const CODE = /\.(?:[cm]?[jt]s|json|node|wasm)>*$/;

/** What `require` looks for when a name has no ending. */
const namesOf = ({ text, by }: Load): string[] => (by === 'import' || CODE.test(text) ? [text] : [text, ...['.js', '.json', '.node', '/index.js'].map((ending) => text + ending)]);

const NO_LOADS: ReadonlySet<Load> = new Set();

/** Loads of a stored file. One takes in the other: a folder of anything holds what is loaded from it, and what is loaded from anywhere in it is what has the name of code. */
function lookedUp(loads: readonly Load[]): (pattern: string) => ReadonlySet<Load> {
  const byName = new Map<string, Set<Load>>();
  for (const load of loads) for (const name of namesOf(load)) (byName.get(name) ?? byName.set(name, new Set()).get(name))?.add(load);
  const wide = [...byName].filter(([name]) => covering(name) !== null);
  return (pattern) => {
    const covers = covering(pattern);
    const named = byName.get(pattern) ?? NO_LOADS;
    const inside = covers ? [...byName].flatMap(([name, own]) => (covers(name) ? [...own] : [])) : [];
    const around = CODE.test(pattern) || pattern.endsWith('*') ? wide.flatMap(([name, own]) => (meet(name, pattern) ? [...own] : [])) : [];
    return inside.length + around.length === 0 ? named : new Set([...named, ...inside, ...around]);
  };
}

const beside = (file: string, specifier: string): string => pathText([{ kind: 'module', path: file.slice(0, Math.max(0, file.lastIndexOf('/'))) }, '/', specifier]).text;

/** `require('./settings.json')`, `import(path.join(folder, name))`. */
function loadsByName(world: World, program: LoadingProgram): Load[] {
  return [...world.files].filter(([file]) => program.isRun(file)).flatMap(([file, { facts }]) => facts.imports.flatMap((fact): Load[] => {
    const by = fact.kind === 'require' || fact.kind === 'resolve' ? 'require' : 'import';
    if (fact.typeOnly) return [];
    if (fact.specifier !== null) return /^\.{1,2}\//.test(fact.specifier) ? [{ at: fact.place, by, text: beside(file, fact.specifier) }] : [];
    const texts = fact.from === undefined ? [] : textsFrom(world, program, { file, expr: handedTo(world, file, fact.from) });
    return (texts.length === 0 ? [''] : texts).map(pathOf).map((text) => ({ at: fact.place, by, text: /^\.{1,2}\//.test(text) ? beside(file, text) : text }));
  }));
}

/** The path that a URL of a file names; a query makes a loader read it anew. */
const pathOf = (text: string): string => text.replace(/^file:\/\//, '').replace(/[?#].*$/s, '');

/** What compilers hand through a promise before it is required. */
function handedTo(world: World, file: string, from: ExprId): ExprId {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[from];
  const binding = expr?.k === 'binding' ? facts?.bindings[expr.binding] : undefined;
  return (facts && binding?.param ? settledValue(facts, binding.fn) : undefined) ?? from;
}

/** `fork(path)`, `new Worker(path)`. */
function loadsByPath(world: World, program: LoadingProgram): Load[] {
  const specs = (origin: string): number[] => world.apisOf(origin).flatMap((api) => api.loads ?? []).filter((spec) => typeof spec === 'number');
  return callsOf(program.index, (origin) => specs(origin).length > 0).filter(({ file }) => program.isRun(file)).flatMap((call) => {
    const places = new Set(call.origins.flatMap(specs));
    return [...places].flatMap((index) => call.fact.args[index] ?? []).flatMap((expr) => textsFrom(world, program, { file: call.file, expr }).map((text): Load => ({ at: call.fact.at, by: 'run', text })));
  });
}

const MOST_WRAPPERS = 4;
const MOST_CALLERS = 200;

/** For all callers of one load together. */
const MOST_STEPS = 30_000;
/** For one of them, so that none takes the share of the others. */
const STEPS_EACH = 1_000;

/** Paths that an expression can have; where it begins with a parameter, those that the callers hand over, and where a folder in it was handed to a constructor, those. A function that calls itself hands on what came from outside. */
function textsFrom(world: World, program: LoadingProgram, at: { file: string; expr: ExprId }, frames: Frame[] = [], steps = { left: MOST_STEPS }): string[] {
  const read = (frame: Frame | undefined): Part[][] => {
    const share = Math.min(STEPS_EACH, steps.left);
    const own = { left: share };
    const texts = textsOf(world, at.file, at.expr, frame, own);
    steps.left -= share - Math.max(0, own.left);
    return texts;
  };
  return read(frames.length > 0 ? chainFrames(frames) : undefined).flatMap((parts) => {
    const path = pathText(parts);
    const open = path.parameters[0];
    if (!open || frames.length >= MOST_WRAPPERS || steps.left <= 0) return [path.text];
    if (!startsWithParameter(parts)) return givenInside(program, path, frames, (frame) => read(frame).map(pathText));
    const calls = (program.callers.get(functionId(open.file, open.fn)) ?? []).filter((call) => call.file !== open.file || call.fact.fn !== open.fn).slice(0, MOST_CALLERS);
    return calls.flatMap((call) => textsFrom(world, program, at, [...frames, { file: open.file, fn: open.fn, args: call.fact.args.map((expr) => ({ file: call.file, expr })) }], steps));
  });
}

/** What a path is where the first parameter in it is known; one that nobody sees given stays a hole. */
function givenInside({ callers }: LoadingProgram, path: PathText, frames: readonly Frame[], read: (frame: Frame) => PathText[]): string[] {
  const { paths, all } = asGiven(callers, [path], (frame) => read(chainFrames([...frames, ...framesOf(frame)])));
  return all && paths.length > 0 ? paths.map(({ text }) => text) : [path.text];
}

const framesOf = (frame: Frame): Frame[] => [frame, ...(frame.outer ? framesOf(frame.outer) : [])];
