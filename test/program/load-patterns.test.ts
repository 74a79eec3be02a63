import { describe, expect, test } from 'vitest';
import { globExpression } from '../../program/load-patterns.js';
import { linked } from './linked.js';

const COMMAND = `const fs = require('fs');\nmodule.exports.run = () => fs.writeFileSync('data/page.json', '');`;

/** How the file is reached in a program that starts with start.js. */
function reachOf(file: string, start: string, more: Record<string, string> = {}): string | undefined {
  const manifest = { main: 'start.js', ...(JSON.parse(more['package.json'] ?? '{}') as object) };
  const program = linked({ 'start.js': start, ...more, [file]: more[file] ?? COMMAND, 'package.json': JSON.stringify(manifest) });
  return program.modules.find((m) => m.file === file)?.reach;
}

describe('files that are loaded without each being named', () => {
  test.each<[string, string, string, Record<string, string>?]>([
    ['import() as compilers write it for CommonJS', 'commands/start.js', 'async function run(name) {\n  await Promise.resolve(`${`./commands/${name}.js`}`).then((s) => __importStar(require(s)));\n}\nrun(process.argv[2]);'],
    ['a word of the command line', 'commands/init.js', 'require(`./commands/${process.argv[2]}`)();'],
    ['a word of the command line in the middle of a name, by way of options', 'cli/command.init.js', 'function handle(options) { return require(`./cli/command.${options.input[0]}`)(options); }\nhandle({ input: process.argv.slice(2) });'],
    ['what only one of the callers says', 'cli/command.init.js', 'function handle(options) { return require(`./cli/command.${options.input[0]}`)(options); }\nhandle({ input: ["start"] });\nexports.run = (words) => handle({ input: words });'],
    ['a variable of the environment', 'stores/file.js', `require('./stores/' + (process.env.STORE || 'memory'))();`],
    ['a name that may hold slashes', 'commands/db/revert.js', 'require(`./commands/${process.argv[2].replaceAll(":", "/")}.js`);'],
    ['the last of many names in a list', 'types/h.js', `['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].forEach((name) => require('./types/' + name));`],
    ['a glob from the root', 'plugins/a/index.js', `const glob = require('fast-glob');\nglob.sync('plugins/**/*.js').forEach((file) => load(file));`],
    ['a glob with alternatives, from a folder of the code', 'jobs/clean.mjs', `const { globSync } = require('glob');\nfor (const file of globSync('*.{js,mjs}', { cwd: __dirname + '/jobs' })) load(file);`],
    ['a list for the program that loads the package', 'dist/nodes/Mail.node.js', 'module.exports = {};', { 'package.json': '{ "n8n": { "nodes": ["dist/nodes/Mail.node.js"] } }' }],
    ['a table for the program that loads the package', 'lamp/lamp.js', 'module.exports = {};', { 'package.json': '{ "node-red": { "nodes": { "lamp": "lamp/lamp.js" } } }' }],
    ['a list beside package.json that names it by the name of the package', 'hooks/start.js', `JSON.parse(require('fs').readFileSync('parts.json'));`, { 'package.json': '{ "name": "shop", "main": "start.js" }', 'parts.json': '{ "parts": [{ "hooks": { "start": "shop/hooks/start:open" } }] }' }],
    ['a list of globs', 'jobs/clean.js', `const glob = require('fast-glob');\nglob.sync(['jobs/*.js', '!jobs/old.js']).forEach((file) => load(file));`],
    ['commandDir of yargs', 'commands/list.js', `require('yargs').commandDir('./commands').argv;`],
    ['a module that a setting names by default', 'stores/file.js', `const settings = read();\nsettings.store ||= './stores/file.js';\nimport(settings.store);`],
    ['a module that a table of settings names', 'stores/file.js', `const defaults = { store: './stores/file' };\nfunction open(settings) { return require(settings.store); }\nopen({ ...defaults, ...read() });`],
    ['a path beside the code that is handed to a package', 'lib/job.js', `const path = require('path');\nconst JOB = path.join(__dirname, './lib/job');\nrequire('pfork').fork({ script: JOB, value: 1 }, () => {});`],
    ['a path beside the code that is kept for who loads it', 'lib/job.js', `const path = require('path');\nfunction settle(options) { options.execModulePath = options.execModulePath || path.join(__dirname, 'lib/job.js'); return options; }\nrequire('pool').open(settle({}));`],
    ['a path beside the code that options hold', 'lib/job.js', `const path = require('path');\nconst own = path.join(__dirname, 'lib/job.js');\nexports.options = (given) => ({ workerFile: given.file || own });`],
    ['a folder with an index that is handed to a package', 'lib/job/index.js', `require('pfork').fork({ script: require('path').join(__dirname, 'lib/job') });`],
    ['a relative path that is handed to a loader', 'lib/server.mjs', 'const DIR = "./lib/";\nasync function start() { const server = await simport(`${DIR}server.mjs`); server(); }\nstart();'],
  ])('%s', (_name, file, start, more) => expect(reachOf(file, start, more)).toBe('production'));

  test.each([
    ['subpath patterns of exports', 'dist/jobs/clean.js', { exports: { '.': './start.js', './jobs/*': './dist/jobs/*.js' } }],
    ['commands of oclif', 'dist/commands/db/list.js', { oclif: { commands: './dist/commands' } }],
    ['commands of oclif named as they are built', 'src/commands/list.ts', { oclif: { commands: { strategy: 'pattern', target: './dist/commands' } } }],
    ['hooks of oclif', 'hooks/init.js', { oclif: { hooks: { init: ['./hooks/init'] } } }],
  ])('%s', (_name, file, manifest) => expect(reachOf(file, '', { 'package.json': JSON.stringify(manifest) })).toBe('production'));

  test.each([
    ['a glob of a file that nothing starts', 'commands/start.js', '', { 'gulpfile.js': `require('fast-glob').sync('commands/*.js');` }],
    ['a source that is read', 'lib/page.js', `require('fs').readFileSync(require('path').join(__dirname, 'lib/page.js'));`, {}],
    ['a source that is kept for a browser', 'lib/page.js', `const path = require('path');\nexports.options = { clientScriptPath: path.join(__dirname, 'lib/page.js') };`, {}],
    ['a source that is served', 'lib/page.js', `require('express')().get('/page', (req, res) => res.sendFile(__dirname + '/lib/page.js'));`, {}],
    ['a relative path that is told', 'lib/page.js', `console.log('./lib/page.js');`, {}],
    ['a glob of other files', 'commands/start.js', `require('fast-glob').sync('commands/*.css');`, {}],
    ['a glob that leaves out', 'commands/start.js', `require('fast-glob').sync(['!commands/*.js']);`, {}],
    ['a glob in a folder that only running tells', 'commands/start.js', `require('fast-glob').sync('commands/*.js', { cwd: process.argv[2] });`, {}],
    ['a pattern for the whole package', 'scripts/release.js', '', { 'package.json': JSON.stringify({ exports: { './*': './*' } }) }],
    ['the same setting with a path that leads elsewhere', 'stores/file.js', `const settings = { store: './shelves/file.js' };\nrequire(settings.store);`, {}],
    ['tests beside the commands', 'commands/__tests__/start.js', 'require(`./commands/${process.argv[2]}.js`);', {}],
  ])('not %s', (_name, file, start, more) => expect(reachOf(file, start, more)).not.toBe('production'));
});

describe('a glob as an expression', () => {
  test.each([
    ['**/*.js', 'a.js', true],
    ['**/*.js', 'a/b/c.js', true],
    ['a/*.js', 'a/b/c.js', false],
    ['./a/?.js', 'a/b.js', true],
    ['a/*.{js,ts}', 'a/b.ts', true],
    ['a/*.?(c|m)js', 'a/b.mjs', true],
    ['a.b/*.js', 'axb/c.js', false],
  ])('%s and %s: %s', (glob, file, matches) => expect(globExpression(glob).test(file)).toBe(matches));
});
