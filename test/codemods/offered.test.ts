/** What a package of commands gives away by its `main` may turn async: whoever loads it is told by a note. */
import { expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const tree = (manifest: object): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'port', ...manifest }),
  'cli.js': `const { load } = require('./index');\nconsole.log(load());\n`,
  'index.js': `const fs = require('fs');\nexports.load = () => JSON.parse(fs.readFileSync('data/ships.json', 'utf8'));\nexports.save = (ships) => fs.promises.writeFile('data/ships.json', JSON.stringify(ships));\n`,
});

it.each([
  ['a command beside what is loaded', { main: 'index.js', bin: 'cli.js' }, ['index.js:2: load is given to whoever loads the package by its main, and gives a promise from now on']],
  ['nothing but a program', { main: 'index.js', bin: 'cli.js', private: true }, []],
])('%s', (_what, manifest, expected) => {
  const { result } = rewriteTree(tree(manifest));
  expect(result.changes.length).toBeGreaterThan(0);
  expect(result.notes.filter((note) => note.includes('loads the package'))).toEqual(expected);
});
