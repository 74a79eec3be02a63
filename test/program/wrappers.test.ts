import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const STORE = `const fs = require('fs');\nexports.write = (file, text) => fs.writeFileSync(file, text);\nexports.run = (command) => require('child_process').execSync(command);\n`;

/** `line path-or-command` of the findings at calls of a wrapper in `app.js`. */
const callsIn = (app: string, more: Record<string, string> = {}): string[] =>
  linked({ 'package.json': '{"main":"app.js"}', 'store.js': STORE, 'app.js': `const path = require('path'); const store = require('./store');\n${app}`, ...more }).sites
    .filter((site) => site.at.file === 'app.js' && site.wraps)
    .map((site) => `${site.at.line} ${site.command?.text ?? site.storage?.path.text}`);

describe('where the finding of a wrapper stands', () => {
  const cases: [name: string, app: string, calls: string[]][] = [
    ['at the call that knows the path', `store.write('data/a.json', '');`, ['2 data/a.json']],
    ['at a call whose path begins with what nobody knows', `exports.save = (project) => store.write(path.join(project.path, 'flow.json'), '');`, ['2 <project.path>/flow.json']],
    ['also when lines before it put the path together', `exports.save = (folder) => {\n  const file = path.join(folder, 'flow.json');\n  store.write(file, '');\n};`, ['4 */flow.json']],
    ['not where a parameter is only handed on to nobody known', `exports.save = (file) => store.write(file, '');`, []],
    ['at the caller of one that hands it on', `const save = (file) => store.write(file, '');\nsave('data/b.json');`, ['3 data/b.json']],
    ['where a path takes shape, with what the callers say', `const save = (folder) => store.write(path.join(folder, 'x.json'), '');\nsave('data');`, ['2 data/x.json']],
    ['at the method, not where the object is made', `class Project {\n  constructor(folder) { this.folder = folder; }\n  save() { store.write(path.join(this.folder, 'p.json'), ''); }\n}\nnew Project('projects').save();`, ['4 projects/p.json']],
    ['not where the wrapper calls itself for what lies below', `const list = (folder) => { for (const name of require('fs').readdirSync(folder)) list(path.join(folder, name)); };\nlist('data');`, ['3 data']],
    ['at a command that is known here', `store.run('git pull');`, ['2 git pull']],
    ['not at a command of which no word is known here', `exports.start = async (settings) => { store.run(await settings.get('program')); };`, []],
    ['at a call that says what a script is to do', `const tool = (word, ...more) => require('child_process').spawn(process.execPath, [require.resolve('yarn/bin/yarn.js'), word, ...more]);\nexports.add = (name) => tool('add', name);`, ['3 <execPath> <package> add *']],
    ['not where the script itself says it', `const tool = (more) => require('child_process').spawn(process.execPath, [require.resolve('yarn/bin/yarn.js'), 'add', more]);\nexports.add = (name) => tool(name);`, []],
    ['nor where a function of the same name is called', `const other = { write(file) { return file; } };\nother.write('data/a.json');`, []],
  ];
  test.each(cases)('%s', (_name, app, calls) => {
    expect(callsIn(app)).toEqual(calls);
  });
});

const SHELF = `const fs = require('fs');
const path = require('path');
const ROOT = process.env.ROOT || 'data';
class Shelf {
  constructor(folder) { this.place = path.join(ROOT, folder); }
  put(name, text) { fs.writeFileSync(path.join(this.place, name), text); }
  get(name) { return fs.readFileSync(path.join(this.place, name), 'utf8'); }
  all() { return fs.readdirSync(this.place); }
}
`;

describe('a folder that a constructor is handed, and names in it that only callers know', () => {
  const resources = (text: string): string[] => {
    const program = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `${SHELF}${text}` });
    return program.resources.filter(({ kind }) => kind === 'files').map(({ pattern, loads = [] }) => `${pattern}${loads.length > 0 ? ' loaded' : ''}`).sort();
  };

  const cases: [name: string, text: string, patterns: string[]][] = [
    ['each folder is one of its own', `exports.ships = new Shelf('ships');\nexports.fees = new Shelf('fees');`, ['<env ROOT|data>/fees/*', '<env ROOT|data>/ships/*']],
    ['so it is where a subclass hands it up', `class Ships extends Shelf { constructor() { super('ships'); } }\nclass Tugs extends Shelf { constructor() { super('tugs'); } }\nexports.ships = new Ships();\nexports.tugs = new Tugs();`, ['<env ROOT|data>/ships/*', '<env ROOT|data>/tugs/*']],
    ['and where a function makes it of what its callers say', `const open = (name) => new Shelf(name);\nexports.ships = open('ships');\nexports.fees = open('fees');`, ['<env ROOT|data>/fees/*', '<env ROOT|data>/ships/*']],
    ['where one of them is not known, it may be any', `exports.ships = new Shelf('ships');\nexports.open = (name) => new Shelf(name);`, ['<env ROOT|data>/*/*']],
    ['what is loaded from one of them is not loaded from others', `class Scripts {\n  constructor(folder) { this.place = path.join(ROOT, folder); }\n  put(name, text) { fs.writeFileSync(path.join(this.place, name), text); }\n  run(name) { return import(path.resolve(this.place, name)); }\n}\nexports.scripts = new Scripts('scripts');\nexports.ships = new Shelf('ships');`, ['<env ROOT|data>/scripts/* loaded', '<env ROOT|data>/ships/*']],
  ];
  test.each(cases)('%s', (_name, text, patterns) => expect(resources(text)).toEqual(patterns));
});

describe('a name that may be several folders and a name', () => {
  const cases: [name: string, given: string, deeper: boolean][] = [
    ['one of which nothing is known', 'name', true],
    ['one that an entry of an archive has', 'entry.path', true],
    ['one that is decoded', 'decodeURIComponent(name)', true],
    ['not what is behind the last slash', 'path.basename(name)', false],
    ['not what is encoded', 'encodeURIComponent(name)', false],
    ['not a number', 'Number(name)', false],
    ['not one that goes on', '`${name}.json`', false],
  ];
  test.each(cases)('%s', (_name, given, deeper) => {
    const { sites } = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `const fs = require('fs');\nconst path = require('path');\nexports.save = (name, entry) => fs.writeFileSync(path.join('data', ${given}), '');` });
    expect(sites.find(({ origin }) => origin === 'node:fs.writeFileSync')?.storage?.path.deeper ?? false).toBe(deeper);
  });
});
