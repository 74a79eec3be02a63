import { builtinModules } from 'node:module';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandOrigin } from '../../core/origin-pattern.js';
import { apisOf, loadApis, parseApis } from '../../rules/apis.js';
import { UserError } from '../../core/errors.js';

const apis = loadApis();

/** Functions of node:fs that open no path and change nothing. */
const NOT_STORAGE = new Set(['Stats', 'Dirent', 'FileReadStream', 'FileWriteStream', 'Utf8Stream', 'constants', 'promises', 'F_OK', 'R_OK', 'W_OK', 'X_OK', '_toUnixTimestamp', 'Dir']);

describe('rules/apis.yaml', () => {
  it('knows every function of node:fs of the running Node', () => {
    const missing = Object.keys(fs).filter((name) => name !== 'default' && !NOT_STORAGE.has(name) && typeof fs[name as keyof typeof fs] === 'function' && apisOf(`node:fs.${name}`).length === 0);
    expect(missing).toEqual([]);
  });

  it('knows every function of node:fs/promises of the running Node', () => {
    expect(Object.keys(fs.promises).filter((name) => name !== 'constants' && apisOf(`node:fs.promises.${name}`).length === 0)).toEqual([]);
  });

  it('names builtins that exist, always with their prefix', () => {
    const builtins = new Set([...builtinModules, 'sqlite', 'test']);
    const modules = apis.flatMap((a) => expandOrigin(a.origin)).flatMap((o) => /^node:([\w/]+?)(?=[.(]|$)/.exec(o)?.[1] ?? []);
    expect(modules.filter((m) => !builtins.has(m))).toEqual([]);
    const bare = apis.flatMap((a) => expandOrigin(a.origin)).filter((o) => ['fs', 'path', 'os', 'http', 'net', 'child_process'].includes(o.split(/[.(]/)[0] ?? ''));
    expect(bare).toEqual([]);
  });

  it('gives storage that is no handle and no temporary file a path', () => {
    const pathless = apis.filter((a) => a.access && a.area === 'filesystem' && !a.path && !a.pure && !a.persistence && !a.origin.includes('()'));
    expect(pathless.map((a) => a.origin)).toEqual([]);
  });

  it('has no two entries for one name without an event to tell them apart', () => {
    const seen = new Map<string, number>();
    for (const api of apis) for (const origin of expandOrigin(api.origin)) if (!api.event) seen.set(origin, (seen.get(origin) ?? 0) + 1);
    expect([...seen].filter(([, count]) => count > 1).map(([origin]) => origin)).toEqual([]);
  });

  it.each([
    ['node:fs.promises.writeFile', { style: 'promise', access: 'write', path: [0] }],
    ['node:fs.renameSync', { style: 'sync', access: 'write', path: [1, 0] }],
    ['better-sqlite3().prepare().run', { area: 'sqlite', access: 'write' }],
    ['express().post', { pure: true, returns: 'self' }],
    ['express.Response.sendFile', { area: 'filesystem', endsResponse: true, path: ['1.root', 0] }],
    ['express.Request.files.avatar.mv', { access: 'write', persistence: 'upload' }],
    ['sharp().toFile', { area: 'native-module', access: 'write' }],
    ['sharp().resize', { pure: true, returns: 'self' }],
    ['node-cron.schedule', { area: 'timer-cron' }],
  ])('says of %s: %j', (origin, expected) => {
    expect(apisOf(origin)[0]).toMatchObject(expected);
  });

  it('reports a misspelt key with its line, its column and the key that was meant', () => {
    const text = 'version: 1\napis:\n  - {origin: a.b, area: filesystem}\n  - {origin: a.c, area: filesystem, acces: read}\n';
    const error = (() => { try { parseApis(text, 'apis.yaml'); } catch (e) { return e; } return null; })();
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ at: { file: 'apis.yaml', line: 4 }, hint: 'Did you mean "access"?' });
  });
});
