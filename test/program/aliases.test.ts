import { describe, expect, test } from 'vitest';
import { originsIn, siteLines, sitesIn } from './linked.js';

const READ = 'node:fs.readFileSync';

describe('every way to reach an API', () => {
  const forms: [name: string, code: string, origin: string][] = [
    ['default import', `import fs from 'fs'; fs.readFileSync('ledger.txt');`, READ],
    ['default import with node:', `import fs from 'node:fs'; fs.readFileSync('ledger.txt');`, READ],
    ['named import', `import { readFileSync } from 'fs'; readFileSync('ledger.txt');`, READ],
    ['renamed import', `import { readFileSync as slurp } from 'fs'; slurp('ledger.txt');`, READ],
    ['namespace import', `import * as files from 'fs'; files.readFileSync('ledger.txt');`, READ],
    ['require', `const fs = require('fs'); fs.readFileSync('ledger.txt');`, READ],
    ['require with destructuring', `const { readFileSync } = require('fs'); readFileSync('ledger.txt');`, READ],
    ['require with renaming', `const { readFileSync: slurp } = require('fs'); slurp('ledger.txt');`, READ],
    ['require(x).y', `const read = require('fs').readFileSync; read('ledger.txt');`, READ],
    ['require called at once', `require('fs').readFileSync('ledger.txt');`, READ],
    ['dynamic import, default', `const fs = (await import('fs')).default; fs.readFileSync('ledger.txt');`, READ],
    ['dynamic import, destructured', `const { readFileSync } = await import('node:fs'); readFileSync('ledger.txt');`, READ],
    ['dynamic import with then', `import('fs').then((fs) => fs.readFileSync('ledger.txt'));`, READ],
    ['createRequire', `import { createRequire } from 'node:module'; const load = createRequire(import.meta.url); load('fs').readFileSync('ledger.txt');`, READ],
    ['fs.promises', `const fs = require('fs'); fs.promises.readFile('ledger.txt');`, 'node:fs.promises.readFile'],
    ['fs/promises', `import fs from 'fs/promises'; fs.readFile('ledger.txt');`, 'node:fs.promises.readFile'],
    ['{ promises: fs }', `import { promises as fs } from 'fs'; fs.readFile('ledger.txt');`, 'node:fs.promises.readFile'],
    ['promisify', `const { promisify } = require('util'); const fs = require('fs'); const read = promisify(fs.readFile); read('ledger.txt');`, 'node:fs.promises.readFile'],
    ['promisify of bluebird', `const Promise = require('bluebird'); const read = Promise.promisify(require('fs').readFile); read('ledger.txt');`, 'node:fs.readFileAsync'],
    ['promisifyAll, kept', `const fs = require('bluebird').promisifyAll(require('fs')); fs.readFileSync('ledger.txt');`, READ],
    ['promisifyAll, called', `const fs = require('fs'); require('bluebird').promisifyAll(fs); fs.readFileAsync('ledger.txt');`, 'node:fs.readFileAsync'],
    ['promisifyAll of fs-extra', `const fs = require('bluebird').promisifyAll(require('fs-extra')); fs.writeFileAsync('ledger.txt', ''); fs.removeAsync('ledger.txt');`, 'node:fs.writeFileAsync'],
    ['graceful-fs', `import fs from 'graceful-fs'; fs.readFileSync('ledger.txt');`, READ],
    ['fs-extra as fs', `import fs from 'fs-extra'; fs.readFileSync('ledger.txt');`, READ],
    ['fs-extra as promises', `import fs from 'fs-extra'; fs.readFile('ledger.txt');`, 'node:fs.promises.readFile'],
    ['fs-extra of its own', `import fs from 'fs-extra'; fs.readJson('ledger.json');`, 'fs-extra.readJson'],
    ['hexo-fs', `const fs = require('hexo-fs'); fs.writeFile('ledger.txt', '');`, 'hexo-fs.writeFile'],
    ['addListener', `require('http').createServer().addListener('upgrade', () => {});`, 'node:http.createServer().on'],
    ['an alias of an alias', `import fs from 'fs'; const files = fs; const read = files.readFileSync; read('ledger.txt');`, READ],
    ['a conditional', `import fs from 'fs'; const read = process.env.X ? fs.readFileSync : fs.readFileSync; read('ledger.txt');`, READ],
    ['a member chain over lines', `import fs from 'fs';\nfs\n  .promises\n  .readFile('ledger.txt');`, 'node:fs.promises.readFile'],
    ['bind', `import fs from 'fs'; const read = fs.readFileSync.bind(fs); read('ledger.txt');`, READ],
    ['computed by a literal', `import fs from 'fs'; fs['readFileSync']('ledger.txt');`, READ],
    ['a handler table', `import fs from 'fs'; const table = { load: fs.readFileSync }; table.load('ledger.txt');`, READ],
    ['this.fs = fs', `import fs from 'fs'; class Ledger { constructor() { this.fs = fs; } load() { return this.fs.readFileSync('ledger.txt'); } } new Ledger().load();`, READ],
    ['a class field', `import fs from 'fs'; class Ledger { fs = fs; load() { return this.fs.readFileSync('ledger.txt'); } } new Ledger().load();`, READ],
    ['fs as a parameter', `import fs from 'fs'; function load(files) { return files.readFileSync('ledger.txt'); } load(fs);`, READ],
    ['fs in an options object', `import fs from 'fs'; function load({ files }) { return files.readFileSync('ledger.txt'); } load({ files: fs });`, READ],
    ['global.x', `global.files = require('fs'); function load() { return files.readFileSync('ledger.txt'); } load();`, READ],
    ['optional call', `import fs from 'fs'; fs?.readFileSync?.('ledger.txt');`, READ],
    ['old-style class', `var fs = require('fs'); function Ledger() { this.files = fs; } Ledger.prototype.load = function () { return this.files.readFileSync('ledger.txt'); }; new Ledger().load();`, READ],
    ['a subclass', `import { EventEmitter } from 'events'; import fs from 'fs'; class Base { files = fs; } class Ledger extends Base { load() { return this.files.readFileSync('ledger.txt'); } } new Ledger().load();`, READ],
  ];
  test.each(forms)('%s', (_name, code, origin) => {
    expect(originsIn(code)).toContain(origin);
  });

  test('through a wrapper module, a barrel and export *', () => {
    const files = {
      'package.json': '{"main":"app.js","type":"module"}',
      'app.js': `import { read } from './lib/index.js';\nread('data/ledger.json');`,
      'lib/index.js': `export * from './deep.js';`,
      'lib/deep.js': `import fs from 'node:fs';\nexport const read = (file) => fs.readFileSync(file, 'utf8');`,
    };
    expect(siteLines(files)).toEqual([`app.js:2 ${READ}`, `lib/deep.js:2 ${READ}`]);
  });

  test('through module.exports of an object and of a function', () => {
    const files = {
      'app.js': `const store = require('./store');\nconst load = require('./load');\nstore.read('data/a.json');\nload();`,
      'store.js': `const fs = require('fs');\nmodule.exports = { read(file) { return fs.readFileSync(file); } };`,
      'load.js': `const fs = require('fs');\nmodule.exports = function () { return fs.readFileSync('data/b.json'); };`,
    };
    expect(siteLines(files)).toEqual(['app.js:3 node:fs.readFileSync', 'load.js:2 node:fs.readFileSync', 'store.js:2 node:fs.readFileSync']);
  });

  test('tsconfig paths, package imports and a workspace package', () => {
    const files = {
      'package.json': '{"name":"shop","imports":{"#files":"./src/files.js"},"workspaces":["packages/*"]}',
      'tsconfig.json': '{ // paths\n "compilerOptions": { "paths": { "@/*": ["src/*"] } } }',
      'packages/store/package.json': '{"name":"@shop/store","main":"index.js"}',
      'packages/store/index.js': `exports.save = (file) => require('fs').writeFileSync(file, '');`,
      'src/files.js': `export { readFileSync } from 'fs';`,
      'src/app.ts': `import { readFileSync } from '#files';\nimport { readFileSync as again } from '@/files';\nimport { save } from '@shop/store';\nreadFileSync('a');\nagain('b');\nsave('data/c.json');`,
    };
    expect(siteLines(files).filter((line) => line.startsWith('src/app.ts'))).toEqual(['src/app.ts:4 node:fs.readFileSync', 'src/app.ts:5 node:fs.readFileSync', 'src/app.ts:6 node:fs.writeFileSync']);
  });
});

describe('false friends stay silent', () => {
  const friends: [name: string, code: string][] = [
    ['a comment', `// fs.readFileSync('x')\n/* require('fs').unlinkSync('y') */`],
    ['a string', `const text = "fs.readFileSync('x')"; console.log(text);`],
    ['a variable named fs', `const fs = { readFileSync: (name) => name }; fs.readFileSync('x');`],
    ['a shadowed name', `import fs from 'fs'; function load(fs) { return fs.readFileSync('x'); } load({ readFileSync() {} });`],
    ['RegExp.exec', `const match = /a/.exec('a'); const pattern = new RegExp('b'); pattern.exec('b');`],
    ['a class with readFile', `class Shelf { readFile(name) { return this[name]; } open() { return this.readFile('x'); } } new Shelf().open();`],
    ['a local function named spawn', `function spawn(name) { return name; } spawn('git');`],
    ['a type-only import', `import type fs from 'fs'; export type Stats = typeof fs.Stats;`],
    ['the fs of another package', `import fs from 'virtual-fs'; fs.readFileSync('x');`],
    ['exec of a database', `import db from './db.js'; db.exec('select 1');`],
    ['a declared require', `function require(name) { return { readFileSync() { return name; } }; } require('fs').readFileSync('x');`],
    ['a method of this', `class Door { open() {} close() { this.open(); } } new Door().close();`],
  ];
  test.each(friends)('%s', (_name, code) => {
    expect(originsIn(code, { 'db.js': 'export default { exec(text) { return text; } };' })).toEqual([]);
  });

  test('a computed require is an honest unknown', () => {
    const file = `const name = process.argv[2]; const plugin = require(name); plugin.run();`;
    expect(originsIn(file)).toEqual(['global.require']);
  });
});

describe('options that are completed after they were made', () => {
  const cases: [name: string, code: string, properties: Record<string, unknown>][] = [
    ['a property that is added', `const o = { mode: 'r' }; o.flag = 'a'; fs.writeFileSync('a', '', o);`, { mode: 'r', flag: '*' }],
    ['a property that is changed is not the one it was', `const o = { mode: 'r' }; if (process.argv[2]) o.mode = 'w'; fs.writeFileSync('a', '', o);`, { mode: '*' }],
    ['one of another object', `const o = { mode: 'r' }; const p = {}; p.flag = 'a'; fs.writeFileSync('a', '', o);`, { mode: 'r' }],
    ['one of an object with the same name', `const o = { mode: 'r' }; function other() { const o = {}; o.flag = 'a'; return o; } fs.writeFileSync('a', '', o); other();`, { mode: 'r' }],
  ];
  test.each(cases)('%s', (_name, code, properties) => {
    const [site] = sitesIn(`const fs = require('fs');\n${code}`);
    expect(site?.args[2]?.properties).toEqual(properties);
  });
});
