import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeChanges } from '../../core/journal.js';
import { sha256 } from '../../core/journal-checks.js';
import { hold } from '../../runtime/lifetime.js';
import { descendants, isRunning, openWorkshop, repository } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());

/** A program that verifies a folder as the command does, bundled from the sources so that plain Node runs it. */
async function driver(): Promise<string> {
  const folder = workshop.app({
    'package.json': '{"version":"0.0.0","type":"module"}',
    'driver.ts': `
import { verifyFolder } from ${JSON.stringify(path.join(repository, 'pipeline/verify.ts'))};
const verification = await verifyFolder({ directory: process.argv[2]!, staleKv: true, timeLimit: 60_000, onProgress: (step) => console.log(step) });
console.log(verification.problem?.message ?? (verification.equal ? 'EQUAL' : 'DIFFERENT'));
`,
  });
  // What ships with the tool is found beside its package.json.
  for (const name of ['node_modules', 'rules']) symlinkSync(path.join(repository, name), path.join(folder, name), 'dir');
  const outfile = path.join(folder, 'driver.mjs');
  await build({ entryPoints: [path.join(folder, 'driver.ts')], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
  return outfile;
}

/** The migrated notes app as `apply` leaves it: with a journal, from which verify rebuilds the original. Its script waits in each round, so that there is time to interrupt. */
function applied(changes: Record<string, [string, string]> = {}): string {
  const root = workshop.copyOf('notes-migrated', changes);
  writeFileSync(path.join(root, 'verify.yaml'), 'entry: { module: src/notes.js, export: notes }\nrequests: [{ path: /notes/nothing, wait: 0.2 }]\n');
  const before = readFileSync(path.join(root, 'src/server.js'), 'utf8');
  writeChanges(root, [{ file: 'src/server.js', sha256: sha256(before), after: `${before}\n`, edits: [{ start: before.length, end: before.length, text: '\n', codemod: 'test' }], notes: [], component: 'server' }]);
  return root;
}

interface Started {
  child: ChildProcess;
  /** Its temporary folders, and nobody else's. */
  scratch: string;
  said(): string;
  /** Exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
}

let count = 0;

function start(program: string, root: string): Started {
  const scratch = path.join(workshop.folder, `scratch-${++count}`);
  mkdirSync(scratch);
  const child = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: scratch } });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  return { child, scratch, said: () => said, ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))) };
}

async function until(holds: () => boolean, seconds = 30): Promise<void> {
  for (let i = 0; i < seconds * 100 && !holds(); i++) await wait(10);
}

/** Inodes of sockets that listen: unlike a port, none is given to somebody else a moment later. */
function listeningSockets(): Set<string> {
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(1)).map((line) => line.trim().split(/\s+/));
  return new Set(rows.flatMap((row) => (row[3] === '0A' ? (row[9] ?? []) : [])));
}

/** Sockets on which these processes listen. */
function socketsOf(pids: number[]): string[] {
  const listening = listeningSockets();
  return pids.flatMap((pid) => {
    try {
      const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []).filter((socket) => listening.has(socket));
    } catch {
      return []; // It ended while we looked.
    }
  });
}

/** Neither a process, nor a socket, nor a folder of a run is left. */
async function expectNothingLeft(run: Started, processes: number[], sockets: string[]): Promise<void> {
  await until(() => !processes.some(isRunning) && readdirSync(run.scratch).length === 0);
  expect(processes.filter(isRunning).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))).toEqual([]);
  expect(readdirSync(run.scratch)).toEqual([]);
  expect(sockets.filter((socket) => listeningSockets().has(socket))).toEqual([]);
}

/** Every process and socket that was ever seen of a run. */
async function watched(run: Started): Promise<{ processes: number[]; sockets: string[] }> {
  const processes = new Set<number>();
  const sockets = new Set<string>();
  while (run.child.exitCode === null && run.child.signalCode === null) {
    const now = descendants(run.child.pid ?? 0);
    for (const pid of now) processes.add(pid);
    for (const socket of socketsOf([run.child.pid ?? 0, ...now])) sockets.add(socket);
    await wait(60);
  }
  return { processes: [...processes], sockets: [...sockets] };
}

const STAGES = [
  'starting the original on Node', 'bundling the migrated app for Workers', 'starting the migrated app on workerd', 'playing the original on Node',
  'playing the migrated app on workerd', 'playing the migrated app on Node', 'playing through a KV that is a minute behind',
];

describe.runIf(process.platform === 'linux')('nothing is left behind', () => {
  let program: string;
  beforeAll(async () => { program = await driver(); });

  it('after success', async () => {
    const run = start(program, applied());
    const { processes, sockets } = await watched(run);
    expect(run.said()).toMatch(/EQUAL\n$/);
    for (const stage of STAGES) expect(run.said()).toContain(stage);
    // The app on Node twice, workerd twice, esbuild's service, the process that watches.
    expect(processes.length).toBeGreaterThanOrEqual(5);
    expect(sockets.length).toBeGreaterThanOrEqual(2);
    await expectNothingLeft(run, processes, sockets);
  });

  it.each([
    ['that does not bundle', { 'src/notes.js': ["from '#store'", "from '#stores'"] }, /#stores/],
    ['that does not start on workerd', { 'src/notes.js': ['export const notes = Router();', 'export const notes = Router();\nif (navigator.userAgent === "Cloudflare-Workers") throw new Error("on purpose");'] }, /on purpose/],
  ] as [string, Record<string, [string, string]>, RegExp][])('after the failure of an app %s', async (_, changes, message) => {
    const run = start(program, applied(changes));
    const { processes, sockets } = await watched(run);
    expect(run.said()).toMatch(message);
    await expectNothingLeft(run, processes, sockets);
  });

  it.each<[string, NodeJS.Signals, number, string]>([...STAGES.map((stage) => ['Ctrl-C', 'SIGINT', 130, stage] as [string, NodeJS.Signals, number, string]), ['SIGTERM', 'SIGTERM', 143, 'playing the migrated app on workerd']])('after %s (%s, exit code %i) while %s', async (_, signal, code, stage) => {
    const run = start(program, applied());
    await until(() => run.said().includes(stage));
    expect(run.said()).toContain(stage);
    expect(readdirSync(run.scratch).map((name) => name.replace(/-[^-]+$/, ''))).toContain('cf-migrate-original');
    const before = descendants(run.child.pid ?? 0);
    const sockets = socketsOf([run.child.pid ?? 0, ...before]);
    const seen = watched(run);
    run.child.kill(signal);
    expect(await run.ended).toBe(code);
    await expectNothingLeft(run, [...before, ...(await seen).processes], [...sockets, ...(await seen).sockets]);
  });

  it.each(['starting the migrated app on workerd', 'playing the migrated app on workerd'])('after we are killed outright while %s', async (stage) => {
    const run = start(program, applied());
    const seen = watched(run);
    await until(() => run.said().includes(stage));
    if (stage.startsWith('playing')) await until(() => descendants(run.child.pid ?? 0).some((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('workerd')));
    run.child.kill('SIGKILL');
    expect(await run.ended).toBeNull();
    const { processes, sockets } = await seen;
    await expectNothingLeft(run, processes, sockets);
  });
});

describe('holding', () => {
  it('listens to signals only while something is held', () => {
    const before = process.listenerCount('SIGINT');
    const first = hold(() => undefined);
    const second = hold(() => undefined);
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    first();
    second();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('forgets only what it was told to', () => {
    const release = hold(() => undefined);
    release();
    expect(() => release()).not.toThrow();
  });
});
