/** Open files: which of them a seam can give, and which calls on them stay as they are written because what the seam gives has the same methods. */
import type { Site } from './program.js';
import type { CallStyle } from './storage-calls.js';
import type { NoSeamCall, SeamCall } from './storage-operations.js';

const HANDLE = /^node:fs\.promises\.open\(\)\.(\w+)$/;
const METHODS = /^(?:read|readFile|write|writeFile|truncate|sync|datasync|close)$/;

const no = (reason: string): NoSeamCall => ({ operation: null, reason });

/** A call on a file that is open; null for any other. */
export function handleCall({ origin, args }: Pick<Site, 'origin' | 'args'>): SeamCall | NoSeamCall | null {
  const method = HANDLE.exec(origin)?.[1];
  if (method === undefined) return null;
  if (!METHODS.test(method)) return no(`${method} of an open file has no counterpart in a key-value store`);
  if (/^(?:read|write)$/.test(method) && args.slice(0, 2).some((arg) => arg.kind === 'object')) return no(`the options of ${method} of an open file have no counterpart in this codemod`);
  return { operation: 'kept', style: 'promise' };
}

/** Opened to be read, or to be written anew and closed again. */
export function openCall({ args, ended }: Pick<Site, 'args' | 'ended'>, style: CallStyle): SeamCall | NoSeamCall {
  if (style !== 'promise') return no('a file descriptor has no counterpart in a key-value store');
  const flags = args[1];
  if (flags && flags.kind !== 'string') return no('how the file is opened is not known');
  const value = flags?.value ?? 'r';
  if (value === 'r') return { operation: 'open', style };
  if (value !== 'w' && value !== 'w+') return no(`a file opened with ${String(value)} has no counterpart in a key-value store`);
  return ended ? { operation: 'open', style } : no('it is not seen where the open file is closed, and a store is written only then');
}
