/** The recorder on small programs of each kind, run by the real command line: what it sees, and that the program does not notice. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../command-line.js';
import { ended, program, start, traced } from '../traced.js';

const STORE = `const fs = require('node:fs');
class Logbook {
  constructor(file) { this.file = file; }
  save(value, note = label(value)) { fs.writeFileSync(this.file, note); }
  load() { return fs.readFileSync(this.file, 'utf8'); }
}
function label(value) { return 'a ' + typeof value; }
const twice = (v) => v * 2;
module.exports = { Logbook, twice };
`;

const APP = `const { twice } = require('./logbook');
function keep(sink, how, list) {
  sink.save(list.map(twice));
  return sink[how]();
}
module.exports = { keep };
`;

const NODE_TEST = `const test = require('node:test');
const { Logbook } = require('../src/logbook');
const { keep } = require('../src/app');
test('keeps', () => { keep(new Logbook(__dirname + '/log'), 'load', [1, 2]); });
`;

const SEEN = [
  'src/app.js:3 -> save',
  'src/app.js:3 -> twice by Array.map',
  'src/app.js:4 -> load',
  'src/logbook.js:4 -> label',
];

const ofSources = (calls: readonly string[]): string[] => calls.filter((call) => call.startsWith('src/'));

/** Functions of every shape, each called once in the last line, some by each other. */
const SHAPES = `const outer = () => () => 1;
const empty = () => {};
function named() {}
const curry = (a) => (b) => (c) => a + b + c;
class K { m() {} n() { return () => {} } static s = () => ({}); constructor() {} get g() { return 1; } }
function dflt(a = named()) { return a; }
const iife = (function () { return (() => 2)(); })();
async function as() { }
async function as2() { await named(); }
const { destruct = () => 3 } = {};
function loop() { for (;;) { return; } }
function sw(x) { switch (x) { case 1: return 1; default: } }
function tr() { try { named(); } finally { } }
const obj = { short() {}, arrow: () => [], 'quoted'() { }, [Symbol.iterator]() { return this; } };
function varOnly() { var x; }
function inner() { function deep() {} deep(); }
outer()(); empty(); named(); curry(1)(2)(3); const k = new K(); k.m(); k.n()(); K.s(); k.g; dflt(); dflt(1); as(); as2(); destruct(); loop(); sw(2); tr(); obj.short(); obj.arrow(); obj.quoted(); obj[Symbol.iterator](); varOnly(); inner();
`;

/** Place of each call, and where the function begins that it reaches; read off the text above. */
const REACHED = [
  '6:19 -> 3:1', '7:45 -> 7:37', '7:51 -> 7:15', '9:30 -> 3:1', '13:23 -> 3:1', '16:39 -> 16:20',
  '17:1 -> 1:15', '17:8 -> 1:21', '17:12 -> 2:15', '17:21 -> 3:1', '17:30 -> 4:15', '17:38 -> 4:22',
  '17:41 -> 4:29', '17:56 -> 5:76', '17:67 -> 5:12', '17:74 -> 5:19', '17:77 -> 5:31', '17:83 -> 5:53',
  '17:90 -> 5:87', '17:93 -> 6:1', '17:101 -> 6:1', '17:110 -> 8:1', '17:116 -> 9:1', '17:123 -> 10:20',
  '17:135 -> 11:1', '17:143 -> 12:1', '17:150 -> 13:1', '17:160 -> 14:20', '17:173 -> 14:34', '17:186 -> 14:52',
  '17:216 -> 14:77', '17:220 -> 15:1', '17:231 -> 16:1',
];

describe.concurrent('what calls what', () => {
  test('functions of every shape, each from its call and from no other', async () => {
    const { trace } = await traced(program({ 'package.json': '{}', 'shapes.js': SHAPES }), 'node', 'shapes.js');
    expect(trace?.calls.map(({ at, to }) => `${at?.position.join(':') ?? ''} -> ${to.start.join(':')}`)).toEqual(REACHED);
  });

  test('under node:test: an injected object, a computed name, a callback, a default value', async () => {
    const { code, calls, trace } = await traced(program({ 'package.json': '{}', 'src/logbook.js': STORE, 'src/app.js': APP, 'test/app.test.js': NODE_TEST }), 'node', '--test', 'test/');
    expect(code).toBe(0);
    expect(ofSources(calls)).toEqual(SEEN);
    expect(Object.keys(trace?.files ?? {})).toEqual(['src/app.js', 'src/logbook.js', 'test/app.test.js']);
  });

  test.each(['forks', 'threads'])('under vitest with %s: TypeScript through the maps of its transform', async (pool) => {
    const folder = program({
      'package.json': '{"type":"module"}',
      'src/logbook.ts': `interface Unused { a: string }\nexport class Logbook {\n  constructor(private readonly lines: string[]) {}\n  /** Adds. */\n  save(line: string): void { this.lines.push(line); }\n}\n`,
      'src/app.ts': `import type { Logbook } from './logbook.js';\ntype Sink = Pick<Logbook, 'save'>;\nconst table: Record<string, (sink: Sink) => void> = {\n  noon: (sink) => sink.save('noon'),\n};\nexport function run(sink: Sink, name: string): void {\n  table[name]?.(sink);\n}\n`,
      'test/app.test.ts': `import { test } from 'vitest';\nimport { Logbook } from '../src/logbook.js';\nimport { run } from '../src/app.js';\ntest('runs', () => { run(new Logbook([]), 'noon'); });\n`,
    });
    const { code, calls, log } = await traced(folder, 'node', 'node_modules/vitest/vitest.mjs', 'run', '--pool', pool);
    expect(code, log).toBe(0);
    expect(ofSources(calls)).toEqual(['src/app.ts:4 -> save', 'src/app.ts:7 -> noon']);
    expect(calls.filter((call) => call.startsWith('test/'))).toEqual(['test/app.test.ts:4 -> run', 'test/app.test.ts:4 -> constructor']);
  });

  test('compiled code leads back to its sources, by a map beside it', async () => {
    const source = `type Height = number;\nfunction depth(height: Height): number { return -height; }\nexport const measure = (by: string, list: Height[]): number[] => list.map(depth);\nmeasure('hand', [1, 2]);\n`;
    const { outputText, sourceMapText } = ts.transpileModule(source, { fileName: 'measure.ts', compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, sourceMap: true } });
    const map = (sourceMapText ?? '').replace('"measure.ts"', '"../src/measure.ts"').replaceAll('"measure.js"', '"measure.js"');
    const { calls } = await traced(program({ 'package.json': '{}', '.gitignore': 'dist\n', 'src/measure.ts': source, 'dist/measure.js': outputText, 'dist/measure.js.map': map }), 'node', 'dist/measure.js');
    expect(calls).toEqual(['src/measure.ts:3 -> depth by Array.map', 'src/measure.ts:4 -> measure']);
  });

  test('in threads and child processes, with what they exit with', async () => {
    const main = `const { Worker, isMainThread } = require('node:worker_threads');
const { fork } = require('node:child_process');
const { ping } = require('./ping.js');
if (process.argv[2] === 'child') { ping(); process.exit(3); }
else if (!isMainThread) ping();
else new Worker(__filename).on('exit', () => fork(__filename, ['child']).on('exit', (code) => { console.log('child', code); process.exitCode = 7; }));
`;
    const { code, out, calls, trace } = await traced(program({ 'package.json': '{}', 'main.js': main, 'ping.js': 'exports.ping = function ping() { return 1; };\n' }), 'node', 'main.js');
    expect([code, out]).toEqual([7, 'child 3\n']);
    expect(calls).toEqual(['main.js:4 -> ping', 'main.js:5 -> ping']);
    expect(trace?.processes).toBe(3);
  });

  test('in a thread that is ended the moment it tells what it has found', async () => {
    const main = `const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { ping } = require('./ping.js');
async function work() { await null; ping(); await null; parentPort.postMessage('found'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }
if (isMainThread) { const worker = new Worker(__filename); worker.on('message', () => worker.terminate()); } else work();
`;
    const { calls } = await traced(program({ 'package.json': '{}', 'main.js': main, 'ping.js': 'exports.ping = function ping() { return 1; };\n' }), 'node', 'main.js');
    expect(calls).toEqual(['main.js:3 -> ping', 'main.js:4 -> work']);
  });

  test('hot code is left alone after a while, and news of it is still heard', async () => {
    const text = `let sum = 0;\nfunction step(n) { sum += n; }\nfunction often() { for (let i = 0; i < 2e6; i++) step(i); }\noften();\nsetTimeout(() => {\n  step(1);\n}, 1500);\n`;
    const before = Date.now();
    const { trace, calls } = await traced(program({ 'package.json': '{}', 'hot.js': text }), 'node', 'hot.js');
    expect(calls).toEqual(['hot.js:3 -> step', 'hot.js:4 -> often', 'hot.js:6 -> step']);
    expect(trace?.calls[0]?.calls).toBeLessThan(1000);
    expect(Date.now() - before).toBeLessThan(15_000);
  });
});

describe.concurrent('how often a call that may reach something else reaches ours', () => {
  test('always, or sometimes', async () => {
    const files = {
      'package.json': '{}',
      'logbook.js': `class Logbook {\n  keep(line) { this.line = line; }\n}\nmodule.exports = { Logbook };\n`,
      'harbour.js': `function note(sinks, which) {\n  const sink = sinks.get(which);\n  sink.keep('a');\n}\nfunction mixed(sinks, which) {\n  sinks.get(which).keep('b');\n}\nmodule.exports = { note, mixed };\n`,
      'main.js': `const { Logbook } = require('./logbook.js');\nconst { note, mixed } = require([__dirname, 'harbour.js'].join('/'));\nconst sinks = new Map([['own', new Logbook()], ['foreign', { keep: Math.max }]]);\nnote(sinks, 'own'); note(sinks, 'own');\nmixed(sinks, 'own'); mixed(sinks, 'foreign');\n`,
    };
    const { trace } = await traced(program(files), 'node', 'main.js');
    expect(trace?.sites).toEqual([
      { file: 'harbour.js', at: [3, 8], observed: 2, ours: 2 },
      { file: 'harbour.js', at: [6, 20], observed: 2, ours: 1 },
    ]);
  });
});

describe.concurrent('how a run ends', () => {
  const BEAT = `function beat() { return 1; }\nsetInterval(() => beat(), 5);\n`;

  test('a crash, with what was seen until then', async () => {
    const { code, log, calls } = await traced(program({ 'package.json': '{}', 'main.js': `${BEAT}setTimeout(() => { throw new Error('adrift'); }, 60);\n` }), 'node', 'main.js');
    expect(code).toBe(1);
    expect(log).toContain('Error: adrift');
    expect(calls).toEqual(['main.js:2 -> beat']);
  });

  test('killed outright', async () => {
    const { code, calls } = await traced(program({ 'package.json': '{}', 'main.js': `${BEAT}setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);\n` }), 'node', 'main.js');
    expect(code).toBe(137);
    expect(calls).toEqual(['main.js:2 -> beat']);
  });

  test('Ctrl-C reaches the program, which ends as it wants, and the recording is kept', async () => {
    const folder = program({ 'package.json': '{}', 'main.js': `${BEAT}process.on('SIGINT', () => { console.log('mooring'); process.exit(4); });\nconsole.log('at sea');\n` });
    const child = start(folder, '--', 'node', 'main.js');
    child.stdout?.once('data', () => setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGINT'), 50));
    const { code, out, calls } = await ended(child, folder);
    expect([code, out]).toEqual([4, 'at sea\nmooring\n']);
    expect(calls).toEqual(['main.js:2 -> beat']);
  });

  test('nothing of the program ran: says so, and writes nothing', async () => {
    const { code, log, trace } = await traced(program({ 'package.json': '{}', 'main.js': BEAT }), 'node', '-e', 'process.exitCode = 5');
    expect([code, trace]).toEqual([5, null]);
    expect(log).toContain('nothing was recorded, and nothing was written (the command ended with exit code 5)');
  });

  test('a command that does not exist, and none at all', async () => {
    const folder = program({ 'package.json': '{}', 'main.js': BEAT });
    expect(await traced(folder, 'no-such-command')).toMatchObject({ code: 2, trace: null, log: expect.stringContaining('no-such-command could not be started (ENOENT)') });
    expect(await ended(start(folder), folder)).toMatchObject({ code: 2, log: expect.stringContaining('cf-migrate trace -- npm test') });
    expect(await ended(start(folder, 'npm', 'test'), folder)).toMatchObject({ code: 2, log: expect.stringContaining('cf-migrate trace -- npm test') });
  });

  test('what runs in another form than any file is named, and not guessed at', async () => {
    const folder = program({ 'package.json': '{}', 'main.js': `require('./late.js');\nfunction here() {}\nhere();\n`, 'late.js': 'exports.a = () => 1;\n', 'change.cjs': '' });
    writeFileSync(path.join(folder, 'change.cjs'), `const load = require('node:module')._extensions['.js'];\nrequire('node:module')._extensions['.js'] = (module, file) => file.endsWith('late.js') ? module._compile('exports.a = () => 2; exports.a();', file) : load(module, file);\n`);
    const { trace, log } = await traced(folder, 'node', '--require', './change.cjs', 'main.js');
    expect(trace?.left).toEqual([{ file: 'late.js', how: 'unmapped' }]);
    expect(log).toContain('late.js ran in a form that no source map leads back from');
  });
});

describe.concurrent('one recording after another', () => {
  test('--add keeps what was seen before, except in files that have changed; the program may itself be a package', async () => {
    const folder = path.join(folderWith({
      'node_modules/pier/package.json': '{}',
      'node_modules/pier/main.js': `const { tie } = require('./rope.js');\nif (process.argv[2] === 'early') tie();\nelse require('./late.js').late();\n`,
      'node_modules/pier/rope.js': `exports.tie = function tie() {};\n`,
      'node_modules/pier/late.js': `exports.late = function late() { const now = () => 1; return now(); };\n`,
    }), 'node_modules', 'pier');
    await traced(folder, 'node', 'main.js', 'early');
    const both = await ended(start(folder, '--add', '--', 'node', 'main.js'), folder);
    expect(both.calls).toEqual(['late.js:1 -> now', 'main.js:2 -> tie', 'main.js:3 -> late']);
    expect(both.trace).toMatchObject({ processes: 2, command: ['node', 'main.js', 'early', '&&', 'node', 'main.js'] });
    writeFileSync(path.join(folder, 'late.js'), 'exports.late = () => undefined;\n');
    const again = await ended(start(folder, '--add', '--', 'node', 'main.js', 'early'), folder);
    expect(again.calls).toEqual(['main.js:2 -> tie']);
    expect(again.log).toContain('note: late.js changed since the earlier recording; what it saw there is left out');
  });
});

describe.concurrent('what the program can tell of it', () => {
  test('its own way of printing errors, its globals, its options, its timers are as they were', async () => {
    const text = `const keys = Object.keys(globalThis).length;
Error.prepareStackTrace = (error, frames) => 'frames ' + (frames.length > 0);
function inner() { return new Error('x').stack; }
console.log(inner(), Error.stackTraceLimit, keys, process.execArgv.length, inner.toString().length, process.getActiveResourcesInfo().includes('Timeout'));
debugger;
`;
    const folder = program({ 'package.json': '{}', 'main.js': text, 'plain.js': text });
    const { out } = await traced(folder, 'node', 'main.js');
    const plain = await ended(spawn(process.execPath, ['main.js'], { cwd: folder }), folder);
    expect(out).toBe(plain.out);
    expect(out).toMatch(/^frames true 10 /);
  });
});
