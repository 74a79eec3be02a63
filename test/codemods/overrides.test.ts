/** Versions that package.json asks for in the place of others: as npm, pnpm and yarn take them, beside what stands there. */
import { describe, expect, test } from 'vitest';
import { overriddenManifest } from '../../codemods/storage/overrides.js';

const WANTED = { 'iconv-lite@0.4': '^0.6.3' };

function after(files: Record<string, string>): unknown {
  const [written] = overriddenManifest((file) => files[file] ?? null, '', WANTED);
  return written ? JSON.parse(written[1]) : null;
}

describe('overrides', () => {
  const cases: [string, Record<string, string>, unknown][] = [
    ['of npm', { 'package.json': '{ "name": "log" }' }, { name: 'log', overrides: WANTED }],
    ['of npm, beside others', { 'package.json': '{ "overrides": { "depd": "2.0.0" } }' }, { overrides: { depd: '2.0.0', ...WANTED } }],
    ['of pnpm', { 'package.json': '{}', 'pnpm-lock.yaml': '' }, { pnpm: { overrides: WANTED } }],
    ['of yarn, by path', { 'package.json': '{}', 'yarn.lock': '' }, { resolutions: { 'body-parser/iconv-lite': '^0.6.3', 'raw-body/iconv-lite': '^0.6.3' } }],
    ['that are there already', { 'package.json': JSON.stringify({ overrides: WANTED }) }, null],
    ['that somebody has chosen for all of them', { 'package.json': '{ "overrides": { "iconv-lite": "0.7.0" } }' }, null],
  ];
  test.each(cases)('%s', (_what, files, expected) => expect(after(files)).toEqual(expected));
});
