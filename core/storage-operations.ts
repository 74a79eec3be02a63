/** Which operation of a storage seam a file-system call becomes, or why none. Planning and codemods agree on this list; it edits nothing. */
import type { Site } from './program.js';
import { handleCall, openCall } from './open-files.js';
import { answerCall } from './storage-answers.js';
import { type CallStyle, type NamedCall, isBluebird, namedCall } from './storage-calls.js';
import { carriesMode, refusedOption, ruleOf } from './storage-options.js';
import type { Store } from './stores.js';

/** Functions of a seam file, in the order in which they stand in it. */
export const SEAM_OPERATIONS = [
  'get', 'get-or-none', 'put', 'create', 'replace', 'put-through', 'append', 'truncate', 'output', 'read-json', 'read-json-or-none', 'load-json', 'write-json', 'output-json', 'has', 'check', 'remove', 'remove-all', 'remove-tree', 'remove-folder',
  'empty-folder', 'list', 'entries', 'open-folder', 'rename', 'move', 'copy', 'copy-all', 'copy-in', 'move-in', 'copy-out', 'stat', 'stat-or-none', 'lstat', 'real-path', 'change-mode', 'change-owner', 'change-times',
  'make-folder', 'ensure-folder', 'ensure-file', 'read-stream', 'write-stream', 'flush', 'flush-sync', 'open', 'send', 'download', 'serve', 'uploads', 'incoming', 'in-bundle',
] as const;

export type SeamOperation = (typeof SEAM_OPERATIONS)[number];

export interface SeamCall {
  /** `kept`: it stays as it is written; `handle`: a method of the file that is open. */
  operation: SeamOperation | 'kept' | 'handle';
  style: CallStyle;
  /** What else of the seam the call needs: `modes`, which only the disk keeps. */
  also?: string[];
}

export interface NoSeamCall {
  operation: null;
  reason: string;
}

/** Operations that change what is stored, or how far a file is read. */
export const MUTATING: ReadonlySet<string> = new Set<SeamOperation | 'handle'>([
  'handle',
  'put', 'create', 'replace', 'put-through', 'append', 'truncate', 'output', 'write-json', 'output-json', 'remove', 'remove-all', 'remove-tree', 'remove-folder', 'empty-folder', 'rename', 'move', 'copy', 'copy-all', 'copy-in', 'move-in', 'ensure-file', 'change-times', 'write-stream', 'open', 'uploads',
]);

/** Operations with a form that stays synchronous, so that they ask no caller to wait. */
export const STAYS_SYNCHRONOUS: ReadonlySet<string> = new Set<SeamOperation>(['make-folder', 'ensure-folder']);

/** Operations whose call only hands out what does the work when it is used: a handler, a store of uploads, a listener. */
export const WORKS_LATER: ReadonlySet<string> = new Set<SeamOperation>(['serve', 'uploads', 'incoming']);

const APPENDING = 'appending has no counterpart in a key-value store: it would be a read, a change and a write that lose each other’s lines';

const REASONS: Record<string, string> = {
  open: 'an open file has no counterpart in a key-value store',
  watch: 'nothing tells of changes in a key-value store',
  watchFile: 'nothing tells of changes in a key-value store',
  symlink: 'a key-value store has no links',
  link: 'a key-value store has no links',
  readlink: 'a key-value store has no links',
  mkdtemp: 'a temporary folder is no document',
};

/** What the call becomes on the seam, with its arguments as the linker saw them. */
export function seamCall(site: Pick<Site, 'origin' | 'args' | 'result'>, store: Store): SeamCall | NoSeamCall {
  const { origin, args } = site;
  const handle = handleCall(site);
  if (handle) return handle;
  const answer = answerCall(origin, args);
  if (answer) return 'reason' in answer ? { operation: null, reason: answer.reason } : { operation: answer.operation, style: 'promise' };
  const call = namedCall(origin, args);
  if (!call) return { operation: null, reason: `${origin} is no call of node:fs that this codemod knows` };
  if (isBluebird(origin) && site.result !== 'awaited') return { operation: null, reason: 'its promise is one of bluebird, whose methods a promise of the seam does not have' };
  const rule = ruleOf(call.name, args, store);
  if (!rule) return { operation: null, reason: REASONS[call.name] ?? `fs.${call.name} has no counterpart in this codemod` };
  const style = call.style === 'promise' ? laterStyle(site, rule.at) : call.style;
  if (style === null) return { operation: null, reason: 'whether its last argument is a callback is not known' };
  if (call.style === 'callback' && call.name === 'mkdir' && args.length < 2) return { operation: null, reason: 'a call without its callback' };
  if (rule.operation === 'open') return openCall(site, style, store);
  const refused = rule.operation === 'append' && !store.conditional ? APPENDING : refusedOption(rule, args, store, APPENDING) ?? refusedPath(call, site);
  if (refused) return { operation: null, reason: refused };
  // The synchronous form of readJson speaks of the file in every error, also of one that is not there.
  const operation = rule.operation === 'read-json' && call.style === 'sync' && call.name === 'readJson' ? 'load-json' : rule.operation;
  return { operation, style, ...(carriesMode(rule, args) ? { also: ['modes'] } : {}) };
}

/** A function of a package answers with a promise, or calls back what it is handed after its path and options; null where that cannot be told. `at`: index of its options. */
function laterStyle({ origin, args, result }: Pick<Site, 'origin' | 'args' | 'result'>, at: number | undefined): CallStyle | null {
  const last = args.length - 1;
  // fs-extra takes callbacks where fs.promises does not, under the same names; more than its options can be nothing else.
  if (origin.startsWith('node:fs.')) return args[last]?.kind === 'function' || (at !== undefined && last > at) ? 'callback' : at === last && args[last]?.kind === 'unknown' && result === 'discarded' ? null : 'promise';
  if (last < (at ?? 1)) return 'promise';
  if (last > (at ?? 0)) return 'callback';
  return args[last]?.kind === 'unknown' && (result === 'discarded' || result === 'used') ? null : 'promise';
}

/** rimraf takes patterns and lists, which name more than one path; a copy may be asked for only when there is none. */
function refusedPath({ name, style }: NamedCall, { args }: Pick<Site, 'args'>): string | null {
  const [first, , mode] = args;
  if (name === 'copyFile' && mode && mode.value !== 0 && !(style === 'callback' && args.length === 3)) return 'a copy only when there is none (COPYFILE_EXCL) has no counterpart in this codemod';
  if (name !== 'rimraf') return null;
  if (first?.kind === 'array') return 'several paths at once';
  return first?.text?.constant === true && /[*?{}[\]!]/.test(first.text.text) ? 'a pattern instead of a path' : null;
}
