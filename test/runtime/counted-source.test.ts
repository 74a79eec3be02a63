import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseSource } from '../../core/parse.js';
import { COUNTER, counterText, countsIn, type CallCounts } from '../../runtime/call-counter.js';
import { countedSource, type CountedSource } from '../../runtime/counted-source.js';

const isSeam = (specifier: string): boolean => specifier === './storage/files.js' || specifier === './storage/files';
const LOADED = "const files = require('./storage/files');\n";

function counted(text: string, file = 'app.js', first = 0): CountedSource {
  const source = countedSource(file, text, isSeam, first);
  if (!source) throw new Error('not parsed');
  return source;
}

const callsIn = (text: string, file?: string): string[] => counted(text, file).calls.map(({ call }) => call);
const lostIn = (text: string, file?: string): string[] => counted(text, file).lost.map(({ what, why }) => `${what}: ${why}`);

/** What a seam is asked, in this order. */
const SEAM = `const asked = [];
const files = {
  put(...given) { asked.push(['put', given.length, this === files]); return given.length; },
  async get(...given) { asked.push(['get', given, this === files]); return given[0]; },
  serve(folder) { return function handler(request, response, next) { return [folder, request, this]; }; },
  uploads(options) { return { options, _handleFile(request) { return [this.options, request]; } }; },
  incoming(listener) { return listener; },
  async open() { return { async read() { return 'read'; }, async close() { return 'closed'; } }; },
};
const require = (name) => (name === './storage/files' ? files : { callbackify: (call) => (...given) => call(...given.slice(0, -1)).then((value) => given.at(-1)(null, value)) });
`;

/** Runs a script as it is written and with its counters. */
async function played(text: string): Promise<{ plain: unknown; value: unknown; counts: CallCounts; calls: string[] }> {
  const script = (code: string): string => `${SEAM}(async () => {\n${code}\n})().then((value) => JSON.stringify({ value, asked }), (error) => String(error))`;
  const { code, calls } = counted(`(async () => {\n${LOADED}${text}\n})`);
  const inner = code.slice(code.indexOf('\n') + 1, code.lastIndexOf('\n'));
  const context = vm.createContext({});
  vm.runInContext(counterText(), context);
  const plain = await (vm.runInNewContext(script(LOADED + text)) as Promise<string>);
  const value = await (vm.runInContext(script(inner), context) as Promise<string>);
  return { plain, value, counts: countsIn(JSON.parse(vm.runInContext(`JSON.stringify(${COUNTER}.report())`, context) as string)) ?? {}, calls: calls.map(({ call }) => call) };
}

describe('a counted call does what it did', () => {
  it.each([
    ['its value', 'return [files.put(), files.put(1), files.put(1, 2,), files.put(...[1, 2])];', { 0: 1, 1: 1, 2: 1, 3: 1 }],
    ['`this`', 'return files["put"](1) + (files.put)(2);', { 0: 1, 1: 1 }],
    ['await in its arguments, which come first', 'return await files.get(await files.get("a"), files.put());', { 0: 1, 1: 1, 2: 1 }],
    ['await around it', 'return (await files.get({ name: "b" })).name;', { 0: 1 }],
    ['a sequence', 'let last; return [(files.put(), last = files.put(1), last)];', { 0: 1, 1: 1 }],
    ['a template', 'return `${files.put(1)} and ${await files.get(`c${files.put()}`)}`;', { 0: 1, 1: 1, 2: 1 }],
    ['an optional call', 'return [files.put?.(1), files?.put(1, 2), files.none?.(files.put()), files.none?.x.y(1)];', { 0: 1, 1: 1 }],
    ['a condition that stops before it', 'return false && files.put();', {}],
    ['an argument that throws, so that it is never called', 'try { files.put((() => { throw new Error("no"); })()); } catch (error) { return error.message; }', {}],
    ['many times', 'let sum = 0; for (const x of [1, 2, 3]) sum += files.put(x); return sum;', { 0: 3 }],
    ['comments', 'return files.put(1, // one, two\n2 /* three, */\n);', { 0: 1 }],
    ['a callback', 'const { callbackify } = require("util"); return new Promise((resolve) => callbackify(files.get)("d", (error, text) => resolve(text)));', { 0: 1 }],
    ['`call` and `apply`', 'return [files.put.call(files, 1), files.put.apply(files, [1, 2])];', { 0: 1, 1: 1 }],
    ['a method of an open file', 'const fd = await files.open("e"); try { return await fd.read(); } finally { await fd.close(); }', { 0: 1, 1: 1, 2: 1 }],
    ['a file that is opened and closed at once', 'return (await files.open("f")).close();', { 0: 1, 1: 1 }],
    ['an open file whose variable gets it later', 'let fd; fd = await files.open("g"); if (fd !== undefined) return fd.read();', { 0: 1, 1: 1 }],
  ])('%s', async (_, text, expected) => {
    const { plain, value, counts } = await played(text);
    expect(value).toBe(plain);
    expect(counts).toEqual(expected);
  });

  it.each([
    ['a handler', 'const handler = files.serve("data"); const before = [handler.name, handler.length];', 'return [before, handler.call({ self: 1 }, "request")];', 1],
    ['a listener', 'const listen = files.incoming((name) => name);', 'return listen("paper") + listen("more");', 2],
    ['a store of uploads', 'const store = files.uploads({ destination: "data" });', 'return store._handleFile("request");', 1],
  ])('what only hands out %s is counted when that is used', async (_, given, used, times) => {
    expect((await played(given)).counts).toEqual({});
    const { plain, value, counts } = await played(`${given}\n${used}`);
    expect(value).toBe(plain);
    expect(counts).toEqual({ 0: times });
  });

  it('keeps lines, and numbers on from what was there before', () => {
    const text = `${LOADED}files.put(\n  'a',\n  files.get('b'),\n);\n`;
    const { code, calls } = counted(text, 'src/app.js', 7);
    expect(code.split('\n')).toHaveLength(text.split('\n').length);
    expect(code).toContain(`files.get('b', ...${COUNTER}?.now(8) ?? [])`);
    expect(code).toContain(`...${COUNTER}?.now(7) ?? []);`);
    expect(calls).toEqual([{ file: 'src/app.js', line: 2, column: 1, call: "files.put( 'a', files.get('b'), )" }, { file: 'src/app.js', line: 4, column: 3, call: "files.get('b')" }]);
  });
});

describe('what counts as a rewritten call', () => {
  it.each([
    ['a namespace', "import * as files from './storage/files.js';\nfiles.get('a');", ["files.get('a')"]],
    ['a name of the seam', "import { get, put as store } from './storage/files.js';\nget('a'); store('b');", ["get('a')", "store('b')"]],
    ['a destructured require', "const { get, ...rest } = require('./storage/files');\nget('a'); rest.put('b');", ["get('a')", "rest.put('b')"]],
    ['names taken later', "const files = require('./storage/files');\nconst { get } = files;\nget('a');", ["get('a')"]],
    ['a require in place', "require('./storage/files').get('a');", ["require('./storage/files').get('a')"]],
    ['a module that is loaded late', "async function f() { const files = await import('./storage/files.js'); files.get('a'); (await import('./storage/files.js')).get('b'); }", ["files.get('a')", "(await import('./storage/files.js')).get('b')"]],
    ['a module as compilers load it', "const files = __importStar(require('./storage/files'));\nfiles.get('a');", ["files.get('a')"]],
    ['a `var` in a block', "function f() { if (x) { var files = require('./storage/files'); }\nfiles.get('a'); }", ["files.get('a')"]],
    ['computed members', `${LOADED}files['get']('a'); files[name]('b');`, ["files['get']('a')", "files[name]('b')"]],
    ['after a byte order mark and a hashbang', `﻿#!/usr/bin/env node\n${LOADED}files.get('ä☾𝄞');`, ["files.get('ä☾𝄞')"]],
  ])('%s', (_, text, expected) => {
    expect(callsIn(text)).toEqual(expected);
    expect(lostIn(text)).toEqual([]);
    expect(parseSource('app.js', counted(text).code).ok).toBe(true);
  });

  it.each([
    ['another module of that name', "import * as files from './files.js';\nfiles.get('a');"],
    ['a name that hides it', `${LOADED}function f(files) { files.get('a'); }\n{ const files = other; files.get('b'); }\nfor (const files of all) files.get('c');`],
    ['a property of that name', `${LOADED}request.files.get('a'); const x = { files: 1 }; x.files.get('b');`],
    ['the place of a module in the bundle', `${LOADED}path.join(files.inBundle('/bundle') ?? __dirname, 'x');`],
    ['types', "import * as files from './storage/files.js';\nimport type { get } from './storage/files.js';\ntype All = typeof files;\nlet one: typeof files.get;\nfunction f(x: ReturnType<typeof files.get>): typeof files { return x as typeof files; }"],
    ['texts and comments', "// files.get('a')\nconst text = \"require('./storage/files').get('a')\";"],
    ['a module that is only loaded', "require('./storage/files');\nimport './storage/files.js';"],
  ])('and not %s', (_, text) => {
    expect([callsIn(text, 'app.ts'), lostIn(text, 'app.ts')]).toEqual([[], []]);
  });

  it.each([
    ['a function that is handed on', `${LOADED}names.map(files.get); const load = files.get;`, ['files.get: handed on as a value', 'files.get: handed on as a value']],
    ['the seam in a table', `${LOADED}module.exports = { files };`, ['files: the whole seam, handed on']],
    ['the seam in place of an argument', "start(require('./storage/files'));", ["require('./storage/files'): the whole seam, handed on"]],
    ['what is exported again', "export * from './storage/files.js';\nexport { get } from './storage/files.js';\nimport { put } from './storage/files.js';\nexport { put };", ["export * from './storage/files.js';: exported again", "export { get } from './storage/files.js';: exported again", 'put: exported again']],
    ['a promise of it', "import('./storage/files.js').then((files) => files.get('a'));", ["import('./storage/files.js'): loaded by a promise that is handed on"]],
    ['a function that a test replaces', `${LOADED}files.get = () => null;`, ['files.get: replaced by something else']],
    ['an open file that is handed on', `${LOADED}async function f() { const fd = await files.open('a'); return readAll(fd); }`, ['fd: an open file that is handed on']],
  ])('told and not counted: %s', (_, text, expected) => {
    expect(lostIn(text)).toEqual(expected);
  });

  it('reads TypeScript', () => {
    const text = "import files = require('./storage/files');\nfiles.get<string>('a')!;\n(files as any).put('b');\nfiles!.put!('c', <string>x);\nclass A { @once(files.get('d')) m() {} }\n";
    expect(callsIn(text, 'app.ts')).toEqual(["files.get<string>('a')", "(files as any).put('b')", "files!.put!('c', <string>x)", "files.get('d')"]);
    expect(parseSource('app.ts', counted(text, 'app.ts').code).ok).toBe(true);
    expect(countedSource('app.js', 'const = 1;', isSeam, 0)).toBeNull();
  });

  it('leaves a process alone in which nobody counts', () => {
    const counted = countedSource('a.mjs', "import * as files from './files.js';\nexport const all = () => files.list('data', 1);\n", (specifier) => specifier === './files.js', 0);
    const body = (counted?.code ?? '').replace(/^import.*\n/, '').replace('export const all = ', '');
    expect(vm.runInNewContext(`(${body.trim().replace(/;$/, '')})()`, { files: { list: (...given: unknown[]) => given.length } })).toBe(2);
  });
});
