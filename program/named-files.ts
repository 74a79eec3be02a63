/** Sources that a program hands on by their path, for a package or a helper of its own to load: `fork({ script: path.join(__dirname, 'job') })`. */
import path from 'node:path';
import type { Expr, ExprId, FileFacts } from '../core/facts.js';
import { rememberedBy } from './call-index.js';
import type { LinkedCall } from './edges.js';
import type { LoadPattern } from './load-patterns.js';
import { sourceAt } from './loads.js';
import { pathText } from './path-text.js';
import { textsOf } from './text.js';
import type { World } from './world.js';

/** The source beside `file` that `text` names. */
export function beside(world: World, file: string, text: string): string | undefined {
  const resolved = world.resolve(file, text);
  if (resolved.kind === 'file') return resolved.file;
  return sourceAt(world, text.replace(/^\.\//, ''));
}

/** Names of functions and packages that load what a path names. */
const LOADS = /requir|import|load|fork|spawn|worker|cluster/i;

/** Whether an expression of the file ends in the name of a source: asked before anything is followed. A name is asked once, for generated parsers assign a few variables to each other a thousand times. */
function endsInSource(facts: FileFacts, names: ReadonlySet<string>): (id: ExprId) => boolean {
  const answers = new Map<number, boolean>();
  const ofBinding = (binding: number): boolean => {
    const known = answers.get(binding);
    if (known !== undefined) return known;
    answers.set(binding, false);
    const found = (facts.bindings[binding]?.values ?? []).some((value) => ends(value));
    answers.set(binding, found);
    return found;
  };
  const ends = (id: ExprId): boolean => {
    const expr = facts.exprs[id];
    switch (expr?.k) {
      case 'literal': return typeof expr.value === 'string' && names.has(lastName(expr.value));
      case 'template': return ends(expr.parts.at(-1) ?? -1);
      case 'call': return ends(facts.calls[expr.call]?.args.at(-1) ?? -1);
      case 'any': return expr.of.some(ends);
      case 'binding': return ofBinding(expr.binding);
      default: return false;
    }
  };
  return (id) => {
    const expr = facts.exprs[id];
    return expr?.k === 'object' ? expr.props.some(([, value]) => ends(value)) : ends(id);
  };
}

/** No name of a file has several lines: such a text is none. */
const lastName = (text: string): string => (text.includes('\n') ? text : text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1));

const bareName = (name: string): string => name.replace(/\.[cm]?[jt]sx?$/, '');

/** Names that a load may give the file by: with its ending or without, an index by its folder. */
function shortNames(file: string): string[] {
  const name = path.posix.basename(file);
  const bare = bareName(name);
  return bare === 'index' ? [name, bare, path.posix.basename(path.posix.dirname(file))] : [name, bare];
}

/** A call that makes a path, or that serves, reads or writes what it names, loads nothing. */
const usesOtherwise = (world: World, origin: string): boolean =>
  /^(?:node:path|node:url|path|global\.URL)\b/.test(origin) || world.apisOf(origin).some((api) => api.area === 'filesystem' && !api.pure);

/** A worker of the browser loads what a page serves. */
function isLoader(world: World, call: LinkedCall): boolean {
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  if (callee?.k === 'global' && /^(?:Shared)?Worker$/.test(callee.name)) return false;
  const name = callee?.k === 'member' || callee?.k === 'global' ? callee.name : callee?.k === 'binding' ? world.files.get(call.file)?.facts.bindings[callee.binding]?.name ?? '' : '';
  return LOADS.test(name) || call.origins.some((origin) => LOADS.test(origin));
}

/** A text that is written out is the path of a source only where it says so. */
const mayBePath = (expr: Expr | undefined): boolean => expr?.k !== 'literal' || (typeof expr.value === 'string' && /^\.{1,2}\//.test(expr.value));

const NONE: LoadPattern[] = [];

/** `fork({ script: path.join(__dirname, 'job') })` of a package, `simport('./server.js')`: one of `files` that is handed on by its path. */
export function ofNamedFiles(world: World, linked: readonly LinkedCall[], files: ReadonlySet<string>): LoadPattern[] {
  // By its name without an ending: a source can be named as what is built of it.
  const asked = new Set([...files].flatMap(shortNames).map(bareName));
  const names = new Set([...world.files.keys()].flatMap(shortNames).filter((name) => asked.has(bareName(name))));
  const tests = new Map([...world.files.values()].map(({ facts }) => [facts, endsInSource(facts, names)]));
  const isUsed = rememberedBy((origin) => usesOtherwise(world, origin));
  return linked.flatMap((call): LoadPattern[] => {
    if (call.fact.args.length === 0 || call.origins.some(isUsed)) return NONE;
    const facts = world.files.get(call.file)?.facts;
    const given = facts ? call.fact.args.filter(tests.get(facts) ?? (() => false)) : [];
    if (given.length === 0) return NONE;
    const spots = given.flatMap((expr) => {
      const object = facts?.exprs[expr];
      return object?.k === 'object' ? object.props.map(([, value]) => value) : [expr];
    });
    return spots.filter((expr) => mayBePath(facts?.exprs[expr])).flatMap((expr) => textsOf(world, call.file, expr)).flatMap((parts): LoadPattern[] => {
      const { text, constant, roots } = pathText(parts);
      const relative = /^\.{1,2}\//.test(typeof parts[0] === 'string' ? parts[0] : '');
      if (!constant || !(roots.includes('module') || (relative && isLoader(world, call)))) return [];
      const found = roots.includes('module') ? sourceAt(world, text) : beside(world, call.file, parts.join(''));
      return found === undefined || found === call.file ? [] : [{ by: call.file, file: found }];
    });
  });
}

/** Names of properties that hold the path of code: `execModulePath`, `workerFile`. What goes to a browser is called so too. */
const HOLDS_CODE = /(?:module|script|worker|runner|sandbox)(?:path|file|filename)$/i;
const FOR_BROWSERS = /client|browser|page|public|inject|front/i;

/** `options.execModulePath = path.join(__dirname, 'job.js')`: a path beside the code that is kept for who will load it. */
export function ofKeptPaths(world: World, files: ReadonlySet<string>): LoadPattern[] {
  const names = new Set([...files].flatMap(shortNames));
  const isKept = (name: string | null): boolean => name !== null && HOLDS_CODE.test(name) && !FOR_BROWSERS.test(name);
  return [...world.files].flatMap(([file, { facts, objects }]) => {
    const props = objects.flatMap((id) => {
      const object = facts.exprs[id];
      return object?.k === 'object' ? object.props.filter(([name]) => isKept(name)).map(([, value]) => value) : [];
    });
    const kept = [...facts.assignments.filter(({ name }) => isKept(name)).map(({ value }) => value), ...props];
    if (kept.length === 0) return NONE;
    return kept.filter(endsInSource(facts, names)).flatMap((expr) => textsOf(world, file, expr)).flatMap((parts): LoadPattern[] => {
      const { text, constant, roots } = pathText(parts);
      const found = constant && roots.includes('module') ? sourceAt(world, text) : undefined;
      return found === undefined || found === file ? NONE : [{ by: file, file: found }];
    });
  });
}
