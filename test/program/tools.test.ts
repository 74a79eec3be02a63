import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const reachOf = (files: Record<string, string>): Record<string, string> => Object.fromEntries(linked(files).modules.map((m) => [m.file, m.reach]));

const manifest = (scripts: Record<string, string>): string => JSON.stringify({ main: 'server.js', scripts });
const SERVER = {
  'server.js': `const { save } = require('./store');\nrequire('express')().post('/', (req, res) => { save(req.body); res.end(); });`,
  'store.js': `const fs = require('fs');\nexports.save = (x) => fs.writeFileSync('data/users.json', JSON.stringify(x));\nexports.version = () => '1.0';`,
};

describe('scripts that people start by hand', () => {
  const cases: [name: string, file: string, script: string, text: string, reach: string][] = [
    ['one that changes the program\'s data is part of it', 'tools/reset-password.js', 'reset-password', `const { save } = require('../store');\nsave({ admin: process.argv[2] });`, 'production'],
    ['through a function of its own', 'tools/migrate.js', 'db:migrate', `const store = require('../store');\nasync function main() { store.save([]); }\nmain();`, 'production'],
    ['one that only takes a function without data from it', 'tools/version.js', 'bump', `const { version } = require('../store');\nconsole.log(version());`, 'script'],
    ['a release script with files of its own', 'tools/release.js', 'release', `const fs = require('fs');\nfs.writeFileSync('CHANGELOG.md', '');`, 'script'],
    ['a build that loads the program', 'tools/docs.js', 'build-docs', `const { save } = require('../store');\nsave([]);`, 'build'],
    ['a test that writes its data', 'tools/seed.js', 'test:seed', `const { save } = require('../store');\nsave([]);`, 'test'],
  ];
  test.each(cases)('%s', (_name, file, script, text, reach) => {
    expect(reachOf({ ...SERVER, 'package.json': manifest({ [script]: `node ${file}` }), [file]: text })[file]).toBe(reach);
  });

  test('a tool that no script names lies beside one that is named; what neither touches data nor is named stays dead', () => {
    const files = { ...SERVER, 'package.json': manifest({ 'reset-password': 'node tools/reset.js' }), 'tools/reset.js': `require('../store').save([]);`, 'tools/enable.js': `require('../store').save([1]);`, 'tools/notes.js': `console.log('hello');`, 'old/enable.js': `require('../store').save([1]);` };
    expect(reachOf(files)).toMatchObject({ 'tools/reset.js': 'production', 'tools/enable.js': 'production', 'tools/notes.js': 'dead', 'old/enable.js': 'dead' });
  });

  test('what only a tool loads is reached by it', () => {
    const files = { ...SERVER, 'package.json': manifest({ 'reset-password': 'node tools/reset.js' }), 'tools/reset.js': `const { ask } = require('./ask');\nask().then(require('../store').save);\nrequire('../store').save([]);`, 'tools/ask.js': `exports.ask = async () => require('readline').createInterface({ input: process.stdin });` };
    expect(reachOf(files)['tools/ask.js']).toBe('production');
  });

  test('a script that first enters its folder', () => {
    expect(reachOf({ ...SERVER, 'package.json': manifest({ languages: 'cd tools/languages && node index.js' }), 'tools/languages/index.js': '' })['tools/languages/index.js']).toBe('script');
  });

  test('an unnamed file whose name is that of a build step', () => {
    expect(reachOf({ ...SERVER, 'package.json': manifest({}), 'tools/build-agent.js': '', 'tools/agent.js': '' })).toMatchObject({ 'tools/build-agent.js': 'build', 'tools/agent.js': 'dead' });
  });
});

describe('settings of tools', () => {
  test('are no code of the program, though they lie in a folder that it loads', () => {
    const files = { 'package.json': '{"main":"server.js"}', 'server.js': `const path = require('path');\nrequire('require-all')(path.join(__dirname, 'config'));`, 'config/vite.config.js': '', 'config/jest-backend.config.js': '', 'config/routes.config.js': '', 'config/mail.js': '' };
    expect(reachOf(files)).toMatchObject({ 'config/vite.config.js': 'build', 'config/jest-backend.config.js': 'build', 'config/routes.config.js': 'production', 'config/mail.js': 'production' });
  });
});

describe('browser code', () => {
  const START = { 'package.json': '{"main":"server.js"}', 'server.js': `require('http').createServer().listen(80);` };

  test('what the page of the program loads is built, not run', () => {
    const files = { ...START, 'index.html': '<script type="module" src="/src/main.js"></script>', 'src/main.js': `import './store.js';`, 'src/store.js': '' };
    expect(reachOf(files)).toMatchObject({ 'src/main.js': 'build', 'src/store.js': 'build', 'server.js': 'production' });
  });

  test('a file that the server loads as well stays the server\'s', () => {
    const files = { ...START, 'index.html': '<script src="server.js"></script>' };
    expect(reachOf(files)['server.js']).toBe('production');
  });

  const signs: [name: string, text: string, reach: string][] = [
    ['a front-end package', `import { createRouter } from 'vue-router';\nexport default createRouter;`, 'build'],
    ['the document', `document.title = 'hello';`, 'build'],
    ['a variable called document', `const document = load();\ndocument.title = 'x';\nfunction load() { return {}; }`, 'dead'],
    ['the word in a text', `console.log('document.title');`, 'dead'],
    ['a type-only import', `import type { Router } from 'vue-router';\nexport let router: Router;`, 'dead'],
  ];
  test.each(signs)('unreached: %s', (_name, text, reach) => {
    expect(reachOf({ ...START, 'web/app.ts': text })['web/app.ts']).toBe(reach);
  });

  test('what hangs together with it is browser code too', () => {
    const files = { ...START, 'web/app.js': `import './clock.js';\ndocument.title = '';`, 'web/clock.js': `setInterval(() => {}, 1000);`, 'other/clock.js': `setInterval(() => {}, 1000);` };
    expect(reachOf(files)).toMatchObject({ 'web/clock.js': 'build', 'other/clock.js': 'dead' });
  });
});

describe('folders that are loaded by a scan', () => {
  const cases: [name: string, app: string, file: string, reach: string][] = [
    ['an option of a migration runner', `const path = require('path');\nrequire('migrate').load({ migrationsDirectory: path.join(__dirname, 'migrations') }, () => {});`, 'migrations/001.js', 'production'],
    ['a folder that is listed', `for (const f of require('fs').readdirSync('jobs')) require('./' + f);`, 'jobs/mail.js', 'production'],
    ['a word that happens to be a folder', `console.log('config');`, 'config/extra.js', 'dead'],
    ['a folder that is served', `const e = require('express'); const app = e(); app.use(e.static('./assets'));`, 'assets/menu.js', 'dead'],
  ];
  test.each(cases)('%s', (_name, app, file, reach) => {
    expect(reachOf({ 'package.json': '{"main":"app.js"}', 'app.js': app, [file]: '' })[file]).toBe(reach);
  });
});
