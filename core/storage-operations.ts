/** Which operation of a storage seam a file-system call becomes, or why none. Planning and codemods agree on this list; it edits nothing. */
import type { ArgumentShape } from './program.js';
import type { Store } from './stores.js';

/** Functions of a seam file. `make-folder` has a form that stays synchronous, so it asks no caller to wait. */
export type SeamOperation = 'get' | 'put' | 'create' | 'has' | 'check' | 'remove' | 'remove-all' | 'list' | 'entries' | 'make-folder' | 'rename' | 'copy' | 'stat';

export type CallStyle = 'sync' | 'promise' | 'callback';

export interface SeamCall {
  operation: SeamOperation;
  style: CallStyle;
}

export interface NoSeamCall {
  operation: null;
  reason: string;
}

const OPERATIONS: Record<string, SeamOperation> = {
  readFile: 'get',
  writeFile: 'put',
  exists: 'has',
  access: 'check',
  unlink: 'remove',
  rm: 'remove',
  readdir: 'list',
  mkdir: 'make-folder',
  rename: 'rename',
  copyFile: 'copy',
  stat: 'stat',
};

/** Operations that change what is stored. */
export const MUTATING: ReadonlySet<string> = new Set<SeamOperation>(['put', 'create', 'remove', 'remove-all', 'rename', 'copy']);

const REASONS: Record<string, string> = {
  appendFile: 'appending has no counterpart in a key-value store: it would be a read, a change and a write that lose each other’s lines',
  createReadStream: 'a stream has no counterpart in this codemod',
  createWriteStream: 'a stream has no counterpart in this codemod',
  open: 'an open file has no counterpart in a key-value store',
  watch: 'nothing tells of changes in a key-value store',
  watchFile: 'nothing tells of changes in a key-value store',
  symlink: 'a key-value store has no links',
  link: 'a key-value store has no links',
  chmod: 'a key-value store has no modes',
  chown: 'a key-value store has no owners',
  utimes: 'times cannot be set in a key-value store',
  truncate: 'a value cannot be cut in place',
  lstat: 'a key-value store has no links to tell apart',
  realpath: 'a key-value store has no links to follow',
  rmdir: 'a key-value store has no folders to remove',
  cp: 'copying a tree is not covered by this codemod',
  mkdtemp: 'a temporary folder is no document',
};

const isFlag = (value: unknown): boolean => typeof value === 'boolean';

/** Options that a call may carry and still mean the same on keys. */
const ALLOWED_OPTIONS: Record<SeamOperation, Record<string, (value: unknown) => boolean>> = {
  get: { encoding: () => true, flag: (value) => value === 'r' },
  put: { encoding: () => true, flag: (value) => value === 'w' },
  create: { encoding: () => true, flag: (value) => value === 'wx' },
  remove: { force: () => true, recursive: (value) => value === false, maxRetries: () => true, retryDelay: () => true },
  'remove-all': { force: () => true, recursive: (value) => value === true, maxRetries: () => true, retryDelay: () => true },
  list: { encoding: (value) => value === 'utf8' || value === 'utf-8' || value === null, recursive: (value) => value === false, withFileTypes: (value) => value === false },
  entries: { encoding: (value) => value === 'utf8' || value === 'utf-8' || value === null, recursive: isFlag, withFileTypes: isFlag },
  'make-folder': { recursive: () => true, mode: () => true },
  has: {},
  check: {},
  rename: {},
  copy: {},
  stat: {},
};

/** Index of the options argument. */
const OPTIONS_AT: Partial<Record<SeamOperation, number>> = { get: 1, put: 2, create: 2, remove: 1, 'remove-all': 1, list: 1, entries: 1, 'make-folder': 1 };

/** Name and style of a canonical origin: `node:fs.promises.readFile`, `node:fs.readFileSync`. Null for anything else. */
function parse(origin: string): { name: string; style: CallStyle } | null {
  const match = /^node:fs\.(promises\.)?(\w+)$/.exec(origin);
  if (!match) return null;
  const name = match[2] ?? '';
  if (match[1]) return { name, style: 'promise' };
  return name.endsWith('Sync') ? { name: name.slice(0, -'Sync'.length), style: 'sync' } : { name, style: 'callback' };
}

/** The options of a call may make it another operation: create-only, with all that lies below, entries instead of names. */
function operationOf(name: string, args: readonly ArgumentShape[], store: Store): SeamOperation | undefined {
  const operation = OPERATIONS[name];
  const options = operation === undefined ? undefined : args[OPTIONS_AT[operation] ?? -1];
  const given = options?.kind === 'object' ? options.properties ?? {} : {};
  if (operation === 'put' && given.flag === 'wx' && store.conditional) return 'create';
  if (name === 'rm' && given.recursive === true) return 'remove-all';
  if (operation === 'list' && (given.recursive === true || given.withFileTypes === true)) return 'entries';
  return operation;
}

/** What the call becomes on the seam. `args` are the arguments as the linker saw them. */
export function seamCall(origin: string, args: readonly ArgumentShape[], store: Store): SeamCall | NoSeamCall {
  const parsed = parse(origin);
  if (!parsed) return { operation: null, reason: `${origin} is no call of node:fs that this codemod knows` };
  const operation = operationOf(parsed.name, args, store);
  if (!operation) return { operation: null, reason: REASONS[parsed.name] ?? `fs.${parsed.name} has no counterpart in this codemod` };
  if (parsed.style === 'callback' && parsed.name === 'mkdir' && args.length < 2) return { operation: null, reason: 'a call without its callback' };
  const refused = refusedOption(operation, args, store);
  if (refused) return { operation: null, reason: refused };
  return { operation, style: parsed.style };
}

function refusedOption(operation: SeamOperation, args: readonly ArgumentShape[], store: Store): string | null {
  const at = OPTIONS_AT[operation];
  const options = at === undefined ? undefined : args[at];
  if (!options || options.kind !== 'object') return null;
  for (const [name, value] of Object.entries(options.properties ?? {})) {
    const allowed = ALLOWED_OPTIONS[operation][name];
    if (allowed?.(value)) continue;
    if (name === 'flag' && typeof value === 'string' && value.includes('x')) return `creating a file only when there is none (wx) is not atomic in ${store.name}: two requests could both succeed`;
    if (name === 'flag' && typeof value === 'string' && value.startsWith('a')) return REASONS.appendFile ?? '';
    if (name === 'mode') return 'the file mode given here has no counterpart in a key-value store';
    return `the option ${name} has no counterpart in a key-value store`;
  }
  return null;
}
