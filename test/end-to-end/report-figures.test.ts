import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dossier } from '../../core/dossier.js';
import { homePath } from '../../core/home.js';
import { waveDays } from '../../core/advised.js';
import { folderWith, run } from '../command-line.js';

const LEGACY = homePath('fixtures', 'legacy-app');
const GATE = `const express = require('express'); const { check } = require('./check'); const app = express(); app.get('/', (req, res) => { check(res); });`;
const CHECK = `const { spawn } = require('child_process'); exports.check = (res) => { res.type('text'); spawn('ping', ['-c', '1']).stdout.pipe(res); };`;

describe('the figures of a report', () => {
  let dossier: Dossier;
  beforeAll(async () => {
    dossier = JSON.parse((await run(folderWith({}), 'report', LEGACY, '--format', 'json', '--as-of', '2026-11-27')).out) as Dossier;
  });

  test('lines of the first page are those of the files', () => {
    const production = dossier.scan.files.filter((file) => file.reach === 'production');
    const changed = production.reduce((sum, file) => sum + (file.lines * file.rewritePercent) / 100, 0);
    expect(dossier.scan.score.rewrite.lines).toBe(Math.round(changed));
  });

  test('a file that stays in the Container and works there is not rewritten', () => {
    expect(dossier.plan?.disposition.move).toBe('worker-and-container');
    expect(dossier.scan.files.find((file) => file.file === 'src/services/githubService.js')?.rewritePercent).toBe(0);
  });

  test('the days of the waves add up to those of the move', () => {
    expect(dossier.plan && waveDays(dossier.plan)).toEqual(dossier.scan.score.effortDays.workers);
  });

  test('readiness counts the decisions of the plan', () => {
    const open = dossier.plan?.decisions.filter((decision) => decision.answer === undefined).length;
    expect(dossier.scan.score.readiness.workers.headline).toContain(`${open} decisions`);
  });
});

test('a module that gets the response goes into the Container with its route', async () => {
  const folder = folderWith({ 'package.json': '{"main":"app.js"}', 'app.js': GATE, 'check.js': CHECK });
  const { plan } = JSON.parse((await run(folder, 'report', '--format', 'json')).out) as Dossier;
  expect(plan?.disposition).toMatchObject({ move: 'container', cut: { modules: ['app.js', 'check.js'], edges: [], together: [{ because: '`res` (express.Response) is handed to check and cannot be sent' }] } });
});

describe('tasks alone', () => {
  const files = { 'package.json': '{"main":"app.js"}', 'app.js': GATE, 'check.js': CHECK };

  test('go to stdout by format and into files by their name', async () => {
    const folder = folderWith(files);
    expect((await run(folder, 'report', '--format', 'tasks-md')).out).toMatch(/^# .*: tasks of the migration\n\n## Wave 0: A Worker in front/);
    expect(await run(folder, 'report', '-o', 'way.tasks.csv')).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(folder, 'way.tasks.csv'), 'utf8')).toMatch(/^wave,wave title,task,/);
  });

  test('a saved scan has none, and says so', async () => {
    const folder = folderWith(files);
    writeFileSync(path.join(folder, 'scan.json'), (await run(folder, 'scan', '--json')).out);
    expect(await run(folder, 'report', 'scan.json', '--format', 'tasks-md')).toMatchObject({ code: 2, log: expect.stringMatching(/no plan, and so no tasks/) });
  });
});
