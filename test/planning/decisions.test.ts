import { describe, expect, test } from 'vitest';
import type { PlanDecision, PlannedResource } from '../../core/plan.js';
import { answered, moveResources, settledAreas } from '../../planning/apply-decisions.js';
import { decisions } from '../../planning/decisions.js';
import { buildProgram, finding, type ProgramSpec } from './program-builder.js';

const app: ProgramSpec = {
  files: { 'server.js': { lines: 100, functions: { get: { lines: [10, 40] } } } },
  packages: [{ name: 'better-sqlite3' }, { name: 'sharp' }, { name: 'bcrypt' }],
};
const ask = (findings: Parameters<typeof decisions>[1], more: Partial<ProgramSpec> = {}): PlanDecision[] => decisions(buildProgram({ ...app, ...more }), findings);
const ids = (cards: PlanDecision[]): string[] => cards.map((card) => card.id);
const at = (line: number): [string, number] => ['server.js', line];

describe('what is asked', () => {
  test('nothing without evidence', () => {
    expect(ask([])).toEqual([]);
  });

  test('nothing about what works, about tests or about settings', () => {
    expect(ask([finding({ at: at(3), area: 'sqlite', workers: 'none' }), finding({ at: at(4), area: 'sqlite', reach: 'test' }), finding({ at: at(5), area: 'long-job', workers: 'setting' })])).toEqual([]);
  });

  test('the database, with the places that raise the question', () => {
    const [card] = ask([finding({ at: at(3), area: 'sqlite', title: 'better-sqlite3 opens a file', target: 'data/search.db' })]);
    expect(card).toMatchObject({ id: 'database', default: 'd1', evidence: [{ text: 'better-sqlite3 opens a file: data/search.db', at: { file: 'server.js', line: 3 } }] });
  });

  test('one database per group suggests Durable Objects', () => {
    expect(ask([finding({ at: at(3), area: 'sqlite' })], { resources: [{ id: 'db', kind: 'sqlite', pattern: 'data/group-*.sqlite' }] })[0]?.default).toBe('durable-object');
  });

  test('a program that already speaks to Postgres keeps to it', () => {
    expect(ask([finding({ at: at(3), area: 'sqlite' })], { sites: [{ in: 'server.js:get', line: 12, origin: 'pg.Pool' }] })[0]?.default).toBe('postgres');
  });

  test('each add-on that neither moves with its data nor has a twin', () => {
    const native = (name: string, line: number): ReturnType<typeof finding> => finding({ at: at(line), area: 'native-module', what: name });
    const database = finding({ at: at(9), area: 'sqlite', what: 'better-sqlite3' });
    expect(ids(ask([native('better-sqlite3', 1), native('sharp', 2), native('bcrypt', 3), database]))).toEqual(['database', 'native-sharp']);
  });

  test('an add-on that a model package brings in is part of the question about models', () => {
    const found = [finding({ at: at(2), area: 'model-inference', what: '@xenova/transformers' }), finding({ at: at(2), area: 'native-module', what: 'onnxruntime-node' })];
    expect(ids(ask(found))).toEqual(['models']);
  });

  test('work after the answer stays beside the model it needs', () => {
    const job = finding({ at: at(3), area: 'long-job' });
    expect(ask([job])[0]?.default).toBe('workflow');
    expect(ask([job, finding({ at: at(4), area: 'model-inference', what: 'onnxruntime-node' })]).find((card) => card.id === 'jobs')?.default).toBe('container');
  });

  test('at most five places are shown and the rest is counted', () => {
    const found = Array.from({ length: 8 }, (_, i) => finding({ at: at(i + 1), area: 'git-cli' }));
    expect(ask(found)[0]?.evidence.at(-1)).toEqual({ text: 'and 3 more places' });
  });

  test.each([
    ['written and replaced', { writes: 'replace' as const }, 'documents'],
    ['read, changed and written', { writes: 'read-modify-write' as const }, 'stale-reads'],
    ['uploaded', { persistence: 'upload' as const }, 'uploads'],
    ['of unknown purpose', { persistence: 'unknown' as const }, 'unknown-files'],
  ])('files that are %s', (_, over, id) => {
    const found = [finding({ at: at(3), resource: 'r' })];
    expect(ask(found, { resources: [{ id: 'r', ...over }] })).toMatchObject([{ id, resources: ['r'] }]);
  });

  test.each([['only read', { writes: 'none' as const }], ['temporary', { persistence: 'temp' as const }], ['logs', { persistence: 'log' as const }]])('nothing about files that are %s', (_, over) => {
    expect(ask([finding({ at: at(3), resource: 'r' })], { resources: [{ id: 'r', ...over }] })).toEqual([]);
  });

  test('every default is one of the options', () => {
    const areas = ['sqlite', 'model-inference', 'long-job', 'git-cli', 'child-process', 'worker-threads', 'in-memory-state', 'session-auth', 'websocket-server', 'private-network', 'cloud-identity'] as const;
    for (const card of ask(areas.map((area, i) => finding({ at: at(i + 1), area })))) expect(card.options.map((option) => option.id), card.id).toContain(card.default);
  });
});

describe('answers', () => {
  const cards = ask([finding({ at: at(3), resource: 'r' }), finding({ at: at(4), area: 'model-inference', what: 'onnxruntime-node' })], { resources: [{ id: 'r', writes: 'read-modify-write' }] });
  const planned: PlannedResource = { resource: 'r', pattern: 'data/jobs/*.json', kind: 'files', persistence: 'durable', target: 'r2', reason: 'read soon after it is written', instead: [{ target: 'kv', reason: 'stale' }], codemod: 'fs-to-r2', sites: [] };

  test('an unknown decision is told, with the nearest name', () => {
    expect(answered(cards, [{ id: 'stale-read', answer: 'kv' }]).problems).toEqual([{ id: 'stale-read', message: 'no decision is called "stale-read"', hint: 'Did you mean "stale-reads"?' }]);
  });

  test('an unknown option is told and changes nothing', () => {
    const { decisions: after, problems } = answered(cards, [{ id: 'models', answer: 'worker-ai' }]);
    expect(problems[0]?.hint).toBe('Did you mean "workers-ai"?');
    expect(after).toEqual(cards);
  });

  test('owner and date are kept without an answer', () => {
    expect(answered(cards, [{ id: 'models', owner: 'Ada', due: '2026-12-01' }]).decisions.find((card) => card.id === 'models')).toMatchObject({ owner: 'Ada', due: '2026-12-01' });
  });

  test('a service for the models settles the area, the Container does not', () => {
    const settled = (answer: string): string[] => [...settledAreas(answered(cards, [{ id: 'models', answer }]).decisions)];
    expect(settled('workers-ai')).toEqual(['model-inference']);
    expect(settled('container')).toEqual([]);
  });

  test('accepting the staleness of KV moves the records and says who accepted it', () => {
    const { decisions: after } = answered(cards, [{ id: 'stale-reads', answer: 'kv', owner: 'Ada' }]);
    expect(moveResources([planned], after)[0]).toMatchObject({ target: 'kv', codemod: 'fs-to-kv', accepted: 'staleness accepted by Ada (decision stale-reads)', instead: [{ target: 'r2' }] });
  });

  test('an open question moves nothing', () => {
    expect(moveResources([planned], cards)).toEqual([planned]);
  });
});
