import { expect, test } from 'vitest';
import type { PlanComponent } from '../../core/plan.js';
import { plannedShare } from '../../planning/planned-share.js';
import { buildProgram, finding, rule } from './program-builder.js';

const program = buildProgram({
  files: { 'docs.js': { lines: 100, functions: { save: { lines: [1, 50] }, stop: { lines: [51, 100] } } }, 'old.js': { lines: 10, reach: 'dead' } },
  sites: [{ in: 'docs.js:save', line: 3, origin: 'node:fs.writeFileSync', style: 'sync' }, { in: 'docs.js:stop', line: 60, origin: 'node:child_process.exec' }],
});
const findings = [finding({ at: ['docs.js', 3], resource: 'r' }), finding({ at: ['docs.js', 60], area: 'other' })];
const component = (status: PlanComponent['status']): PlanComponent => ({ id: 'c', resources: ['r'], status, seeds: [], functions: [], calls: [], files: ['docs.js'], chain: [] });
const percent = (status: PlanComponent['status'], diffs: Parameters<typeof plannedShare>[3]['diffs']): number | undefined =>
  plannedShare(program, findings, [rule({ lines: 3 })], { components: [component(status)], diffs, target: 'workers' })[0]?.rewritePercent;

test('edits count as they are, hand work as it is estimated', () => {
  expect(percent('rewrite', [{ file: 'docs.js', addedLines: 4, removedLines: 3 }])).toBe(13);
});

test('a blocked component is hand work', () => {
  expect(percent('blocked', [])).toBe(19);
});

test('every file says that its share was planned, dead ones change nothing', () => {
  const files = plannedShare(program, findings, [rule({ lines: 3 })], { components: [], diffs: [{ file: 'new-store.js', addedLines: 40, removedLines: 0 }], target: 'workers' });
  expect(files.map((file) => [file.file, file.rewriteBasis])).toEqual([['docs.js', 'planned'], ['old.js', 'planned']]);
  expect(files[1]?.rewritePercent).toBe(0);
});

const parted = buildProgram({
  files: { 'server.js': { lines: 100, functions: { post: { lines: [1, 100] } } }, 'video.js': { lines: 50, functions: { encode: { lines: [1, 50] } } } },
  calls: { 'server.js:post > video.js:encode': { line: 9 } },
  sites: [{ in: 'video.js:encode', line: 3, origin: 'node:child_process.spawn' }, { in: 'video.js:encode', line: 5, origin: 'node:fs.writeFileSync' }],
});
const spawned = [finding({ at: ['video.js', 3], area: 'child-process', what: 'node:child_process.spawn' })];
const shares = (found: typeof spawned, disposition?: Parameters<typeof plannedShare>[3]['disposition']): number[] =>
  plannedShare(parted, found, [rule({ lines: 2 })], { components: [], diffs: [], target: 'workers', ...(disposition ? { disposition } : {}) }).map((file) => file.rewritePercent);
const cut = { must: [], modules: ['video.js'], shared: [], together: [], edges: [{ from: 'server.js', to: 'video.js', calls: 1, into: 'container' as const, crosses: [] }] };

test('a file that stays in the Container changes only where a Container asks for it, and its callers ask over the border', () => {
  expect(shares(spawned)).toEqual([0, 100]);
  // Three lines for the request, one for the function that waits for it.
  expect(shares(spawned, { move: 'worker-and-container', cut })).toEqual([4, 0]);
  const both = [...spawned, finding({ at: ['video.js', 5], containers: 'blocker' })];
  expect(shares(both, { move: 'worker-and-container', cut })).toEqual([4, 12]);
});

test('a Container with the whole app has no border', () => {
  expect(shares(spawned, { move: 'container', cut })).toEqual([0, 0]);
});
