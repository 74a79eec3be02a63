import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../runtime/entry.js';
import { send } from '../../runtime/http.js';
import { startNodeApp, type NodeApp, type NodeAppOptions, type StartedNodeApp } from '../../runtime/node-app.js';
import { isRunning, openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());

const serve = (module: string, name = 'default'): Entry => ({ portEnv: 'PORT', module: { module, export: name, mount: '/' } });
const command = (start: string): Entry => ({ portEnv: 'PORT', start });

const start = (root: string, entry: Entry, more: Partial<NodeAppOptions> = {}): Promise<StartedNodeApp> => startNodeApp({ root, entry, env: {}, network: 'loopback', ...more });

async function running(root: string, entry: Entry, more: Partial<NodeAppOptions> = {}): Promise<NodeApp> {
  const started = await start(root, entry, more);
  if (!started.ok) throw new Error(started.problem.message);
  return started.app;
}

const get = async (app: NodeApp, url = '/'): Promise<[number, string]> => {
  const answer = await send(app.port, { method: 'GET', path: url, headers: {}, body: null }, 5_000);
  return [answer.status, answer.failure ? answer.failure.kind : answer.body];
};

async function once(files: Record<string, string>, entry: Entry, url = '/'): Promise<[number, string, string | null]> {
  const app = await running(workshop.app(files), entry);
  try {
    return [...(await get(app, url)), app.kind];
  } finally {
    await app.stop();
  }
}

describe('an app on Node', () => {
  it.each<[string, Record<string, string>, Entry, string, [number, string, string | null]]>([
    ['a CommonJS (request, response) function', { 'app.js': 'module.exports = (request, response) => response.end("plain " + request.url);' }, serve('app.js'), '/a', [200, 'plain /a', 'listener']],
    ['a named export of an ES module', { 'package.json': '{"type":"module"}', 'src/app.js': 'export const notes = (request, response) => response.end("named");' }, serve('src/app.js', 'notes'), '/', [200, 'named', 'listener']],
    ['a fetch handler', { 'app.mjs': 'export default { fetch: async (request) => new Response(request.method + await request.text(), { status: 202 }) };' }, serve('app.mjs'), '/', [202, 'GET', 'fetch']],
    ['a function that makes the app', { 'app.mjs': 'export async function create() { return (request, response) => response.end("made"); }' }, serve('app.mjs', 'create()'), '/', [200, 'made', 'listener']],
    ['a Koa-like app', { 'app.mjs': 'export default { middleware: [], callback: () => (request, response) => response.end("koa") };' }, serve('app.mjs'), '/', [200, 'koa', 'koa']],
    ['an Express app', { 'app.mjs': 'import express from "express"; const app = express(); app.get("/", (q, r) => r.send("express")); export default app;' }, serve('app.mjs'), '/', [200, 'express', 'express-app']],
    ['an Express router, mounted', { 'app.mjs': 'import { Router } from "express"; export const notes = Router(); notes.get("/", (q, r) => r.json([]));' }, { portEnv: 'PORT', module: { module: 'app.mjs', export: 'notes', mount: '/api' } }, '/api', [200, '[]', 'express-router']],
    ['an http server', { 'app.mjs': 'import http from "node:http"; export default http.createServer((q, r) => r.end("server"));' }, serve('app.mjs'), '/', [200, 'server', 'server']],
    ['a module that listens by itself', { 'app.mjs': 'import http from "node:http"; http.createServer((q, r) => r.end("own " + process.env.PORT)).listen(process.env.PORT);' }, { portEnv: 'PORT', module: { module: 'app.mjs', export: 'default', mount: '/', listens: 3000 } }, '/', [200, 'own 3000', null]],
    ['npm start', { 'package.json': '{"scripts":{"start":"node app.js"}}', 'app.js': 'require("http").createServer((q, r) => r.end("npm")).listen(process.env.PORT, () => {});' }, command('npm start'), '/', [200, 'npm', null]],
  ])('is served: %s', async (_, files, entry, url, expected) => {
    expect(await once(files, entry, url)).toEqual(expected);
  });

  it('runs in a copy: the original is not written, the copy is removed, the process is gone', async () => {
    const root = workshop.app({ 'app.js': 'const fs = require("fs"); module.exports = (q, r) => { fs.writeFileSync("data/new.txt", "x"); r.end(__dirname + "|" + fs.readFileSync("data/old.txt")); };', 'data/old.txt': 'kept' });
    const app = await running(root, serve('app.js'));
    expect(await get(app)).toEqual([200, `${app.folder}|kept`]);
    expect(readFileSync(path.join(app.folder, 'data/new.txt'), 'utf8')).toBe('x');
    expect(isRunning(app.pid)).toBe(true);
    await app.stop();
    expect(existsSync(path.join(root, 'data/new.txt'))).toBe(false);
    expect(existsSync(app.folder)).toBe(false);
    expect(isRunning(app.pid)).toBe(false);
    expect(workshop.leftovers()).toEqual([]);
  });

  it('does not write to the original through a link, and survives a link to itself', async () => {
    const store = workshop.app({ 'note.txt': 'mine' });
    const root = workshop.app({ 'app.js': 'const fs = require("fs"); module.exports = (q, r) => { fs.writeFileSync("linked/note.txt", "theirs"); r.end("ok"); };' });
    symlinkSync(store, path.join(root, 'linked'));
    symlinkSync(root, path.join(root, 'self'));
    const app = await running(root, serve('app.js'));
    expect(await get(app)).toEqual([200, 'ok']);
    await app.stop();
    expect(readFileSync(path.join(store, 'note.txt'), 'utf8')).toBe('mine');
  });

  it('cannot write elsewhere by an absolute path, unless it may', async () => {
    const elsewhere = `/var/tmp/${path.basename(workshop.folder)}`;
    const root = workshop.app({ 'app.js': `const fs = require("fs"); module.exports = (q, r) => { try { fs.writeFileSync(${JSON.stringify(elsewhere)}, "x"); r.end("written"); } catch (error) { r.end(error.code); } };` });
    const held = await running(root, serve('app.js'));
    expect(await get(held)).toEqual([200, 'ERR_ACCESS_DENIED']);
    await held.stop();
    expect(existsSync(elsewhere)).toBe(false);
    const free = await running(root, serve('app.js'), { writes: 'anywhere' });
    expect(await get(free)).toEqual([200, 'written']);
    await free.stop();
    rmSync(elsewhere);
  });

  it('gets a free port although the one it asks for is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const app = await running(workshop.app({ 'app.js': `require("http").createServer((q, r) => r.end("here")).listen(${port}, "0.0.0.0");` }), command('node app.js'));
    expect(app.port).not.toBe(port);
    expect(await get(app)).toEqual([200, 'here']);
    await app.stop();
    taken.close();
  });

  it('answers on the port it was told, not on its metrics port', async () => {
    const app = await running(workshop.app({ 'app.js': 'const http = require("http"); http.createServer((q, r) => r.end("metrics")).listen(9100); setTimeout(() => http.createServer((q, r) => r.end("app")).listen(process.env.PORT), 60);' }), command('node app.js'));
    expect(await get(app)).toEqual([200, 'app']);
    await app.stop();
  });

  it('reaches nobody but this machine', async () => {
    const files = { 'app.mjs': 'export default async (q, r) => { try { await fetch("http://198.51.100.1/"); r.end("reached"); } catch (error) { r.end(error.cause?.code ?? String(error)); } };' };
    expect((await once(files, serve('app.mjs')))[1]).toBe('ECONNREFUSED');
  });

  it('says why and where an app does not start, and leaves nothing behind', async () => {
    const started = await start(workshop.app({ 'lib/config.js': '\nthrow new Error("no configuration");', 'app.js': 'require("./lib/config.js"); module.exports = () => {};' }), serve('app.js'));
    expect(started.ok ? null : started.problem).toMatchObject({ message: expect.stringMatching(/ended with exit code 1 before it listened[\s\S]*no configuration/) as string, at: { file: 'lib/config.js', line: 2 } });
    expect(workshop.leftovers()).toEqual([]);
  });

  it('says so when a command never listens, and ends it', async () => {
    const root = workshop.app({ 'app.js': 'require("fs").writeFileSync(process.env.NOTE, String(process.pid)); setInterval(() => {}, 1000); process.on("SIGTERM", () => {});' });
    const note = path.join(workshop.folder, 'pid');
    const started = await start(root, command('node app.js'), { startLimit: 600, env: { NOTE: note } });
    expect(started.ok ? null : started.problem.message).toMatch(/did not listen on a port within 0.6 s/);
    expect(isRunning(Number(readFileSync(note, 'utf8')))).toBe(false);
    expect(workshop.leftovers()).toEqual([]);
  });

  it.each([
    ['an export that serves nothing', { 'app.js': 'exports.notes = 5;' }, serve('app.js', 'notes'), /export notes of app\.js is no Express app/],
    ['an export that is not there', { 'app.js': 'exports.notes = 5;' }, serve('app.js', 'note'), /it is undefined/],
    ['a command that is not there', { 'app.js': '' }, command('no-such-command-here'), /no-such-command-here/],
  ])('tells %s', async (_, files, entry, message) => {
    const started = await start(workshop.app(files), entry);
    expect(started.ok ? null : started.problem.message).toMatch(message);
  });

  it('does not hand on the secrets of our shell', async () => {
    process.env['NOTES_SECRET'] = 'hush';
    try {
      expect((await once({ 'app.js': 'module.exports = (q, r) => r.end(String(process.env.NOTES_SECRET) + process.env.TZ);' }, serve('app.js')))[1]).toBe('undefinedUTC');
    } finally {
      delete process.env['NOTES_SECRET'];
    }
  });
});
