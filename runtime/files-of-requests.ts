/** Follows files through a record: what was written in which request, what was gone or refused later. Knows the Worker's folders, not the app's meaning. */
import path from 'node:path';
import type { ObservedCall } from './record.js';

const FILE_API = /^node:fs(?:\.promises)?\./;
const REMOVES = /\.(?:rm|unlink|rmdir)(?:Sync)?$/;
const WRITES = /\.(?:writeFile|appendFile|mkdir|mkdtemp|truncate|createWriteStream|open|rename|copyFile|cp|link|symlink|rm|unlink|rmdir)(?:Sync)?$/;

export const isFileCall = (call: ObservedCall): boolean => FILE_API.test(call.api);
export const isWrite = (call: ObservedCall): boolean => isFileCall(call) && WRITES.test(call.api);

/** Absolute as the Worker sees it; its working folder is /bundle. */
export const workerPath = (target: string): string => path.posix.resolve('/bundle', target);

/** One lies in the other, or they are the same. */
const isRelated = (one: string, other: string): boolean => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

export const isMissing = (call: ObservedCall): boolean => isFileCall(call) && (call.kind === 'absent' || call.error?.code === 'ENOENT');

export interface Storyline {
  /** The write of an earlier request (or of the start) that this call misses. */
  writtenBefore(call: ObservedCall): ObservedCall | null;
  /** An earlier write that was refused and that this call would have found. */
  refusedBefore(call: ObservedCall): ObservedCall | null;
}

function isBefore(one: ObservedCall, call: ObservedCall): boolean {
  return one.request < call.request;
}

/** `calls` in the order they were told. */
export function storylineOf(calls: ObservedCall[]): Storyline {
  const of = (call: ObservedCall): string => workerPath(call.target ?? '');
  const earlier = (call: ObservedCall): ObservedCall[] => calls.slice(0, Math.max(0, calls.indexOf(call))).filter((one) => one.target !== undefined && isWrite(one) && isBefore(one, call));
  return {
    writtenBefore(call) {
      if (call.target === undefined) return null;
      const target = of(call);
      const found = earlier(call).filter((one) => one.kind === 'done' && isRelated(of(one), target)).at(-1);
      return found && !REMOVES.test(found.api) ? found : null;
    },
    refusedBefore(call) {
      if (call.target === undefined) return null;
      const target = of(call);
      const refused = calls.slice(0, Math.max(0, calls.indexOf(call))).filter((one) => one.target !== undefined && isWrite(one) && (one.kind === 'refused' || one.kind === 'skipped') && one.error?.code !== 'ENOENT');
      return refused.filter((one) => isRelated(of(one), target)).at(-1) ?? null;
    },
  };
}
