import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { home } from '../../core/home.js';
import type { Exchange } from '../../drafting/exchange.js';
import { readHar } from '../../drafting/har.js';
import { recordedRequests } from '../../drafting/recorded.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { withEnvironment } from '../../runtime/script-environment.js';
import { folderWith, run } from '../command-line.js';

const exchange = (method: string, target: string, more: Partial<Exchange> & { json?: unknown; answered?: unknown } = {}): Exchange => ({
  method, path: target, headers: more.json === undefined ? {} : { 'content-type': 'application/json' }, body: more.json === undefined ? null : Buffer.from(JSON.stringify(more.json)),
  status: 200, answerHeaders: {}, setCookies: [], answer: Buffer.from(JSON.stringify(more.answered ?? {})), ...more,
});

describe('recorded exchanges', () => {
  test('become requests that capture what an answer gave, and hold no secret', () => {
    const { requests, cookies } = recordedRequests([
      exchange('POST', '/login', { json: { user: 'ada', password: 'swordfish-7' }, answered: { token: 'tok-1234567890' }, setCookies: ['sid=s3cr3t; Path=/'] }),
      exchange('POST', '/notes', { json: { title: 'Tea' }, headers: { 'content-type': 'application/json', authorization: 'Bearer tok-1234567890', cookie: 'sid=s3cr3t; ad=x99' }, answered: { id: 41 }, answerHeaders: { location: 'http://localhost:1/notes/41' } }),
      exchange('GET', '/notes/41', { headers: { 'x-api-key': 'k-98765' } }),
      exchange('PUT', '/notes/mine', { json: { title: 'Own' }, answered: { slug: 'mine' } }),
      exchange('GET', '/notes/mine'),
    ]);
    expect(cookies).toBe(true);
    expect(JSON.stringify(requests)).not.toMatch(/swordfish|tok-12|s3cr3t|x99|k-987/);
    expect(requests[0]).toMatchObject({ json: { user: 'ada', password: '{{env.PASSWORD}}' }, capture: { loginToken: '$.token' } });
    expect(requests[1]).toMatchObject({ headers: { authorization: 'Bearer {{loginToken}}', cookie: 'ad={{env.COOKIE_AD}}' } });
    expect(requests[2]).toMatchObject({ headers: { 'x-api-key': '{{env.X_API_KEY}}' } });
    expect(requests[2]?.path).toMatch(/^\{\{noteLocation\}\}$|^\/notes\/\{\{noteId\}\}$/);
    expect(requests[4]?.path).toBe('/notes/mine');
  });

  test('take their secrets from the environment when they are played, and name those that are missing', () => {
    const script = parseVerifyScript('entry: { module: a.js }\nrequests:\n  - { method: POST, path: /in, json: { password: "{{env.PASSWORD}}" } }\n', 'verify.yaml');
    expect(withEnvironment(script, { PASSWORD: 'a"b' }).requests[0]?.body).toBe('{"password":"a\\"b"}');
    expect(() => withEnvironment(script, {})).toThrow(/takes PASSWORD from the environment/);
  });
});

const entry = (url: string, more: Record<string, unknown> = {}): unknown => ({ request: { method: 'GET', url, headers: [], ...more }, response: { status: 200, headers: [], content: { text: '{}' } } });
const archive = (...entries: unknown[]): string => JSON.stringify({ log: { version: '1.2', entries } });

describe('an HTTP archive', () => {
  test('gives the requests to the origin that most went to, or to the one that is named', () => {
    const text = archive(entry('https://app.test/a?q=1'), entry('https://cdn.test/x.js'), entry('https://app.test/up', { method: 'POST', postData: { mimeType: 'application/octet-stream', text: '/+8=', encoding: 'base64' } }));
    const har = readHar(text, 'a.har');
    expect(har).toMatchObject({ origin: 'https://app.test', elsewhere: 1 });
    const { requests } = recordedRequests(har.exchanges);
    expect(requests).toMatchObject([{ method: 'GET', path: '/a?q=1' }, { method: 'POST', path: '/up', bodyBase64: '/+8=' }]);
    expect(readHar(text, 'a.har', 'https://cdn.test').exchanges.map(({ path: target }) => target)).toEqual(['/x.js']);
  });

  test.each<[what: string, text: string, expected: RegExp]>([
    ['no JSON', '{\n  "log": oops }', /a\.har:2:10: this is no JSON/],
    ['another JSON', '{"log":{"entries":[{"request":1}]}}', /no HTTP archive: log\.entries\.0\.request/],
    ['no request', archive(), /no answered request/],
  ])('is refused when it is %s', (_what, text, expected) => {
    expect(() => readHar(text, 'a.har')).toThrow(expected);
  });
});

const APP = {
  'package.json': '{"name":"counter","main":"server.js"}',
  'server.js': `const http = require('node:http');
const { randomUUID } = require('node:crypto');
http.createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/things' && request.method === 'POST') return response.end(JSON.stringify({ id: randomUUID(), nonce: Math.random() }));
  response.end(JSON.stringify({ url: request.url.slice(0, 8) }));
}).listen(process.env.PORT || 4100);
`,
};

function recording(folder: string): { address: Promise<string>; playing: Promise<void>; ended: Promise<{ code: number | null; log: string }>; interrupt(): void } {
  const child = spawn(process.execPath, [path.join(home, 'bin/cf-migrate'), 'verify', '--record', 'verify.yaml'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  const address = new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const found = /recording: (http:\S+)/.exec(log)?.[1];
      if (found) resolve(found);
    });
    child.on('close', () => reject(new Error(log)));
  });
  address.catch(() => undefined);
  const playing = new Promise<void>((resolve) => child.stderr.on('data', () => { if (log.includes('playing the recording')) resolve(); }));
  return { address, playing, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, log }))), interrupt: () => void child.kill('SIGINT') };
}

describe('verify --record', () => {
  test('writes a script on Ctrl-C that captures ids and leaves out what differs; a second Ctrl-C writes nothing', async () => {
    const folder = folderWith(APP);
    const one = recording(folder);
    const base = await one.address;
    const made = (await (await fetch(`${base}/things`, { method: 'POST' })).json()) as { id: string };
    expect(await (await fetch(`${base}/things/${made.id}`)).json()).toEqual({ url: '/things/' });
    one.interrupt();
    expect(await one.ended).toMatchObject({ code: 0 });
    const script = parseVerifyScript(readFileSync(path.join(folder, 'verify.yaml'), 'utf8'), 'verify.yaml');
    expect(script.requests.map(({ method, path: target }) => `${method} ${target}`)).toEqual(['POST /things', 'GET /things/{{thingId}}']);
    expect(script.requests[0]).toMatchObject({ capture: { thingId: '$.id' }, expect: { status: 200 } });
    expect(script.requests[0]?.ignore).toEqual(['$..id', '$..nonce']);

    const other = folderWith(APP);
    const two = recording(other);
    await fetch(await two.address);
    two.interrupt();
    await two.playing;
    two.interrupt();
    expect((await two.ended).code).not.toBe(0);
    expect(existsSync(path.join(other, 'verify.yaml'))).toBe(false);
    const empty = recording(other);
    await empty.address;
    empty.interrupt();
    expect(await empty.ended).toMatchObject({ code: 2, log: expect.stringContaining('No request came by') as string });
  }, 60_000);

  test('says what it cannot do: a port in use, a program that does not start, a file that is there', async () => {
    const folder = folderWith(APP);
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await run(folder, 'verify', '--record', 'a.yaml', '--port', String(port))).toMatchObject({ code: 2, log: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`) as string });
    server.close();
    const broken = folderWith({ ...APP, 'server.js': `${APP['server.js']}throw new Error('no luck');` });
    expect(await run(broken, 'verify', '--record', 'a.yaml')).toMatchObject({ code: 2, log: expect.stringContaining('no luck') as string });
    expect(existsSync(path.join(broken, 'a.yaml'))).toBe(false);
    writeFileSync(path.join(folder, 'b.yaml'), 'mine');
    expect(await run(folder, 'verify', '--record', 'b.yaml')).toMatchObject({ code: 2, log: expect.stringContaining('is there already') as string });
  }, 60_000);
});
