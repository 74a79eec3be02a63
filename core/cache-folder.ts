/** The folder outside of every program that caches lie in: where it is, whole files in and out of it, and no more of them than there should be. */
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { makeFolders } from './made-folders.js';

/** All programs together. The one that was not scanned for longest goes first. */
const MOST_BYTES = 1_000_000_000;

/** `$CF_MIGRATE_CACHE`, else the place that the system has for caches. A path that is not absolute would lie in whatever folder is scanned from: it does not count. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CF_MIGRATE_CACHE && path.isAbsolute(env.CF_MIGRATE_CACHE)) return env.CF_MIGRATE_CACHE;
  const base = process.platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME;
  return path.join(base ?? path.join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'), 'cf-migrate');
}

const EXTENSION = '.facts';

export const cacheFile = (folder: string, digest: string): string => path.join(folder, `${digest}${EXTENSION}`);

/** Null when there is none, or none that can be read. */
export function readCacheFile(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null; // Everything is read anew.
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder could not be made either: there is nothing to remove.
  }
}

function ageAndSize(file: string): { file: string; age: number; bytes: number } {
  const { mtimeMs, size } = statSync(file);
  return { file, age: -mtimeMs, bytes: size };
}

/** Removes the oldest files as long as all together are too large; never `kept`. */
function makeRoom(kept: string, mostBytes: number): void {
  const folder = path.dirname(kept);
  const files = readdirSync(folder).filter((name) => name.includes(EXTENSION)).map((name) => ageAndSize(path.join(folder, name))).sort((a, b) => a.age - b.age);
  let bytes = 0;
  for (const one of files) {
    bytes += one.bytes;
    if (bytes > mostBytes && one.file !== kept) discard(one.file);
  }
}

/** Whole or not at all: another scan finds the file from before, or this one. A folder that cannot be written has no file. */
export function writeCacheFile(file: string, bytes: Buffer, mostBytes = MOST_BYTES): void {
  const next = `${file}.${process.pid}`;
  try {
    makeFolders(path.dirname(file));
    writeFileSync(next, bytes);
    renameSync(next, file);
    makeRoom(file, mostBytes);
  } catch {
    discard(next); // No room, or a folder that must not be written: the next scan is as slow as this one.
  }
}
