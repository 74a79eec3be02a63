/** Modules that a load with a computed name can mean: `require('./stores/' + name)` is any file of that folder. Of a folder with too many, or of a path that does not say its folder, nothing is known. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { World } from './world.js';

/** Files of one folder that are followed. */
const MOST_MODULES = 24;
const EXTENSION = /\.[cm]?[jt]sx?$/;

/** Known pieces of a path in order; null for a piece that only running tells. */
type Pieces = (string | null)[];

const UNKNOWN: Pieces = [null];

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

function piecesOf(facts: FileFacts, id: ExprId, depth = 0): Pieces {
  const expr = facts.exprs[id];
  if (!expr || depth > 4) return UNKNOWN;
  switch (expr.k) {
    case 'literal': return [String(expr.value)];
    case 'template': return expr.parts.flatMap((part) => piecesOf(facts, part, depth + 1));
    case 'global': return expr.name === '__dirname' ? [`/${folderOf(facts.file)}`] : UNKNOWN;
    case 'binding': {
      const binding = facts.bindings[expr.binding];
      const settled = binding?.param && binding.param.path.length === 0 ? settledValue(facts, binding.fn) : undefined;
      if (settled !== undefined) return piecesOf(facts, settled, depth + 1);
      return binding && !binding.param && binding.kind !== 'import' && binding.values.length === 1 ? piecesOf(facts, binding.values[0] as ExprId, depth + 1) : UNKNOWN;
    }
    case 'call': return joined(facts, expr.call, depth);
    default: return UNKNOWN;
  }
}

/** `Promise.resolve(x).then((s) => require(s))`, which compilers make of `import(x)`: what the function `fn` is given. */
export function settledValue(facts: FileFacts, fn: number): ExprId | undefined {
  const usage = facts.functions[fn]?.usage;
  const callee = usage?.kind === 'argument' && usage.index === 0 ? facts.exprs[facts.calls[usage.call]?.callee ?? -1] : undefined;
  const promise = callee?.k === 'member' && callee.name === 'then' ? facts.exprs[callee.object] : undefined;
  const made = promise?.k === 'call' ? facts.calls[promise.call] : undefined;
  const maker = made ? facts.exprs[made.callee] : undefined;
  const isResolved = maker?.k === 'member' && maker.name === 'resolve' && facts.exprs[maker.object]?.k === 'global';
  return isResolved ? made?.args[0] : undefined;
}

/** `path.join(a, b)`. */
function joined(facts: FileFacts, call: number, depth: number): Pieces {
  const fact = facts.calls[call];
  const callee = fact ? facts.exprs[fact.callee] : undefined;
  const name = callee?.k === 'member' ? callee.name : callee?.k === 'binding' ? facts.bindings[callee.binding]?.name : undefined;
  if (!fact || fact.spread || (name !== 'join' && name !== 'resolve')) return UNKNOWN;
  const of = callee?.k === 'member' ? facts.exprs[callee.object] : undefined;
  // `['a', 'b'].join('/')` is no path.join.
  if (of?.k === 'array') return UNKNOWN;
  const pieces = fact.args.flatMap((arg, i) => [...(i > 0 ? ['/'] : []), ...piecesOf(facts, arg, depth + 1)]);
  const isBeside = name === 'join' || of?.k === 'meta' || (of?.k === 'global' && of.name === 'require');
  // path.resolve begins where the program is started, and not beside the file.
  return isBeside || pieces[0] === null || pieces[0]?.startsWith('/') ? pieces : ['/', ...pieces];
}

/** `a/./b/../c` as `a/c`; null when it leads out of the root. */
function plain(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The folder that a path says, and what the rest of a file's name in it looks like. */
function patternOf(file: string, pieces: Pieces): { folder: string; rest: RegExp } | null {
  const gap = pieces.indexOf(null);
  const known = pieces.slice(0, gap < 0 ? pieces.length : gap).join('');
  if (!/^\.{0,2}\//.test(known)) return null;
  const slash = known.lastIndexOf('/');
  const folder = plain(known.startsWith('/') ? known.slice(0, slash) : `${folderOf(file)}${known.slice(0, slash)}`);
  const tail = pieces.slice(pieces.lastIndexOf(null) + 1).join('').replace(EXTENSION, '');
  if (folder === null) return null;
  if (gap < 0) return { folder, rest: new RegExp(`^${escaped(known.slice(slash + 1).replace(EXTENSION, ''))}$`) };
  return { folder, rest: new RegExp(`^${escaped(known.slice(slash + 1))}[^/]+${escaped(tail)}$`) };
}

/** Files that a load of the path `from` in `file` can mean. */
export function computedModules(world: World, file: string, from: ExprId): string[] {
  const facts = world.files.get(file)?.facts;
  const pattern = facts ? patternOf(file, piecesOf(facts, from)) : null;
  if (!pattern) return [];
  const start = pattern.folder === '' ? 0 : pattern.folder.length + 1;
  const found = (world.filesBelow.get(pattern.folder) ?? []).filter((other) => {
    const name = other.slice(start).replace(EXTENSION, '');
    return other !== file && (pattern.rest.test(name) || pattern.rest.test(name.replace(/\/index$/, '')));
  });
  return found.length > MOST_MODULES ? [] : found;
}
