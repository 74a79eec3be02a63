import { describe, expect, test } from 'vitest';
import type { Plan, PlannedResource } from '../../core/plan.js';
import { assemblePlan } from '../../planning/plan.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

/** A route and a job in the Container keep settings through one store module. */
const app: ProgramSpec = {
  files: {
    'server.js': { lines: 100, imports: ['job.js', 'store.js'], functions: { get: { lines: [10, 20] }, run: { lines: [21, 40] } } },
    'job.js': { lines: 40, imports: ['store.js', 'text.js'], functions: { work: { lines: [1, 40] } } },
    'store.js': { lines: 40, functions: { load: { lines: [1, 10] } } },
    'text.js': { lines: 10, functions: { split: { lines: [1, 10] } } },
  },
  calls: { 'server.js:get > store.js:load': {}, 'server.js:run > job.js:work': {}, 'job.js:work > store.js:load': {}, 'job.js:work > text.js:split': {} },
  entryPoints: [{ id: 'GET /', kind: 'http', in: 'server.js:get', method: 'GET', route: '/' }, { id: 'POST /run', kind: 'http', in: 'server.js:run', method: 'POST', route: '/run' }],
  sites: [{ in: 'store.js:load', line: 2, origin: 'node:fs.readFileSync' }],
  resources: [{ id: 'r', pattern: 'data/settings.json', sites: ['store.js:40'] }],
};
const git = finding({ at: ['job.js', 5], rule: 'git', area: 'git-cli', what: 'node:child_process.spawn' });
const settings: PlannedResource = { resource: 'r', pattern: 'data/settings.json', kind: 'files', persistence: 'durable', target: 'kv', reason: 'Written rarely.', instead: [], codemod: 'fs-to-kv', sites: [] };
const plan = (spec = app, target: PlannedResource['target'] = 'kv', findings = [git]): Plan =>
  assemblePlan({ program: buildProgram(spec), findings, rules: [rule({ id: 'git' })], storage: { resources: [{ ...settings, target }], components: [], bindings: [] }, target: 'workers', codemod: null }).plan;
const work = (of: Plan): Plan['byHand'] => of.byHand.filter((one) => one.rule === 'shared-documents');

describe('documents on both sides of the cut', () => {
  test('the store says who else uses it, and the rest is work by hand', () => {
    const made = plan();
    expect(made.disposition.move).toBe('worker-and-container');
    expect(made.resources[0]?.reason).toBe('Written rarely; also used by job.js, which stays in the Container: there the same store must be reached over its HTTP or S3 API, which no rewrite of this version adds');
    expect(work(made)).toMatchObject([{ title: 'Documents that Worker and Container both use', files: ['job.js'], sites: 1, reason: expect.stringContaining('data/settings.json') }]);
  });

  test('a use through a module in between counts', () => {
    const files = { ...app.files, 'between.js': { lines: 10, functions: { pass: { lines: [1, 5] as [number, number] } } } };
    const calls = { 'server.js:get > store.js:load': {}, 'server.js:run > job.js:work': {}, 'job.js:work > between.js:pass': {}, 'between.js:pass > store.js:load': {} };
    expect(work(plan({ ...app, files, calls }))[0]?.files).toEqual(['job.js']);
  });

  test('documents that only the Container uses are not called used by both', () => {
    const made = plan({ ...app, calls: { 'server.js:run > job.js:work': {}, 'job.js:work > store.js:load': {} } });
    expect(made.resources[0]?.reason).toContain('only used by job.js');
    expect(work(made)[0]?.title).toBe('Documents in KV or R2 that the Container uses');
  });

  test.each([
    ['the Container does not touch them', plan({ ...app, calls: { 'server.js:get > store.js:load': {}, 'server.js:run > job.js:work': {} } })],
    ['they go to a database that both reach', plan(app, 'postgres')],
    ['nothing stays in a Container', plan(app, 'kv', [])],
  ])('nothing is said when %s', (_, made) => {
    expect(made.resources[0]?.reason).toBe('Written rarely.');
    expect(work(made)).toEqual([]);
  });

  test('only modules that reach no lasting data are listed as stateless', () => {
    expect(plan().disposition.cut?.shared).toEqual(['text.js']);
    expect(plan({ ...app, resources: [{ id: 'r', persistence: 'temp', sites: ['store.js:40'] }] }).disposition.cut?.shared).toEqual(['store.js', 'text.js']);
  });
});
