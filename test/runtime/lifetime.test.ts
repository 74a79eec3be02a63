import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hold } from '../../runtime/lifetime.js';
import { descendants, isRunning, openWorkshop, repository } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());

/** A program that verifies an app whose first request never ends, bundled from the sources so that plain Node runs it. */
async function driver(): Promise<string> {
  const folder = workshop.app({
    'package.json': '{"version":"0.0.0","type":"module"}',
    'driver.ts': `
import { parseVerifyScript } from ${JSON.stringify(path.join(repository, 'runtime/script.ts'))};
import { verify } from ${JSON.stringify(path.join(repository, 'runtime/verify.ts'))};
const script = parseVerifyScript('entry: { module: app.mjs }\\nrequests: [GET /]\\n', 'verify.yaml');
const root = process.argv[2];
await verify({ original: root, migrated: root, script, timeLimit: 60_000, onProgress: (step) => console.log(step) });
`,
  });
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const outfile = path.join(folder, 'driver.mjs');
  await build({ entryPoints: [path.join(folder, 'driver.ts')], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
  return outfile;
}

describe.runIf(process.platform === 'linux')('ending early', () => {
  let program: string;
  beforeAll(async () => { program = await driver(); });

  it.each<[string, NodeJS.Signals, number]>([['Ctrl-C', 'SIGINT', 130], ['SIGTERM', 'SIGTERM', 143]])('%s stops every process and removes every temporary folder', async (_, signal, code) => {
    const app = workshop.app({ 'app.mjs': 'export default () => {};' });
    const child = spawn(process.execPath, [program, app], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    for (let i = 0; i < 400 && !said.join('').includes('playing the original'); i++) await wait(25);
    const started = descendants(child.pid ?? 0);
    const temporary = readdirSync(path.join(workshop.folder, 'scratch'));
    // The app on Node, workerd, and esbuild's service.
    expect(started.length).toBeGreaterThanOrEqual(2);
    expect(temporary.map((name) => name.replace(/-[^-]+$/, '')).sort()).toEqual(['cf-migrate-verify', 'cf-migrate-workerd']);
    const ended = new Promise<number | null>((resolve) => child.once('exit', (exit) => resolve(exit)));
    child.kill(signal);
    expect(await ended).toBe(code);
    for (let i = 0; i < 80 && started.some(isRunning); i++) await wait(25);
    expect(started.filter(isRunning)).toEqual([]);
    expect(workshop.leftovers()).toEqual([]);
  });

  it('a killed parent takes the app on Node along', async () => {
    const app = workshop.app({ 'app.mjs': 'export default () => {};' });
    const child = spawn(process.execPath, [program, app], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    for (let i = 0; i < 400 && !said.join('').includes('playing the original'); i++) await wait(25);
    const started = descendants(child.pid ?? 0);
    const host = started.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('cf-migrate-host'));
    expect(host).toHaveLength(1);
    child.kill('SIGKILL');
    for (let i = 0; i < 200 && host.some(isRunning); i++) await wait(25);
    const left = host.filter(isRunning);
    // workerd is not ours to teach; nobody is told when a parent is killed outright.
    for (const pid of started.filter(isRunning)) process.kill(pid, 'SIGKILL');
    expect(left).toEqual([]);
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
    writeFileSync(path.join(workshop.folder, 'marker'), '');
    const release = hold(() => undefined);
    release();
    expect(() => release()).not.toThrow();
  });
});
