/** Calls on files of which nobody knows which they are: they stay on the disk, and a person is told where they stand. */
import { expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const APP = (more: string): Record<string, string> => ({
  'package.json': '{ "type": "module", "main": "server.js", "dependencies": { "express": "^5.1.0" } }',
  'lib.js': "import fs from 'node:fs';\nexport const size = (name) => fs.statSync(name).size;\n",
  'server.js': `import fs from 'node:fs';
import express from 'express';
import { size } from './lib.js';
const app = express();
app.put('/notes/:id', (req, res) => {
  fs.writeFileSync(\`data/notes/\${req.params.id}.txt\`, 'new');
  res.sendStatus(204);
});
app.get('/notes/:id', (req, res) => res.send(fs.readFileSync(\`data/notes/\${req.params.id}.txt\`)));
${more}
app.listen(3000);
`,
});

const notes = (more: string): string[] => rewriteTree(APP(more), { codemod: 'fs-to-r2' }).result.notes;

it('are named where the path comes out of what is kept in memory', () => {
  expect(notes("const index = new Map();\napp.get('/sizes', (req, res) => res.json([...index.values()].map((file) => size(file))));")).toContainEqual(expect.stringMatching(/^lib\.js:2: which file is used here is not known, so the disk is/));
});

it('are none where every caller names its file', () => {
  expect(notes("app.get('/size', (req, res) => res.json(size('data/notes/first.txt')));").filter((note) => note.includes('is not known'))).toEqual([]);
});

it('move through a wrapper that finds documents anywhere, instead of being left beside a second version of it', () => {
  const tree = {
    'package.json': '{ "type": "module" }',
    'store.js': `import fs from 'node:fs';
import path from 'node:path';
import { scratch } from './scratch.js';

let folder;
export const init = (settings) => {
  folder = settings.userDir;
};
const sizeOf = (file) => fs.statSync(file).size;
export const save = (id, text) => fs.writeFileSync(path.join(folder, id), text);
export const size = (id) => sizeOf(path.join(folder, id));
export const sizes = (list) => list.map((file) => sizeOf(file));
export const scratchSize = () => sizeOf(scratch);
`,
    'scratch.js': "import os from 'node:os';\nimport path from 'node:path';\nexport const scratch = path.join(os.tmpdir(), 'draft');\n",
  };
  const { result, after } = rewriteTree(tree, { codemod: 'fs-to-r2', accept: ['<userDir>/*'] });
  expect(result.refused).toEqual([]);
  expect(after['store.js']).toContain('const sizeOf = async (file) => (await files.stat(file)).size;');
  expect(after['store.js']).toContain('Promise.all(list.map(async (file) => sizeOf(file)))');
  expect(after['store.js']).not.toContain('Stored');
  expect(after['storage/files.workers.js']).toContain('isScratch(key)');
  expect(result.notes.join()).not.toContain('is not known');
});

it('names the program that is handed what moves', () => {
  const started = (line: string): string[] => rewriteTree({ 'package.json': '{ "type": "module" }', 'port.js': `import fs from 'node:fs';\nimport { execFile } from 'node:child_process';\nexport const load = () => fs.promises.readFile('data/ships.json');\nexport const save = (ships) => fs.promises.writeFile('data/ships.json', ships);\nexport const edit = () => ${line};\n` }).result.notes;
  expect(started("execFile(process.env.EDITOR, ['data/ships.json'])")).toContain('port.js:5: the program that is started here is handed data/ships.json, and looks for it on the disk');
  expect(started("execFile(process.env.EDITOR, ['old-data/ships.json', 'data/ships.json.new'])").filter((note) => note.includes('is started'))).toEqual([]);
});
