/** A call of fs as a call of the seam: the callee changes, the arguments stay as they are written. */
import type { ASTPath } from 'jscodeshift';
import { type TextEdit, insertAt, replaceRange, wrapRange } from '../shared/edits.js';
import type { SeedEditor } from '../shared/component-calls.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';

/** Function of the seam for each operation. */
export const SEAM_FUNCTIONS: Record<string, string> = {
  get: 'get',
  put: 'put',
  create: 'create',
  has: 'has',
  check: 'check',
  remove: 'remove',
  'remove-all': 'removeAll',
  list: 'list',
  entries: 'entries',
  'make-folder': 'makeFolder',
  'make-folder-sync': 'makeFolderSync',
  rename: 'rename',
  copy: 'copy',
  stat: 'stat',
};

interface Call {
  type: string;
  callee: Ranged;
  arguments: Ranged[];
  end: number;
}

/** `rm` without options is told apart from `unlink` by empty ones: the two fail with different words. */
function removalOptions(origin: string, call: Call): TextEdit[] {
  const last = call.arguments[call.arguments.length - 1];
  return /\brm(?:Sync)?$/.test(origin) && call.arguments.length === 1 && last ? [insertAt(last.end, ', {}')] : [];
}

const hasSpread = (call: Call): boolean => call.arguments.some((argument) => argument.type === 'SpreadElement');

export const editSeed: SeedEditor = (source, path, seed, { alias, turnsAsync }) => {
  const call = path.node as unknown as Call;
  if (call.type !== 'CallExpression') return { refused: 'an optional call, or a construction' };
  if (hasSpread(call)) return { refused: 'a call whose arguments are spread' };
  const style = seed.style ?? 'promise';
  const synchronous = seed.operation === 'make-folder' && style === 'sync' && !turnsAsync;
  const operation = synchronous ? 'make-folder-sync' : seed.operation;
  const name = `${alias}.${SEAM_FUNCTIONS[operation] ?? operation}`;
  if (style === 'callback') return callbackEdit(source, path, name, seed.origin, operation);
  return { edits: [...calleeEdits(call.callee, alias, SEAM_FUNCTIONS[operation] ?? operation), ...removalOptions(seed.origin, call)], waits: style === 'sync' && !synchronous, operation };
};

/** `fs.promises⏎.mkdir` keeps what stands between its parts. */
function calleeEdits(callee: Ranged, alias: string, name: string): TextEdit[] {
  const member = callee as unknown as { type: string; computed?: boolean; object: Ranged; property: Ranged };
  if (member.type !== 'MemberExpression' || member.computed) return [replaceRange(rangeOf(callee), `${alias}.${name}`)];
  return [replaceRange(rangeOf(member.object), alias), replaceRange(rangeOf(member.property), name)];
}

/** `fs.readFile(file, done)` becomes `callbackify(documents.get)(file, done)`: the callback runs as late and as unprotected as before. */
function callbackEdit(source: Source, path: ASTPath, name: string, origin: string, operation: string): ReturnType<SeedEditor> {
  const call = path.node as unknown as Call;
  const last = call.arguments[call.arguments.length - 1];
  if (!last || call.arguments.length < 2) return { refused: 'a call without its callback' };
  if (origin === 'node:fs.exists') {
    // Its callback takes no error first, so the promise hands the answer over as it is.
    const before = call.arguments[call.arguments.length - 2] as Ranged;
    return { edits: [replaceRange(rangeOf(call.callee), name), replaceRange([before.end, last.start], ').then(')], waits: false, operation };
  }
  const expression = /^(?:Function|Arrow)/.test(last.type) ? 'function' : last.type;
  if (expression !== 'function' && expression !== 'Identifier' && expression !== 'MemberExpression') return { refused: 'a callback that is computed in place' };
  const edits = [...wrapRange(rangeOf(call.callee), '', ''), replaceRange(rangeOf(call.callee), `callbackify(${name})`)].filter((edit) => edit.text !== '');
  return { edits: [...edits, ...removalOptions(origin, call)], waits: false, operation, builtins: [{ name: 'callbackify', from: usesNodePrefix(source) ? 'node:util' : 'util' }] };
}

/** The file (or at least one import in it) writes builtins as `node:fs`; without evidence the prefix is used. */
export function usesNodePrefix(source: Source): boolean {
  return /['"]node:/.test(source.text) || !/(?:from|require\()\s*['"](?:fs|path|util|url|http|os|crypto|events|stream)['"/]/.test(source.text);
}
