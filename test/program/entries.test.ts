import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const APP = `import express from 'express';
import { users } from './users.js';
const app = express();
app.get('/health', (req, res) => res.json({}));
app.use('/users', users);
app.listen(3000);
setInterval(() => sweep(), 1000);
function sweep() { require('fs').unlinkSync('data/old.json'); }
`;
const USERS = `import express from 'express';
import fs from 'node:fs';
export const users = express.Router();
users.get('/:id', (req, res) => { res.json(load(req.params.id)); });
users.post('/', async (req, res) => { res.sendStatus(202); await work(req.body); });
function load(id) { return fs.readFileSync('data/' + id + '.json'); }
async function work(body) { for (const item of body) fs.writeFileSync('data/' + item + '.json', ''); }
`;
const FILES = { 'package.json': '{"main":"app.js","type":"module","scripts":{"test":"node test/run.js","build":"node tools/pack.js"}}', 'app.js': APP, 'users.js': USERS, 'test/run.js': `import '../users.js';`, 'tools/pack.js': `console.log(1);`, 'old.js': `import fs from 'fs'; fs.readFileSync('x');` };

describe('entry points and what they reach', () => {
  const program = linked(FILES);

  test('routes carry the prefix they are mounted at', () => {
    expect(program.entryPoints.map((e) => e.id)).toEqual(expect.arrayContaining(['start app.js', 'GET /health', 'GET /users/:id', 'POST /users']));
  });

  test('a router that one function makes for several places has what these share, and nothing where they share nothing', () => {
    const make = `const express = require('express');\nexports.make = () => { const router = express.Router(); router.get('/tides', () => {}); return router; };`;
    const app = (...prefixes: string[]): Record<string, string> => ({ 'package.json': '{"scripts":{"start":"node app.js"}}', 'make.js': make, 'app.js': `const app = require('express')();\nconst { make } = require('./make');\n${prefixes.map((prefix) => `app.use('${prefix}', make());`).join('\n')}\napp.listen(1);` });
    const routes = (files: Record<string, string>): (string | undefined)[] => linked(files).entryPoints.filter((entry) => entry.kind === 'http').map((entry) => entry.route);
    expect([routes(app('/api/north')), routes(app('/api/north', '/api/south')), routes(app('/north', '/south'))]).toEqual([['/api/north/tides'], ['/api/tides'], ['/tides']]);
  });

  test('a prefix that the running program puts together is a star, not nothing', () => {
    const kept = linked({ 'package.json': '{"main":"app.js","type":"module"}', 'app.js': `import express from 'express';\nconst app = express();\nfor (const name of Object.keys(load())) {\n  const shelf = express.Router();\n  shelf.get('/:id', (req, res) => res.end());\n  app.use(\`/shelves/\${name}\`, shelf);\n}\napp.listen(1);\n` });
    expect(kept.entryPoints.map((e) => e.id)).toContain('GET /shelves/*/:id');
  });

  test('a site knows the route that reaches it, and how often', () => {
    const read = program.sites.find((s) => s.origin === 'node:fs.readFileSync' && s.at.file === 'users.js');
    expect(read?.reachedBy).toEqual([{ entryPoint: 'GET /users/:id', calls: [1, 1] }]);
    const write = program.sites.find((s) => s.origin === 'node:fs.writeFileSync');
    expect(write?.reachedBy).toEqual([{ entryPoint: 'POST /users', calls: [0, null] }]);
  });

  test('work after the response is a job', () => {
    expect(program.jobs.map((j) => `${j.kind} ${j.what} ${j.entryPoint}`)).toContain('after-response work POST /users');
  });

  test('a timer is an entry of its own, not part of the start', () => {
    const sweep = program.sites.find((s) => s.origin === 'node:fs.unlinkSync');
    expect(sweep?.reachedBy.map((r) => r.entryPoint)).toEqual([expect.stringMatching(/^timer /)]);
  });

  test('tests, builds and dead files are told apart', () => {
    expect(Object.fromEntries(program.modules.map((m) => [m.file, m.reach]))).toEqual({ 'app.js': 'production', 'users.js': 'production', 'test/run.js': 'test', 'tools/pack.js': 'build', 'old.js': 'dead' });
  });

  test('a folder that production code loads by scan is not dead', () => {
    const scanned = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `require('autoload')('./models');`, 'models/user.js': 'module.exports = 1;' });
    expect(scanned.modules.find((m) => m.file === 'models/user.js')?.reach).toBe('production');
  });

  test('a folder whose name is that of a module that is loaded is another matter', () => {
    const own = { 'package.json': '{"main":"app.js"}', 'app.js': `const util = require('util');\nconst store = require('./store');\nmodule.exports = [util, store];`, 'util/start-stop.js': 'setTimeout(() => {}, 1000);', 'store/index.js': 'module.exports = 1;', 'store/import.js': 'module.exports = 2;' };
    expect(linked(own).modules.map((module) => [module.file, module.reach])).toEqual([['app.js', 'production'], ['store/import.js', 'dead'], ['store/index.js', 'production'], ['util/start-stop.js', 'dead']]);
  });

  test('a module whose place is handed from method to method before it is imported is not dead', () => {
    const program = linked({
      'package.json': '{"main":"app.js","type":"module"}',
      'app.js': `import path from 'node:path';\nimport { fileURLToPath, pathToFileURL } from 'node:url';\nconst here = path.dirname(fileURLToPath(import.meta.url));\nclass Bot {\n  start(name) { return this.load(path.join(here, 'adapters', name + '.mjs')); }\n  async load(file) { return this.bring(file); }\n  async bring(place) { const url = this.address(place); return (await import(url)).default; }\n  address(file) { return pathToFileURL(file); }\n}\nnew Bot().start(process.argv[2]);`,
      'adapters/shell.mjs': 'export default 1;',
      'other/shell.mjs': 'export default 2;',
    });
    expect(program.modules.map((module) => [module.file, module.reach])).toEqual([['adapters/shell.mjs', 'production'], ['app.js', 'production'], ['other/shell.mjs', 'dead']]);
  });

  test('a Dockerfile names the program', () => {
    const hosted = linked({ 'Dockerfile': 'FROM node:20\nCMD ["node", "server/main.js"]\n', 'server/main.js': 'console.log(1);', 'other.js': '' });
    expect(hosted.modules.map((m) => `${m.file} ${m.reach}`)).toEqual(['other.js dead', 'server/main.js production']);
  });
});

describe('state that outlives a request', () => {
  test('a module variable that a handler changes, not one that only loading fills', () => {
    const program = linked({
      'package.json': '{"main":"app.js"}',
      'app.js': `const app = require('express')();\nconst sessions = new Map();\nconst table = {};\ntable.a = 1;\nlet hits = 0;\napp.get('/', (req, res) => { hits++; sessions.set(req.ip, 1); res.end(); });\n`,
    });
    expect(program.state.map((s) => `${s.name} ${s.at.line}`)).toEqual(['hits 5', 'sessions 2']);
  });

  test('a field of a singleton', () => {
    const program = linked({
      'package.json': '{"main":"app.js"}',
      'app.js': `class Registry { constructor() { this.cache = new Map(); } put(k, v) { this.cache.set(k, v); } }\nconst registry = new Registry();\nrequire('express')().get('/', (req, res) => { registry.put(req.ip, 1); res.end(); });\n`,
    });
    expect(program.state.map((s) => s.name)).toEqual(['Registry.cache']);
  });
});

describe('a package that is built more than once', () => {
  const BUILDS = ['dist/index.js', 'dist/index.mjs', 'dist/tools.js', 'dist/tools.mjs', 'dist/page.js'];
  const followed = (manifest: object): string[] => {
    const program = linked({ 'package.json': JSON.stringify(manifest), ...Object.fromEntries(BUILDS.map((file) => [file, file.endsWith('.mjs') ? 'export const load = () => 1;' : 'exports.load = () => 1;'])) });
    return program.modules.filter((m) => m.reach === 'production').map((m) => m.file);
  };
  const both = (name: string) => ({ types: `./dist/${name}.d.ts`, browser: './dist/page.js', import: `./dist/${name}.mjs`, require: `./dist/${name}.js` });

  test('counts in the format that main names', () => {
    expect(followed({ main: './dist/index.js', exports: { '.': both('index'), './tools': both('tools') } })).toEqual(['dist/index.js', 'dist/tools.js']);
  });

  test('counts in the format that Node imports where there is no main', () => {
    expect(followed({ exports: { '.': both('index'), './tools': { require: './dist/tools.js', import: './dist/tools.mjs' } } })).toEqual(['dist/index.mjs', 'dist/tools.mjs']);
  });

  test('has one subpath when exports are conditions alone', () => {
    expect(followed({ exports: { node: { require: './dist/tools.js' }, browser: './dist/page.js', default: './dist/page.js' } })).toEqual(['dist/tools.js']);
  });
});
