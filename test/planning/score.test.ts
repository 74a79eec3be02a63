import { describe, expect, test } from 'vitest';
import type { Finding, Score } from '../../core/scan.js';
import { rewriteShare } from '../../planning/rewrite-share.js';
import { score } from '../../planning/score.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const app: ProgramSpec = {
  files: { 'server.js': { lines: 100, functions: { get: { lines: [10, 40] } } }, 'docs.js': { lines: 100, functions: { read: { lines: [1, 50] } } } },
  entryPoints: [{ id: 'GET /docs', kind: 'http', in: 'server.js:get' }],
  sites: [{ in: 'docs.js:read', line: 3, origin: 'node:fs.readFileSync' }, { in: 'docs.js:read', line: 5, origin: 'node:fs.writeFileSync' }, { in: 'server.js:get', line: 12, origin: 'express.Response.json' }],
};
const rules = [rule({ lines: 5, effort: { fixed: [6, 6], site: [1, 3] } })];
const scored = (findings: Finding[], spec: ProgramSpec = app): Score => {
  const program = buildProgram(spec);
  return score(program, findings, rewriteShare(program, findings, rules), rules);
};

describe('readiness', () => {
  test('nothing found is no blocker, and full marks', () => {
    expect(scored([])).toMatchObject({ readiness: { workers: { class: 'no-blocker', headline: 'No blocker found' } }, value: { workers: 100 } });
  });

  test('what a codemod takes is an automated edit', () => {
    const { readiness } = scored([finding({ at: ['docs.js', 3], fix: { codemod: 'fs-to-r2' } })]);
    expect(readiness.workers).toMatchObject({ class: 'automated-edits', counts: { automated: 1, decisions: 0 } });
    expect(readiness.containers.class).toBe('no-blocker');
  });

  test('a local model means a Container for its module', () => {
    const { workers } = scored([finding({ at: ['docs.js', 3], area: 'model-inference', what: 'onnxruntime-node' })]).readiness;
    expect(workers).toMatchObject({ class: 'container', counts: { containerModules: 1, decisions: 1 } });
    expect(workers.headline).toBe('Container for 1 module · 1 decision');
  });

  test('a blocker without a codemod or a question is work by hand, and named so', () => {
    expect(scored([finding({ at: ['docs.js', 3], area: 'other' })]).readiness.workers.headline).toBe('People have to decide · 1 blocking place by hand');
  });

  test('the worst class wins', () => {
    const found = [finding({ at: ['docs.js', 3], fix: { codemod: 'fs-to-r2' } }), finding({ at: ['docs.js', 5], area: 'child-process', what: 'node:child_process.exec' })];
    expect(scored(found).readiness.workers.class).toBe('container');
  });

  test('a GPU means stay on both targets, with the reason in the headline', () => {
    const { readiness } = scored([], { ...app, host: [{ kind: 'base-image', value: 'nvidia/cuda:12' }] });
    expect(readiness.workers.headline).toMatch(/^Stay: It uses a GPU/);
    expect(readiness.containers.class).toBe('stay');
  });

  test('too many imports that lead nowhere are not assessable', () => {
    const files = { ...app.files, 'docs.js': { lines: 100, unresolved: 4, imports: ['server.js'], functions: app.files['docs.js']?.functions ?? {} } };
    expect(scored([], { ...app, files }).readiness.workers).toMatchObject({ class: 'not-assessable', headline: 'Not assessable: 80 % of the imports could not be resolved' });
  });

  test('mostly unknown verdicts are not assessable, a few among many are', () => {
    const unknown = [3, 5, 7].map((line) => finding({ at: ['docs.js', line], workers: 'risk', verdict: { workers: 'unknown', containers: 'unknown' } }));
    const known = [9, 11, 13].map((line) => finding({ at: ['docs.js', line], workers: 'none' }));
    expect(scored(unknown).readiness.workers.headline).toBe('Not assessable: the verdict of 100 % of the findings is unknown');
    expect(scored([...unknown, ...known]).readiness.workers.class).not.toBe('not-assessable');
  });

  test('code that only tests reach does not count', () => {
    expect(scored([finding({ at: ['docs.js', 3], reach: 'test' })]).readiness.workers.class).toBe('no-blocker');
  });
});

describe('numbers', () => {
  test('blocking places are counted of all production sites', () => {
    expect(scored([finding({ at: ['docs.js', 3] }), finding({ at: ['docs.js', 5], workers: 'risk' })]).blocking.workers).toEqual({ sites: 1, of: 3 });
  });

  test('the fixed hours of a rule are paid once, those per site each time, after the Worker in front, six hours a day', () => {
    expect(scored([finding({ at: ['docs.js', 3] }), finding({ at: ['docs.js', 5] })]).effortDays.workers).toEqual([1.8, 3]);
  });

  test('an unresolved blocker caps the value', () => {
    expect(scored([finding({ at: ['docs.js', 3], area: 'sqlite' })]).value.workers).toBeLessThanOrEqual(75);
  });

  test('the formula names every part and every cap', () => {
    expect(scored([]).formula).toContain('50 × blocking share');
    expect(scored([]).formula).toContain('60 (container)');
  });

  test('the rewrite share is weighted by lines of production code', () => {
    expect(scored([finding({ at: ['docs.js', 3] })]).rewrite).toEqual({ lines: 15, of: 200, percent: 8 });
  });
});
