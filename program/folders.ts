/** Folders whose files are loaded by a scan at run time: autoload, plug-ins, migrations. Knows them by the constant paths that loading calls are given. */
import type { Expr, ExprId } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import { type Part, pathText } from './path-text.js';
import { nearTexts } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** Names of functions and packages that load or list what lies in a folder. */
const LOADS = /load|requir|import|glob|readdir|read-?dir|walk|scan|migrat|plugin|routes?\b|models?\b|autoroute|register|umzug/i;

/** A call that serves, reads or writes a folder loads no code from it. */
const onlyServes = (world: World, call: LinkedCall): boolean =>
  call.values.some((value) => value.v === 'origin' && world.apisOf(value.id).some((api) => api.area === 'filesystem' && api.access !== undefined && api.access !== 'list' && !api.pure));

function loads(world: World, call: LinkedCall): boolean {
  const origins = call.values.flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  if (origins.some((id) => LOADS.test(id.replace(/^global\./, '')) || world.apisOf(id).some((api) => api.access === 'list'))) return true;
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  const name = callee?.k === 'member' ? callee.name : call.targets.map((t) => world.files.get(t.file)?.facts.functions[t.fn]?.name ?? '').join(' ');
  return LOADS.test(name);
}

/** The argument, and what an options object says: `{ directory: './migrations' }`. */
function spots(world: World, file: string, expr: ExprId): { file: string; expr: ExprId }[] {
  if (world.files.get(file)?.facts.exprs[expr]?.k === 'literal') return [{ file, expr }];
  const inner = evaluate(world, file, expr).flatMap((value) => {
    const object = value.v === 'object' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return object?.k === 'object' && value.v === 'object' ? object.props.map(([, prop]) => ({ file: value.file, expr: prop })) : [];
  });
  return inner.length > 0 ? inner : [{ file, expr }];
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
function mayNameFolder(world: World, { file, expr: id }: { file: string; expr: ExprId }, names: ReadonlySet<string>): boolean {
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

/** Folders that calls name with a constant path, relative to the root. */
export function namedFolders(world: World, linked: readonly LinkedCall[]): Set<string> {
  const folders = new Set<string>();
  const names = new Set(['', '.', '..', ...[...world.files.keys()].flatMap((file) => file.split('/').slice(-2, -1))]);
  for (const call of linked) {
    if (call.fact.args.length === 0) continue;
    const named = call.fact.args.flatMap((expr) => spots(world, call.file, expr)).filter((at) => mayNameFolder(world, at, names));
    if (named.length === 0) continue;
    const certain = loads(world, call);
    if (!certain && onlyServes(world, call)) continue;
    for (const at of named) {
      const kind = world.files.get(at.file)?.facts.exprs[at.expr]?.k;
      if (!certain && kind !== 'literal' && kind !== 'call' && kind !== 'template') continue;
      const parts = nearTexts(world, at.file, at.expr, certain ? MOST_STEPS : FEW_STEPS)[0] ?? [];
      if (!parts.some((part) => typeof part === 'string' && /[a-z]/i.test(part)) || !(certain || isPathLike(parts))) continue;
      const path = pathText(parts);
      if (path.constant && path.text.length < 200 && !/[\s<>:]/.test(path.text)) folders.add(path.text.replace(/^\.\//, ''));
    }
  }
  return folders;
}
