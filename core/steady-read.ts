/** Reads a file so that what comes out is one state of it: its size, time and place are the same before and after, and where the clock is too coarse to tell, so is its hash. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

export interface SteadyRead {
  size: number;
  sha256: string;
  mtimeMs: number;
  /** It was written so shortly before that a later change may leave no trace in its time. */
  fresh: boolean;
  /** null when only the hash was asked for. */
  bytes: Buffer | null;
}

/** The file was written to while it was read, again and again. */
export const CHANGING = 'changing';

const TRIES = 3;
const CHUNK = 1024 * 1024;
/** Within this time of a change a second one may leave the same time stamp. */
const COARSE_MS = 2000;

const same = (a: Stats, b: Stats): boolean => a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino && a.dev === b.dev;

/** The state of `file`, or CHANGING. Throws what the file system throws. `keep`: hand out the bytes too. */
export function readSteady(file: string, keep: boolean): SteadyRead | typeof CHANGING {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const once = readOnce(file, keep);
    if (once !== CHANGING) return once;
  }
  return CHANGING;
}

function readOnce(file: string, keep: boolean): SteadyRead | typeof CHANGING {
  const descriptor = openSync(file, 'r');
  try {
    const before = fstatSync(descriptor);
    const read = contents(descriptor, keep);
    const recent = Date.now() - before.mtimeMs < COARSE_MS;
    if (recent && contents(descriptor, false).sha256 !== read.sha256) return CHANGING;
    if (read.size !== before.size || !same(before, statSync(file))) return CHANGING;
    return { size: read.size, sha256: read.sha256, mtimeMs: before.mtimeMs, fresh: recent, bytes: read.bytes };
  } finally {
    closeSync(descriptor);
  }
}

function contents(descriptor: number, keep: boolean): { size: number; sha256: string; bytes: Buffer | null } {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const read = readSync(descriptor, chunk, 0, CHUNK, size);
    if (read === 0) return { size, sha256: hash.digest('hex'), bytes: keep ? Buffer.concat(kept) : null };
    hash.update(chunk.subarray(0, read));
    if (keep) kept.push(chunk.subarray(0, read));
    size += read;
  }
}

/** The file is still what it was when it was read. */
export function isStill(file: string, read: Pick<SteadyRead, 'size' | 'mtimeMs' | 'sha256' | 'fresh'>): boolean {
  try {
    const now = statSync(file);
    if (now.size !== read.size || now.mtimeMs !== read.mtimeMs) return false;
    if (!read.fresh) return true;
    const again = readOnce(file, false);
    return again !== CHANGING && again.sha256 === read.sha256;
  } catch {
    return false; // Gone, or closed to us by now.
  }
}
