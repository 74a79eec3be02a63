/** Starts workerd through miniflare 4 with Workers that are already described; knows its common options and ends what it started. Keeps nothing running and nothing on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Miniflare, MiniflareOptions } from 'miniflare';
import { hold } from './lifetime.js';
import type { RuntimePackages } from './packages.js';

/** Options of one Worker, in miniflare's words. */
export type WorkerDefinition = Record<string, unknown>;

export type StartedMiniflare =
  /** `port` is on 127.0.0.1; `log` is what workerd printed so far, newest last. */
  | { ok: true; miniflare: Miniflare; port: number; log: () => string; stop: () => Promise<void> }
  | { ok: false; log: string; error: unknown };

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

function miniflareOptions(packages: RuntimePackages, workers: WorkerDefinition[], take: (chunk: Buffer) => void): MiniflareOptions {
  const { NoOpLog } = packages.miniflare;
  return {
    host: '127.0.0.1',
    port: 0,
    // Without this, miniflare asks a Cloudflare host for sample request data.
    cf: false,
    log: new NoOpLog(),
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

function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'cf-migrate-workerd-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const release = hold(clear);
  return { folder, remove: () => { clear(); release(); } };
}

/** Starts workerd with these Workers. One that does not start is an answer; the caller must `stop` one that does. */
export async function startMiniflare(packages: RuntimePackages, workers: WorkerDefinition[], startLimit: number): Promise<StartedMiniflare> {
  const log = keepLog();
  const temporary = temporaryFolder();
  let miniflare: Miniflare | undefined;
  try {
    const started = constructIn(temporary.folder, () => new packages.miniflare.Miniflare(miniflareOptions(packages, workers, log.take)));
    miniflare = started;
    const url = await withLimit(started.ready, startLimit, 'workerd was not ready');
    const stop = async (): Promise<void> => {
      await started.dispose();
      temporary.remove();
    };
    return { ok: true, miniflare: started, port: Number(url.port), log: log.text, stop };
  } catch (error) {
    // Disposing of a runtime that never started rejects with the error we already have.
    await miniflare?.dispose().catch(() => undefined);
    temporary.remove();
    return { ok: false, log: log.text(), error };
  }
}
