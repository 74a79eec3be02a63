/** Starts a bundled Worker in workerd with its stores, as miniflare 4 wants it described. */
import path from 'node:path';
import type { Bundle } from './bundle.js';
import { startMiniflare, type WorkerDefinition } from './miniflare.js';
import type { RuntimePackages } from './packages.js';
import { d1File, openDatabase, rowReader, type DatabaseReader } from './row-reader.js';
import { readSqlite, writeSqlite, type SqliteContents } from './sqlite-file.js';
import { explainStack, type SourcePosition } from './source-position.js';
import { STALE_KV_WORKER, STORAGE_WORKER, STORAGE_WORKER_DATE } from './storage-worker.js';
import { backlogOf, consumersOf, enqueue, queueBinding, runScheduled } from './queues.js';
import { STORAGE, fillStore, readStore, type StoreKind, type StoredValue } from './stores.js';
import type { WranglerConfig } from './wrangler-config.js';

export interface RunningWorker {
  /** On 127.0.0.1. */
  port: number;
  /** Fills a store past the app. */
  fill(kind: StoreKind, binding: string, values: StoredValue[]): Promise<void>;
  /** Everything in a store, by key, in the store's own order. */
  read(kind: StoreKind, binding: string): Promise<StoredValue[]>;
  /** Puts a SQLite database in the place of a D1 database that nobody has used yet. */
  fillDatabase(binding: string, contents: SqliteContents): void;
  /** What a D1 database holds now; null when nobody has used it. */
  readDatabase(binding: string): Promise<SqliteContents | null>;
  /** Opens a copy of a database, to look into it; only where `databases` was asked for. `shown` is what readers call it. */
  openDatabase(contents: SqliteContents, shown: string): Promise<DatabaseReader>;
  /** Runs the scheduled handler as its trigger does, and waits for its end. */
  schedule(cron: string): Promise<void>;
  /** Puts messages into a queue that this Worker consumes. */
  enqueue(queue: string, messages: unknown[]): Promise<void>;
  /** Messages that wait in the queues of this Worker; those that wait out a delay are not among them. */
  backlog(): Promise<number>;
  /** Sets the clock of the stand-in for distant KV this many milliseconds ahead. */
  setClock(ahead: number): Promise<void>;
  /** What workerd printed so far, newest last, positions led back to the sources. */
  log(): string;
  /** How workerd ended, when it did by itself. */
  ended(): string | null;
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
  /** Start what can look into databases. */
  databases?: boolean;
  /** Milliseconds until it must be ready. */
  startLimit?: number;
  /** Gets everything that workerd prints; `log()` keeps only the end of it. */
  heard?: (chunk: Buffer) => void;
}

const APP = 'app';
const CLOCK = 'cf-migrate-clock';

const namesOf = (list: { binding: string }[] | undefined): string[] => (list ?? []).map(({ binding }) => binding);
const byName = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, name]));

/** Without what is not set. */
const given = (settings: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** A Worker with its bindings, as miniflare wants it described. */
export function describeWorker(name: string, options: Pick<WorkerOptions, 'bundle' | 'wrangler' | 'compatibilityDate' | 'env' | 'staleKv' | 'network'>): WorkerDefinition {
  const { wrangler, bundle } = options;
  const isHere = (one: { script_name?: string | undefined }): boolean => one.script_name === undefined || one.script_name === wrangler.name;
  const kv = namesOf(wrangler.kv_namespaces);
  const sqlite = new Set((wrangler.migrations ?? []).flatMap((migration) => migration.new_sqlite_classes ?? []));
  return {
    name,
    modules: bundle.modules,
    compatibilityDate: options.compatibilityDate,
    compatibilityFlags: bundle.compatibilityFlags,
    bindings: { ...wrangler.vars, ...options.env },
    ...(options.staleKv ? { wrappedBindings: Object.fromEntries(kv.map((one) => [one, { scriptName: staleName(one) }])) } : { kvNamespaces: byName(kv) }),
    r2Buckets: byName(namesOf(wrangler.r2_buckets)),
    d1Databases: byName(namesOf(wrangler.d1_databases)),
    queueProducers: Object.fromEntries((wrangler.queues?.producers ?? []).map(({ binding, queue, delivery_delay }) => [binding, given({ queueName: queue, deliveryDelay: delivery_delay })])),
    queueConsumers: Object.fromEntries(consumersOf(wrangler).map((one) => [one.queue, given({
      // Cloudflare's defaults; miniflare has others, 5 and 2, so that a message would be given up too early.
      maxBatchSize: one.max_batch_size ?? 10, maxBatchTimeout: one.max_batch_timeout, maxRetries: one.max_retries ?? 3, retryDelay: one.retry_delay, deadLetterQueue: one.dead_letter_queue,
    })])),
    durableObjects: Object.fromEntries((wrangler.durable_objects?.bindings ?? []).filter(isHere).map((one) => [one.name, { className: one.class_name, useSQLite: sqlite.has(one.class_name) }])),
    workflows: Object.fromEntries((wrangler.workflows ?? []).filter(isHere).map((one) => [one.binding, { name: one.name, className: one.class_name }])),
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
    queueProducers: Object.fromEntries(consumersOf(options.wrangler).map(({ queue }) => [queueBinding(queue), { queueName: queue }])),
  };
  const stale = options.staleKv ? kv.map((name) => ({ name: staleName(name), modules: module(STALE_KV_WORKER), kvNamespaces: { inner: name, clock: CLOCK } })) : [];
  return [storage, ...stale, ...(options.databases ? [rowReader] : [])];
}

/** The part of workerd's output that says what went wrong, without its prefixes. */
function startProblem(log: string, error: unknown, bundle: Bundle): StartProblem {
  const said = log.replace(/^service core:user:app: /gm, '').trim();
  const text = said !== '' ? said : error instanceof Error ? error.message : String(error);
  const { text: message, at } = explainStack(text, bundle.position);
  return at ? { message, at } : { message };
}

/** Starts the Worker. A Worker that does not start is an answer; the caller must `stop` one that does. */
export async function startWorker(options: WorkerOptions): Promise<StartedWorker> {
  const started = await startMiniflare(options.packages, [describeWorker(APP, options), ...companions(options)], options.startLimit ?? 20_000, options.heard);
  if (!started.ok) return { ok: false, problem: startProblem(started.log, started.error, options.bundle) };
  const { miniflare, port, folder, log, ended, stop } = started;
  let opened = 0;
  return {
    ok: true,
    worker: {
      port,
      fill: (kind, binding, values) => fillStore(miniflare, kind, binding, values),
      read: (kind, binding) => readStore(miniflare, kind, binding),
      fillDatabase: (binding, contents) => writeSqlite(path.join(folder, d1File(binding)), contents),
      readDatabase: (binding) => readSqlite(folder, d1File(binding), `D1:${binding}`),
      openDatabase: (contents, shown) => openDatabase(miniflare, folder, `database ${++opened}`, contents, shown),
      schedule: (cron) => runScheduled(miniflare, APP, cron),
      enqueue: (queue, messages) => enqueue(miniflare, queue, messages),
      backlog: () => backlogOf(miniflare, consumersOf(options.wrangler).map(({ queue }) => queue)),
      setClock: (ahead) => fillStore(miniflare, 'kv_namespaces', CLOCK, [{ key: 'offset', bytes: Buffer.from(String(ahead)) }]),
      log: () => explainStack(log(), options.bundle.position).text,
      ended,
      stop,
    },
  };
}
