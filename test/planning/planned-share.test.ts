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
