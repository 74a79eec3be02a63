/** Starts a bundled Worker in workerd through miniflare 4, with its stores; the only file that knows miniflare's options. Keeps nothing running and nothing on disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Miniflare, MiniflareOptions } from 'miniflare';
import type { Bundle } from './bundle.js';
import { hold } from './lifetime.js';
import type { RuntimePackages } from './packages.js';
import { explainStack, type SourcePosition } from './source-position.js';
import { STALE_KV_WORKER, STORAGE_WORKER, STORAGE_WORKER_DATE } from './storage-worker.js';
import { STORAGE, fillStore, readStore, type StoreKind, type StoredValue } from './stores.js';
import type { WranglerConfig } from './wrangler-config.js';

export interface RunningWorker {
  /** On 127.0.0.1. */
  port: number;
  /** Fills a store past the app. */
  fill(kind: StoreKind, binding: string, values: StoredValue[]): Promise<void>;
  /** Everything in a store, by key, in the store's own order. */
  read(kind: StoreKind, binding: string): Promise<StoredValue[]>;
  /** Sets the clock of the stand-in for distant KV this many milliseconds ahead. */
  setClock(ahead: number): Promise<void>;
  /** What workerd printed so far, newest last, positions led back to the sources. */
  log(): string;
  stop(): Promise<void>;
}

export interface StartProblem {
  message: string;
  at?: SourcePosition;
}

export type StartedWorker = { ok: true; worker: RunningWorker } | { ok: false; problem: StartProblem };

export interface WorkerOptions {
  packages: RuntimePackages;
  bundle: Bundle;
  wrangler: WranglerConfig;
  compatibilityDate: string;
  /** Text bindings; also `process.env`. They win over `vars`. */
  env: Record<string, string>;
  /** Put the stand-in for distant KV in front of every namespace. */
  staleKv?: boolean;
  network: 'loopback' | 'open';
  /** Milliseconds until it must be ready. */
  startLimit?: number;
}

const APP = 'app';
const CLOCK = 'cf-migrate-clock';
const LOG_LIMIT = 64 * 1024;

type WorkerDefinition = Record<string, unknown>;

const namesOf = (list: { binding: string }[] | undefined): string[] => (list ?? []).map(({ binding }) => binding);
const byName = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, name]));

function appWorker(options: WorkerOptions): WorkerDefinition {
  const { wrangler, bundle } = options;
  const kv = namesOf(wrangler.kv_namespaces);
  const sqlite = new Set((wrangler.migrations ?? []).flatMap((migration) => migration.new_sqlite_classes ?? []));
  return {
    name: APP,
    modules: bundle.modules,
    compatibilityDate: options.compatibilityDate,
    compatibilityFlags: bundle.compatibilityFlags,
    bindings: { ...wrangler.vars, ...options.env },
    ...(options.staleKv ? { wrappedBindings: Object.fromEntries(kv.map((name) => [name, { scriptName: staleName(name) }])) } : { kvNamespaces: byName(kv) }),
    r2Buckets: byName(namesOf(wrangler.r2_buckets)),
    d1Databases: byName(namesOf(wrangler.d1_databases)),
    queueProducers: Object.fromEntries((wrangler.queues?.producers ?? []).map(({ binding, queue }) => [binding, { queueName: queue }])),
    queueConsumers: Object.fromEntries((wrangler.queues?.consumers ?? []).map((consumer) => [consumer.queue, {
      ...(consumer.max_batch_size === undefined ? {} : { maxBatchSize: consumer.max_batch_size }),
      ...(consumer.max_retries === undefined ? {} : { maxRetries: consumer.max_retries }),
      ...(consumer.dead_letter_queue === undefined ? {} : { deadLetterQueue: consumer.dead_letter_queue }),
    }])),
    durableObjects: Object.fromEntries((wrangler.durable_objects?.bindings ?? []).filter((one) => !one.script_name).map((one) => [one.name, { className: one.class_name, useSQLite: sqlite.has(one.class_name) }])),
    ...(options.network === 'loopback' ? { outboundService: { network: { allow: ['local'] } } } : {}),
  };
}

const staleName = (binding: string): string => `cf-migrate-stale-${binding}`;

const module = (contents: string): { type: 'ESModule'; path: string; contents: string }[] => [{ type: 'ESModule', path: 'index.mjs', contents }];

function companions(options: WorkerOptions): WorkerDefinition[] {
  const kv = namesOf(options.wrangler.kv_namespaces);
  const storage = {
    name: STORAGE,
    modules: module(STORAGE_WORKER),
    compatibilityDate: STORAGE_WORKER_DATE,
    compatibilityFlags: ['nodejs_compat'],
    kvNamespaces: byName([...kv, CLOCK]),
    r2Buckets: byName(namesOf(options.wrangler.r2_buckets)),
  };
  const stale = options.staleKv ? kv.map((name) => ({ name: staleName(name), modules: module(STALE_KV_WORKER), kvNamespaces: { inner: name, clock: CLOCK } })) : [];
  return [storage, ...stale];
}

/** Keeps the last part of what workerd prints. */
function keepLog(): { text: () => string; take: (chunk: Buffer) => void } {
  let text = '';
  return { text: () => text, take: (chunk) => { text = (text + chunk.toString('utf8')).slice(-LOG_LIMIT); } };
}

/** The part of workerd's output that says what went wrong, without its prefixes. */
function startProblem(log: string, error: unknown, bundle: Bundle): StartProblem {
  const said = log.replace(/^service core:user:app: /gm, '').trim();
  const text = said !== '' ? said : error instanceof Error ? error.message : String(error);
  const { text: message, at } = explainStack(text, bundle.position);
  return at ? { message, at } : { message };
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

function miniflareOptions(options: WorkerOptions, take: (chunk: Buffer) => void): MiniflareOptions {
  const { NoOpLog } = options.packages.miniflare;
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
    workers: [appWorker(options), ...companions(options)],
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

/** Starts the Worker. A Worker that does not start is an answer; the caller must `stop` one that does. */
export async function startWorker(options: WorkerOptions): Promise<StartedWorker> {
  const log = keepLog();
  const temporary = temporaryFolder();
  let miniflare: Miniflare | undefined;
  try {
    const started = constructIn(temporary.folder, () => new options.packages.miniflare.Miniflare(miniflareOptions(options, log.take)));
    miniflare = started;
    const url = await withLimit(started.ready, options.startLimit ?? 20_000, 'workerd was not ready');
    return {
      ok: true,
      worker: {
        port: Number(url.port),
        fill: (kind, binding, values) => fillStore(started, kind, binding, values),
        read: (kind, binding) => readStore(started, kind, binding),
        setClock: (ahead) => fillStore(started, 'kv_namespaces', CLOCK, [{ key: 'offset', bytes: Buffer.from(String(ahead)) }]),
        log: () => explainStack(log.text(), options.bundle.position).text,
        stop: async () => {
          await started.dispose();
          temporary.remove();
        },
      },
    };
  } catch (error) {
    // Disposing of a runtime that never started rejects with the error we already have.
    await miniflare?.dispose().catch(() => undefined);
    temporary.remove();
    return { ok: false, problem: startProblem(log.text(), error, options.bundle) };
  }
}
