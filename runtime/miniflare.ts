/** Starts workerd through miniflare 4 with Workers that are already described; knows its common options and ends what it started. Keeps nothing running and nothing on disk. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Miniflare, MiniflareOptions } from 'miniflare';
import { hold } from './lifetime.js';
import type { RuntimePackages } from './packages.js';
import { scratchFolder } from './scratch-folder.js';

/** Options of one Worker, in miniflare's words. */
export type WorkerDefinition = Record<string, unknown>;

export type StartedMiniflare =
  /** `port` is on 127.0.0.1; `folder` holds what it stores; `log` is what workerd printed so far, newest last; `ended` how workerd ended, when it did by itself. */
  | { ok: true; miniflare: Miniflare; port: number; folder: string; log: () => string; ended: () => string | null; stop: () => Promise<void> }
  | { ok: false; log: string; error: unknown };

/** Where files are kept, below the folder of one miniflare. */
export const KEPT = { d1: 'd1', durableObjects: 'durable-objects' } as const;

const LOG_LIMIT = 64 * 1024;

/** Keeps the last part of what workerd prints. */
function keepLog(): { text: () => string; take: (chunk: Buffer) => void } {
  let text = '';
  return { text: () => text, take: (chunk) => { text = (text + chunk.toString('utf8')).slice(-LOG_LIMIT); } };
}

async function withLimit<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function miniflareOptions(packages: RuntimePackages, workers: WorkerDefinition[], folder: string, take: (chunk: Buffer) => void): MiniflareOptions {
  const { NoOpLog } = packages.miniflare;
  return {
    host: '127.0.0.1',
    port: 0,
    // Without this, miniflare asks a Cloudflare host for sample request data.
    cf: false,
    log: new NoOpLog(),
    d1Persist: path.join(folder, KEPT.d1),
    durableObjectsPersist: path.join(folder, KEPT.durableObjects),
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      stdout.on('data', take);
      stderr.on('data', take);
    },
    workers,
  } as unknown as MiniflareOptions;
}

const TEMPORARY = ['TMPDIR', 'TEMP', 'TMP'];

/**
 * miniflare puts its stores under the system's temporary folder and removes them some time after it was disposed of; in a
 * folder of ours they are gone for certain. It asks for that folder once, while it is constructed.
 */
function constructIn(folder: string, construct: () => Miniflare): Miniflare {
  const before = TEMPORARY.map((name) => [name, process.env[name]] as const);
  for (const name of TEMPORARY) process.env[name] = folder;
  try {
    return construct();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const starting = new AsyncLocalStorage<symbol>();

/**
 * miniflare keeps its child to itself; Node tells of every child, and the context in which it was made says whose it is.
 * `child` answers the workerd that `work` brought about.
 */
async function withChild<T>(work: (child: () => ChildProcess | null) => Promise<T>): Promise<T> {
  const ours = Symbol('this start');
  let found: ChildProcess | null = null;
  const onChild = (message: unknown): void => {
    const { process: child } = message as { process: ChildProcess };
    if (starting.getStore() === ours) child.once('spawn', () => { if (keepTrackOf(child)) found = child; });
  };
  subscribe('child_process', onChild);
  try {
    return await starting.run(ours, () => work(() => found));
  } finally {
    unsubscribe('child_process', onChild);
  }
}

function keepTrackOf(child: ChildProcess): boolean {
  if (child.pid === undefined || child.spawnfile !== process.env['MINIFLARE_WORKERD_PATH']) return false;
  child.once('exit', hold(() => child.kill('SIGKILL'), { pid: child.pid }));
  return true;
}

function howItEnded(child: ChildProcess | null): string | null {
  if (!child || (child.exitCode === null && child.signalCode === null)) return null;
  return child.signalCode ? `workerd was ended by ${child.signalCode}` : `workerd ended with exit code ${child.exitCode}`;
}

/** Starts workerd with these Workers; `heard` gets all that it prints. One that does not start is an answer; the caller must `stop` one that does. */
export function startMiniflare(packages: RuntimePackages, workers: WorkerDefinition[], startLimit: number, heard?: (chunk: Buffer) => void): Promise<StartedMiniflare> {
  return withChild((child) => startWith(child, packages, workers, startLimit, heard));
}

async function startWith(child: () => ChildProcess | null, packages: RuntimePackages, workers: WorkerDefinition[], startLimit: number, heard?: (chunk: Buffer) => void): Promise<StartedMiniflare> {
  const log = keepLog();
  const take = (chunk: Buffer): void => { log.take(chunk); heard?.(chunk); };
  const temporary = scratchFolder('cf-migrate-workerd-');
  let miniflare: Miniflare | undefined;
  try {
    const started = constructIn(temporary.folder, () => new packages.miniflare.Miniflare(miniflareOptions(packages, workers, temporary.folder, take)));
    miniflare = started;
    const url = await withLimit(started.ready, startLimit, 'workerd was not ready');
    const stop = async (): Promise<void> => {
      await started.dispose();
      temporary.remove();
    };
    return { ok: true, miniflare: started, port: Number(url.port), folder: temporary.folder, log: log.text, ended: () => howItEnded(child()), stop };
  } catch (error) {
    // Disposing of a runtime that never started rejects with the error we already have.
    await miniflare?.dispose().catch(() => undefined);
    temporary.remove();
    return { ok: false, log: log.text(), error };
  }
}
