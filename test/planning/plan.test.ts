import { describe, expect, test } from 'vitest';
import type { Plan, PlanComponent, PlannedResource } from '../../core/plan.js';
import { assemblePlan, type PlanParts } from '../../planning/plan.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const app: ProgramSpec = {
  files: {
    'server.js': { lines: 100, imports: ['embed.js'], functions: { get: { lines: [10, 40] } } },
    'embed.js': { lines: 40, functions: { embed: { lines: [1, 40] } } },
  },
  calls: { 'server.js:get > embed.js:embed': {} },
  entryPoints: [{ id: 'GET /', kind: 'http', in: 'server.js:get', method: 'GET', route: '/' }],
  resources: [{ id: 'r', pattern: 'data/a.json' }],
};
const model = finding({ at: ['embed.js', 5], rule: 'model', area: 'model-inference', what: 'onnxruntime-node' });
const file = finding({ at: ['server.js', 12], rule: 'file', resource: 'r', containers: 'blocker' });
const cron = finding({ at: ['server.js', 50], rule: 'cron', area: 'timer-cron', what: 'global.setInterval' });
const planned: PlannedResource = { resource: 'r', pattern: 'data/a.json', kind: 'files', persistence: 'durable', target: 'r2', reason: '', instead: [], codemod: 'fs-to-r2', sites: [] };
const component: PlanComponent = { id: 'c', resources: ['r'], status: 'rewrite', seeds: [], functions: [], calls: [], files: ['server.js'], chain: [] };
const rules = ['model', 'file', 'cron'].map((id) => rule({ id, title: id, instead: `instead of ${id}` }));
const plan = (over: Partial<PlanParts> = {}): Plan =>
  assemblePlan({ program: buildProgram(app), findings: [model, file, cron], rules, storage: { resources: [planned], components: [component], bindings: [] }, target: 'workers', codemod: null, ...over }).plan;

describe('the plan', () => {
  test('is plain JSON that survives saving', () => {
    expect(JSON.parse(JSON.stringify(plan()))).toEqual(plan());
  });

  test('storage comes first, then what is no storage, each with its target', () => {
    expect(plan().resources.map((resource) => [resource.resource, resource.target])).toEqual([['r', 'r2'], ['rule:model', 'container'], ['rule:cron', 'cron-trigger']]);
  });

  test('bindings follow from the targets, beside those of storage', () => {
    const storage = { resources: [planned], components: [], bindings: [{ kind: 'r2_buckets' as const, binding: 'DATA', for: 'data/a.json' }] };
    expect(plan({ storage }).bindings.map((binding) => binding.kind)).toEqual(['r2_buckets', 'containers', 'triggers']);
  });

  test('add-ons of one rule go their own ways', () => {
    const program = buildProgram({ ...app, packages: [{ name: 'bcrypt' }, { name: 'sharp' }, { name: 'better-sqlite3' }] });
    const native = (what: string, line: number): ReturnType<typeof finding> => finding({ at: ['server.js', line], rule: 'native', area: 'native-module', what });
    const { resources, bindings } = plan({ program, findings: [native('bcrypt.hash', 1), native('sharp', 2), native('better-sqlite3', 3)] });
    expect(resources.slice(1).map((row) => [row.resource, row.target])).toEqual([['rule:native:bcrypt', 'keep'], ['rule:native:sharp', 'container'], ['rule:native:better-sqlite3', 'd1']]);
    expect(bindings.map((binding) => binding.kind)).toEqual(['r2_buckets', 'containers', 'd1_databases']);
  });

  test('by hand is what no component rewrites and no Container keeps', () => {
    expect(plan().byHand.map((work) => work.rule)).toEqual(['cron']);
  });

  test('a blocked component is work by hand, with the end of its chain', () => {
    const blocked: PlanComponent = { ...component, status: 'blocked', chain: [{ text: 'loadSettings' }, { text: 'a getter of class Settings' }] };
    const work = plan({ storage: { resources: [planned], components: [blocked], bindings: [] } }).byHand.find((one) => one.rule === 'file');
    expect(work).toMatchObject({ sites: 1, files: ['server.js'], reason: 'A rewrite would have to go through a getter of class Settings' });
  });

  test('an answer for the models empties the Container and changes the binding', () => {
    const answered = plan({ answers: [{ id: 'models', answer: 'workers-ai' }] });
    expect(plan().disposition.move).toBe('worker-and-container');
    expect(answered.disposition.move).toBe('worker');
    expect(answered.bindings.map((binding) => binding.kind)).toEqual(['r2_buckets', 'ai', 'triggers']);
  });

  test('an answer that sends documents elsewhere leaves their component alone, and its binding goes', () => {
    const inKv = { ...planned, target: 'kv' as const, codemod: 'fs-to-kv' };
    const storage = { resources: [inKv], components: [component], bindings: [{ kind: 'kv_namespaces' as const, binding: 'DOCUMENTS', for: 'data/a.json' }] };
    const kept = plan({ storage });
    const sent = plan({ storage, answers: [{ id: 'documents', answer: 'r2' }] });
    expect(kept.components[0]?.status).toBe('rewrite');
    expect(kept.decisions.find((decision) => decision.id === 'documents')?.default).toBe('kv');
    expect(sent.components[0]).toMatchObject({ status: 'skipped', chain: [{ text: 'data/a.json: Decided: R2' }] });
    expect(sent.bindings.map((binding) => binding.kind)).not.toContain('kv_namespaces');
  });

  test('an answer that fits nothing is told and changes nothing', () => {
    const parts: PlanParts = { program: buildProgram(app), findings: [model], rules, storage: { resources: [], components: [], bindings: [] }, target: 'workers', codemod: null };
    const { plan: after, problems } = assemblePlan({ ...parts, answers: [{ id: 'model', answer: 'openai' }] });
    expect(problems).toHaveLength(1);
    expect(after).toEqual(assemblePlan(parts).plan);
  });

  test('for the Containers target only what blocks there is planned', () => {
    const inContainer = plan({ target: 'containers' });
    expect(inContainer.resources.map((resource) => resource.resource)).toEqual(['r']);
    expect(inContainer.byHand).toEqual([]);
  });
});
