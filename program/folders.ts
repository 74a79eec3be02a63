/** Folders whose files are loaded by a scan at run time: autoload, plug-ins, migrations. Knows them by the constant paths that loading calls are given. */
import type { Expr, ExprId } from '../core/facts.js';
import { rememberedBy } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { type Part, pathText } from './path-text.js';
import { nearTexts } from './text.js';
import { evaluate } from './values.js';
import { type World, eachValue } from './world.js';

/** Names of functions and packages that load or list what lies in a folder. */
const LOADS = /load|requir|import|glob|readdir|read-?dir|walk|scan|migrat|plugin|routes?\b|models?\b|autoroute|register|umzug/i;

/** A call that serves, reads or writes a folder loads no code from it. */
const serves = (world: World, origin: string): boolean =>
  world.apisOf(origin).some((api) => api.area === 'filesystem' && api.access !== undefined && api.access !== 'list' && !api.pure);

const lists = (world: World, origin: string): boolean => LOADS.test(origin.replace(/^global\./, '')) || world.apisOf(origin).some((api) => api.access === 'list');

const targetNames = (world: World, { targets }: LinkedCall): string =>
  (targets.length === 0 ? '' : targets.map((t) => world.files.get(t.file)?.facts.functions[t.fn]?.name ?? '').join(' '));

interface Spot {
  file: string;
  expr: ExprId;
}

const NO_SPOTS: Spot[] = [];
/** Expressions that have no text, and no properties that could have one. */
const NOTHING_INSIDE: ReadonlySet<Expr['k']> = new Set(['function', 'class', 'regexp', 'meta', 'unknown'] as const);

/** Places in an argument whose text may be the name of a folder: itself, or what an options object says: `{ directory: './migrations' }`. */
function spots(world: World, file: string, expr: ExprId, names: ReadonlySet<string>): Spot[] {
  const kind = world.files.get(file)?.facts.exprs[expr]?.k;
  if (kind === undefined || NOTHING_INSIDE.has(kind)) return NO_SPOTS;
  const at = { file, expr };
  if (kind === 'literal') return mayNameFolder(world, at, names) ? [at] : NO_SPOTS;
  const inner = eachValue(evaluate(world, file, expr), (value): Spot[] => {
    const object = value.v === 'object' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return object?.k === 'object' && value.v === 'object' ? object.props.map(([, prop]) => ({ file: value.file, expr: prop })) : NO_SPOTS;
  });
  if (inner.length > 0) return inner.filter((one) => mayNameFolder(world, one, names));
  return mayNameFolder(world, at, names) ? [at] : NO_SPOTS;
}

/** `migrations` of `./db/migrations/`. */
function lastFolder(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/' || text[end - 1] === '\\') end--;
  return text.slice(Math.max(text.lastIndexOf('/', end - 1), text.lastIndexOf('\\', end - 1)) + 1, end);
}

/** Expressions that have no text, whatever they stand for. */
const NO_TEXT: ReadonlySet<Expr['k']> = new Set(['function', 'class', 'object', 'regexp', 'this', 'super', 'meta', 'unknown'] as const);

/** Asked before anything is followed: whether the text can end in the name of a folder that holds source files. */
function mayNameFolder(world: World, { file, expr: id }: Spot, names: ReadonlySet<string>): boolean {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  if (expr !== undefined && NO_TEXT.has(expr.k)) return false;
  if (expr?.k === 'literal') return typeof expr.value === 'string' && names.has(lastFolder(expr.value));
  const last = expr?.k === 'template' ? expr.parts.at(-1) : expr?.k === 'call' ? facts?.calls[expr.call]?.args.at(-1) : undefined;
  return last === undefined || facts?.exprs[last]?.k !== 'literal' || mayNameFolder(world, { file, expr: last }, names);
}

/** Steps to the text of an argument. Of ten real programs, none names a folder that is farther away than 29; calls that say nothing of loading are most of all calls. */
const MOST_STEPS = 100;
const FEW_STEPS = 40;

/** A word alone may mean anything: only a call that loads folders means a folder by it. */
const isPathLike = (parts: Part[]): boolean => parts.some((part) => typeof part === 'object') || (typeof parts[0] === 'string' && /^\.{0,2}\//.test(parts[0]));

/** Without a word that says so, only a text that is written at the call is taken for the name of a folder. */
const isWritten = (world: World, { file, expr }: Spot): boolean => {
  const kind = world.files.get(file)?.facts.exprs[expr]?.k;
  return kind === 'literal' || kind === 'call' || kind === 'template';
};

function folderAt(world: World, at: Spot, certain: boolean): string | null {
  const parts = nearTexts(world, at.file, at.expr, certain ? MOST_STEPS : FEW_STEPS)[0] ?? [];
  if (!parts.some((part) => typeof part === 'string' && /[a-z]/i.test(part)) || !(certain || isPathLike(parts))) return null;
  const path = pathText(parts);
  return path.constant && path.text.length < 200 && !/[\s<>:]/.test(path.text) ? path.text.replace(/^\.\//, '') : null;
}

/** `require('util')` loads what it names, and that alone. */
const namesModule = (world: World, call: LinkedCall): boolean =>
  call.origins.includes('global.require') && world.files.get(call.file)?.facts.exprs[call.fact.args[0] ?? -1]?.k === 'literal';

/** Folders that calls name with a constant path, relative to the root, as far as `files` lie in them: what is reached in any case needs no folder. */
export function namedFolders(world: World, linked: readonly LinkedCall[], files: ReadonlySet<string>): Set<string> {
  const folders = new Set<string>();
  const within = [...files].flatMap((file) => file.split('/').slice(-2, -1));
  if (within.length === 0) return folders;
  const names = new Set(['', '.', '..', ...within]);
  const servesBy = rememberedBy((origin) => serves(world, origin));
  const listsBy = rememberedBy((origin) => lists(world, origin));
  const saysLoads = rememberedBy((name) => LOADS.test(name));
  for (const call of linked) {
    if (call.fact.args.length === 0 || namesModule(world, call)) continue;
    const isMember = world.files.get(call.file)?.facts.exprs[call.fact.callee]?.k === 'member';
    const certain = call.origins.some(listsBy) || saysLoads(isMember ? call.method : targetNames(world, call));
    if (!certain && call.origins.some(servesBy)) continue;
    for (const expr of call.fact.args) {
      for (const at of spots(world, call.file, expr, names)) {
        const folder = certain || isWritten(world, at) ? folderAt(world, at, certain) : null;
        if (folder !== null) folders.add(folder);
      }
    }
  }
  return folders;
}
