/** When a Workers entry is written and when it is not, from programs of a few lines; whether the entry answers is asked of workerd end to end. */
import { describe, expect, test } from 'vitest';
import { programOfText } from '../../pipeline/link.js';
import { workersEntryOf } from '../../pipeline/workers-entry.js';
import { disposition } from '../../planning/disposition.js';
import { planStorage } from '../../planning/storage.js';
import { loadRules } from '../../rules/load.js';
import { judge } from '../../rules/match.js';

const pack = loadRules();
const manifest = (dependencies: Record<string, string>): string => JSON.stringify({ name: 'app', type: 'module', main: 'server.js', dependencies });

function entry(files: Record<string, string>, date = '2026-11-17') {
  const program = programOfText(files);
  const { findings } = judge(program, pack, { target: 'workers', date });
  const accept = program.resources.map(({ id }) => id);
  const { components } = planStorage(program, findings, { codemod: 'fs-to-kv', target: 'workers', accept });
  return workersEntryOf({ program, pack, findings, plan: { components, disposition: disposition(program, findings, { files: [] }) }, date, read: (file) => files[file] ?? '' });
}

const EXPRESS = { 'package.json': manifest({ express: '^5.1.0' }) };
const app = (before: string, after = ''): string => `import express from 'express';\n${before}\nconst app = express();\napp.get('/', (req, res) => { res.end('ok'); });\n${after}\napp.listen(3000);\n`;

describe('an entry is written', () => {
  test('around a module that listens when it is loaded, on the port that it names', () => {
    expect(entry({ ...EXPRESS, 'server.js': app('').replace('3000', '4321') }).serves).toEqual({ file: 'server.js', port: 4321 });
  });

  test('around one whose port is a variable, which the Worker sets', () => {
    expect(entry({ ...EXPRESS, 'server.js': app('').replace('3000', 'process.env.PORT ?? 80') }).serves).toEqual({ file: 'server.js', port: 3000, portVariable: 'PORT' });
  });

  test('around an app that is given out, by itself or by a function that makes it', () => {
    const made = "import express from 'express';\nexport function createApp() {\n  const app = express();\n  app.get('/', (req, res) => { res.end('ok'); });\n  return app;\n}\n";
    const start = "import { createApp } from './app.js';\nfunction start() { createApp().listen(Number(process.argv[2])); }\nprocess.on('message', start);\n";
    expect(entry({ ...EXPRESS, 'app.js': made, 'server.js': start }).serves).toEqual({ file: 'app.js', export: 'createApp()', port: 3000 });
  });

  test('around the exported app where the module listens only as the main one', () => {
    const files = { 'package.json': JSON.stringify({ name: 'app', main: 'server.js', dependencies: { express: '5.1.0' } }), 'server.js': "const app = require('express')();\napp.get('/', (req, res) => { res.end('ok'); });\nmodule.exports = app;\nif (require.main === module) app.listen(3000);\n" };
    expect(entry(files).serves).toEqual({ file: 'server.js', export: 'default', port: 3000 });
  });

  test('when timers and random values wait for a request', () => {
    const later = "import { randomUUID } from 'node:crypto';\nconst id = () => randomUUID();\nconst later = () => setTimeout(id, 10);\n";
    expect(entry({ ...EXPRESS, 'server.js': app(later, "app.post('/', (req, res) => { later(); res.end(); });") }).serves).not.toBeNull();
  });
});

describe('an entry is written that starts the program with the first request', () => {
  const late: [string, Record<string, string>, RegExp][] = [
    ['a random value in another module', { ...EXPRESS, 'server.js': app("import { key } from './key.js';", "app.get('/key', (req, res) => { res.end(key); });"), 'key.js': "import { randomBytes } from 'node:crypto';\nexport const key = randomBytes(8).toString('hex');\n" }, /random value is made when the module loads \(key\.js:2\)/],
    ['stored documents that are read at start', { ...EXPRESS, 'server.js': app("import fs from 'node:fs';\nasync function load() { return JSON.parse(await fs.promises.readFile('data/a.json', 'utf8')); }\nload();", "app.put('/', async (req, res) => { await fs.promises.writeFile('data/a.json', '{}'); res.end(); });") }, /stored documents are used before the first request/],
  ];
  test.each(late)('%s', (_what, files, reason) => {
    const { serves, notes } = entry(files);
    expect(serves).toEqual({ file: 'server.js', port: 3000, late: true });
    expect(notes.join('\n')).toMatch(reason);
    expect(notes.join('\n')).toContain('The first request starts server.js');
  });

  test('an app that has to be waited for', () => {
    const made = "import express from 'express';\nexport async function createApp() {\n  const app = express();\n  app.get('/', (req, res) => { res.end('ok'); });\n  return app;\n}\n";
    const start = "import { createApp } from './app.js';\nasync function start() { (await createApp()).listen(Number(process.argv[2])); }\nprocess.on('message', start);\n";
    expect(entry({ ...EXPRESS, 'app.js': made, 'server.js': start }).serves).toEqual({ file: 'app.js', export: 'createApp()', port: 3000, late: true });
  });
});

describe('what goes with an entry', () => {
  test('Express 4 asks for the iconv-lite that starts there, and it is said', () => {
    const { serves, notes, overrides } = entry({ 'package.json': manifest({ express: '^4.18.0' }), 'server.js': app('') });
    expect(serves).toEqual({ file: 'server.js', port: 3000 });
    expect(overrides).toEqual({ 'iconv-lite@0.4': '^0.6.3' });
    expect(notes.join()).toMatch(/Express 4\.18\.0 brings iconv-lite 0\.4, .* install the packages again/);
    expect(entry({ ...EXPRESS, 'server.js': app('') }).overrides).toEqual({});
  });

  const SHIPPED = "import { readFileSync } from 'node:fs';\nimport path from 'node:path';\nimport { fileURLToPath } from 'node:url';\nconst here = path.dirname(fileURLToPath(import.meta.url));\nconst about = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'));";
  const main = { 'package.json': JSON.stringify({ name: 'app', type: 'module', main: 'lib/server.js', dependencies: { express: '5.1.0' } }), 'lib/server.js': app(SHIPPED, "app.get('/about', (req, res) => { res.json(about); });\napp.use(express.static(path.join(here, '../public')));") };

  test('files that are read and never written, seen from where the module stands', () => {
    expect(entry(main).ships).toEqual({ globs: ['package.json', 'public/**'], standsIn: 'lib', asks: ['import.meta.url'] });
  });

  test('modules of several folders that look beside themselves are told apart by hand', () => {
    const other = "import { readFileSync } from 'node:fs';\nexport const text = readFileSync(new URL('./greeting.md', import.meta.url), 'utf8');\n";
    const files = { ...main, 'lib/server.js': `import { text } from '../text/index.js';\n${main['lib/server.js']}console.log(text);\n`, 'text/index.js': other };
    expect(entry(files).ships?.standsIn).toBe('');
    expect(entry(files).ships?.note).toContain('Modules of several folders look for files beside themselves (lib, text)');
  });
});

describe('no entry is written, and it is said why', () => {
  const refused: [string, Record<string, string>, RegExp, string?][] = [
    ['Express 3', { 'package.json': manifest({ express: '^3.21.0' }), 'server.js': app('') }, /Express 3\.21\.0 was never seen to run there: upgrade to Express 5 first, as a step of its own/],
    ['Fastify', { 'package.json': manifest({ fastify: '^5.0.0' }), 'server.js': "import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/', async () => 'ok');\napp.listen({ port: 3000 });\n" }, /served by fastify/],
    ['a timer that is set while the module loads', { ...EXPRESS, 'server.js': app('setInterval(() => {}, 1000);') }, /timer is set when the module loads \(server\.js:2\)/],
    ['a timer in a function that runs then', { ...EXPRESS, 'server.js': app('function tidy() { setInterval(() => {}, 1000); }\ntidy();') }, /\(server\.js:2\)/],
    ['code that is generated at start, beside a random value', { ...EXPRESS, 'server.js': app("import { randomUUID } from 'node:crypto';\nconst id = randomUUID();\nnew Function('return 1');", "app.get('/id', (req, res) => { res.end(id); });") }, /while the program starts, .*\(server\.js:4\)/],
    ['a compiled add-on', { 'package.json': manifest({ express: '^5.1.0', 'node-pty': '1.0.0' }), 'server.js': app("import pty from 'node-pty';", "app.get('/sh', (req, res) => { pty.spawn('sh'); res.end(); });") }, /node-pty/],
    ['a compatibility date without servers', { ...EXPRESS, 'server.js': app('') }, /2025-08-01 knows no server/, '2025-08-01'],
    ['a port that only the program knows', { ...EXPRESS, 'server.js': app("import { port } from './settings.js';").replace('3000', 'port()'), 'settings.js': 'export const port = () => globalThis.settings.port;\n' }, /known port/],
    ['a condition that nobody knows', { ...EXPRESS, 'server.js': app('', 'if (globalThis.served)') }, /whenever it is loaded/],
  ];
  test.each(refused)('%s', (_what, files, reason, date) => {
    const { serves, notes } = entry(files, date);
    expect(serves).toBeNull();
    expect(notes.join('\n')).toMatch(reason);
  });

  test('and routers that load nothing of it are named', () => {
    const router = "import express from 'express';\nexport const notes = express.Router();\nnotes.get('/notes', (req, res) => { res.end('ok'); });\n";
    const { notes } = entry({ ...EXPRESS, 'notes.js': router, 'server.js': app("import { notes } from './notes.js';\nsetInterval(() => {}, 1000);", 'app.use(notes);') });
    expect(notes.join('\n')).toContain('notes of notes.js (1 route)');
  });

  test('a program that serves nothing is not spoken of', () => {
    expect(entry({ 'package.json': manifest({}), 'server.js': 'export const a = 1;\n' })).toEqual({ serves: null, notes: [], variables: [], ships: null, overrides: {} });
  });
});
