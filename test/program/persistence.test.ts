import { describe, expect, test } from 'vitest';
import { linked, sitesIn } from './linked.js';

const HEAD = `import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path';\n`;
const APP = { 'package.json': '{"main":"app.js","type":"module"}' };

const classesOf = (code: string, more: Record<string, string> = {}): (string | undefined)[] =>
  sitesIn(HEAD + code, { ...APP, ...more }).flatMap((site) => (site.storage ? [site.storage.persistence] : []));

describe('what a file is for', () => {
  const cases: [name: string, code: string, classes: string[], more?: Record<string, string>][] = [
    ['written and read again in a data folder', `export const save = (x) => fs.writeFileSync('data/state.json', x);\nexport const load = () => fs.readFileSync('data/state.json');`, ['durable', 'durable']],
    ['the temporary folder', `fs.writeFileSync(path.join(os.tmpdir(), 'x'), '');`, ['temp']],
    ['/tmp as text', `fs.writeFileSync('/tmp/report.csv', '');`, ['temp']],
    ['a template that ships with the code', `fs.readFileSync(new URL('./templates/mail.html', import.meta.url));`, ['asset'], { 'templates/mail.html': '<p></p>' }],
    ['a configuration file', `fs.readFileSync('config/default.json');`, ['config'], { 'config/default.json': '{}' }],
    ['a certificate', `fs.readFileSync('certs/server.key');`, ['secret']],
    ['an append-only log', `fs.appendFileSync('events.log', 'x');`, ['log']],
    ['a lock file', `fs.writeFileSync('data/run.lock', '1', { flag: 'wx' }); fs.unlinkSync('data/run.lock');`, ['lock', 'lock']],
    ['uploads', `export const keep = (name, body) => fs.writeFileSync(path.join('uploads', name), body);`, ['upload']],
    ['a cache folder', `export const put = (k, v) => fs.writeFileSync('.cache/' + k, v);\nexport const get = (k) => fs.readFileSync('.cache/' + k);`, ['cache', 'cache']],
    ['a path nobody knows', `export const read = (file) => fs.readFileSync(file);`, ['unknown']],
    ['written, never read, no name that says anything', `export const put = (v) => fs.writeFileSync('x', v);`, ['unknown']],
    ['removed by the function that made it', `export function job(id) { const dir = 'work/' + id; fs.mkdirSync(dir); fs.writeFileSync(dir + '/a', ''); fs.rmSync(dir, { recursive: true }); }`, ['temp', 'temp', 'temp']],
    ['written and removed by one handler, at different requests', `export function handle(req, id, v) { const file = 'jobs/' + id + '.json'; if (req.method === 'PUT') fs.writeFileSync(file, v); else if (req.method === 'DELETE') fs.rmSync(file); else return fs.readFileSync(file); }`, ['durable', 'durable', 'durable']],
    ['so in a branch that leaves', `export function handle(req, id, v) { const file = 'jobs/' + id + '.json'; if (req.method === 'GET') return fs.readFileSync(file); if (req.method === 'PUT') { fs.writeFileSync(file, v); return; } fs.rmSync(file); }`, ['durable', 'durable', 'durable']],
    ['so in cases', `export function handle(req, id, v) { const file = 'jobs/' + id + '.json'; switch (req.method) { case 'PUT': case 'POST': fs.writeFileSync(file, v); break; case 'DELETE': fs.rmSync(file); break; default: return fs.readFileSync(file); } }`, ['durable', 'durable', 'durable']],
    ['in cases that run into each other', `export function handle(req, id, v) { const file = 'jobs/' + id + '.json'; switch (req.method) { case 'PUT': fs.writeFileSync(file, v); case 'DELETE': fs.rmSync(file); } }`, ['temp', 'temp']],
    ['removed in the same branch', `export function handle(req, id, v) { const file = 'jobs/' + id + '.json'; if (req.method === 'PUT') { fs.writeFileSync(file, v); send(file); fs.rmSync(file); } else send(id); }`, ['temp', 'temp']],
    ['in a folder that a reset makes anew', `import http from 'node:http'; http.createServer((req, res) => { if (req.url === '/reset') { fs.rmSync('jobs', { recursive: true }); fs.mkdirSync('jobs'); return res.end(); } const file = 'jobs/' + req.url + '.json'; if (req.method === 'PUT') fs.writeFileSync(file, 'x'); res.end(fs.readFileSync(file)); }).listen(1);`, ['durable', 'durable', 'durable', 'durable']],
    ['in a folder that another route makes anew', `import express from 'express'; const app = express(); app.post('/reset', (req, res) => { fs.rmSync('jobs', { recursive: true }); fs.mkdirSync('jobs'); res.end(); }); app.put('/:id', (req, res) => { fs.writeFileSync('jobs/' + req.params.id + '.json', 'x'); res.end(); }); app.get('/:id', (req, res) => res.end(fs.readFileSync('jobs/' + req.params.id + '.json'))); app.listen(1);`, ['durable', 'durable', 'durable', 'durable']],
    ['removed by the function that made it, beside what stays', `export function job(id, v) { const dir = 'jobs/.part-' + id; fs.mkdirSync(dir); fs.rmSync(dir, { recursive: true }); fs.writeFileSync('jobs/' + id + '.json', v); }
export const drop = (id) => fs.rmSync('jobs/' + id);\nexport const get = (id) => fs.readFileSync('jobs/' + id + '.json');`, ['temp', 'temp', 'durable', 'durable', 'durable']],
    ['a file that is cleared before it is made again', `export function put(id, v) { const page = 'pages/' + id + '.html'; if (fs.existsSync(page)) fs.unlinkSync(page); fs.writeFileSync(page, v); }
export const page = (id) => fs.readFileSync('pages/' + id + '.html');`, ['durable', 'durable', 'durable', 'durable']],
    ['a folder that is cleared and filled anew each time', `export function build(id, v) { const dir = 'pages/' + id; fs.rmSync(dir, { recursive: true }); fs.mkdirSync(dir); fs.writeFileSync(dir + '/index.html', v); }
export const page = (id) => fs.readFileSync('pages/' + id + '/index.html');`, ['durable', 'durable', 'durable', 'durable']],
    ['a copy that each start makes anew, perhaps among temporary files', `const place = () => (process.env.FAR ? path.join(os.tmpdir(), 'plugins') : process.env.PLUGIN_DIR); function fetchAll(names) { const dir = place(); fs.rmSync(dir, { recursive: true }); fs.mkdirSync(dir); for (const name of names) fs.writeFileSync(path.join(dir, name), 'x'); }
fetchAll(process.argv);\nexport const plugin = (name) => fs.readFileSync(path.join(process.env.PLUGIN_DIR, name));`, ['temp', 'temp', 'temp', 'temp']],
    ['an upload that is removed when it is too long', `export async function take(name, file) { await pipeline(file, fs.createWriteStream('uploads/' + name)); if (file.truncated) fs.unlinkSync('uploads/' + name); }`, ['upload', 'upload']],
    ['a file that a package makes and calls temporary', `import { createTmpFile } from '@acme/node'; export async function run(x) { const f = await createTmpFile().catch(() => null); fs.writeFileSync(f.path, x); return fs.readFileSync(f.path); }`, ['temp', 'temp']],
    ['no temporary file: a template', `import { createTemplateFile } from '@acme/node'; export const run = (x) => fs.writeFileSync(createTemplateFile().path, x);`, ['unknown']],
    ['a folder of the settings, a file that only callers know', `import { useEnv } from '@acme/env'; const env = useEnv(); export const read = (name) => fs.readFileSync(path.join(env['MAIL_TEMPLATES_PATH'], name + '.html'));`, ['config']],
    ['one of two folders, the lasting one decides', `import { useEnv } from '@acme/env';
const place = () => { const env = useEnv(); if (env['REMOTE']) return path.join(env['TEMP_PATH'], 'plugins'); return env['PLUGINS_PATH']; };
class Installer { folder = place(); put(id, x) { fs.writeFileSync(path.join(this.folder, id), x); } }
export const installer = new Installer();`, ['durable']],
    ['moved into place, and removed where that failed', `export function put(name, v) { const part = 'data/' + name + '.part'; fs.writeFileSync(part, v); try { fs.renameSync(part, 'data/' + name); } catch { fs.unlinkSync(part); } }\nexport const get = (name) => fs.readFileSync('data/' + name);`, ['durable', 'durable', 'durable', 'durable']],
    ['asked for before it is made', `export function init() { if (!fs.existsSync('./seed')) fs.writeFileSync('./seed', 'x'); }`, ['durable', 'durable']],
    ['asked for and removed: nothing is kept', `export function tidy(o) { if (fs.existsSync(o.oldPath)) fs.unlinkSync(o.oldPath); }`, ['unknown', 'unknown']],
    ['a place that callers know, read by another function', `export const put = (dir, v) => fs.writeFileSync(dir + '/entry.xml', v);\nexport const get = (dir) => fs.readFileSync(dir + '/entry.xml');`, ['durable', 'durable']],
    ['a place that callers know, read where it was written', `export function check(dir) { fs.writeFileSync(dir + '/probe.txt', ''); return fs.readFileSync(dir + '/probe.txt'); }`, ['unknown', 'unknown']],
    ['beside the place that a setting names', `export const list = (o) => fs.readdirSync(path.join(o.rulesFile, '..', o.name));`, ['unknown']],
    ['the place itself that a setting names', `export const list = (o) => fs.readFileSync(o.rulesFile);`, ['config']],
    ['key and certificate of a server', `export const tls = (o) => ({ key: fs.readFileSync(o.a), cert: fs.readFileSync(o.b) });`, ['secret', 'secret']],
    ['a chain of certificates, asked for first', `export function tls(o) { const chain = o.c; if (!fs.existsSync(chain)) throw new Error(chain); return { ca: [fs.readFileSync(chain, 'utf8').trim()] }; }`, ['secret', 'secret']],
    ['something called key that is no certificate', `export const entry = (o) => ({ key: fs.readFileSync(o.a), value: 1 });`, ['unknown']],
    ['a program of the host', `export const found = (o) => fs.accessSync(o.ffmpeg, fs.constants.X_OK);`, ['asset']],
    ['a folder that may be written', `export const found = (o) => fs.accessSync(o.ffmpeg, fs.constants.W_OK);`, ['unknown']],
    ['a database that its name opens read-only', `import sqlite3 from 'sqlite3'; export const open = (id) => new sqlite3.Database('file:data/' + id + '.db?mode=ro');`, ['asset']],
    ['one file of many, which is no setting', `export const give = (file) => fs.createReadStream(file.filepath);\nexport const drop = (req) => fs.unlinkSync(req.file.path);\nexport const look = (req) => fs.readFileSync(req.file.path);`, ['unknown', 'unknown', 'unknown']],
    ['what options call a file', `export const log = (options) => fs.readFileSync(options.file.path);`, ['config']],
    ['a package manifest', `fs.readFileSync(new URL('./package.json', import.meta.url));`, ['asset']],
  ];
  test.each(cases)('%s', (_name, code, classes, more) => {
    expect(classesOf(code, more)).toEqual(classes);
  });

  test.each([
    ['content that is spelled like a flag', `fs.writeFileSync('data/x', 'a');`, 'write'],
    ['a flag behind the content', `fs.writeFileSync('data/x', 'w', { flag: 'a' });`, 'append'],
    ['a file that is named like one', `fs.renameSync('data/x', 'a');`, 'write'],
    ['a flag of what is opened', `fs.openSync('data/x', 'a');`, 'append'],
    ['a flag of a stream', `fs.createWriteStream('data/x', { flags: 'a' });`, 'append'],
  ])('%s', (_name, code, access) => {
    expect(sitesIn(HEAD + code, APP).map((site) => site.storage?.access)).toEqual([access]);
  });

  test('a test that has its own in a temporary folder says nothing of the program', () => {
    const code = `export const scan = (o) => fs.existsSync(path.join(o.place, 'bundles')) && fs.readdirSync(path.join(o.place, 'bundles'));\nexport const keep = (o, name, v) => fs.writeFileSync(path.join(o.place, 'bundles', name), v);`;
    const own = { 'a.test.js': `${HEAD}import { make } from './make.js';\nconst tempFolder = make();\nfs.mkdirSync(path.join(tempFolder, 'bundles'));\nfs.writeFileSync(path.join(tempFolder, 'bundles', 'list.json'), '');` };
    const sites = sitesIn(HEAD + code, { ...APP, ...own }).filter((site) => site.at.file === 'app.js');
    expect(sites.map((site) => site.storage?.persistence)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('a volume of the host proves that data must survive', () => {
    const service = `apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  template:\n    spec:\n      containers:\n        - env:\n            - name: STORE\n              value: /mnt/store\n          volumeMounts:\n            - name: disk\n              mountPath: /mnt/store\n      volumes:\n        - name: disk\n          csi: {}\n`;
    const code = `export const put = (v) => fs.writeFileSync(path.join(process.env.STORE, 'a'), v);`;
    const [site] = sitesIn(HEAD + code, { ...APP, 'service.yaml': service });
    expect(site?.storage?.persistence).toBe('durable');
    expect(site?.storage?.reasons.join(' ')).toContain('/mnt/store');
  });

  test('the path is known only to callers of a wrapper', () => {
    const program = linked({
      ...APP,
      'store.js': `import fs from 'node:fs';\nexport function read(file) { return fs.readFileSync(file, 'utf8'); }\nexport function write(file, text) { fs.writeFileSync(file, text); }`,
      'app.js': `import os from 'node:os';\nimport { read, write } from './store.js';\nexport const a = () => write('data/settings.json', read('data/settings.json'));\nexport const b = () => write(os.tmpdir() + '/draft', '');`,
    });
    const classes = program.sites.filter((s) => s.at.file === 'app.js').map((s) => `${s.at.line} ${s.origin} ${s.storage?.persistence} ${s.wraps?.length}`);
    expect(classes).toEqual(['3 node:fs.writeFileSync durable 1', '3 node:fs.readFileSync durable 1', '4 node:fs.writeFileSync temp 1']);
    const inner = program.sites.find((s) => s.at.file === 'store.js' && s.origin === 'node:fs.writeFileSync');
    expect(inner?.storage?.persistence).toBe('durable');
    expect(inner?.callers).toHaveLength(2);
  });

  test.each([
    ['names handed on to path.join', `const under = (...names) => path.join('assets', ...names);\nexport const a = () => fs.readFileSync(under('mail', 'new.html'));`, 'assets/mail/new.html'],
    ['handed on twice', `const root = (...names) => path.join('assets', ...names);\nconst under = (...names) => root(...names);\nexport const a = () => fs.readFileSync(under('new.html'));`, 'assets/new.html'],
    ['an empty value that is set later', `let home = '';\nexport const set = (o) => { home = o.find(); };\nexport const a = () => fs.readFileSync(home + '/x.json');`, '*/x.json'],
    ['an empty field that the constructor sets', `class Shelf { place = ''; name = ''; constructor(o) { this.place = path.join(o.root, 'jars'); this.name = 'list.json'; } read() { return fs.readFileSync(path.join(this.place, this.name)); } }\nexport const open = (o) => new Shelf(o).read();`, '<o.root>/jars/list.json'],
    ['an empty field that is set to what nobody knows', `class Shelf { place = ''; set(o) { this.place = o.find(); } read() { return fs.readFileSync(path.join(this.place, 'list.json')); } }\nexport const shelf = new Shelf();`, '*/list.json'],
    ['nothing before a name', `export const a = () => fs.readFileSync(path.join('', 'x.json'));`, 'x.json'],
    ['an empty value that stays', `const prefix = '';\nexport const a = () => fs.readFileSync(prefix + 'x.json');`, 'x.json'],
    ['a setting of an argument that nobody in sight makes', `const placeOf = (argv) => path.resolve(argv.configPath);\nexport const start = (argv) => fs.readFileSync(path.join(placeOf(argv), 'views'));`, '<configPath>/views'],
    ['two things with a path are two places', `export const a = (entry) => fs.readFileSync(entry.path);`, '<entry.path>'],
  ])('%s', (_name, code, text) => {
    expect(sitesIn(HEAD + code, APP).map((site) => site.storage?.path.text).filter(Boolean)).toEqual([text]);
  });

  const UNDER = { ...APP, 'data.js': `import path from 'node:path'; const root = path.join(import.meta.dirname, 'data'); export const under = (file) => path.resolve(root, file); export const jars = under('jars.json'); export const names = { pears: under('pears.json') };`, 'names.js': `export { jars as kept } from './data.js';` };
  test.each([
    ['a field that a call with a name of its own gives', `import { under } from './data.js'; class Crate { file = under('crate.json'); read() { return fs.readFileSync(this.file); } }\nexport const other = under('other.json'); export const crate = new Crate();`, ['data/crate.json']],
    ['a field that the constructor sets', `import { under } from './data.js'; class Crate { constructor() { this.file = under('crate.json'); } read() { return fs.readFileSync(this.file); } }\nexport const other = under('other.json');`, ['data/crate.json']],
    ['an export that such a call gives', `import { jars } from './data.js'; export const read = () => fs.readFileSync(jars);`, ['data/jars.json']],
    ['one that is exported again', `import { kept } from './names.js'; export const read = () => fs.readFileSync(kept);`, ['data/jars.json']],
    ['a property of an object that is exported', `import { names } from './data.js'; export const read = () => fs.readFileSync(names.pears);`, ['data/pears.json']],
    ['a member of a module as a whole', `import * as data from './data.js'; export const read = () => fs.readFileSync(data.jars) + fs.readFileSync(data.names.pears);`, ['data/jars.json', 'data/pears.json']],
    ['a field that is made of itself', `import { under } from './data.js'; class Crate { file = under('crate.json'); move() { this.file = path.join(this.file, 'x'); return fs.readFileSync(this.file); } }\nexport const other = under('other.json');`, ['data/*']],
  ])('%s', (_name, code, texts) => {
    expect(sitesIn(HEAD + code, UNDER).map((site) => site.storage?.path.text).filter(Boolean)).toEqual(texts);
  });

  const STORE = `class Store { constructor(folder) { this.folder = folder; } pathOf(id) { return path.join(this.folder, id); } save(id, x) { fs.writeFileSync(this.pathOf(id), x); } read(id) { return fs.readFileSync(this.pathOf(id)); }`;
  test.each([
    ['a folder that a maker of makers is given', `${STORE} static creator(folder) { return () => new Store(folder); } } const made = Store.creator('blobs')(); export const save = (id, x) => { made.save(id, x); return made.read(id); };`, ['blobs/*', 'blobs/*']],
    ['a folder of the settings that is called a location', `${STORE} static creator(folder) { return () => new Store(folder); } } export const start = (config) => { const made = Store.creator(config.store.location)(); return (id, x) => { made.save(id, x); return made.read(id); }; };`, ['<store.location>/*', '<store.location>/*']],
  ])('%s', (_name, code, texts) => {
    expect(sitesIn(HEAD + code, APP).map((site) => site.storage?.path.text).filter(Boolean)).toEqual(texts);
  });

  test('a folder that each class hands to the constructor of its base is a resource of its own', () => {
    const { resources } = linked({ ...UNDER, 'app.js': `${HEAD}import { under } from './data.js'; class Base { constructor(folder) { this.folder = under(folder); } save(text) { fs.writeFileSync(path.join(this.folder, 'all.json'), text); } }
      class Apples extends Base { constructor() { super('apples'); } } class Pears extends Base { constructor() { super('pears'); } }
      const kinds = [new Apples(), new Pears()]; export const save = (text) => kinds.forEach((kind) => kind.save(text));` });
    expect(resources.map(({ id }) => id)).toEqual(['files:data/apples/all.json', 'files:data/pears/all.json']);
  });

  test.each([
    ['an empty prefix that may be another', `const config = { prefix: '' }; if (process.env.NODE_ENV === 'test') config.prefix = 'test-'; export const save = (x) => fs.writeFileSync('data/' + config.prefix + 'state.json', x);`, ['files:data/state.json', 'files:data/test-state.json']],
    ['what is copied into an object beside what it is made with', `const at = (dir) => path.join(dir, 'state.json'); const extra = { file: 'vault/state.json' }; const cfg = { file: at('data') }; if (process.env.VAULT) for (const k in extra) cfg[k] = extra[k]; export const save = (x) => fs.writeFileSync(cfg.file, x); export const other = at('other');`, ['files:data/state.json', 'files:other/state.json', 'files:vault/state.json']],
  ])('%s', (_name, code, ids) => {
    expect(linked({ ...APP, 'app.js': HEAD + code }).resources.map(({ id }) => id).sort()).toEqual(ids);
  });

  test('makers that call each other come to an end', () => {
    const names = Array.from({ length: 14 }, (_, i) => `make${i}`);
    const makers = names.map((name, i) => `export const ${name} = (dir) => { ${names.filter((_, j) => j !== i).map((other, j) => `${other}(dir + '/${j}');`).join(' ')} return new Store(dir); };`);
    const started = Date.now();
    linked({ ...APP, 'app.js': `${HEAD}class Store { constructor(dir) { this.dir = dir; } save(x) { fs.writeFileSync(path.join(this.dir, 's.json'), x); } }\n${makers.join('\n')}\nmake0('data').save('');` });
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  test('who looks through the folder of a job does not read the database in it', () => {
    const { resources } = linked({ ...APP, 'app.js': `${HEAD}import Database from 'better-sqlite3';
      export const job = (id) => { const folder = path.join(os.tmpdir(), 'job-' + Number(id)); const db = new Database(path.join(folder, 'search.sqlite')); db.close(); fs.writeFileSync(path.join(folder, 'pages', 'a.html'), ''); };
      export const sweep = () => fs.readdirSync(path.join(os.tmpdir(), 'job-' + Number(process.argv[2])));`, 'node_modules/better-sqlite3/package.json': '{"name":"better-sqlite3","version":"12.11.1"}' });
    expect(resources.find(({ id }) => id.endsWith('search.sqlite'))?.readers).not.toBe('later-request');
  });

  test('a handle stands for the path it was opened with', () => {
    const [open, write] = sitesIn(`${HEAD}const fd = fs.openSync('data/ledger.db', 'r+'); fs.writeSync(fd, 'x'); export const read = () => fs.readFileSync('data/ledger.db');`, APP);
    expect(open?.storage?.path.text).toBe('data/ledger.db');
    expect(write?.storage?.path.text).toBe('data/ledger.db');
  });

  test('read before written in one function is a read-modify-write', () => {
    const [read] = sitesIn(`${HEAD}export function bump() { const n = JSON.parse(fs.readFileSync('data/n.json')); fs.writeFileSync('data/n.json', JSON.stringify(n + 1)); }`, APP);
    expect(read?.storage?.writes).toBe('read-modify-write');
  });
});

test('a folder that documents are known to lie in is listed with them, whatever pattern takes in its name', () => {
  const code = `${HEAD}export const put = (name, x) => fs.writeFileSync(path.join('data', name), x);
export const putPage = (name, x) => fs.writeFileSync(path.join('data', 'pages', name), x);
export const page = (name) => fs.readFileSync(path.join('data', 'pages', name));
export const pages = () => fs.readdirSync('data/pages');`;
  const resources = sitesIn(code, APP).filter((site) => site.origin === 'node:fs.readdirSync').map((site) => site.storage?.resource);
  expect(resources).toEqual(['files:data/pages/*']);
});

test('a path that something read from a database gives is not the place of the database', () => {
  const code = `${HEAD}import Datastore from 'nedb-promise';
const pages = new Datastore({ filename: 'data/pages.db' });
export const send = async (id, out) => { const page = await pages.findOne({ id }); fs.createReadStream(page.placeOf('csv')).pipe(out); };`;
  const found = sitesIn(code, APP).filter((site) => site.origin === 'node:fs.createReadStream').map((site) => site.storage?.resource);
  expect(found).toEqual(['']);
});
