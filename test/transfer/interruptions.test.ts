/**
 * A copy and a way back are whole or not at all, whatever ends them: a kill at any step, a full disk at any write. Here a kill is a disk that takes
 * nothing any more, so that no clean-up can run either; some real ones, of a process of their own, show that it makes no difference.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { finishReplacing } from '../../core/replace-files.js';
import { type BackRequest, bringBack, exportData } from '../../pipeline/data.js';
import { back, exported, fetched, freshPath, program, request, tree, uploaded } from './programs.js';

type Mode = 'kill' | 'full';

/** The disk: at step `at` of those that count it fails, as after a kill or for lack of room. */
const disk = vi.hoisted(() => ({ mode: null as Mode | null, at: 0, count: 0, dead: false }));

vi.mock('node:fs', async (original) => {
  const fs = await original<Record<string, (...args: unknown[]) => unknown>>();
  const writing = ['mkdirSync', 'writeSync', 'copyFileSync', 'writeFileSync'];
  const steps = [...writing, 'openSync', 'fsyncSync', 'closeSync', 'renameSync', 'unlinkSync', 'rmSync', 'chmodSync', 'utimesSync'];
  const failing = (name: string) => (...args: unknown[]): unknown => {
    const undisturbed = (): unknown => fs[name]?.(...args);
    if (disk.mode === null || (disk.mode === 'full' && !writing.includes(name))) return undisturbed();
    if (!disk.dead && ++disk.count !== disk.at) return undisturbed();
    if (disk.mode === 'full') throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
    // Half of a write, then the end: the worst that a kill can leave.
    if (!disk.dead && name === 'writeSync') fs[name]?.(args[0], args[1], 0, Math.floor((args[1] as Buffer).length / 2));
    disk.dead = true;
    throw new Error('killed');
  };
  return { ...fs, ...Object.fromEntries(steps.map((name) => [name, failing(name)])) };
});

/** Runs `work` until the disk fails at `step`. Answers what it threw, as the code of a UserError or the message; null when it ended before. */
function interrupted(work: () => unknown, mode: Mode, step: number): string | null {
  Object.assign(disk, { mode, at: step, count: 0, dead: false });
  try {
    work();
    // Some errors are an answer (a folder that cannot be synced, a file that cannot be compared): the end of the process is none.
    return disk.dead ? 'killed' : null;
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message;
  } finally {
    disk.mode = null;
  }
}

/** Steps 1, 2, … until one ends undisturbed; each in a world of its own. */
function atEveryStep(one: (step: number) => boolean): number {
  for (let step = 1; ; step++) if (!one(step)) return step;
}

const script = fileURLToPath(new URL('./interrupt.mjs', import.meta.url));
const bundle = path.join(freshPath(), 'data.mjs');

beforeAll(() => {
  // Some packages bring a build for bundlers, others ask for builtins by `require`.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  buildSync({ entryPoints: [fileURLToPath(new URL('../../pipeline/data.ts', import.meta.url))], bundle: true, platform: 'node', format: 'esm', mainFields: ['module', 'main'], banner, outfile: bundle, logLevel: 'error' });
});

/** A process of its own that kills itself at a step. */
function reallyKilled(work: 'exportData' | 'bringBack', input: unknown, step: number): Promise<boolean> {
  const child = spawn(process.execPath, [script, bundle, work, JSON.stringify(input), String(step)], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (_code, signal) => resolve(signal === 'SIGKILL')));
}

const FILES = { 'a.json': '1', 'b/c.bin': Buffer.from([255, 0]) };
const besides = (folder: string): string[] => readdirSync(path.dirname(folder)).filter((name) => name.startsWith('.'));

/** A program with an export of before, and how a kill may leave that export. */
function copied(replace: boolean): { out: string; input: ReturnType<typeof request>; judge: (what: string) => 'before' | 'after' | 'none' } {
  const app = program(FILES);
  const out = `${app}-export`;
  if (replace) exported(app, { namespaceId: 'before' });
  const before = replace ? tree(out) : null;
  const judge = (what: string): 'before' | 'after' | 'none' => {
    // What stands here after a kill is whole, or is nothing: never a part.
    const found = existsSync(out) ? tree(out) : {};
    expect([0, 6], what).toContain(Object.keys(found).length);
    exported(app, { replace: true });
    expect(uploaded(out).size, what).toBe(2);
    expect(besides(out), what).toEqual([]);
    return Object.keys(found).length === 0 ? 'none' : JSON.stringify(found) === JSON.stringify(before) ? 'before' : 'after';
  };
  return { out, input: request(app, { replace }), judge };
}

describe('a copy', () => {
  test.each([['new', false], ['in place of an earlier one', true]])('killed at any step, %s: the folder is as before or whole, and the next run works', (_what, replace) => {
    const ends = { before: 0, after: 0, none: 0 };
    const last = atEveryStep((step) => {
      const { input, judge } = copied(replace);
      if (interrupted(() => exportData(input), 'kill', step) === null) return false;
      ends[judge(`killed at step ${step}`)]++;
      return true;
    });
    expect(last).toBeGreaterThan(30);
    expect(ends[replace ? 'before' : 'none']).toBeGreaterThan(20);
    expect(ends.after).toBeGreaterThan(0);
  });

  test('killed for real', async () => {
    const kills = [5, 16, 30, 42].map(async (step) => {
      const { input, judge } = copied(true);
      expect(await reallyKilled('exportData', input, step)).toBe(true);
      return judge(`really killed at step ${step}`);
    });
    await Promise.all(kills);
  });

  test('a full disk at any write leaves no trace', () => {
    const last = atEveryStep((step) => {
      const app = program(FILES);
      const said = interrupted(() => exportData(request(app)), 'full', step);
      if (said === null) return false;
      expect(said, `full at write ${step}`).toBe('disk-full');
      expect(readdirSync(path.dirname(app)), `full at write ${step}`).toEqual(['app']);
      return true;
    });
    expect(last).toBeGreaterThan(8);
  });
});

describe('the way back', () => {
  /** A program whose store went on: one document changed, one came, one went. */
  function wentOn(): { input: BackRequest; before: ReturnType<typeof tree>; after: ReturnType<typeof tree>; to: string } {
    const app = program({ ...FILES, 'gone.json': '3', 'stays.json': '4' });
    exported(app);
    const store = uploaded(`${app}-export`);
    store.delete('gone.json');
    store.set('a.json', { bytes: Buffer.from('changed'), metadata: { size: 7, mtimeMs: 1_700_000_100_000 } });
    store.set('new/d.json', { bytes: Buffer.from('new'), metadata: { size: 3, mtimeMs: 1_700_000_200_000 } });
    const to = path.join(app, 'data');
    const before = tree(to);
    const { 'gone.json': _gone, ...rest } = before;
    const state = (text: string, time: number): [string, number] => [Buffer.from(text).toString('hex'), time];
    const after = { ...rest, 'a.json': state('changed', 1_700_000_100_000), 'new/d.json': state('new', 1_700_000_200_000) };
    return { input: { ...request(app), from: { '': to }, fetched: fetched(store), manifest: `${app}-export`, force: false }, before, after, to };
  }

  function judge({ before, after, to }: ReturnType<typeof wentOn>, what: string): 'before' | 'after' {
    finishReplacing(to);
    const found = tree(to);
    const end = found['gone.json'] ? 'before' : 'after';
    expect(found, what).toEqual(end === 'before' ? before : after);
    return end;
  }

  test('killed at any step, the next run finds the folder as before or ends what was begun', () => {
    const ends = { before: 0, after: 0 };
    const last = atEveryStep((step) => {
      const world = wentOn();
      if (interrupted(() => bringBack(world.input), 'kill', step) === null) return false;
      ends[judge(world, `killed at step ${step}`)]++;
      return true;
    });
    expect(last).toBeGreaterThan(30);
    expect(ends.before).toBeGreaterThan(8);
    expect(ends.after).toBeGreaterThan(4);
  });

  test('killed for real', async () => {
    await Promise.all([8, 20, 36, 44].map(async (step) => {
      const world = wentOn();
      expect(await reallyKilled('bringBack', world.input, step), String(step)).toBe(true);
      judge(world, `really killed at step ${step}`);
    }));
  });

  test('a full disk at any write puts everything back', () => {
    const last = atEveryStep((step) => {
      const { input, before, after, to } = wentOn();
      const said = interrupted(() => bringBack(input), 'full', step);
      expect(tree(to), `full at write ${step}`).toEqual(said === null ? after : before);
      expect([null, 'disk-full']).toContain(said);
      return said !== null;
    });
    expect(last).toBeGreaterThan(6);
  });

  test('a folder that was not there does not stay behind', () => {
    const { input } = wentOn();
    const to = freshPath();
    expect([interrupted(() => bringBack({ ...input, from: { '': to } }), 'full', 4), existsSync(to)]).toEqual(['disk-full', false]);
  });

  test('nothing is written over what changed here, unless that is asked for', () => {
    const app = program({ 'a.json': '1', 'b.json': '2', 'c.json': '3' });
    exported(app);
    const store = uploaded(`${app}-export`);
    store.set('a.json', { bytes: Buffer.from('there') });
    store.set('new.json', { bytes: Buffer.from('there') });
    store.delete('b.json');
    const data = path.join(app, 'data');
    for (const name of ['a.json', 'b.json', 'new.json']) writeFileSync(path.join(data, name), 'here');
    const before = tree(data);
    const from = fetched(store);
    const refused = back(app, from, data);
    expect(refused.refused).toBe(true);
    expect(refused.folders[0]?.conflicts.map(({ path: name, code }) => [name, code])).toEqual([['a.json', 'changed-here'], ['new.json', 'changed-here'], ['b.json', 'changed-here']]);
    expect(tree(data)).toEqual(before);
    expect(back(app, from, data, true).refused).toBe(false);
    expect(Object.fromEntries(Object.entries(tree(data)).map(([name, [hex]]) => [name, Buffer.from(hex, 'hex').toString()]))).toEqual({ 'a.json': 'there', 'c.json': '3', 'new.json': 'there' });
    rmSync(data, { recursive: true });
  });
});
