/**
 * What takes the place of a package on Workers: another package, or a binding and no package. Facts with their source; packages
 * without an entry are judged by their findings alone. Versions marked "ran" were bundled and called on workerd 1.20261117.1.
 */

export interface Replacement {
  /** Packages that come in, with the version range to ask for. */
  add: { name: string; version: string; dev?: boolean }[];
  /** The new package answers the same calls: no design decision is needed. */
  sameInterface: boolean;
  /** The package keeps data on disk: the data moves to a service and the package leaves with it. */
  holdsData: boolean;
  /** What does the work from now on, for readers. */
  by: string;
  source: string;
}

const to = (by: string, source: string, add: Replacement['add'] = [], sameInterface = false): Replacement => ({ add, sameInterface, holdsData: false, by, source });
const dataTo = (by: string, source: string): Replacement => ({ ...to(by, source), holdsData: true });

const MEASURED = 'ran on workerd 1.20261117.1, 2026-11-21';
const JUDGED = 'judgement, 2026-11-21';

const D1 = dataTo('D1 or SQLite in a Durable Object', MEASURED);
const FILES = dataTo('R2 or KV behind the storage seam', MEASURED);
const CRON = to('a Cron Trigger or a Durable Object alarm', MEASURED);
const QUEUE = to('Queues or Workflows', MEASURED);
const MODEL = to('Workers AI for text; image embeddings have no model there', MEASURED);
const IMAGES = to('the Images binding', JUDGED);
const LOGS = to('the console and Workers Logs', MEASURED);
const SESSIONS = to('sessions in a Durable Object or a database', JUDGED);

const REPLACEMENTS: Record<string, Replacement> = {
  bcrypt: to('bcryptjs, the same calls in JavaScript', MEASURED, [{ name: 'bcryptjs', version: '^3.0.3' }], true),
  bufferutil: to('nothing: it only speeds up ws', JUDGED, [], true),
  'utf-8-validate': to('nothing: it only speeds up ws', JUDGED, [], true),
  'better-sqlite3': D1, sqlite3: D1, sqlite: D1, '@louislam/sqlite3': D1, '@vscode/sqlite3': D1,
  leveldown: D1, 'classic-level': D1, level: D1, lmdb: D1, rocksdb: D1,
  nedb: D1, 'nedb-promises': D1, 'nedb-promise': D1, '@seald-io/nedb': D1, lowdb: FILES, 'node-persist': FILES, conf: FILES, 'fs-extra': FILES, 'graceful-fs': FILES,
  'session-file-store': SESSIONS, 'connect-sqlite3': SESSIONS,
  'node-cron': CRON, cron: CRON, croner: CRON, cronosjs: CRON, 'node-schedule': CRON, bree: CRON, 'toad-scheduler': CRON,
  agenda: QUEUE, bull: QUEUE, bullmq: QUEUE, 'pg-boss': QUEUE,
  '@huggingface/transformers': MODEL, '@xenova/transformers': MODEL, 'onnxruntime-node': MODEL, '@tensorflow/tfjs-node': MODEL, 'node-llama-cpp': MODEL,
  sharp: IMAGES, canvas: IMAGES, '@napi-rs/canvas': IMAGES, gm: IMAGES,
  'winston-daily-rotate-file': LOGS, 'file-stream-rotator': LOGS,
  'simple-git': to('isomorphic-git, or the host\'s REST API', MEASURED, [{ name: 'isomorphic-git', version: '^1.44.11' }]),
  puppeteer: to('the browser binding', JUDGED, [{ name: '@cloudflare/puppeteer', version: '*' }]),
  'puppeteer-core': to('the browser binding', JUDGED, [{ name: '@cloudflare/puppeteer', version: '*' }]),
  playwright: to('the browser binding', JUDGED, [{ name: '@cloudflare/playwright', version: '*' }]),
  ws: to('WebSockets of a Durable Object', MEASURED), 'socket.io': to('WebSockets of a Durable Object', MEASURED),
  'proper-lockfile': to('a Durable Object as the lock', JUDGED),
  chokidar: to('event notifications of the bucket', MEASURED),
};

export const replacementOf = (name: string): Replacement | undefined => (Object.hasOwn(REPLACEMENTS, name) ? REPLACEMENTS[name] : undefined);

/** Packages that stay but must be newer: older versions do not run on Workers. */
export const UPGRADES: { name: string; below: string; version: string; why: string }[] = [
  { name: 'express', below: '5.0.0', version: '^5.3.0', why: 'express 4 does not start on Workers with the default bundler settings; 5 does (ran on workerd 1.20261117.1)' },
  { name: 'pg', below: '8.16.3', version: '^8.16.3', why: 'the first version that Hyperdrive supports' },
];

/** Tools that every plan needs; versions as run when this table was written. */
export const WRANGLER = { name: 'wrangler', version: '^4.164.0' };
export const CONTAINER_PACKAGE = { name: '@cloudflare/containers', version: '^0.3.7' };
export const POSTGRES_CLIENT = { name: 'pg', version: '^8.16.3' };
export const OPENAI_CLIENT = { name: 'openai', version: '^6.49.0' };
