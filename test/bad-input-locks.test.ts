/** Lock files that are not as they should be, through the real command line: said first, trust lowered, no clean exit; and how an add-on comes in. */
import { describe, expect, test } from 'vitest';
import { folderWith, run, scanOf } from './command-line.js';

const QUIET = { 'package.json': '{ "name": "greeter", "main": "greet.js", "dependencies": { "greetings": "^1.0.0" } }', 'greet.js': 'const { hello } = require("greetings");\nmodule.exports = () => hello();\n' };
const lock = (version: number): string => JSON.stringify({ lockfileVersion: version, packages: { 'node_modules/greetings': { version: '1.0.0' } } });
const YARN = '# yarn lockfile v1\n\ngreetings@^1.0.0:\n  version "1.0.0"\n';

describe('a lock file that is not as it should be', () => {
  test.each<[string, Record<string, string>, string, RegExp]>([
    ['of an unknown version', { 'package-lock.json': lock(9) }, 'lock-unknown-version', /package-lock\.json is of version 9/],
    ['beside another one', { 'package-lock.json': lock(3), 'yarn.lock': YARN }, 'lock-several', /package-lock\.json and yarn\.lock stand side by side/],
    ['that is binary', { 'bun.lockb': '\0\0' }, 'lock-binary', /bun\.lockb is binary and cannot be read/],
    ['that is broken', { 'pnpm-lock.yaml': '%%%' }, 'lock-unreadable', /pnpm-lock\.yaml could not be read/],
  ])('%s', async (_name, files, code, sentence) => {
    const folder = folderWith({ ...QUIET, ...files });
    const { scan } = await scanOf(folder);
    expect(scan.coverage).toMatchObject({ complete: true, trust: 'lowered', warnings: [{ code, incomplete: false }] });
    const { code: exit, out } = await run(folder, 'scan');
    expect(exit).toBe(0);
    expect(out).toMatch(/^TRUST LOWERED\./);
    expect(out.replace(/\s+/g, ' ')).toMatch(sentence);
    const strict = await run(folder, 'scan', '--fail-on', 'blocker');
    expect(strict).toMatchObject({ code: 2, log: expect.stringMatching(/^error: Nothing at or over "blocker" was found, but/) });
  });

  test('one that is as it should be says nothing', async () => {
    const folder = folderWith({ ...QUIET, 'package-lock.json': lock(3) });
    const { code, out } = await run(folder, 'scan', '--fail-on', 'blocker');
    expect(code).toBe(0);
    expect(out).not.toMatch(/TRUST|INCOMPLETE/);
  });
});

test('why an add-on is there: the way from package.json', async () => {
  const folder = folderWith({
    ...QUIET,
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/greetings': { version: '1.0.0', dependencies: { words: '1' } }, 'node_modules/words': { version: '1.0.0', dependencies: { lmdb: '3' } }, 'node_modules/lmdb': { version: '3.0.0' } } }),
  });
  const { code, out } = await run(folder, 'why', 'lmdb');
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'lmdb: brought in by greetings; a native add-on: known to be compiled code; no file of the program imports it',
    '  package.json', '    └ greetings', '      └ words', '        └ lmdb', '',
  ]);
  expect((await run(folder, 'why', 'words')).out).toMatch(/^words: brought in by greetings; no file/);
});
