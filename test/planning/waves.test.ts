import { describe, expect, test } from 'vitest';
import type { ContainerCut, PlannedResource, Wave } from '../../core/plan.js';
import type { Finding } from '../../core/scan.js';
import { waves } from '../../planning/waves.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const reaches = (...ids: string[]): { entryPoint: string; calls: [number, number] }[] => ids.map((entryPoint) => ({ entryPoint, calls: [1, 1] }));
const app: ProgramSpec = {
  files: { 'server.js': { lines: 100, functions: { health: { lines: [1, 5] }, get: { lines: [6, 20] }, put: { lines: [21, 40] }, jobs: { lines: [41, 60] } } } },
  entryPoints: [
    { id: 'start server.js', kind: 'start', in: 'server.js' },
    { id: 'GET /health', kind: 'http', in: 'server.js:health', method: 'GET', route: '/health' },
    { id: 'GET /settings', kind: 'http', in: 'server.js:get', method: 'GET', route: '/settings' },
    { id: 'PUT /settings', kind: 'http', in: 'server.js:put', method: 'PUT', route: '/settings' },
    { id: 'POST /jobs', kind: 'http', in: 'server.js:jobs', method: 'POST', route: '/jobs' },
  ],
  sites: [
    { in: 'server.js:get', line: 7, origin: 'node:fs.readFileSync', reachedBy: reaches('GET /settings', 'start server.js') },
    { in: 'server.js:put', line: 22, origin: 'node:fs.writeFileSync', reachedBy: reaches('PUT /settings') },
    { in: 'server.js:jobs', line: 42, origin: 'node:fs.writeFileSync', reachedBy: reaches('POST /jobs', 'start server.js') },
  ],
  resources: [{ id: 'settings', pattern: 'data/settings.json', sites: ['server.js:240', 'server.js:840'] }, { id: 'jobs', pattern: 'data/jobs/*', sites: ['server.js:1640'] }],
};
const planned = (resource: string, pattern: string, target: PlannedResource['target'] = 'r2'): PlannedResource => ({ resource, pattern, kind: 'files', persistence: 'durable', target, reason: '', instead: [], codemod: 'fs-to-r2', sites: [] });
const both = [planned('settings', 'data/settings.json'), planned('jobs', 'data/jobs/*')];
const none: ContainerCut = { must: [], modules: [], shared: [], together: [], edges: [] };
const way = (resources: PlannedResource[], findings: Finding[] = [], cut = none, spec = app): Wave[] =>
  waves(buildProgram(spec), findings, { resources, cut, rules: [rule({ effort: { fixed: [6, 6], site: [6, 6] } })], target: 'workers' });

describe('waves', () => {
  test('the first wave is a Worker in front of the origin, and freezes nothing', () => {
    expect(way(both)[0]).toMatchObject({ title: 'A Worker in front of today\'s origin', frozen: 'nothing', entryPoints: [] });
  });

  test('routes that keep nothing go before routes with data', () => {
    expect(way(both)[1]?.entryPoints).toEqual(['GET /health']);
  });

  test('routes that share data move together, routes that do not move apart, though start-up touches both', () => {
    expect(way(both).slice(2).map((wave) => wave.entryPoints)).toEqual([['POST /jobs'], ['GET /settings', 'PUT /settings']]);
  });

  test('a route that touches two resources ties them into one wave', () => {
    const sites = (app.sites ?? []).map((site) => (site.line === 42 ? { ...site, reachedBy: reaches('POST /jobs', 'PUT /settings') } : site));
    expect(way(both, [], none, { ...app, sites }).slice(2).map((wave) => wave.resources)).toEqual([['settings', 'jobs']]);
  });

  test('data that stays where it is ties nothing', () => {
    expect(way([planned('settings', 'data/settings.json', 'bundle'), planned('jobs', 'data/jobs/*')])[1]?.entryPoints).toEqual(['GET /health', 'GET /settings', 'PUT /settings']);
  });

  test('a wave with data freezes its writes, names the codemod, the check and the way back', () => {
    const wave = way(both).at(-1);
    expect(wave?.frozen).toBe('writes to data/settings.json from the last copy to the switch');
    expect(wave?.tasks).toContain('Move data/settings.json to R2 (fs-to-r2)');
    expect(wave?.check).toContain('the stored data is equal afterwards');
    expect(wave?.back).toContain('copy back what was written');
  });

  test('the fixed hours of a rule are paid in the first wave that meets it', () => {
    const found = [finding({ at: ['server.js', 42], resource: 'jobs' }), finding({ at: ['server.js', 7], resource: 'settings' })];
    expect(way(both, found).slice(2).map((wave) => wave.effortDays)).toEqual([[2, 2], [1, 1]]);
  });

  test('the Container comes before the routes with data, and its calls over the border are tasks', () => {
    const cut: ContainerCut = { ...none, must: [{ file: 'embed.js', reason: 'runs a model' }], modules: ['embed.js'], edges: [{ from: 'server.js', to: 'embed.js', calls: 2, into: 'container', crosses: [{ name: 'embed', at: { file: 'server.js', line: 1, column: 1, start: 0, end: 1 } }] }] };
    const wave = way(both, [], cut)[2];
    expect(wave?.title).toBe('A Container for 1 module');
    expect(wave?.tasks[1]).toBe('Turn embed of embed.js into requests (called by server.js)');
  });

  test('every finding that is left is a task of exactly one wave', () => {
    const found = [7, 22, 42, 3].map((line) => finding({ at: ['server.js', line], title: `place ${line}`, rule: `r${line}`, reachedBy: line === 3 ? reaches('GET /health') : [] }));
    const tasks = way(both, found).flatMap((wave) => wave.tasks).filter((task) => task.startsWith('place'));
    expect(tasks.sort()).toEqual(['place 22: 1 place', 'place 3: 1 place', 'place 42: 1 place', 'place 7: 1 place']);
  });
});
