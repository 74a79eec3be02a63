/** A program that answers before its changes of files are done, and waits for none of them: on Workers they are made all the same. */
import { expect, test } from 'vitest';
import type { Verification } from '../../core/verification.js';
import { folderWith, run } from '../command-line.js';

const FILES = {
  'package.json': '{ "name": "quay", "main": "server.js", "scripts": { "start": "node server.js" } }\n',
  'server.js': `const http = require('http');
const fs = require('fs');

const ignore = () => {};
http.createServer((req, res) => {
  const file = \`data/\${req.url.slice(1)}.json\`;
  if (req.method === 'PUT') fs.writeFile(file, JSON.stringify({ at: req.url }), ignore);
  else if (req.method === 'DELETE') fs.unlink(file, ignore);
  else if (req.method === 'POST') fs.rename(file, \`data/kept-\${req.url.slice(1)}.json\`, ignore);
  else if (req.url === '/list') return fs.readdir('data', (error, names) => res.end(JSON.stringify(error ? [] : names.filter((name) => name === 'still.json'))));
  res.end('on its way');
}).listen(process.env.PORT || 3000);
`,
  'verify.yaml': `entry: { start: npm start }
state: [data]
requests:
  - PUT /one
  - DELETE /old
  - POST /draft
  - GET /list
`,
  'data/old.json': '"old"',
  'data/draft.json': '"draft"',
  'data/still.json': '"still"',
};

test.each(['fs-to-r2', 'fs-to-kv'])('%s keeps changes going that nobody waits for', async (codemod) => {
  const app = folderWith(FILES);
  const written = await run(app, 'apply', codemod, '--accept', 'data/*.json', '--write', '--yes');
  expect(written.code, written.log + written.out).toBe(0);
  const { code, out, log } = await run(app, 'verify', '--json');
  const { equal, requests, state } = JSON.parse(out) as Verification;
  expect([code, equal, requests.filter((one) => !one.equal).map((one) => one.title), state?.equal], log).toEqual([0, true, [], true]);
}, 60_000);
