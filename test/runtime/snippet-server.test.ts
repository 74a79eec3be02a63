/** Two isolates and a server beside: what a snippet may ask for, on the real workerd, and that nothing of it is left. */
import { afterAll, expect, it, vi } from 'vitest';
import type { Snippet } from '../../core/evidence.js';
import { observe } from '../../pipeline/evidence.js';
import { loadRuntime } from '../../runtime/packages.js';
import { openWorkshop } from './apps.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => {
  expect(workshop.leftovers()).toEqual([]);
  workshop.close();
});

const DATES = ['2026-11-17'];

const snippet = (id: string, source: string, more: Partial<Snippet> = {}): Snippet => ({
  id, source, shows: id, rules: [], settled: [], besides: [], form: 'function', files: {}, packages: {}, wrangler: {}, platforms: ['browser'], dates: 'last', isolates: 1, ...more,
});

const server = (source: string): Pick<Snippet, 'server'> => ({ server: { name: 'one', source } });

const COUNTS = 'let requests = 0; export default () => { requests += 1; return requests; };';
const ASKS = 'export default async () => (await fetch(`http://127.0.0.1:${process.env.SERVER_PORT}`)).text();';
const SERVES = `import http from 'node:http';
export const serve = () => new Promise((resolve) => { const server = http.createServer((request, response) => response.end('tide')).listen(0, '127.0.0.1', () => resolve(server.address().port)); });`;

it('sends the second request to another isolate only where it is asked to, and finds the server on both sides', async () => {
  const snippets = [snippet('one isolate', COUNTS), snippet('two isolates', COUNTS, { isolates: 2 }), snippet('server', ASKS, server(SERVES))];
  const outcomes = await observe({ packages: await loadRuntime(), dates: DATES, snippets });
  expect(Object.fromEntries(Object.entries(outcomes).map(([id, rows]) => [id, rows.map(({ outcome, text }) => [outcome, text].filter(Boolean).join(', '))]))).toEqual({
    'one isolate': ['works'], 'two isolates': ['ephemeral, Node: 2; workerd: 1'], server: ['works'],
  });
});

it('says so when the server of a snippet ends instead of listening', async () => {
  const wrong = snippet('wrong', ASKS, server('export const serve = () => { throw new Error("no tide table"); };'));
  await expect(observe({ packages: await loadRuntime(), dates: DATES, snippets: [wrong] })).rejects.toMatchObject({ code: 'snippet-fails-on-node', message: expect.stringContaining('no tide table') as string });
});
