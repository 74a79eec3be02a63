import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cause } from '../../core/verification.js';
import { withRules } from '../../pipeline/verify-causes.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-causes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(path.join(folder, 'package.json'), '{ "name": "harbour", "main": "app.js", "dependencies": { "better-sqlite3": "12.11.1", "express": "4.22.3", "prometheus-api-metrics": "4.0.0" } }');
writeFileSync(path.join(folder, 'app.js'), `const express = require('express');
const fs = require('fs');
const { execFile } = require('child_process');
const Database = require('better-sqlite3');
const metrics = require('prometheus-api-metrics');
const app = express();
setInterval(() => fs.rmSync('data/old.json', { force: true }), 60000);
app.use(metrics());
app.post('/notes', (request, response) => {
  fs.writeFileSync('data/notes.json', JSON.stringify(request.body));
  execFile('git', ['--version'], () => response.end(String(new Database('notes.db'))));
});
app.get('/notes', (request, response) => response.end(fs.readFileSync('data/notes.json')));
app.listen(3000);
`);

const cause = (more: Partial<Cause> & Pick<Cause, 'kind' | 'subject'>): Cause => ({ when: 'request', what: '', at: [], rule: null, seen: [], differing: 1, followed: [], ...more });
const at = (line: number): Cause['at'] => [{ file: 'app.js', line }];
const explained = (one: Cause): string | undefined => {
  const [found] = withRules([one], folder);
  return found?.rule?.id ?? (found?.advice ? `advice: ${found.advice.id}` : undefined);
};

const GLOBAL_SCOPE = 'Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or connect()), setting a timeout, and generating random values are not allowed within global scope.';

describe('the rule of a cause', () => {
  test.each<[string, Cause, string | undefined]>([
    ['is the finding at its place, of its area', cause({ kind: 'refused-write', subject: 'node:fs.writeFileSync', target: 'data/notes.json', at: at(10) }), 'fs-durable-write'],
    ['is that of the process that was started, not of the file written one line above', cause({ kind: 'throws', subject: 'node:child_process.execFile', target: 'git --version', at: at(11) }), 'git-command'],
    ['is that of the package that is not there', cause({ kind: 'unresolved', when: 'bundle', subject: 'better-sqlite3', at: at(4) }), 'native-sqlite'],
    ['is that of the package through which another one failed', cause({ kind: 'fails-at-load', when: 'start', subject: 'bindings', through: 'better-sqlite3', says: 'Could not find module root', at: at(4) }), 'native-sqlite'],
    ['is none that says something else of the package that fails', cause({ kind: 'fails-at-load', when: 'start', subject: 'pkginfo', through: 'prometheus-api-metrics', says: 'Could not find package.json', at: at(5) }), undefined],
    ['is that of the bundler platform, when the other one gets further', cause({ kind: 'fails-at-load', when: 'start', subject: 'bundler-platform', at: [{ file: 'node_modules/iconv-lite/lib/index.js', line: 144 }] }), 'http-listen-express-4'],
    ['is that of the timer that the app sets', cause({ kind: 'refused-at-load', when: 'start', subject: 'global.setInterval', target: 'every 60000 ms', says: GLOBAL_SCOPE, at: at(7) }), 'timer-module-level'],
    ['is no rule on timers of the app when a package sets it', cause({ kind: 'refused-at-load', when: 'start', subject: 'global.setInterval', through: 'express', says: GLOBAL_SCOPE, at: at(2) }), 'advice: package-asks-at-load'],
    ['is no rule on random values of the app when a package makes them', cause({ kind: 'refused-at-load', when: 'start', subject: 'global.crypto.randomUUID', through: 'tides', says: GLOBAL_SCOPE, at: at(2) }), 'advice: package-asks-at-load'],
    ['is by the call alone, where the scan knows no place', cause({ kind: 'throws', subject: 'global.Function', through: 'morgan', at: [{ file: 'node_modules/morgan/index.js', line: 458 }] }), 'eval-in-request'],
    ['is that of files that ship, where a package reads one while it loads', cause({ kind: 'refused-at-load', when: 'start', subject: 'node:fs.readFileSync', target: '/bundle/style.css', through: 'tides', says: 'no such file or directory', at: [{ file: 'node_modules/tides/index.js', line: 3 }] }), 'fs-asset-read'],
    ['is none for an error that only the app can explain', cause({ kind: 'error', subject: 'console.error', what: 'Error: ran aground', at: at(6) }), undefined],
    ['is none where nothing was seen', cause({ kind: 'unexplained', subject: 'GET /notes' }), undefined],
  ])('%s', (_, one, rule) => {
    expect(explained(one)).toBe(rule);
  });

  test.each<[string, Cause, string]>([
    ['__dirname', cause({ kind: 'refused-at-load', when: 'start', subject: 'global.__dirname', through: 'tides', at: at(2) }), 'advice: no-folder-of-a-module'],
    ['a page of an installer', cause({ kind: 'not-loadable', when: 'bundle', subject: 'node_modules/node-gyp/index.html', through: 'node-gyp', at: [] }), 'advice: kind-of-file-not-bundled'],
    ['what a package may use', cause({ kind: 'unresolved', when: 'bundle', subject: 'pg-native', through: 'pg', what: 'pg-native is not installed here' }), 'advice: optional-dependency-not-installed'],
    ['a part left out for browsers', cause({ kind: 'fails-at-load', when: 'start', subject: 'iconv-lite', through: 'body-parser', says: 'require_streams(...) is not a function' }), 'advice: left-out-for-browsers'],
  ])('is advice for %s', (_, one, advice) => {
    expect(explained(one)).toBe(advice);
  });

  test('comes with the place it speaks of first, and never moves an answer', () => {
    const [found] = withRules([cause({ kind: 'throws', subject: 'node:child_process.execFile', target: 'git --version', at: [{ file: 'app.js', line: 6 }, { file: 'app.js', line: 11 }] })], folder);
    expect(found?.at[0]).toEqual({ file: 'app.js', line: 11 });
    expect(found).toMatchObject({ differing: 1, kind: 'throws' });
  });
});
