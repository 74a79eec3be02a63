/** What each call may carry in its options and still mean the same in a store, and what of it makes the call another operation. It decides on no target. */
import type { ArgumentShape } from './program.js';
import type { SeamOperation } from './storage-operations.js';
import type { Store } from './stores.js';

type Value = string | number | boolean | null | undefined;
type Allowed = Record<string, (value: Value) => boolean>;

interface CallRule {
  operation: SeamOperation;
  /** Index of the options. */
  at?: number;
  allowed?: Allowed;
}

const any = (): boolean => true;
const isFlag = (value: Value): boolean => typeof value === 'boolean';
const off = (value: Value): boolean => value === false;
const utf8 = (value: Value): boolean => value === 'utf8' || value === 'utf-8' || value === null;
const RETRIES: Allowed = { maxRetries: any, retryDelay: any };

const READ: Allowed = { encoding: any, flag: (value) => value === 'r' || value === 'rs' };
const WRITE: Allowed = { encoding: any, mode: any, flush: any, flag: (value) => typeof value === 'string' && /^(?:w\+?|wx\+?|xw\+?|a\+?|as\+?)$/.test(value) };
const JSON_WRITE: Allowed = { ...WRITE, spaces: any, EOL: any, finalEOL: any, replacer: any, flag: (value) => value === 'w' };

const STREAM: Allowed = { encoding: any, highWaterMark: any, autoClose: any, emitClose: any };

/** Each call by its name (core/storage-calls). */
const RULES: Record<string, CallRule> = {
  readFile: { operation: 'get', at: 1, allowed: READ },
  writeFile: { operation: 'put', at: 2, allowed: WRITE },
  appendFile: { operation: 'append', at: 2, allowed: { ...WRITE, flag: (value) => typeof value === 'string' && /^(?:a\+?|as\+?)$/.test(value) } },
  writeFileAtomic: { operation: 'replace', at: 2, allowed: { encoding: any, mode: any, fsync: any } },
  truncate: { operation: 'truncate' },
  exists: { operation: 'has' },
  pathExists: { operation: 'has' },
  access: { operation: 'check' },
  unlink: { operation: 'remove' },
  rm: { operation: 'remove', at: 1, allowed: { ...RETRIES, force: any, recursive: off } },
  rmdir: { operation: 'remove-folder', at: 1, allowed: { ...RETRIES, recursive: off } },
  remove: { operation: 'remove-tree' },
  rimraf: { operation: 'remove-tree', at: 1, allowed: { ...RETRIES, glob: off, disableGlob: any, maxBusyTries: any, emfileWait: any, backoff: any, preserveRoot: any, maxBackoff: any } },
  emptyDir: { operation: 'empty-folder' },
  readdir: { operation: 'list', at: 1, allowed: { encoding: utf8, recursive: off, withFileTypes: off } },
  opendir: { operation: 'open-folder', at: 1, allowed: { encoding: utf8, bufferSize: any, recursive: off } },
  mkdir: { operation: 'make-folder', at: 1, allowed: { recursive: any, mode: any } },
  ensureDir: { operation: 'ensure-folder', at: 1, allowed: { mode: any } },
  makeDir: { operation: 'ensure-folder', at: 1, allowed: { mode: any } },
  ensureFile: { operation: 'ensure-file' },
  rename: { operation: 'rename' },
  move: { operation: 'move', at: 2, allowed: { overwrite: isFlag } },
  copyFile: { operation: 'copy' },
  cp: { operation: 'copy-all', at: 2, allowed: { recursive: (value) => value === true, force: isFlag, errorOnExist: off, dereference: off, verbatimSymlinks: any, preserveTimestamps: off } },
  copy: { operation: 'copy-all', at: 2, allowed: { overwrite: isFlag, errorOnExist: off, dereference: off, recursive: any, preserveTimestamps: off } },
  stat: { operation: 'stat', at: 1, allowed: { bigint: off, throwIfNoEntry: (value) => value === true } },
  lstat: { operation: 'lstat', at: 1, allowed: { bigint: off, throwIfNoEntry: (value) => value === true } },
  realpath: { operation: 'real-path', at: 1, allowed: { encoding: utf8 } },
  chmod: { operation: 'change-mode' },
  chown: { operation: 'change-owner' },
  utimes: { operation: 'change-times' },
  readJson: { operation: 'read-json', at: 1, allowed: { ...READ, reviver: any, throws: isFlag } },
  loadJson: { operation: 'read-json', at: 1, allowed: { reviver: any } },
  writeJson: { operation: 'write-json', at: 2, allowed: JSON_WRITE },
  outputJson: { operation: 'output-json', at: 2, allowed: JSON_WRITE },
  createReadStream: { operation: 'read-stream', at: 1, allowed: { ...STREAM, start: any, end: any, flags: (value) => value === 'r' } },
  createWriteStream: { operation: 'write-stream', at: 1, allowed: { ...STREAM, mode: any, flush: any, flags: (value) => value === 'w' } },
  open: { operation: 'open' },
  outputFile: { operation: 'output', at: 2, allowed: { ...WRITE, flag: (value) => value === 'w' } },
};

const isShown = (value: string): boolean => /^(?:a\+?|as\+?)$/.test(value);

/** What options make of a call: create-only, an append, with all that lies below, entries instead of names, nothing instead of an error. */
const TURNS: Partial<Record<string, (given: Record<string, Value>, store: Store) => CallRule | null>> = {
  writeFile: ({ flag }, store) => {
    if (typeof flag !== 'string') return null;
    if (flag.includes('x') && !flag.includes('a') && store.conditional) return { operation: 'create', at: 2, allowed: WRITE };
    return isShown(flag) ? { operation: 'append', at: 2, allowed: WRITE } : null;
  },
  rm: ({ recursive }) => (recursive === true ? { operation: 'remove-all', at: 1, allowed: { ...RETRIES, force: any, recursive: any } } : null),
  rmdir: ({ recursive }) => (recursive === true ? { operation: 'remove-all', at: 1, allowed: { ...RETRIES, recursive: any } } : null),
  readdir: ({ recursive, withFileTypes }) => (recursive === true || withFileTypes === true ? { operation: 'entries', at: 1, allowed: { encoding: utf8, recursive: isFlag, withFileTypes: isFlag } } : null),
  stat: ({ throwIfNoEntry }) => (throwIfNoEntry === false ? { operation: 'stat-or-none', at: 1, allowed: { bigint: off, throwIfNoEntry: any } } : null),
};

/** Rule of a call with the options that it is given; undefined where no operation answers to its name. */
export function ruleOf(name: string, args: readonly ArgumentShape[], store: Store): CallRule | undefined {
  const rule = RULES[name];
  const options = rule?.at === undefined ? undefined : args[rule.at];
  return TURNS[name]?.(options?.kind === 'object' ? options.properties ?? {} : {}, store) ?? rule;
}

/** Options that must reach the disk, although a store has nothing for them. */
export const carriesMode = ({ operation, at }: CallRule, args: readonly ArgumentShape[]): boolean =>
  /^(?:put|create|replace|output|append|write-json|output-json)$/.test(operation) && at !== undefined && args[at]?.properties?.['mode'] !== undefined;

/** Why the options given are refused; null when they may stay. */
export function refusedOption(rule: CallRule, args: readonly ArgumentShape[], store: Store, appending: string): string | null {
  const options = rule.at === undefined ? undefined : args[rule.at];
  if (!options || options.kind !== 'object' || !rule.allowed) return null;
  for (const [name, value] of Object.entries(options.properties ?? {})) {
    const within = name.includes('.');
    if (within || (rule.allowed[name]?.(value) && !(name === 'flag' && rule.operation === 'put' && typeof value === 'string' && /[xa]/.test(value)))) continue;
    if (name === 'flag' && typeof value === 'string' && value.includes('x')) return `creating a file only when there is none (wx) is not atomic in ${store.name}: two requests could both succeed`;
    if (name === 'flag' && typeof value === 'string' && value.startsWith('a')) return appending;
    return `the option ${name} has no counterpart in a key-value store`;
  }
  return null;
}
