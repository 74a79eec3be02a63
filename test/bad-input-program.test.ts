/** Input that is not as it should be, through the real command line: said first, trust lowered, told by code in JSON, never a crash, never a clean exit under --fail-on. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, run, scanOf } from './command-line.js';

/** A program in which nothing is found, so that every exit but 0 comes from its input. */
const QUIET = { 'package.json': '{ "name": "greeter", "main": "greet.js" }', 'greet.js': 'module.exports = (name) => `Hello ${name}`;\n' };
const MANIFEST = QUIET['package.json'];

const MINIFIED = `${'exports.greet=(name)=>`Hello ${name}`;'.repeat(200)}\n`;

interface Case {
  name: string;
  files: Record<string, string>;
  code: string;
  sentence: RegExp;
}

const imports = (count: number): string => Array.from({ length: count }, (_, i) => `require('./gone-${i}');`).join('\n');

const write = (name: string): string => `const fs = require('fs');\nexports.${name} = () => fs.writeFileSync('data/${name}.json', '');\n`;

/** A program that loads what it is told to, with `running` files of its own beside `apart` that nothing names. */
const loading = (running: number, apart: number): Record<string, string> => ({
  'greet.js': `${Array.from({ length: running }, (_, i) => `require('./own/own${i}').own${i}();`).join('\n')}\nrequire(process.argv[2]);\n`,
  ...Object.fromEntries(Array.from({ length: running }, (_, i) => [`own/own${i}.js`, write(`own${i}`)])),
  ...Object.fromEntries(Array.from({ length: apart }, (_, i) => [`parts/sub/part${i}.js`, write(`part${i}`)])),
});

const LOWERED: Case[] = [
  { name: 'a source file that no parser takes', files: { 'broken.js': 'const = ;\n' }, code: 'parser-refusal', sentence: /broken\.js could not be parsed/ },
  { name: 'a package.json with comments', files: { 'package.json': `{ // who we are\n${MANIFEST.slice(1)}` }, code: 'manifest-comments', sentence: /package\.json holds comments/ },
  { name: 'a package.json with a trailing comma', files: { 'package.json': '{ "name": "greeter", "main": "greet.js", }' }, code: 'manifest-comments', sentence: /trailing commas/ },
  { name: 'a broken package.json', files: { 'package.json': '{ "name": "greeter", "main": "greet.js", "dependencies": { ' }, code: 'manifest-broken', sentence: /package\.json is broken \(CloseBraceExpected at 1:\d+\)/ },
  { name: 'a package.json that is a list', files: { 'package.json': '["greeter"]' }, code: 'manifest-broken', sentence: /package\.json is broken \(it is no object\)/ },
  { name: 'an empty package.json', files: { 'package.json': '' }, code: 'manifest-broken', sentence: /package\.json is broken/ },
  { name: 'a broken package.json of a workspace', files: { 'packages/words/package.json': '{' }, code: 'manifest-broken', sentence: /packages\/words\/package\.json is broken/ },
  { name: 'a tsconfig that extends a missing one', files: { 'tsconfig.json': '{ "extends": "./base.json" }' }, code: 'tsconfig-extends', sentence: /tsconfig\.json extends \.\/base\.json, which is not there/ },
  { name: 'a tsconfig that extends several, one of them missing', files: { 'tsconfig.json': '{ "extends": ["./base", "./more"] }', 'base.json': '{}' }, code: 'tsconfig-extends', sentence: /extends \.\/more,/ },
  { name: 'a broken tsconfig', files: { 'tsconfig.json': '{ "compilerOptions": { "paths": ' }, code: 'tsconfig-broken', sentence: /tsconfig\.json is broken/ },
  { name: 'a workspace glob that matches nothing', files: { 'package.json': '{ "name": "greeter", "main": "greet.js", "workspaces": ["services/*"] }' }, code: 'workspace-glob', sentence: /package\.json names the workspace services\/\*, which matches no folder/ },
  { name: 'a workspace glob of pnpm that matches nothing', files: { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - "!packages/old"\n', 'packages/old/package.json': '{}' }, code: 'workspace-glob', sentence: /pnpm-workspace\.yaml names the workspace packages\/\*/ },
  { name: 'a command that is minified', files: { 'package.json': '{ "name": "greeter", "main": "greet.js", "bin": { "greet": "dist/greet.js" } }', 'dist/greet.js': MINIFIED }, code: 'entry-unread', sentence: /package\.json bin leads to dist\/greet\.js, which was not read/ },
  { name: 'a module of the program that is minified', files: { 'greet.js': `module.exports = require('./dist/greet');\n`, 'dist/greet.js': MINIFIED }, code: 'entry-unread', sentence: /greet\.js leads to dist\/greet\.js, which was not read/ },
  { name: 'a module of the program that is too large', files: { 'greet.js': `module.exports = require('./dist/greet');\n`, 'dist/greet.js': 'greet();\n'.repeat(400_000) }, code: 'entry-unread', sentence: /greet\.js leads to dist\/greet\.js, which was not read \(3\.6 MB/ },
];

const INCOMPLETE: Case[] = [
  { name: 'what package.json starts is minified', files: { 'package.json': '{ "name": "greeter", "main": "dist/greet.js" }', 'dist/greet.js': MINIFIED }, code: 'entry-unread', sentence: /package\.json main leads to dist\/greet\.js, which was not read/ },
  { name: 'most of what is there could only be loaded by a computed name', files: loading(3, 12), code: 'modules-unreached', sentence: /12 files are loaded by nothing that is seen here/ },
  { name: 'nothing starts what is there', files: { ...loading(0, 12), 'greet.js': 'module.exports = {};' }, code: 'modules-unreached', sentence: /nothing that package\.json or the host names leads to the 12 sites of this code, most of them in parts\/sub/ },
  { name: 'most imports lead nowhere', files: { 'greet.js': imports(8) }, code: 'imports-unresolved', sentence: /8 of 8 imports lead nowhere/ },
  { name: 'a third of the files cannot be parsed', files: Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`part-${i}.js`, 'const = ;'])), code: 'many-unread', sentence: /5 source files could not be read or parsed/ },
  { name: 'not one file can be parsed', files: { 'greet.js': 'const = ;' }, code: 'no-source-read', sentence: /not one source file could be read/ },
];

/** What three runs say of a folder: the JSON, the terminal, and the one with --fail-on. */
async function seen(files: Record<string, string>, ...flags: string[]) {
  const folder = folderWith({ ...QUIET, ...files });
  const { code, scan } = await scanOf(folder, ...flags);
  const shown = await run(folder, 'scan', ...flags);
  const strict = await run(folder, 'scan', '--fail-on', 'risk', ...flags);
  const { complete, trust, warnings } = scan.coverage;
  return { codes: [code, shown.code, strict.code], complete, trust, warnings: warnings.map((warning) => warning.code), out: shown.out.replace(/\s+/g, ' '), log: strict.log };
}

const lowered = (code: string, sentence: RegExp) => ({ codes: [0, 0, 2], complete: true, trust: 'lowered', warnings: [code], out: expect.stringMatching(new RegExp(`^TRUST LOWERED\\..*${sentence.source}`)), log: expect.stringMatching(/^error: .+\n {2}hint: .+/) });

const incomplete = (code: string, sentence: RegExp) => ({ ...lowered(code, sentence), complete: false, trust: 'low', warnings: expect.arrayContaining([code]), out: expect.stringMatching(new RegExp(`^INCOMPLETE ANALYSIS\\..*${sentence.source}`)) });

describe('trust is full', () => {
  test.each([
    ['a few files that nothing loads', loading(3, 4)],
    ['many of them where no module is loaded by a computed name', { ...loading(3, 12), 'greet.js': `require('./own/own0').own0();` }],
    ['the same code built in another format', { ...loading(12, 0), ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`own/own${i}.mjs`, `import fs from 'node:fs';\nexport const own${i} = () => fs.writeFileSync('data/own${i}.json', '');\n`])) }],
    ['a script of a page that is minified', { 'public/greet.min.js': MINIFIED, 'public/index.html': '<script src="greet.min.js"></script>' }],
    ['examples', Object.fromEntries(Object.entries(loading(3, 12)).map(([file, text]) => [file.replace('parts/', 'examples/'), text]))],
  ])('with %s', async (_name, files) => {
    const { trust, warnings } = await seen(files);
    expect({ trust, warnings }).toEqual({ trust: 'full', warnings: [] });
  });
});

describe('trust is lowered by', () => {
  test.each(LOWERED)('$name', async ({ files, code, sentence }) => {
    expect(await seen(files)).toEqual(lowered(code, sentence));
  });

  test('files that only a computed name could load', async () => {
    const { trust, warnings, out } = await seen(loading(15, 12));
    expect({ trust, warnings }).toEqual({ trust: 'lowered', warnings: ['modules-unreached'] });
    expect(out).toContain('greet.js loads modules by names known only at run time, and 12 files are loaded by nothing that is seen here, most of them in parts/sub: their 12 sites are not counted and may belong to the program');
  });
});

describe('the analysis is incomplete when', () => {
  test.each(INCOMPLETE)('$name', async ({ files, code, sentence }) => {
    expect(await seen(files)).toEqual(incomplete(code, sentence));
  });

  test('the budget of time is used up', async () => {
    expect(await seen({}, '--max-seconds', '0.000001')).toEqual(incomplete('budget', /the budget of 0\.000001 s .* was used up: 1 of 1 source files were not read/));
  });

  test('the budget of memory is used up', async () => {
    expect(await seen({}, '--max-memory', '1')).toEqual(incomplete('budget', /the budget of 1 MB was used up/));
  });

  test.each(['0', '-1', 'soon'])('a budget of %s is a mistake', async (given) => {
    expect(await run(folderWith(QUIET), 'scan', '--max-seconds', given)).toMatchObject({ code: 2, log: expect.stringMatching(/--max-seconds needs a number above zero/) });
  });
});

describe('nothing is wrong with', () => {
  test.each<[string, Record<string, string>]>([
    ['broken files that tests are fed with', { 'test/fixtures/broken.js': 'const = ;', 'test/fixtures/package.json': '{' }],
    ['a tsconfig with comments', { 'tsconfig.json': '{\n  // strict\n  "compilerOptions": { "strict": true, },\n}' }],
    ['a tsconfig that extends a package, or one that is there', { 'tsconfig.json': '{ "extends": ["@tsconfig/node20/tsconfig.json", "./base"] }', 'base.json': '{}' }],
    ['workspaces that are there', { 'package.json': '{ "main": "greet.js", "workspaces": { "packages": ["packages/*", "apps/**", "{libs,tools}/a", "!packages/old"] } }', 'packages/a/package.json': '{}', 'apps/x/y/package.json': '{}', 'libs/a/package.json': '{}' }],
    ['a budget that is not used up', {}],
  ])('%s', async (_name, files) => {
    const { code, scan } = await scanOf(folderWith({ ...QUIET, ...files }), '--fail-on', 'risk', '--max-seconds', '600', '--max-memory', '60000');
    expect(scan.coverage.warnings).toEqual([]);
    expect(scan.coverage.trust).toBe('full');
    expect(code).toBe(0);
  });
});

describe('fields of the wrong kind are as good as absent', () => {
  test.each([
    '{ "main": {}, "bin": [1], "scripts": "start", "dependencies": ["express"], "workspaces": 7, "exports": 3, "imports": [], "name": 1 }',
    '{ "main": "greet.js", "bin": null, "scripts": { "start": null }, "workspaces": { "packages": "x" }, "exports": { ".": null }, "packageManager": {} }',
  ])('%s', async (manifest) => {
    const { code } = await scanOf(folderWith({ ...QUIET, 'package.json': manifest }));
    expect(code).toBe(0);
  });
});

test('code that nests deeper than a stack is a skipped row', async () => {
  const deep = { 'sum.js': `module.exports = ${Array.from({ length: 30_000 }, () => 'a').join(' + ')};\n`, 'list.js': `module.exports = ${'['.repeat(20_000)}${']'.repeat(20_000)};\n` };
  const { code, scan } = await scanOf(folderWith({ ...QUIET, ...deep }));
  expect(code).toBe(0);
  expect(scan.modules.map((module) => module.file)).toContain('greet.js');
});

test('a folder of 100,000 files', async () => {
  const folder = folderWith(QUIET);
  for (let i = 0; i < 100; i++) {
    mkdirSync(path.join(folder, `shelf-${i}`));
    for (let j = 0; j < 1000; j++) writeFileSync(path.join(folder, `shelf-${i}`, j % 50 === 0 ? `book-${j}.js` : `book-${j}.json`), 'module.exports = 1;');
  }
  expect(readdirSync(folder)).toHaveLength(102);
  const { code, scan } = await scanOf(folder);
  expect(code).toBe(0);
  expect(scan.coverage).toMatchObject({ parsed: 2001, complete: true });
}, 180_000);
