import { expect, test } from 'vitest';
import type { Plan, PlanDecision, PlannedResource } from '../../core/plan.js';
import { dependencyChanges, type DependencyParts } from '../../planning/dependencies.js';
import { buildProgram, finding, place, type ProgramSpec } from './program-builder.js';

const at = (file: string, line: number): [string, number] => [file, line];
const app: ProgramSpec = {
  files: { 'db.js': { lines: 50, functions: { open: { lines: [1, 20] }, find: { lines: [21, 40] } } }, 'image.js': { lines: 50, functions: { scale: { lines: [1, 20] } } } },
  packages: [
    { name: 'better-sqlite3', version: '12.4.1', importedAt: [at('db.js', 1)] },
    { name: 'sharp', version: '0.34.0', importedAt: [at('image.js', 1)] },
    { name: 'express', version: '4.19.2', importedAt: [at('db.js', 2)] },
    { name: 'vitest', dev: true },
  ],
  sites: [{ in: 'db.js:open', line: 3, origin: 'better-sqlite3', kind: 'new' }, { in: 'db.js:find', line: 25, origin: 'better-sqlite3().prepare' }, { in: 'image.js:scale', line: 4, origin: 'sharp' }],
};
const rows: PlannedResource = { resource: 'db', pattern: 'search.db', kind: 'sqlite', persistence: 'durable', target: 'd1', reason: '', instead: [], codemod: null, sites: [{ at: place('db.js', 3), origin: 'better-sqlite3' }] };
const changes = (over: Partial<DependencyParts> = {}, spec = app, findings = [finding({ at: at('db.js', 1), area: 'native-module' as const, what: 'better-sqlite3' })]): Plan['dependencies'] =>
  dependencyChanges(buildProgram(spec), findings, { resources: [rows], decisions: [], containerFiles: new Set(), container: false, target: 'workers', ...over });
const names = (list: { name: string }[]): string[] => list.map((change) => change.name);

test('a package whose every use moves is removed, with its version', () => {
  expect(changes().remove).toEqual([{ name: 'better-sqlite3', version: '12.4.1', why: 'every production use is replaced by D1 or SQLite in a Durable Object' }]);
});

test('one use that does not move keeps the package', () => {
  const sites = [...(app.sites ?? []), { in: 'db.js:open', line: 9, origin: 'better-sqlite3', kind: 'new' as const }];
  expect(names(changes({}, { ...app, sites }).remove)).toEqual([]);
});

test('a package that nothing replaces yet is kept', () => {
  expect(names(changes({ resources: [{ ...rows, target: 'decide' }] }).remove)).toEqual([]);
});

test('a package whose data waits for a decision leaves when the default would move it', () => {
  const question = (answer: string): PlanDecision => ({
    id: 'database', question: '', default: answer, evidence: [], resources: ['db'],
    options: [{ id: 'd1', title: '', consequence: '', target: 'd1' }, { id: 'by-hand', title: '', consequence: '', target: 'by-hand' }],
  });
  const resources = [{ ...rows, target: 'decide' as const }];
  expect(names(changes({ resources, decisions: [question('d1')] }).remove)).toEqual(['better-sqlite3']);
  expect(names(changes({ resources, decisions: [question('by-hand')] }).remove)).toEqual([]);
});

test('a package whose values move out of memory stays when nothing is known to do its work', () => {
  const spec = (name: string): ProgramSpec => ({ ...app, packages: [{ name, importedAt: [at('db.js', 1)] }], sites: [{ in: 'db.js:open', line: 3, origin: name, kind: 'new' }] });
  const row = (name: string): PlannedResource => ({ ...rows, resource: 'rule:x', kind: 'timer-cron', target: 'cron-trigger', sites: [{ at: place('db.js', 3), origin: name }] });
  expect(names(changes({ resources: [row('prom-client')] }, spec('prom-client'), []).remove)).toEqual([]);
  expect(names(changes({ resources: [row('node-cron')] }, spec('node-cron'), []).remove)).toEqual(['node-cron']);
});

test('what stays in the Container keeps its package and says where', () => {
  const { keep, remove, add } = changes({ containerFiles: new Set(['image.js', 'db.js']), container: true });
  expect(remove).toEqual([]);
  expect(keep.find((change) => change.name === 'sharp')?.why).toBe('stays in the Container with image.js');
  expect(names(add)).toEqual(['wrangler', '@cloudflare/containers']);
});

test('bcrypt gives way to bcryptjs', () => {
  const spec: ProgramSpec = { ...app, packages: [{ name: 'bcrypt', version: '5.1.1', importedAt: [at('db.js', 1)] }] };
  const { remove, add } = changes({}, spec, [finding({ at: at('db.js', 1), area: 'native-module', what: 'bcrypt' })]);
  expect(names(remove)).toEqual(['bcrypt']);
  expect(add.find((change) => change.name === 'bcryptjs')).toMatchObject({ version: '^3.0.3', why: 'takes the place of bcrypt' });
});

test('in a Container bcrypt stays', () => {
  const spec: ProgramSpec = { ...app, packages: [{ name: 'bcrypt', importedAt: [at('db.js', 1)] }] };
  expect(names(changes({ target: 'containers' }, spec, []).remove)).toEqual([]);
});

test('express 4 is kept and raised to 5 for Workers', () => {
  expect(changes().keep.find((change) => change.name === 'express')).toMatchObject({ version: '^5.3.0', why: expect.stringContaining('raise from 4.19.2') });
  expect(changes({ target: 'containers' }).keep.find((change) => change.name === 'express')?.version).toBe('4.19.2');
});

test('Postgres brings its client, unless it is there', () => {
  const resources = [{ ...rows, target: 'postgres' as const }];
  expect(names(changes({ resources }).add)).toContain('pg');
  expect(names(changes({ resources }, { ...app, packages: [{ name: 'pg', version: '8.17.0' }] }).add)).not.toContain('pg');
});

test('development tools are not spoken of', () => {
  const { keep, remove } = changes();
  expect(names([...keep, ...remove])).not.toContain('vitest');
});

test('fs-extra leaves only when every file call of its importers moves', () => {
  const spec: ProgramSpec = {
    files: { 'docs.js': { lines: 50, functions: { save: { lines: [1, 20] } } } },
    packages: [{ name: 'fs-extra', importedAt: [at('docs.js', 1)] }],
    sites: [{ in: 'docs.js:save', line: 3, origin: 'node:fs.promises.writeFile' }, { in: 'docs.js:save', line: 5, origin: 'node:fs.promises.readFile' }],
  };
  const resource = (...lines: number[]): PlannedResource => ({ ...rows, kind: 'files', target: 'r2', sites: lines.map((line) => ({ at: place('docs.js', line), origin: 'node:fs' })) });
  expect(names(changes({ resources: [resource(3, 5)] }, spec, []).remove)).toEqual(['fs-extra']);
  expect(names(changes({ resources: [resource(3)] }, spec, []).remove)).toEqual([]);
});
