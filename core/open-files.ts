/** Open files: which of them a seam can give, and what the calls on a descriptor or a handle become. How its variable is used is looked at by the codemod, which sees the code. */
import type { ArgumentShape, Site } from './program.js';
import { type CallStyle, namedCall } from './storage-calls.js';
import type { NoSeamCall, SeamCall } from './storage-operations.js';
import type { Store } from './stores.js';

const HANDLE = /^node:fs\.promises\.open\(\)\.(\w+)$/;
const DESCRIPTOR = /^node:fs\.(?:promises\.)?open(?:Sync)?\(\)$/;

/** Methods of what the seam gives, on the disk and in every store. */
export const HANDLE_METHODS = /^(?:read|readFile|write|writeFile|appendFile|stat|truncate|sync|datasync|close)$/;

/** Functions of fs that take a descriptor, and the methods that they become. */
const OF_DESCRIPTOR: Readonly<Record<string, string>> = { fstat: 'stat', read: 'read', write: 'write', close: 'close', fsync: 'sync', fdatasync: 'datasync', ftruncate: 'truncate' };
/** Functions of fs that take a descriptor in place of a path. */
const OF_EITHER: Readonly<Record<string, string>> = { readFile: 'readFile', writeFile: 'writeFile', appendFile: 'appendFile' };
const ONLY_OF_DESCRIPTOR = /^(?:readv|writev|fchmod|fchown|futimes)$/;

const no = (reason: string): NoSeamCall => ({ operation: null, reason });

/** The method that a call of fs becomes on the file that its first argument stands for; undefined where it takes none. */
export const methodOf = (origin: string): string | undefined => {
  const name = namedCall(origin)?.name ?? '';
  return HANDLE.exec(origin)?.[1] ?? OF_DESCRIPTOR[name] ?? OF_EITHER[name];
};

const isDescriptor = (arg: ArgumentShape | undefined): boolean => arg?.kind === 'instance' && DESCRIPTOR.test(arg.origin ?? '');

/** A call on a file that is open; null for any other. */
export function handleCall({ origin, args, result }: Pick<Site, 'origin' | 'args' | 'result'>): SeamCall | NoSeamCall | null {
  const own = HANDLE.exec(origin)?.[1];
  const named = namedCall(origin, args);
  const name = named?.name ?? '';
  const taken = own ?? OF_DESCRIPTOR[name] ?? (isDescriptor(args[0]) ? OF_EITHER[name] : undefined);
  if (taken === undefined) return isDescriptor(args[0]) || ONLY_OF_DESCRIPTOR.test(name) ? no(`${own ?? name} of an open file has no counterpart in a key-value store`) : null;
  if (!HANDLE_METHODS.test(taken)) return no(`${taken} of an open file has no counterpart in a key-value store`);
  const given = own === undefined ? args.slice(1) : args;
  if (/^(?:read|write)$/.test(taken) && given.slice(0, 2).some((arg) => arg.kind === 'object')) return no(`the options of ${taken} of an open file have no counterpart in this codemod`);
  if (taken === 'stat' && given.some((arg) => arg.kind !== 'function')) return no('the options of stat of an open file have no counterpart in this codemod');
  if (own !== undefined) return { operation: 'kept', style: 'promise' };
  // Of fs-extra: a function at the end makes it a callback, and what is not known may be one.
  const last = args.at(-1);
  const unsure = named?.style === 'promise' && last?.kind === 'unknown' && result === 'discarded' && args.length > 1;
  if (unsure || named?.style === 'callback' || last?.kind === 'function') return no('a descriptor that is handed to a callback has no counterpart in this codemod');
  return { operation: 'handle', style: named?.style ?? 'sync', ...(taken === 'stat' ? { also: ['open-stat'] } : {}) };
}

/** What each way of opening needs of a store, beside reading. */
const FLAGS: Readonly<Record<string, string[]>> = {
  'r': [], 'rs': [], 'sr': [],
  'w': ['open-to-write'], 'w+': ['open-to-write'],
  'wx': ['open-to-write', 'open-new'], 'wx+': ['open-to-write', 'open-new'],
  'r+': ['open-to-write', 'open-to-change'], 'rs+': ['open-to-write', 'open-to-change'],
  'a': ['open-to-write', 'open-to-change'], 'a+': ['open-to-write', 'open-to-change'], 'as': ['open-to-write', 'open-to-change'],
  'ax': ['open-to-write', 'open-to-change', 'open-new'], 'ax+': ['open-to-write', 'open-to-change', 'open-new'],
};

/** Opened to be read; to be written anew; or, where a store takes conditions, to be made or changed. */
export function openCall({ args }: Pick<Site, 'args'>, style: CallStyle, store: Store): SeamCall | NoSeamCall {
  if (style === 'callback') return no('a descriptor that is handed to a callback has no counterpart in this codemod');
  const flags = args[1];
  if (flags && flags.kind !== 'string') return no('how the file is opened is not known');
  const also = FLAGS[String(flags?.value ?? (flags ? '?' : 'r'))];
  if (!also) return no(flags?.value === undefined ? 'how the file is opened is not known' : `a file opened with ${String(flags.value)} has no counterpart in a key-value store`);
  if (!store.conditional && also.includes('open-new')) return no(`creating a file only when there is none (${String(flags?.value)}) is not atomic in ${store.name}: two requests could both succeed`);
  if (!store.conditional && also.includes('open-to-change')) return no(`a file opened with ${String(flags?.value)} is changed in place, and ${store.name} cannot tell whether another request did so in between`);
  return { operation: 'open', style, ...(also.length > 0 ? { also } : {}) };
}
