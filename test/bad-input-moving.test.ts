/** Files that change or vanish while a scan reads them: no crash, told first, no clean exit. */
import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { changedSince } from '../core/changed-files.js';
import { folderWith, run, scanOf } from './command-line.js';

/** What happens, once, when the named file is about to be read. */
const hand = vi.hoisted(() => ({ at: '', moves: () => undefined as void }));

const pause = (milliseconds: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readFileSync = (...args: Parameters<typeof fs.readFileSync>): ReturnType<typeof fs.readFileSync> => {
    if (hand.at !== '' && String(args[0]).endsWith(hand.at)) {
      hand.at = '';
      hand.moves();
    }
    return fs.readFileSync(...args);
  };
  return { ...fs, readFileSync };
});

const FILES = { 'package.json': '{ "name": "greeter", "main": "greet.js" }', 'greet.js': 'module.exports = (name) => `Hello ${name}`;\n', 'later.js': 'module.exports = 1;\n' };

function folderThatMoves(moves: (folder: string) => void): string {
  const folder = folderWith(FILES);
  hand.at = 'greet.js';
  hand.moves = () => {
    pause(30);
    moves(folder);
  };
  return folder;
}

beforeEach(() => void (hand.at = ''));

describe('while it is scanned', () => {
  test.each<[string, (folder: string) => void, string]>([
    ['a file that was read already changes', (folder) => appendFileSync(path.join(folder, 'greet.js'), '// more\n'), 'greet.js changed'],
    ['a file that is still to be read changes', (folder) => appendFileSync(path.join(folder, 'later.js'), '// more\n'), 'later.js changed'],
    ['a file vanishes before it is read', (folder) => rmSync(path.join(folder, 'later.js')), 'later.js vanished'],
    ['the file vanishes that is being read', (folder) => rmSync(path.join(folder, 'greet.js')), 'greet.js vanished'],
  ])('%s', async (_name, moves, sentence) => {
    const { code, scan } = await scanOf(folderThatMoves(moves));
    expect(code).toBe(0);
    expect(scan.coverage.trust).toBe('lowered');
    expect(scan.coverage.warnings.map((warning) => `${warning.code}: ${warning.message}`)).toEqual([expect.stringMatching(`^changed: ${sentence} while the scan ran`)]);
    expect((await run(folderThatMoves(moves), 'scan')).out).toMatch(/^TRUST LOWERED\./);
    expect((await run(folderThatMoves(moves), 'scan', '--fail-on', 'blocker')).code).toBe(2);
  });

  test('all of it vanishes', async () => {
    const folder = folderThatMoves((at) => rmSync(at, { recursive: true }));
    const { code, scan } = await scanOf(folder);
    expect(code).toBe(0);
    expect(scan.coverage).toMatchObject({ complete: false, trust: 'low' });
  });

  test('nothing moves: nothing is said', async () => {
    const { scan } = await scanOf(folderWith(FILES));
    expect(scan.coverage).toMatchObject({ trust: 'full', warnings: [] });
  });
});

test('time stamps tell, and those of another clock do not', () => {
  const folder = folderWith(FILES);
  expect(changedSince(folder, ['greet.js'], Date.now() + 5_000)).toEqual([]);
  pause(30);
  const since = Date.now() - 10;
  appendFileSync(path.join(folder, 'greet.js'), '// more\n');
  pause(30);
  expect(changedSince(folder, ['greet.js', 'later.js', 'gone.js'], since)).toEqual([{ file: 'greet.js', how: 'changed' }, { file: 'gone.js', how: 'vanished' }]);
  expect(changedSince('', ['greet.js'], since)).toEqual([]);
});
