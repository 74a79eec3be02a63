import { describe, expect, test } from 'vitest';
import type { ContainerCut, PlannedResource, Wave } from '../../core/plan.js';
import type { StorageUse } from '../../core/program.js';
import type { Finding } from '../../core/scan.js';
import { waves } from '../../planning/waves.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const reaches = (...ids: string[]): { entryPoint: string; calls: [number, number] }[] => ids.map((entryPoint) => ({ entryPoint, calls: [1, 1] }));
const use = (access: StorageUse['access']): StorageUse => ({ path: { text: '', constant: false, roots: [] }, resource: '', access, persistence: 'durable', lifetime: 'forever', writes: 'replace', readers: 'later-request', reasons: [] });
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
    { in: 'server.js:get', line: 7, origin: 'node:fs.readFileSync', storage: use('read'), reachedBy: reaches('GET /settings', 'start server.js') },
    { in: 'server.js:put', line: 22, origin: 'node:fs.writeFileSync', storage: use('write'), reachedBy: reaches('PUT /settings') },
    { in: 'server.js:jobs', line: 42, origin: 'node:fs.writeFileSync', storage: use('write'), reachedBy: reaches('POST /jobs', 'start server.js') },
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

  const alsoReachedBy = (line: number, ...ids: string[]): ProgramSpec => ({ ...app, sites: (app.sites ?? []).map((site) => (site.line === line ? { ...site, reachedBy: [...(site.reachedBy ?? []), ...reaches(...ids)] } : site)) });

  test('a route that writes two resources ties them into one wave', () => {
    expect(way(both, [], none, alsoReachedBy(42, 'PUT /settings')).slice(2).map((wave) => wave.resources)).toEqual([['settings', 'jobs']]);
  });

  test('a route that only reads what another wave writes comes after it', () => {
    expect(way(both, [], none, alsoReachedBy(7, 'POST /jobs')).slice(2).map((wave) => wave.resources)).toEqual([['settings'], ['jobs']]);
  });

  test('a document and its temporary name move once', () => {
    const resources = [...(app.resources ?? []), { id: 'new', pattern: 'data/settings.json.new', sites: ['server.js:1960'] }];
    const sites = [...(app.sites ?? []), { in: 'server.js:jobs', line: 50, origin: 'node:fs.writeFileSync', storage: use('write'), reachedBy: reaches('GET /health') }];
    expect(way([...both, planned('new', 'data/settings.json.new')], [], none, { ...app, sites, resources }).slice(1).map((wave) => wave.resources)).toEqual([['jobs'], ['settings', 'new']]);
  });

  test('waves that would have to wait for each other become one', () => {
    const circle = alsoReachedBy(7, 'POST /jobs');
    const sites = [...(circle.sites ?? []), { in: 'server.js:put', line: 25, origin: 'node:fs.readFileSync', storage: { ...use('read'), resource: 'jobs' }, reachedBy: reaches('PUT /settings') }];
    expect(way(both, [], none, { ...circle, sites }).slice(2).map((wave) => wave.resources)).toEqual([['settings', 'jobs']]);
  });

  test('data of dead code is no part of the way', () => {
    const files = { ...app.files, 'old.js': { lines: 10, reach: 'dead' as const, functions: { save: { lines: [1, 5] as [number, number] } } } };
    const sites = [...(app.sites ?? []), { in: 'old.js:save', line: 2, origin: 'node:fs.writeFileSync' }];
    const resources = [...(app.resources ?? []), { id: 'old', sites: ['old.js:40'] }];
    expect(way([...both, planned('old', 'old.json')], [], none, { ...app, files, sites, resources }).flatMap((wave) => wave.resources)).not.toContain('old');
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
    const cut: ContainerCut = { ...none, must: [{ file: 'embed.js', reason: 'runs a model' }], modules: ['embed.js'], edges: [{ from: 'server.js', to: 'embed.js', calls: 2, into: 'container', crosses: [{ name: 'embed', data: ['text'], at: { file: 'server.js', line: 1, column: 1, start: 0, end: 1 } }] }] };
    const wave = way(both, [], cut)[2];
    expect(wave?.title).toBe('A Container for 1 module');
    expect(wave?.tasks).toContain('Turn embed(text) of embed.js into requests: server.js:1');
  });

  test('a route that reaches the Container through calls comes after it, under its own title', () => {
    const files = { ...app.files, 'relay.js': { lines: 10, functions: { pass: { lines: [1, 5] as [number, number] } } }, 'embed.js': { lines: 10, functions: { embed: { lines: [1, 5] as [number, number] } } } };
    const entryPoints = [...(app.entryPoints ?? []), { id: 'POST /embed', kind: 'http' as const, in: 'relay.js:pass', method: 'POST', route: '/embed' }];
    const calls = { 'relay.js:pass > embed.js:embed': {} };
    const all = way(both, [], { ...none, modules: ['embed.js'] }, { ...app, files, entryPoints, calls });
    expect(all.slice(1, 4).map((wave) => [wave.title, wave.entryPoints])).toEqual([
      ['Routes that keep nothing: GET /health', ['GET /health']],
      ['A Container for 1 module', []],
      ['Routes that call into the Container: POST /embed', ['POST /embed']],
    ]);
    expect(way(both, [], none, { ...app, files, entryPoints, calls })[1]?.entryPoints).toEqual(['GET /health', 'POST /embed']);
  });

  test('when every route calls the Container, no wave of routes stands before it', () => {
    const spec: ProgramSpec = { files: { 'server.js': { lines: 20, functions: { post: { lines: [1, 5] } } }, 'embed.js': { lines: 10, functions: { embed: { lines: [1, 5] } } } }, calls: { 'server.js:post > embed.js:embed': {} }, entryPoints: [{ id: 'POST /embed', kind: 'http', in: 'server.js:post' }] };
    expect(way([], [], { ...none, modules: ['embed.js'] }, spec).map((wave) => wave.entryPoints)).toEqual([[], [], ['POST /embed']]);
  });

  test('every finding that is left is a task of exactly one wave', () => {
    const found = [7, 22, 42, 3].map((line) => finding({ at: ['server.js', line], title: `place ${line}`, rule: `r${line}`, reachedBy: line === 3 ? reaches('GET /health') : [] }));
    const tasks = way(both, found).flatMap((wave) => wave.tasks).filter((task) => task.startsWith('place'));
    expect(tasks.sort()).toEqual(['place 22: server.js:22', 'place 3: server.js:3', 'place 42: server.js:42', 'place 7: server.js:7']);
  });

  test('a task names its first place and counts the others', () => {
    const found = [3, 4, 4].map((line) => finding({ at: ['server.js', line], title: 'Log line', reachedBy: reaches('GET /health') }));
    expect(way(both, found)[1]?.tasks).toContain('Log line: server.js:3 and 1 more place');
  });

  test('routes are moved by a task of their own', () => {
    expect(way(both)[1]?.tasks).toEqual(['Turn the flag of GET /health to the Worker']);
  });

  const beside: ProgramSpec = {
    ...app,
    entryPoints: [
      { id: 'USE /*', kind: 'http', in: 'server.js:health', method: 'USE', route: '/*', source: 'express().use' },
      { id: '* /id', kind: 'http', in: 'server.js:health', method: '*', route: '/id', source: 'express().param' },
      { id: 'GET /*', kind: 'http', in: 'server.js:health', method: 'GET', route: '/*', source: 'express().get' },
      { id: 'timer server.js:3', kind: 'timer', in: 'server.js:health' },
      { id: 'cron 0 3 * * * (server.js:4)', kind: 'cron', in: 'server.js:health' },
      ...(app.entryPoints ?? []),
    ],
  };

  test('middleware, parameters, catch-alls and timers move along, but no title and no check calls them routes', () => {
    const [, first] = way(both, [], none, beside);
    expect(first?.title).toBe('Routes that keep nothing: GET /health, cron 0 3 * * *');
    expect(first?.check).toBe('The recorded requests of GET /health get the same answers, each played twice');
    expect(first?.entryPoints).toHaveLength(6);
  });

  test('a wave without a route of its own says what it is', () => {
    const without = { ...beside, entryPoints: (beside.entryPoints ?? []).filter((entry) => entry.kind === 'timer' || /^(?:USE|\*)/.test(entry.id)) };
    expect(way([], [], none, without)[1]).toMatchObject({ title: 'Middleware, timers and shared code', tasks: [] });
  });

  test('data is called what a person would call it', () => {
    const wave = way([planned('settings', '<env CONFIG_DIR|<env DATA_DIR|data>/config>/**')]).at(-1);
    expect(wave?.title).toBe('GET /settings, PUT /settings with data/config/ (CONFIG_DIR)');
    expect(wave?.frozen).toBe('writes to data/config/ (CONFIG_DIR) from the last copy to the switch');
  });

  test('an app that goes into a Container as a whole has one wave for it, then its routes, then its data', () => {
    const found = [finding({ at: ['server.js', 3], containers: 'risk', title: 'Both' }), finding({ at: ['server.js', 4], title: 'Workers only', rule: 'w' }), finding({ at: ['server.js', 42], containers: 'blocker', resource: 'jobs', title: 'Job file', rule: 'j' })];
    const all = waves(buildProgram(app), found, { resources: both, cut: none, rules: [rule()], target: 'workers', whole: true });
    expect(all.slice(1).map((wave) => wave.title)).toEqual(['A Container with the whole app', 'Routes that keep nothing: GET /health', 'POST /jobs with data/jobs/*', 'GET /settings, PUT /settings with data/settings.json']);
    expect(all[1]?.tasks).toEqual(['Build a linux/amd64 image that starts server.js', 'Both: server.js:3', 'Let the Worker hand requests to it, each flag apart']);
    expect(all[2]?.tasks).toEqual(['Turn the flag of GET /health to the Container']);
    expect(all[3]?.tasks).toContain('Job file: server.js:42');
    expect(all.flatMap((wave) => wave.tasks).join()).not.toContain('Workers only');
  });
});
