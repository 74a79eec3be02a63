import { describe, expect, test } from 'vitest';
import { sitesIn } from './linked.js';
import { says } from '../../program/words.js';

const HEAD = `const fs = require('fs'); const path = require('path');\n`;
const APP = { 'package.json': '{"main":"app.js"}' };

const classesOf = (code: string, more: Record<string, string> = {}): (string | undefined)[] =>
  sitesIn(HEAD + code, { ...APP, ...more }).flatMap((site) => (site.storage ? [site.storage.persistence] : []));

type Case = [name: string, code: string, classes: string[], more?: Record<string, string>];

const check = (cases: Case[]): void => {
  test.each(cases)('%s', (_name, code, classes, more) => {
    expect(classesOf(code, more)).toEqual(classes);
  });
};

describe('files that the operator names, and that are only read', () => {
  check([
    ['a path on the command line', `fs.readFileSync(process.argv[2]);`, ['config']],
    ['a log that somebody else writes', `fs.readFileSync(process.env.LOG_PATH + '/server.log');`, ['log']],
    ['a path of the settings and one of an upload are two places', `exports.save = (settings) => fs.writeFileSync(settings.data.path, '');\nexports.open = (form) => fs.readFileSync(form.template.path);`, ['durable', 'config']],
    ['an option on the command line', `const args = require('minimist')(process.argv.slice(2)); fs.readFileSync(args['rules-file']);`, ['config']],
    ['through a constructor', `function Loader(file) { fs.readFile(file, () => {}); }\nnew Loader(process.argv[2]);`, ['config', 'config']],
    ['a key of the settings', `exports.start = (config) => fs.readFileSync(config.https.key);`, ['secret']],
    ['a certificate whose place a setting names', `exports.connect = (settings) => ({ ssl: { cert: fs.readFileSync(settings.certificate.path) } });`, ['secret']],
    ['a certificate of a record', `exports.connect = (connection) => ({ ssl: { cert: fs.readFileSync(connection.location) } });`, ['secret']],
    ['through a wrapper that may be given the text itself', `const load = (value) => (value.startsWith('---') ? value : fs.readFileSync(value));\nexports.options = (config) => ({ key: load(config.get('https.key')) });`, ['secret', 'secret']],
    ['a configuration', `exports.load = (configPath) => JSON.parse(fs.readFileSync(configPath));`, ['config']],
    ['an entry that is called key in a folder of entries is no secret', `exports.get = (folder, key) => fs.readFileSync(path.join(folder, key));`, ['unknown']],
    ['a key that the program writes itself is data', `const file = 'data/token.key.json'; exports.save = (x) => fs.writeFileSync(file, x); exports.load = () => fs.readFileSync(file);`, ['durable', 'durable']],
    ['a word that only contains key', `exports.load = (monkeyPath) => fs.readFileSync(monkeyPath);`, ['unknown']],
  ]);
});

describe('a place that only its name tells', () => {
  check([
    ['output', `exports.page = (options, html) => fs.writeFileSync(path.join(options.output, 'index.html'), html);`, ['artefact']],
    ['a temporary file', `exports.spool = (tmpFile, text) => fs.appendFileSync(tmpFile.path, text);`, ['temp']],
    ['a cache', `exports.put = (cacheFolder, name, text) => fs.writeFileSync(path.join(cacheFolder, name), text);`, ['cache']],
    ['a store', `exports.put = (settings, text) => fs.writeFileSync(settings.storage + '/x', text);`, ['durable']],
    ['written and read again says enough', `exports.put = (where, text) => fs.writeFileSync(where + '/notes', text);\nexports.get = (where) => fs.readFileSync(where + '/notes');`, ['durable', 'durable']],
    ['written only, under a name that says nothing', `exports.put = (where, text) => fs.writeFileSync(where, text);`, ['unknown']],
    ['the name of an entry says nothing about its folder', `exports.put = (where, cacheKey, text) => fs.writeFileSync(path.join(where, cacheKey), text);`, ['unknown']],
  ]);
});

describe('sockets', () => {
  check([
    ['of a setting', `exports.stop = (config) => { config.socket && fs.unlinkSync(config.socket); };`, ['temp']],
    ['by its name', `fs.unlinkSync('/srv/app/web.sock');`, ['temp']],
    ['the folder for them', `fs.mkdirSync('data/run', { recursive: true });`, ['temp']],
    ['a lock is something else', `fs.writeFileSync('data/run.lock', '');`, ['lock']],
  ]);
});

describe('locks', () => {
  check([
    ['a pid file of the settings', `exports.start = (options) => fs.writeFileSync(options.pidfile, String(process.pid));`, ['lock']],
    ['a pid file of the environment', `fs.writeFileSync(process.env.SERVER_PID_FILE, String(process.pid));`, ['lock']],
    ['a lock of a constant that is not known', `exports.unlock = (paths) => fs.unlinkSync(paths.RELOAD_LOCKFILE);`, ['lock']],
    ['a document below a folder that is called so is none', `exports.put = (options, text) => fs.writeFileSync(path.join(options.pidfile, 'state.json'), text);`, ['durable']],
    ['a word that only contains it', `exports.put = (rapidPath, text) => fs.writeFileSync(rapidPath, text);`, ['unknown']],
    ['the document that a lock is taken on', `const { lock } = require('proper-lockfile');\nexports.put = (text) => { lock('data/orders.json'); fs.writeFileSync('data/orders.json', text); };\nexports.get = () => fs.readFileSync('data/orders.json');`, ['durable', 'durable', 'durable']],
    ['a lock that nothing else touches', `require('proper-lockfile').lock('data/orders');`, ['lock']],
  ]);
});

describe('the data folder itself', () => {
  check([
    ['asked for at the root of the disk', `exports.root = fs.existsSync('/data') ? '/data' : '.';`, ['durable']],
    ['asked for beside the program', `exports.found = fs.existsSync('./data');`, ['durable']],
    ['one that ships is an asset', `exports.found = fs.existsSync('./data');`, ['asset'], { 'data/countries.json': '[]' }],
    ['a folder of another name', `exports.found = fs.existsSync('./themes');`, ['asset']],
  ]);
});

describe('a file that takes another name', () => {
  check([
    ['written beside and moved into place is what it becomes', `exports.save = (text) => { fs.writeFileSync('data/users.json.new', text); fs.renameSync('data/users.json.new', 'data/users.json'); };\nexports.load = () => fs.readFileSync('data/users.json');`, ['durable', 'durable', 'durable']],
    ['a wrapper that moves, or removes what it could not move, makes no scratch', `const place = (from, to) => fs.rename(from, to, (error) => { if (error) fs.unlink(from, () => {}); });\nexports.save = (settings, name, text) => { const draft = path.join(settings.noteDir, name + '.part'); fs.writeFileSync(draft, text); place(draft, path.join(settings.noteDir, name)); };\nexports.load = (settings, name) => fs.readFileSync(path.join(settings.noteDir, name));`, ['durable', 'durable', 'durable', 'durable', 'durable', 'durable']],
    ['a file of the package that is renamed at start', `const from = path.join(__dirname, 'public/index.html'); const to = path.join(__dirname, 'public/template.html');\nfs.renameSync(from, to); fs.readFileSync(to);`, ['artefact', 'artefact'], { 'public/index.html': '<p>' }],
    ['a template copied into the data folder is data', `fs.copyFileSync(path.join(__dirname, 'db/empty.db'), 'data/app.db');`, ['durable'], { 'db/empty.db': '' }],
    ['still scratch when its function takes it away', `exports.run = (id) => { const folder = path.join('work', id); fs.mkdirSync(folder); fs.rmSync(folder, { recursive: true }); };`, ['temp', 'temp']],
  ]);
});

test('items of a list that a method returns', () => {
  const code = `function Report(name) { this.name = name; }
Report.prototype.files = function () { return [this.pdf(), this.csv()]; };
Report.prototype.pdf = function () { return path.join('data/cache', this.name + '.pdf'); };
Report.prototype.csv = function () { return path.join('data/cache', this.name + '.csv'); };
Report.prototype.remove = function () { this.files().forEach((file) => { fs.unlinkSync(file); }); };
exports.Report = Report;`;
  expect(sitesIn(HEAD + code, APP).flatMap((site) => (site.storage ? [`${site.storage.persistence} ${site.storage.path.text}`] : []))).toEqual(['cache data/cache/*.pdf']);
});

test('words of a name', () => {
  expect(['https.keyFile', 'SSL_CERT', 'postgresCA', 'tlsCert'].every((name) => says(name, 'secret'))).toBe(true);
  expect(['monkey', 'location', 'cascade', 'keyboard'].some((name) => says(name, 'secret'))).toBe(false);
});

describe('what is taken away when it broke off, and read later, is kept', () => {
  check([
    ['in a catch, and by whoever deletes it', `exports.take = (name, text) => { const to = 'data/up/' + name; try { fs.writeFileSync(to, text); } catch (error) { fs.unlinkSync(to); throw error; } };\nexports.give = (name) => fs.readFileSync('data/up/' + name);\nexports.drop = (name) => fs.unlinkSync('data/up/' + name);`, ['durable', 'durable', 'durable', 'durable']],
    ['before it is made again', `exports.fill = (name, text) => { const to = 'data/up/' + name; if (fs.existsSync(to)) fs.unlinkSync(to); fs.writeFileSync(to, text); };\nexports.give = (name) => fs.readFileSync('data/up/' + name);`, ['durable', 'durable', 'durable', 'durable']],
    ['not: in any case', `exports.take = (name, text) => { const to = 'data/up/' + name; fs.writeFileSync(to, text); exports.give(name); fs.unlinkSync(to); };\nexports.give = (name) => fs.readFileSync('data/up/' + name);`, ['temp', 'temp', 'temp']],
  ]);
});

describe('a number that is counted on is no part of a name', () => {
  const pathsOf = (code: string): (string | undefined)[] => sitesIn(HEAD + code, APP).flatMap((site) => (site.storage ? [site.storage.path.text] : []));

  test.each([
    ['of a loop', "for (let i = 0; i < 3; i++) fs.writeFileSync(`data/page${i}.json`, '');", 'data/page*.json'],
    ['of the module', "let count = 0; exports.next = () => { count += 1; fs.writeFileSync(`data/${count}.json`, ''); };", 'data/*.json'],
    ['added to itself', "exports.next = () => { let count = 0; count = count + 1; fs.writeFileSync('data/' + count + '.json', ''); };", 'data/*.json'],
    ['of an object', "exports.Store = class { constructor() { this.count = 0; } next() { this.count++; fs.writeFileSync(`data/n${this.count}.json`, ''); } };", 'data/n*.json'],
    ['not: a number that stays', "const edition = 3; fs.writeFileSync(`data/v${edition}.json`, '');", 'data/v3.json'],
  ])('%s', (_name, code, text) => {
    expect(pathsOf(code)).toEqual([text]);
  });
});

describe('what is only called temporary, or run', () => {
  const kept = (file: string): string[] => sitesIn(`const fs = require('fs');\nconst app = require('express')();\napp.put('/:id', (req, res) => { fs.writeFileSync(${file}, req.body); res.end(); });\napp.get('/:id', (req, res) => res.send(fs.readFileSync(${file})));\napp.listen(3000);`).flatMap(({ storage }) => (storage ? [storage.persistence] : []));

  test.each(['"data/temp_sensors.json"', '`data/temp-${req.params.id}.json`', '`data/run/${req.params.id}.json`', '"run/state.json"'])('%s is read by other runs, and so durable', (file) => {
    expect(kept(file)).toEqual(['durable', 'durable']);
  });

  test.each(['"data/tmp/draft.json"', '"run/app.sock"', '"/run/app/state.json"'])('%s is temporary', (file) => {
    expect(kept(file)).toEqual(['temp', 'temp']);
  });
});
