/**
 * A program whose calls reach documents that move, what ships, and scratch files of the request, whichever it says while it runs, by paths that it finds from the places of modules in
 * several folders and from its working folder: rewritten, bundled, and compared on Node and on Workers.
 */
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { homePath } from '../../core/home.js';
import type { Verification } from '../../core/verification.js';
import { folderWith, run } from '../command-line.js';

const FILES = {
  'package.json': '{ "name": "themes", "type": "module", "main": "server.js", "dependencies": { "express": "^5.1.0" } }\n',
  'server.js': `import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import { fileOf } from './lib/themes/places.js';

const app = express();
app.use(express.json());
const readTheme = (name) => JSON.parse(fs.readFileSync(fileOf(name), 'utf8'));

app.get('/themes/:name', (req, res) => {
  if (!fs.existsSync(fileOf(req.params.name))) return res.status(404).json({ error: 'none' });
  res.json(readTheme(req.params.name));
});
app.put('/themes/:name', (req, res) => {
  const draft = path.join(os.tmpdir(), \`draft-\${req.params.name}.json\`);
  fs.writeFileSync(draft, JSON.stringify(req.body));
  fs.renameSync(draft, path.join('data', \`\${path.basename(req.params.name)}.json\`));
  res.sendStatus(204);
});
app.get('/raw/:name', (req, res) => res.sendFile(path.resolve(fileOf(req.params.name))));
app.delete('/themes/:name', (req, res) => {
  fs.unlinkSync(path.join('data', \`\${path.basename(req.params.name)}.json\`));
  res.sendStatus(204);
});
app.get('/themes', (req, res) => res.json(fs.readdirSync(path.join(import.meta.dirname, 'data')).sort()));
app.listen(Number(process.env.PORT ?? 3000));
`,
  'lib/themes/places.js': `import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const fileOf = (name) => (name === 'default' ? path.join(here, 'shipped', 'default.json') : path.join(here, '../../data', \`\${path.basename(name)}.json\`));
`,
  'verify.yaml': `entry: { start: node server.js }
state: [data]
requests:
  - { path: /themes/default, expect: { status: 200, contains: grey } }
  - { path: /themes/own, expect: { status: 200, contains: blue } }
  - { path: /themes/none, expect: 404 }
  - { method: PUT, path: /themes/new, json: { name: new }, expect: 204 }
  - { path: /themes/new, expect: { status: 200, contains: new } }
  - { path: /raw/new, expect: 200 }
  - { path: /raw/default, expect: { status: 200, contains: grey } }
  - { path: /themes, expect: { status: 200, contains: new.json } }
  - { method: DELETE, path: /themes/new, expect: 204 }
  - { path: /themes/new, expect: 404 }
`,
  'lib/themes/shipped/default.json': '{"name":"default","colours":["grey"]}',
  'data/own.json': '{"name":"own","colours":["blue"]}',
};

test('each file is found at the place that its path names, on Workers as on Node', async () => {
  const app = folderWith(FILES);
  symlinkSync(homePath('node_modules'), path.join(app, 'node_modules'), 'junction');
  const written = await run(app, 'apply', 'fs-to-r2', '--accept', 'data/*.json', '--write', '--yes');
  expect([written.code, written.log + written.out]).toEqual([0, expect.stringContaining('files that do not move are reached here as well')]);
  expect(readFileSync(path.join(app, 'wrangler.jsonc'), 'utf8')).toContain('"lib/themes/shipped/default.json"');
  const { code, out, log } = await run(app, 'verify', '--json');
  const { equal, requests, state } = JSON.parse(out) as Verification;
  expect([code, equal, requests.filter((one) => !one.equal).map((one) => one.title), state?.equal], log).toEqual([0, true, [], true]);
}, 60_000);
