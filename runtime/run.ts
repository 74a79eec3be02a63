/** One run of verify: what it was asked, what it found, and how the two sides are started, filled and played. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Verification } from '../core/verification.js';
import { bundleForWorkers, type Bundle, type BundleOptions, type BundleNote, type BundlerPlatform } from './bundle.js';
import { notedLines, noteText } from './bundle-notes.js';
import { PORT, mainHost, workerHost, type HandlerKind } from './entry.js';
import type { Answer } from './http.js';
import { startNodeApp, type NodeApp } from './node-app.js';
import type { RuntimePackages } from './packages.js';
import { playScript, type Side } from './play.js';
import type { VerifyScript } from './script.js';
import { eventOnNode, eventOnWorkers } from './events.js';
import { seedDatabases, type DatabaseMap, type Seeds } from './databases.js';
import { seed, type StorageMap } from './state.js';
import type { StoredValue } from './stores.js';
import { symptomOf } from './symptoms.js';
import { startWorker, type RunningWorker } from './workerd.js';
import type { FoundConfig } from './wrangler-config.js';

export interface VerifyOptions {
  /** Absolute paths of the two trees; the same one when nothing was migrated yet. */
  original: string;
  migrated: string;
  script: VerifyScript;
  /** Wins over wrangler's. */
  compatibilityDate?: string;
  /** Milliseconds a request may take. */
  timeLimit?: number;
  /** Milliseconds until the app listens. */
  startLimit?: number;
  /** MiB of heap for the app on Node. */
  memoryLimit?: number;
  /** Also play against a KV as it looks from far away: told, never counted. */
  staleKv?: boolean;
  /** Also look for promises of converted functions that nobody waits for: counted. */
  tripwire?: boolean;
  /** Also play the migrated tree on Node: counted. By default when there are two trees. */
  migratedOnNode?: boolean;
  platform?: BundlerPlatform;
  /** Look for the causes of what differs, past what stops the app: it is bundled, started and played once more. */
  diagnose?: boolean;
  /** What the stores begin with, by binding; without it, the files of the original. */
  stored?: ReadonlyMap<string, StoredValue[]>;
  /** Seconds after which a diagnosis begins no further step. */
  diagnosisSeconds?: number;
  /** Where the runtime packages are searched. */
  packageFolders?: string[];
  onProgress?(step: string): void;
}

/** What is put into the app's own sources where it runs, never where it lies. */
export interface Instrument {
  bundle: NonNullable<BundleOptions['instrument']>;
  /** Changes a copy of the app before it is started on Node. */
  prepare(folder: string): void;
  /** Text that runs before the app on Node. */
  preload: string;
}

export interface Run {
  options: VerifyOptions;
  packages: RuntimePackages;
  found: FoundConfig;
  map: StorageMap | null;
  /** Of the script and of the storage record. */
  databases: DatabaseMap[];
  /** What the D1 databases begin with; known when the original has started. */
  seeds: Seeds;
  compatibilityDate: string;
  /** Milliseconds a request may take. */
  limit: number;
  /** The word with which both sides take orders of verify; without it they take none. */
  control?: string;
  instrument?: Instrument;
  /** Counts rewritten calls, on the side that `countedOnWorkers` or `countedOnNode` puts it; only of a tree with a seam. */
  counter?: Instrument;
  say(step: string): void;
}

export type Problem = NonNullable<Verification['problem']>;
export type Tried<T> = ({ ok: true } & T) | { ok: false; problem: Problem };

/** Whether a script has steps that need more than requests. */
export const hasEvents = (script: VerifyScript): boolean => script.requests.some(({ event }) => event !== undefined && event.kind !== 'wait');

/** `/tmp` and global connections fail only on the second request. */
const ROUNDS = 2;
/** Work that the app goes on with after its last answer. */
const SETTLE = 100;
/** The clock of distant KV moves on by this much between two requests: over its rate limit, far under its delay. */
const STEP = 1_100;
/** miniflare's own error page would hide what the Worker answered. */
const PLAIN_ERRORS = { 'mf-disable-pretty-error': '1' };

/** What was said and, when the symptom is known, what it means. */
export function problemOf(stage: Problem['stage'], said: { message: string; at?: Problem['at'] }): Problem {
  const message = said.message.trim();
  const symptom = symptomOf(message);
  return { stage, message: symptom ? `${message}\n(${symptom.says})` : message, ...(said.at ? { at: said.at } : {}), ...(symptom ? { code: symptom.code } : {}) };
}

function bundleProblem(notes: BundleNote[]): Problem {
  const errors = notes.filter((note) => note.kind === 'error' || note.kind === 'unresolved');
  const at = errors.find((note) => note.at)?.at;
  return problemOf('bundle', { message: notedLines(errors, noteText).lines.join('\n'), ...(at ? { at } : {}) });
}

/** The text of the Worker's entry; null when nothing says what serves. */
export function workerEntry(run: Run, kind: HandlerKind | null): string | null {
  const { entry } = run.options.script;
  const module = entry.workers ?? (entry.start === undefined ? entry.module : undefined);
  const main = run.found.config.main?.replace(/^\.\//, '');
  // The module serves; schedules, queues and classes stand in the project's own Worker.
  const beside = hasEvents(run.options.script) ? main : undefined;
  if (module) return workerHost(module, kind, run.control, beside);
  return main === undefined ? null : mainHost(main, run.control);
}

/** `kind` is what the original's export turned out to be. */
export async function bundleMigrated(run: Run, kind: HandlerKind | null, platform: BundlerPlatform = run.options.platform ?? 'browser'): Promise<Tried<{ bundle: Bundle }>> {
  const contents = workerEntry(run, kind);
  if (contents === null) {
    return { ok: false, problem: { stage: 'bundle', message: 'Nothing says what serves on Workers: there is no `main` in a wrangler configuration, and no `entry.workers` in the script.' } };
  }
  const { options, packages, found, compatibilityDate } = run;
  const { migrated, original } = options;
  const result = await bundleForWorkers({ root: migrated, packagesOf: original, entry: { contents }, compatibilityDate, wrangler: found.config, packages, platform, ...(run.instrument ? { instrument: run.instrument.bundle } : {}) });
  return result.ok ? { ok: true, bundle: result.bundle } : { ok: false, problem: bundleProblem(result.notes) };
}

/** Starts the Worker with its stores filled from the files and databases of the original. */
export async function startMigrated(run: Run, bundle: Bundle, staleKv: boolean, heard?: (chunk: Buffer) => void): Promise<Tried<{ worker: RunningWorker }>> {
  const { packages, found, compatibilityDate, options } = run;
  const { script, startLimit, original } = options;
  const env = { [script.entry.portEnv]: String(PORT), ...script.env };
  const started = await startWorker({ packages, bundle, wrangler: found.config, compatibilityDate, env, staleKv, network: script.network, startLimit, databases: run.databases.length > 0, ...(heard ? { heard } : {}) });
  if (!started.ok) return { ok: false, problem: problemOf('start', started.problem) };
  try {
    seedDatabases(started.worker, run.seeds, found.config);
    await seed(started.worker, run.map, found.config, original, options.stored);
    return started;
  } catch (error) {
    await started.worker.stop();
    throw error;
  }
}

/**
 * Some packages (Express 4 among them) fail only because wrangler reads the `browser` field of their package.json. Adds to
 * a problem what happens without that.
 */
export async function triedOnNodePlatform(run: Run, kind: HandlerKind | null, problem: Problem): Promise<Problem> {
  if (run.options.platform !== undefined) return problem;
  const bundled = await bundleMigrated(run, kind, 'node');
  const started = bundled.ok ? await startMigrated(run, bundled.bundle, false) : bundled;
  if (started.ok) {
    await started.worker.stop();
    return { ...problem, message: `${problem.message}\n(it starts when it is bundled with WRANGLER_BUILD_PLATFORM=node)`, code: 'bundler-platform' };
  }
  const [other] = started.problem.message.split('\n');
  if (other === undefined || problem.message.startsWith(other)) return problem;
  const where = started.problem.at ? ` at ${started.problem.at.file}:${started.problem.at.line}` : '';
  return { ...problem, message: `${problem.message}\n(bundled with WRANGLER_BUILD_PLATFORM=node it fails otherwise${where}: ${other})` };
}

export async function startOnNode(run: Run, root: string): Promise<Tried<{ app: NodeApp }>> {
  const { script, original, migrated, startLimit, memoryLimit } = run.options;
  // A tree rebuilt elsewhere has no packages of its own.
  const packagesOf = root === original ? migrated : original;
  const started = await startNodeApp({ root, packagesOf, entry: script.entry, env: script.env, network: script.network, writes: script.writes, startLimit, memoryLimit, esbuild: run.packages.esbuild, ...(run.control === undefined ? {} : { control: run.control }), ...(run.instrument ? { prepare: run.instrument.prepare, preload: run.instrument.preload } : {}) });
  // On Node nothing is a symptom of Workers.
  return started.ok ? started : { ok: false, problem: { stage: 'node-start', ...started.problem } };
}

async function play(run: Run, side: Side): Promise<Answer[][]> {
  const answers = await playScript({ ...side, keepsCookies: run.options.script.cookies === 'keep' }, run.options.script.requests, ROUNDS, run.limit);
  await pause(SETTLE);
  return answers;
}

export const playedOnNode = (run: Run, app: NodeApp): Side => ({ port: app.port, ended: app.ended, event: (event) => eventOnNode(app, event, run.limit) });

export const playOnNode = (run: Run, app: NodeApp): Promise<Answer[][]> => play(run, playedOnNode(run, app));

export function playedOnWorkers(run: Run, worker: RunningWorker): Side {
  const side = { worker, wrangler: run.found.config, word: run.control ?? '' };
  return { port: worker.port, headers: PLAIN_ERRORS, ended: worker.ended, event: (event) => eventOnWorkers(side, event) };
}

export function playOnWorkers(run: Run, worker: RunningWorker, staleKv: boolean): Promise<Answer[][]> {
  const before = (sent: number): Promise<void> => worker.setClock(sent * STEP);
  return play(run, { ...playedOnWorkers(run, worker), ...(staleKv ? { before } : {}) });
}
