import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inferAssumptions, loadAssumptions } from '../../cost/assumptions.js';
import { initAssumptions } from '../../cost/initial-file.js';
import { folderWith, run } from '../command-line.js';
import { estimateOf, lineOf, linesOf, PRICES, scenarioOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

/** `scanOf` writes `message a`; the scan of a program names them so too. */
const CHAT = scanOf({
  entries: ['GET /', ...Array.from({ length: 20 }, (_, index) => `message m${index}`), 'cron 0 3 * * *', 'start server.js'],
  sites: [{ at: 'src/a.js:1', meter: 'kv.reads', reachedBy: { 'message m7': [1, 1] } }],
});

describe('many entry points of one kind', () => {
  it('are asked for by one number', () => {
    const text = initAssumptions(CHAT);
    expect(text).toContain('traffic_by_kind:\n  message: null');
    expect(text).toContain('messages (20): traffic_by_kind.message speaks for all');
    expect(text).toContain('Most metered calls are behind: "message m7"');
    expect(text).not.toMatch(/^ {2}"message m3":/m);
    expect(text).toMatch(/^ {2}"GET \/":/m);
  });
  it('are missing as one number', () => {
    const missing = linesOf(estimateOf(CHAT, 'plan: paid'), 'workers', 'Workers', 'requests').flatMap((line) => line.missing);
    expect(missing).toEqual(['traffic.GET /.requests_per_month', 'traffic_by_kind.message']);
  });
  it('share it evenly, less those that are named', () => {
    const reads = (yaml: string): number | undefined => lineOf(estimateOf(CHAT, yaml), 'workers', 'Workers KV', 'reads').quantity?.[1];
    expect(reads('traffic_by_kind: {message: 2000}')).toBe(100);
    expect(reads('traffic_by_kind: {message: 1900}\ntraffic: {"message m0": {requests_per_month: 5}}')).toBe(100);
    expect(reads('traffic_by_kind: {message: 1900}\ntraffic: {"message m7": {requests_per_month: 5}}')).toBe(5);
  });
  it('keep a shared number as one assumption', () => {
    const result = estimateOf(CHAT, 'traffic_by_kind: {message: [1000, 2000, 3000], http: 0}');
    expect(lineOf(result, 'workers', 'Workers', 'requests').quantity?.map(Math.round)).toEqual([1030, 2030, 3030]);
    expect(result.assumptions.find(({ key }) => key === 'traffic_by_kind.message')).toMatchObject({ value: [1000, 2000, 3000], basis: 'declared' });
  });
  it('grow with traffic', () => {
    const points = estimateOf(CHAT, 'traffic_by_kind: {message: 5000000, http: 0}').curve ?? [];
    expect(Number(points.find(({ factor }) => factor === 100)?.totals.workers)).toBeGreaterThan(100);
  });
  it('of few are asked for one by one, and may share a number all the same', () => {
    const few = scanOf({ entries: ['GET /a', 'GET /b'] });
    expect(initAssumptions(few)).not.toContain('traffic_by_kind');
    expect(lineOf(estimateOf(few, 'traffic_by_kind: {http: 100}'), 'workers', 'Workers', 'requests').quantity).toEqual([100, 100, 100]);
  });
});

describe('stored data in a new file', () => {
  const scan = scanOf({ resources: ['data/a.json', 'public', '/tmp/x', '<argument 0>', 'logs.txt'].map((id) => ({ id })) });
  const plan = planOf({ resources: [{ resource: 'data/a.json', target: 'kv' }, { resource: 'public', target: 'bundle' }, { resource: '/tmp/x', target: 'tmp' }, { resource: '<argument 0>', target: 'r2' }, { resource: 'logs.txt', target: 'keep' }] });
  it('is what the plan moves to a store that is paid by its size', () => {
    const text = initAssumptions(scan, plan);
    expect([...text.matchAll(/^ {2}("[^"]+"):$/gm)].map((match) => match[1])).toEqual(['"data/a.json"']);
  });
});

describe('what to fill in first', () => {
  const scan = scanOf({ entries: ['GET /', 'GET /b'], resources: [{ id: 'data/a.json' }], sites: [{ at: 'src/a.js:1', meter: 'kv.writes', reachedBy: { 'GET /': [1, 1] } }] });
  const text = initAssumptions(scan, null, PRICES);
  it('stands at the top, in order, the host of today before all', () => {
    expect(text).toContain("#  1. today.kind: all of today's bill\n#  2. each_request.cpu_ms: Workers cpu\n#  3. traffic of HTTP routes: Workers requests, Workers cpu, Workers KV writes");
    expect(text.indexOf('Fill in these first')).toBeLessThan(text.indexOf('version: 1'));
  });
  it('changes no value', () => expect(loadAssumptions(text, 'f.yaml', scan)).toEqual({ ...inferAssumptions(scan), file: 'f.yaml' }));
  it('gives the same bytes each time', () => expect(initAssumptions(scan, null, PRICES)).toBe(text));
  it('cannot be broken by names of the scanned program', () => {
    const strange = scanOf({ entries: ['GET /x\nversion: 9'], resources: [{ id: 'a\nversion: 9' }] });
    expect(() => loadAssumptions(initAssumptions(strange, planOf({ resources: [{ resource: 'a\nversion: 9', target: 'kv' }] }), PRICES), 'f.yaml', strange)).not.toThrow();
  });
});

describe('rounding', () => {
  const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:1', resource: '', meter: 'r2.class_a', reachedBy: { 'GET /': [1, 1] } }] });
  const amount = (yaml: string): string | undefined => lineOf(estimateOf(scan, `${yaml}\ntraffic: {"GET /": {requests_per_month: 1500000}}`), 'workers', 'R2', 'class_a').amount?.[1];
  it('is that of the vendors unless the team says that none is billed', () => {
    expect([amount('plan: paid'), amount('rounding: vendor'), amount('rounding: none')]).toEqual(['4.5', '4.5', '2.25']);
    expect(scenarioOf(estimateOf(scan, 'rounding: none'), 'workers').lines.length).toBeGreaterThan(0);
  });
});

describe('report --cost --init', () => {
  const APP = { 'package.json': '{"name":"app","type":"module","main":"server.js","dependencies":{"express":"^5.0.0"}}', 'server.js': "import express from 'express';\nconst app = express();\napp.get('/a', (req, res) => res.send('x'));\napp.listen(3000);\n" };
  it('writes where it is told, and never over what somebody wrote', async () => {
    const folder = folderWith(APP);
    const written = await run(folder, 'report', '--cost', '--init', '--cost-file', 'ours.yaml', '--as-of', '2026-11-21');
    expect([written.code, written.out]).toEqual([0, '']);
    expect(written.log).toContain('cf-migrate report --cost --cost-file ours.yaml');
    expect(readFileSync(path.join(folder, 'ours.yaml'), 'utf8')).toContain('"GET /a":');
    writeFileSync(path.join(folder, 'ours.yaml'), 'mine');
    const again = await run(folder, 'report', '--cost', '--init', '--cost-file', 'ours.yaml');
    expect([again.code, readFileSync(path.join(folder, 'ours.yaml'), 'utf8')]).toEqual([2, 'mine']);
    expect(again.log).toContain('exists already');
  });
  it('writes a file that the next report reads', async () => {
    const folder = folderWith(APP);
    expect((await run(folder, 'report', '--cost', '--init')).code).toBe(0);
    const { code, out } = await run(folder, 'report', '--cost', '--as-of', '2026-11-21');
    expect([code, out.includes('in cf-migrate.cost.yaml:')]).toEqual([0, true]);
  });
});
