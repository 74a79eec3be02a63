import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../commands/main.js';
import type { World } from '../../commands/world.js';
import { homePath } from '../../core/home.js';
import type { Verification } from '../../core/verification.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-har-'));
const said = { out: '', log: '' };
let status: number;
let verification: Verification;

const APP = `import express from 'express';
import { appendFileSync } from 'node:fs';
const app = express();
const notes = [];
app.use(express.json());
app.post('/notes', (request, response) => {
  if (request.get('authorization') !== 'Bearer of-the-day') return response.status(401).json({ error: 'who are you' });
  notes.push({ id: 'n' + (notes.length + 1), title: request.body.title });
  response.status(201).json(notes.at(-1));
});
app.get('/notes/:id', (request, response) => response.json(notes.find(({ id }) => id === request.params.id) ?? null));
app.get('/visit', (request, response) => { appendFileSync('visits.log', 'x'); response.send('seen'); });
app.listen(process.env.PORT || 3000);
`;

const NAMES = { json: 'application/json' };
const headers = (values: Record<string, string>): object[] => Object.entries(values).map(([name, value]) => ({ name, value }));

/** One exchange as browsers write it down. */
const entry = (method: string, url: string, status_: number, answer: string, more: { body?: object; headers?: Record<string, string> } = {}): object => ({
  startedDateTime: '2026-11-20T10:00:00.000Z',
  request: { method, url, httpVersion: 'HTTP/1.1', headers: headers(more.headers ?? {}), queryString: [], cookies: [], ...(more.body ? { postData: { mimeType: NAMES.json, text: JSON.stringify(more.body) } } : {}) },
  response: { status: status_, statusText: '', headers: headers({ 'content-type': NAMES.json }), content: { mimeType: NAMES.json, text: answer }, redirectURL: '' },
});

beforeAll(async () => {
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "notes", "type": "module", "main": "app.js", "dependencies": { "express": "^5.1.0" } }');
  writeFileSync(path.join(folder, 'app.js'), APP);
  symlinkSync(homePath('node_modules'), path.join(folder, 'node_modules'), 'junction');
  const site = 'https://notes.example.org';
  const token = { authorization: 'Bearer of-the-day', 'content-type': NAMES.json };
  writeFileSync(path.join(folder, 'trip.har'), JSON.stringify({ log: { version: '1.2', entries: [
    entry('POST', `${site}/notes`, 201, '{"id":"note-4711","title":"Tides"}', { body: { title: 'Tides' }, headers: token }),
    entry('GET', 'https://fonts.example.com/serif', 200, '{}'),
    entry('GET', `${site}/notes/note-4711`, 200, '{"id":"note-4711","title":"Tides"}'),
    entry('GET', `${site}/visit`, 200, 'seen'),
  ] } }));
  const world: World = { cwd: folder, env: { AUTHORIZATION: 'Bearer of-the-day' }, columns: 80, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) };
  status = await main(['verify', folder, '--script', path.join(folder, 'trip.har'), '--diagnosis-time', '0', '--json'], world);
  verification = JSON.parse(said.out) as Verification;
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an HTTP archive', () => {
  test('is played from the origin that most of it goes to; the rest is counted', () => {
    expect(said.log).toContain('3 requests to https://notes.example.org of trip.har; 1 to other origins skipped');
    expect(verification.requests.map(({ round, title }) => `${round} ${title}`)).toEqual(['1 POST /notes', '1 GET /notes/{{noteId}}', '1 GET /visit', '2 POST /notes', '2 GET /notes/{{noteId}}', '2 GET /visit']);
  });

  test('sends its secret from the environment, and what each side answered in the place of the recorded id', () => {
    const [created, read] = verification.requests;
    expect(created).toMatchObject({ node: { status: 201 }, workers: { status: 201 }, equal: true });
    expect(JSON.parse(read?.workers.body ?? '')).toEqual({ id: 'n1', title: 'Tides' });
    expect(read).toMatchObject({ node: { status: 200, body: read?.workers.body }, equal: true });
  });

  test('shows where Workers answer otherwise, and exits with 1', () => {
    expect(verification.requests.filter(({ equal }) => !equal).map(({ title, node, workers }) => [title, node.status, workers.status])).toEqual([['GET /visit', 200, 500], ['GET /visit', 200, 500]]);
    expect(verification.diagnosis).toBeUndefined();
    expect(status).toBe(1);
  });
});
