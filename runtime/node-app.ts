/** Runs an app on Node in a child process, in a copy of its folder, on a free loopback port. Nothing of the original is written, nothing stays behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { copyApp, type AppCopy } from './copy.js';
import { PORT, nodeHost, type Entry, type HandlerKind } from './entry.js';
import { askControl } from './control.js';
import { hold } from './lifetime.js';
import type { Esbuild } from './packages.js';
import { PRELOAD, PRELOAD_ENV, type Report } from './preload.js';
import type { SourcePosition } from './source-position.js';
import { isTypeScript, transpile, transpiledName, type TranspileProblem } from './transpile.js';

export interface NodeApp {
  port: number;
  /** What the served export is; null for an app that listens by itself. */
  kind: HandlerKind | null;
  /** Root of the copy it runs in: its files are the final state. */
  folder: string;
  pid: number;
  log(): string;
  /** How it ended, when it did by itself. */
  ended(): string | null;
  /** Numbers of rewritten calls that any of its processes has executed; none when they are not counted. */
  executed(): Set<number>;
  /** Has the process that listens carry out an order, and answers what it said. */
  order(order: object, limit: number): Promise<unknown>;
  stop(): Promise<void>;
}

export type StartedNodeApp = { ok: true; app: NodeApp } | { ok: false; problem: { message: string; at?: SourcePosition } };

export interface NodeAppOptions {
  root: string;
  entry: Entry;
  env: Record<string, string>;
  network: 'loopback' | 'open';
  /** `copy`: Node's own permissions refuse writes outside of the copy and of the system's temporary folder. */
  writes?: 'copy' | 'anywhere';
  /** Another app whose node_modules serve. */
  packagesOf?: string;
  /** Milliseconds until it must listen. */
  startLimit?: number;
  /** Old-space limit of each Node process, in MiB. */
  memoryLimit?: number;
  /** Needed when the entry module is TypeScript. */
  esbuild?: Esbuild;
  /** The word with which the app's process takes orders; without it, it takes none. */
  control?: string;
  /** Changes the copy before it is started. */
  prepare?(folder: string): void;
  /** Text that runs before the app, after our own. */
  preload?: string;
}

const HOST_FILE = '.cf-migrate-host.mjs';
const LOG_LIMIT = 64 * 1024;
const POLL = 15;
/** After SIGTERM, before SIGKILL. */
const GRACE = 2_000;
/** How long a server on the port that was asked for may come after another one. */
const SECOND_SERVER = 300;
/** Passed on from our environment; secrets of the user's shell are not. */
const PASSED = ['PATH', 'LANG', 'LC_ALL', 'SHELL', 'SystemRoot', 'ComSpec', 'PATHEXT', 'WINDIR'];

const quoted = (option: string): string => JSON.stringify(option);

/** Flags of Node's permission model, as far as this Node knows them. Native add-ons and other programs are beyond it. */
function confinement(copy: AppCopy): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const permission = ['--permission', '--experimental-permission'].find((flag) => known.has(flag));
  if (permission === undefined) return [];
  const writable = [copy.folder, '/tmp', '/dev'].map((folder) => `--allow-fs-write=${path.join(folder, '*')}`);
  const allowed = ['--allow-child-process', '--allow-worker', '--allow-addons', '--allow-wasi', '--allow-net'].filter((flag) => known.has(flag));
  return [permission, '--allow-fs-read=*', ...writable, ...allowed, '--disable-warning=SecurityWarning', '--disable-warning=ExperimentalWarning'];
}

function nodeOptions(options: NodeAppOptions, copy: AppCopy): string {
  const preload = `--require=${path.join(copy.folder, 'preload.cjs')}`;
  const flags = [preload, `--max-old-space-size=${options.memoryLimit ?? 1024}`, ...(options.writes === 'anywhere' ? [] : confinement(copy))];
  return [...flags.map(quoted), options.env['NODE_OPTIONS'] ?? ''].join(' ').trim();
}

function environment(options: NodeAppOptions, copy: AppCopy): Record<string, string> {
  const passed = PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  const tmp = path.join(copy.folder, 'tmp');
  return {
    ...Object.fromEntries(passed),
    // The same Node as ours, whatever a shell would find.
    PATH: [path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
    HOME: path.join(copy.folder, 'home'),
    USERPROFILE: path.join(copy.folder, 'home'),
    TMPDIR: tmp,
    TEMP: tmp,
    TMP: tmp,
    // As on Workers: always UTC, always production.
    TZ: 'UTC',
    NODE_ENV: 'production',
    [options.entry.portEnv]: String(PORT),
    ...options.env,
    NODE_OPTIONS: nodeOptions(options, copy),
    [PRELOAD_ENV.report]: path.join(copy.folder, 'report.jsonl'),
    [PRELOAD_ENV.parent]: String(process.pid),
    [PRELOAD_ENV.network]: options.network,
    ...(options.control === undefined ? {} : { [PRELOAD_ENV.control]: options.control }),
  };
}

/** Spawns the app; answers a problem instead when its TypeScript does not compile. */
async function start(options: NodeAppOptions, copy: AppCopy): Promise<ChildProcess | { problem: TranspileProblem }> {
  writeFileSync(path.join(copy.folder, 'preload.cjs'), PRELOAD + (options.preload ?? ''));
  writeFileSync(path.join(copy.folder, 'report.jsonl'), '');
  options.prepare?.(copy.app);
  // A group of its own, so that what `npm start` starts can be ended with it.
  const settings = { cwd: copy.app, env: environment(options, copy), stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' };
  if (options.entry.start !== undefined) return spawn(options.entry.start, { ...settings, shell: true });
  const { module } = options.entry;
  if (!module) throw new Error('an entry has a module or a start command');
  const typed = isTypeScript(module.module);
  const problem = typed ? await transpile(copy.app, options.esbuild) : null;
  if (problem) return { problem };
  writeFileSync(path.join(copy.app, HOST_FILE), nodeHost(typed ? { ...module, module: transpiledName(module.module) } : module, PRELOAD_ENV.report));
  return spawn(process.execPath, [...(typed ? ['--enable-source-maps'] : []), HOST_FILE], settings);
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** One that could not be spawned has no pid and never ends. */
const isAlive = (child: ChildProcess): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

function readReports(copy: AppCopy): Report[] {
  const file = path.join(copy.folder, 'report.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Report);
}

/** The server that requests go to: the one on the port we named, else the first. */
function chosenPort(reports: Report[], patient: boolean): number | null {
  const servers = reports.flatMap((report) => ('listening' in report ? [report] : []));
  const named = servers.find((server) => server.wanted === PORT);
  return named?.listening ?? (patient ? null : (servers[0]?.listening ?? null));
}

async function untilListening(child: ChildProcess, copy: AppCopy, limit: number): Promise<number | 'ended' | 'silent'> {
  const begun = Date.now();
  let first: number | null = null;
  for (;;) {
    const reports = readReports(copy);
    if (first === null && reports.some((report) => 'listening' in report)) first = Date.now();
    const port = chosenPort(reports, first === null || Date.now() - first < SECOND_SERVER);
    if (port !== null) return port;
    if (!isAlive(child)) return 'ended';
    if (Date.now() - begun > limit) return 'silent';
    await wait(POLL);
  }
}

/** The first place in the app's own code that a stack names. */
function placeIn(log: string, app: string): SourcePosition | undefined {
  for (const match of log.matchAll(/(?:file:\/\/)?(\/[^\s:()]+|[A-Za-z]:\\[^\s:()]+):(\d+)/g)) {
    const file = path.relative(app, match[1] ?? '');
    if (!file.startsWith('..') && !file.includes('node_modules') && file !== HOST_FILE) return { file: file.split(path.sep).join('/'), line: Number(match[2]) };
  }
  return undefined;
}

const howItEnded = (child: ChildProcess): string => (child.signalCode ? `was ended by ${child.signalCode}` : `ended with exit code ${child.exitCode ?? 'unknown'}`);

/** Starts the app and waits until it listens. One that does not is an answer; the caller must `stop` one that does. */
export async function startNodeApp(options: NodeAppOptions): Promise<StartedNodeApp> {
  const copy = copyApp(options.root, options.packagesOf);
  let child: Awaited<ReturnType<typeof start>>;
  try {
    child = await start(options, copy);
  } catch (error) {
    copy.remove();
    throw error;
  }
  if ('problem' in child) {
    copy.remove();
    return { ok: false, problem: child.problem };
  }
  return watch(options, copy, child);
}

async function carriedOut(copy: AppCopy, word: string | undefined, order: object, limit: number): Promise<unknown> {
  const port = readReports(copy).flatMap((report) => ('control' in report ? [report.control] : []))[0];
  if (port === undefined || word === undefined) throw new Error('the app takes no orders');
  return askControl(port, word, order, limit);
}

/** Waits for the port and hands out the running app. */
async function watch(options: NodeAppOptions, copy: AppCopy, child: ChildProcess): Promise<StartedNodeApp> {
  const release = hold(() => signalGroup(child, 'SIGKILL'), child.pid === undefined ? undefined : { pid: child.pid, group: true });
  let log = '';
  const take = (chunk: Buffer): void => { log = (log + chunk.toString('utf8')).slice(-LOG_LIMIT); };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  child.on('error', (error) => take(Buffer.from(`${error.message}\n`)));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // Paths of the copy mean nothing to the reader.
  const readable = (): string => log.replaceAll(`file://${copy.app}/`, '').replaceAll(`${copy.app}${path.sep}`, '');

  const stop = async (): Promise<void> => {
    if (isAlive(child)) {
      signalGroup(child, 'SIGTERM');
      await Promise.race([closed, wait(GRACE)]);
    }
    signalGroup(child, 'SIGKILL');
    await Promise.race([closed, wait(GRACE)]);
    release();
    copy.remove();
  };

  const limit = options.startLimit ?? 15_000;
  const port = await untilListening(child, copy, limit);
  if (typeof port === 'string') {
    const what = options.entry.start ?? options.entry.module?.module ?? 'the app';
    const why = port === 'ended' ? `${what} ${howItEnded(child)} before it listened on a port` : `${what} did not listen on a port within ${limit / 1000} s`;
    if (port === 'ended') await Promise.race([closed, wait(GRACE)]);
    const message = [why, readable().trim().slice(-4000)].filter((part) => part !== '').join('\n');
    const at = placeIn(log, copy.app);
    await stop();
    return { ok: false, problem: at ? { message, at } : { message } };
  }
  const kind = readReports(copy).flatMap((report) => ('kind' in report ? [report.kind as HandlerKind] : []))[0] ?? null;
  return {
    ok: true,
    app: { port, kind, folder: copy.app, pid: child.pid ?? 0, log: readable, ended: () => (isAlive(child) ? null : `the process ${howItEnded(child)}`), executed: () => new Set(readReports(copy).flatMap((report) => ('executed' in report ? [report.executed] : []))), order: (order, limit) => carriedOut(copy, options.control, order, limit), stop },
  };
}
