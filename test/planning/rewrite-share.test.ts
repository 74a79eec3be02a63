import { expect, test } from 'vitest';
import { rewriteShare } from '../../planning/rewrite-share.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const shares = (spec: ProgramSpec, findings: Parameters<typeof rewriteShare>[1], rules = [rule({ lines: 5 })]): Record<string, number> =>
  Object.fromEntries(rewriteShare(buildProgram(spec), findings, rules).map((file) => [file.file, file.rewritePercent]));

const store: ProgramSpec = { files: { 'store.js': { lines: 100, functions: { save: { lines: [1, 40] }, load: { lines: [41, 80] } } } } };

test('a file without findings has nothing to rewrite', () => {
  expect(shares(store, [])).toEqual({ 'store.js': 0 });
});

test('each site counts the lines of its rule, and twice as many around them', () => {
  const spec = { ...store, sites: [{ in: 'store.js:save', line: 3, origin: 'node:fs.writeFileSync' }] };
  expect(shares(spec, [finding({ at: ['store.js', 3] })])).toEqual({ 'store.js': 15 });
});

test('a function cannot be rewritten more than once', () => {
  const sites = [3, 4, 5, 6, 7, 8].map((line) => ({ in: 'store.js:save', line, origin: 'node:fs.writeFileSync' }));
  const findings = sites.map((site) => finding({ at: ['store.js', site.line] }));
  const files = { 'store.js': { lines: 100, functions: { save: { lines: [1, 20] as [number, number] }, load: { lines: [21, 100] as [number, number] } } } };
  expect(shares({ files, sites }, findings)['store.js']).toBe(20);
});

test('a function of which half changes is written anew', () => {
  const sites = [3, 5].map((line) => ({ in: 'store.js:save', line, origin: 'node:fs.writeFileSync' }));
  const findings = sites.map((site) => finding({ at: ['store.js', site.line] }));
  const files = { 'store.js': { lines: 100, functions: { save: { lines: [1, 20] as [number, number] }, load: { lines: [21, 100] as [number, number] } } } };
  expect(shares({ files, sites }, findings, [rule({ lines: 2 })])['store.js']).toBe(20);
  expect(shares({ files, sites: sites.slice(1) }, findings.slice(1), [rule({ lines: 2 })])['store.js']).toBe(6);
});

test('the module body changes in step once most functions do', () => {
  const sites = [{ in: 'store.js:save', line: 3, origin: 'node:fs.writeFileSync' }];
  const files = { 'store.js': { lines: 40, functions: { save: { lines: [1, 20] as [number, number] } } } };
  expect(shares({ files, sites }, [finding({ at: ['store.js', 3] })], [rule({ lines: 15 })])['store.js']).toBe(100);
});

test('an add-on with a twin in JavaScript changes a line, not the file', () => {
  const spec: ProgramSpec = {
    files: { 'password.js': { lines: 50, packages: ['bcrypt'], functions: { check: { lines: [5, 40] } } } },
    packages: [{ name: 'bcrypt' }, { name: 'argon2' }],
    sites: [{ in: 'password.js:check', line: 8, origin: 'bcrypt.compareSync' }],
  };
  const uses = (what: string): ReturnType<typeof finding> => finding({ at: ['password.js', 8], area: 'native-module', what });
  expect(shares(spec, [uses('bcrypt.compareSync')])['password.js']).toBe(2);
  expect(shares(spec, [uses('argon2.verify')])['password.js']).toBe(100);
});

test('what does not fit into a callback spills into the function around it', () => {
  const spec: ProgramSpec = {
    files: { 'store.js': { lines: 100, functions: { save: { lines: [1, 50] }, done: { lines: [10, 12], parent: 'save' } } } },
    sites: [{ in: 'store.js:done', line: 11, origin: 'node:fs.writeFile' }],
  };
  expect(shares(spec, [finding({ at: ['store.js', 11] })], [rule({ lines: 3 })])['store.js']).toBe(9);
});

test('a rule without lines counts by its hours per site', () => {
  const spec = { ...store, sites: [{ in: 'store.js:save', line: 3, origin: 'node:fs.writeFileSync' }] };
  expect(shares(spec, [finding({ at: ['store.js', 3] })], [rule({ effort: { fixed: [0, 0], site: [1, 2] } })])['store.js']).toBe(9);
});

test('callers of a synchronous read get an await and turn async themselves', () => {
  const spec: ProgramSpec = {
    files: { 'store.js': { lines: 100, functions: { load: { lines: [1, 20] } } }, 'caller.js': { lines: 100, imports: ['store.js'], functions: { show: { lines: [1, 20] }, page: { lines: [21, 40] } } } },
    calls: { 'caller.js:show > store.js:load': { line: 5 }, 'caller.js:page > caller.js:show': { line: 25 } },
    sites: [{ in: 'store.js:load', line: 3, origin: 'node:fs.readFileSync', style: 'sync' }],
  };
  expect(shares(spec, [finding({ at: ['store.js', 3] })])['caller.js']).toBe(4);
});

test('callers that already await change nothing', () => {
  const spec: ProgramSpec = {
    files: { 'store.js': { lines: 100, functions: { load: { lines: [1, 20] } } }, 'caller.js': { lines: 100, functions: { show: { lines: [1, 20], async: true } } } },
    calls: { 'caller.js:show > store.js:load': { line: 5, result: 'awaited' } },
    sites: [{ in: 'store.js:load', line: 3, origin: 'node:fs.readFileSync', style: 'sync' }],
  };
  expect(shares(spec, [finding({ at: ['store.js', 3] })])['caller.js']).toBe(0);
});

test('callers of a call that was asynchronous before change nothing', () => {
  const spec: ProgramSpec = {
    files: { 'store.js': { lines: 100, functions: { load: { lines: [1, 20] } } }, 'caller.js': { lines: 100, functions: { show: { lines: [1, 20] } } } },
    calls: { 'caller.js:show > store.js:load': { line: 5 } },
    sites: [{ in: 'store.js:load', line: 3, origin: 'node:fs.promises.readFile', style: 'promise' }],
  };
  expect(shares(spec, [finding({ at: ['store.js', 3] })])['caller.js']).toBe(0);
});

test('a file whose functions mostly sit on a local model counts as replaced', () => {
  const spec: ProgramSpec = {
    files: { 'embedder.js': { lines: 100, functions: { model: { lines: [5, 20] }, embed: { lines: [21, 60] }, dispose: { lines: [61, 70] } } } },
    calls: { 'embedder.js:embed > embedder.js:model': { line: 25 } },
    sites: [{ in: 'embedder.js:model', line: 8, origin: '@huggingface/transformers.pipeline' }],
  };
  expect(shares(spec, [finding({ at: ['embedder.js', 8], area: 'model-inference' })])['embedder.js']).toBe(100);
});

test('a file that calls the model of another file is not replaced with it', () => {
  const spec: ProgramSpec = {
    files: { 'embedder.js': { lines: 50, functions: { embed: { lines: [1, 50] } } }, 'search.js': { lines: 50, functions: { rank: { lines: [1, 50] } } } },
    calls: { 'search.js:rank > embedder.js:embed': { line: 5, result: 'awaited' } },
    sites: [{ in: 'embedder.js:embed', line: 8, origin: '@huggingface/transformers.pipeline' }],
  };
  expect(shares(spec, [finding({ at: ['embedder.js', 8], area: 'model-inference' })])).toEqual({ 'embedder.js': 100, 'search.js': 0 });
});

test('one process started in a large file does not replace the file', () => {
  const spec: ProgramSpec = {
    files: { 'server.js': { lines: 200, functions: { version: { lines: [5, 20] }, rest: { lines: [21, 190] } } } },
    sites: [{ in: 'server.js:version', line: 8, origin: 'node:child_process.execSync' }],
  };
  expect(shares(spec, [finding({ at: ['server.js', 8], area: 'child-process' })])['server.js']).toBe(8);
});

test('every change of a moved variable is rewritten where it stands', () => {
  const spec: ProgramSpec = {
    files: { 'count.js': { lines: 100, functions: { up: { lines: [5, 20] }, down: { lines: [21, 40] } } } },
    state: [{ name: 'count', file: 'count.js', line: 1, changedAt: [['count.js', 6], ['count.js', 22]] }],
  };
  const found = finding({ at: ['count.js', 1], area: 'in-memory-state', workers: 'risk' });
  expect(shares(spec, [found], [rule({ lines: 1 })])['count.js']).toBe(7);
});

test.each(['dead', 'test', 'build', 'script'] as const)('%s code has nothing to rewrite', (reach) => {
  const spec: ProgramSpec = { files: { 'tool.js': { lines: 10, reach, functions: { run: { lines: [1, 10] } } } }, sites: [{ in: 'tool.js:run', line: 3, origin: 'node:fs.writeFileSync' }] };
  const [file] = rewriteShare(buildProgram(spec), [finding({ at: ['tool.js', 3], reach })], [rule({ lines: 5 })]);
  expect(file).toMatchObject({ rewritePercent: 0, rewriteBasis: 'estimated', areas: ['filesystem'] });
});

test('an excused finding does not count', () => {
  const spec = { ...store, sites: [{ in: 'store.js:save', line: 3, origin: 'node:fs.writeFileSync' }] };
  expect(shares(spec, [finding({ at: ['store.js', 3], suppressed: { reason: 'known', source: 'config' } })])['store.js']).toBe(0);
});

test('a command line goes whole on Workers, a server that parses options does not', () => {
  const spec: ProgramSpec = {
    files: {
      'commands/list.js': { lines: 40, packages: ['commander'], functions: { list: { lines: [5, 30] } } },
      'server.js': { lines: 40, packages: ['yargs'], functions: { start: { lines: [5, 30] } } },
      'commander.js': { lines: 20, functions: { order: { lines: [1, 20] } } },
    },
  };
  const listens = finding({ at: ['server.js', 9], area: 'http-listen', what: 'express().listen' });
  expect(shares(spec, [listens])).toMatchObject({ 'commands/list.js': 100, 'commander.js': 0 });
  expect(shares(spec, [listens])['server.js']).toBeLessThan(100);
  const inContainer = rewriteShare(buildProgram(spec), [listens], [rule({ lines: 5 })], 'containers');
  expect(inContainer.find((file) => file.file === 'commands/list.js')?.rewritePercent).toBe(0);
});
