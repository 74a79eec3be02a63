import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseVerifyScript } from '../../runtime/script.js';
import { folderWith, run } from '../command-line.js';

const SHOP = {
  'package.json': JSON.stringify({ name: 'shop', dependencies: { express: '5', multer: '2' } }),
  'app.js': `
const express = require('express');
const multer = require('multer');
const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const upload = multer({ dest: 'data/pictures' });
const app = express();
app.use(express.json());
if (!process.env.SHOP_KEY) throw new Error('no key');
const NAMES = ['label', 'colour'];
function problems(item) {
  if (typeof item.label !== 'string') return ['label'];
  return Array.isArray(item.tags) && item.tags.every((tag) => typeof tag === 'string') ? [] : ['tags'];
}
app.post('/items', (req, res) => {
  const found = problems(req.body);
  if (found.length > 0) return res.status(400).json({ error: found });
  const { price = 12, state } = req.body;
  if (!['new', 'used'].includes(state)) return res.status(400).json({ error: 'state' });
  const item = { id: randomUUID(), madeAt: new Date().toISOString(), price };
  fs.writeFileSync('data/items.json', JSON.stringify(item));
  fs.readFileSync('data/items.json');
  res.status(201).json({ id: item.id, price });
});
app.get('/items/:id', (req, res) => res.json({}));
app.get('/items', (req, res) => res.json({ after: req.query.after }));
app.patch('/items/:id', (req, res) => { for (const name of NAMES) if (name in req.body) console.log(req.body[name].trim()); res.json({}); });
app.delete('/items/:id', (req, res) => res.status(204).end());
app.post('/items/:id/picture', upload.single('picture'), (req, res) => res.json({ caption: req.body.caption }));
app.get(/^\\/odd/, (req, res) => res.json({}));
app.get('/' + process.argv[2], (req, res) => res.json({}));
module.exports = app;
`,
};

describe('verify --init', () => {
  test('drafts what an express app can be asked, in an order that tells something, and says what it left out', async () => {
    const { code, out, log } = await run(folderWith(SHOP), 'verify', '--init');
    expect({ code, log }).toEqual({ code: 0, log: 'script drafted from 6 routes; 2 could not be drafted\n' });
    const script = parseVerifyScript(out, 'draft');
    expect(script.entry).toMatchObject({ module: { module: 'app.js', export: 'default' } });
    expect(script.state).toEqual(['data']);
    expect(script.env).toEqual({ SHOP_KEY: 'placeholder' });
    expect(script.requests[0]?.ignore).toEqual(['$..id', '$..madeAt']);
    expect(script.requests.map(({ method, path: target }) => `${method} ${target}`)).toEqual([
      'POST /items',
      'GET /items', 'GET /items?after=example', 'GET /items/{{itemId|1}}',
      'PATCH /items/{{itemId|1}}', 'POST /items/{{itemId|1}}/picture', 'GET /items/{{itemId|1}}',
      'DELETE /items/{{itemId|1}}', 'GET /items/{{itemId|1}}', 'GET /items',
    ]);
    expect(JSON.parse(script.requests[0]?.body ?? '')).toEqual({ label: 'Example', tags: ['example'], price: 12, state: 'new' });
    expect(script.requests[0]?.capture).toEqual({ itemId: '$.id' });
    const upload = script.requests.find(({ path: target }) => target.endsWith('/picture'));
    expect(upload).toMatchObject({ binary: true, headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/) as string } });
    expect(upload?.body).toMatch(/name="picture"; filename="picture\.png"[\s\S]*PNG/);
    expect(out).toContain('# app.js:15\n');
    expect(out).toMatch(/# Not drafted:\n(?:.*\n)*.*app\.js:30\): its path is a regular expression/);
    expect(out).toMatch(/app\.js:31\): its path is computed/);
  });

  test('writes where -o says, never over a file without --yes, and nothing else', async () => {
    const folder = folderWith(SHOP);
    expect(await run(folder, 'verify', '--init', '-o', 'verify.yaml')).toMatchObject({ code: 0, out: '', log: expect.stringContaining('written to verify.yaml') as string });
    const written = readFileSync(path.join(folder, 'verify.yaml'), 'utf8');
    const second = await run(folder, 'verify', '--init', '-o', 'verify.yaml');
    expect(second).toMatchObject({ code: 2, log: expect.stringContaining('--yes') as string });
    expect((await run(folder, 'verify', '--init', '-o', 'verify.yaml', '--yes')).code).toBe(0);
    expect(readFileSync(path.join(folder, 'verify.yaml'), 'utf8')).toBe(written);
    const other = folderWith(SHOP);
    await run(other, 'verify', '--init');
    expect(existsSync(path.join(other, 'verify.yaml'))).toBe(false);
  });

  test('refuses a folder without a route, and says what is served instead', async () => {
    const empty = await run(folderWith({ 'package.json': '{}', 'index.js': 'console.log(1);' }), 'verify', '--init');
    expect(empty).toMatchObject({ code: 2, out: '' });
    expect(empty.log).toMatch(/No HTTP route was found[\s\S]*hint: .*--record/);
    const tcp = await run(folderWith({ 'package.json': '{"main":"index.js"}', 'index.js': "require('node:net').createServer((socket) => socket.end()).listen(7000);" }), 'verify');
    expect(tcp).toMatchObject({ code: 2 });
    expect(tcp.log).toContain('raw TCP is not played');
  });
});
