/** `npm run new` on a copy of this tree: what it lays out is typed, linted and tested from the first minute, and unfinished until someone speaks. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { home } from '../core/home.js';
import { ROOMS } from './house-tree.js';

const copy = mkdtempSync(path.join(tmpdir(), 'cf-migrate-new-'));

beforeAll(() => {
  for (const entry of [...Object.keys(ROOMS), 'test', 'scripts', 'package.json', 'tsconfig.json', '.oxlintrc.json']) {
    if (existsSync(path.join(home, entry))) cpSync(path.join(home, entry), path.join(copy, entry), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(path.join(home, 'node_modules'), path.join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const lay = (...args: string[]) => spawnSync(process.execPath, [path.join(copy, 'scripts/new.mjs'), ...args], { encoding: 'utf8' });
const read = (file: string): string => readFileSync(path.join(copy, file), 'utf8');
const tool = (name: string): string => path.join(copy, 'node_modules', '.bin', name);

/** Runs one of our tools in the copy, without the surroundings of the test that runs it. */
function runTool(name: string, ...args: string[]): { status: number | null; output: string } {
  const { VITEST: _vitest, NODE_ENV: _mode, NODE_OPTIONS: _options, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(tool(name), args, { cwd: copy, encoding: 'utf8', env });
  return { status, output: stdout + stderr };
}

const KINDS = [
  { kind: 'analyzer', name: 'web-workers', files: ['analyzers/web-workers.ts', 'test/analyzers/web-workers.test.ts'], list: 'analyzers/index.ts', item: 'webWorkers' },
  { kind: 'codemod', name: 'fs-to-tape', files: ['codemods/fs-to-tape/index.ts', 'test/codemods/fs-to-tape.test.ts'], list: 'codemods/index.ts', item: 'fsToTape' },
  { kind: 'section', name: 'harbour-fees', files: ['reports/sections/harbour-fees.ts', 'test/reports/sections/harbour-fees.test.ts'], list: 'reports/sections/index.ts', item: 'harbourFees' },
];

describe.each(KINDS)('a new $kind', ({ kind, name, files, list, item }) => {
  test('is laid out and listed', () => {
    const { status, stdout, stderr } = lay(kind, name);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const file of files) expect(stdout).toContain(`new      ${file}`);
    expect(read(list)).toMatch(new RegExp(`^import \\{ ${item} \\} from '\\./${name}(?:/index)?\\.js';$`, 'm'));
    expect(read(list)).toMatch(new RegExp(`= \\[[^\\]]*\\b${item}\\b`));
  });

  test('says what is still to be written', () => {
    expect(read(files[0] ?? '')).toContain('to-be-written');
  });

  test('its own test runs and passes', { timeout: 60_000 }, () => {
    const { status, output } = runTool('vitest', 'run', ...files.filter((file) => file.endsWith('.test.ts')));
    expect(output).toMatch(/Tests .*[1-9]\d* passed/);
    expect(status, output).toBe(0);
  });

  test('is never written over something', () => {
    const before = files.map(read);
    const { status, stderr } = lay(kind, name);
    expect(stderr).toMatch(/exist already; nothing was written/);
    expect(status).toBe(2);
    expect(files.map(read)).toEqual(before);
  });
});

/** `after` without the one piece by which it is longer than `before`. */
function withoutInsertion(after: string, before: string): string {
  const old = before.trimEnd();
  let same = 0;
  while (same < old.length && after[same] === old[same]) same++;
  return after.slice(0, same) + after.trimEnd().slice(after.trimEnd().length - (old.length - same));
}

describe('a new rule', () => {
  test('is an entry whose examples run and pass', { timeout: 60_000 }, () => {
    const before = read('rules/compat.yaml');
    expect(lay('rule', 'harbour-radio').status).toBe(0);
    expect(withoutInsertion(read('rules/compat.yaml'), before)).toBe(before.trimEnd());
    const { status, output } = runTool('vitest', 'run', 'test/rules/examples.test.ts', '-t', 'harbour-radio');
    expect(output).toMatch(/Tests .*[3-9] passed/);
    expect(status, output).toBe(0);
  });

  test('takes an id that is free', () => {
    const { status, stderr } = lay('rule', 'harbour-radio');
    expect(stderr).toMatch(/there is a rule harbour-radio already/);
    expect(status).toBe(2);
  });
});

test('everything laid out is typed and linted as the rest is', { timeout: 120_000 }, () => {
  const files = KINDS.flatMap((kind) => [...kind.files, kind.list]);
  writeFileSync(path.join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
  expect(runTool('tsc', '-p', 'tsconfig.new.json').output).toBe('');
  const lint = runTool('oxlint', '--deny-warnings', ...files);
  expect(lint.status, lint.output).toBe(0);
});

test.each([
  ['an unknown kind', ['ruel', 'harbour-radio'], /usage: npm run new -- rule\|analyzer\|codemod\|section/],
  ['a name that is no kebab-case', ['section', 'HarbourFees'], /no name in kebab-case/],
  ['a name that leaves the room', ['section', '../harbour'], /no name in kebab-case/],
  ['no name', ['section'], /no name in kebab-case/],
])('refuses %s', (_what, args, message) => {
  const { status, stderr } = lay(...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test('nothing that was laid out stands unfinished in this tree', () => {
  const unfinished = Object.keys(ROOMS).filter((room) => existsSync(path.join(home, room))).flatMap((room) =>
    readdirSync(path.join(home, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name), 'utf8').includes('to-be-written'))
      .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name))));
  expect(unfinished).toEqual([]);
});
