import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../core/manifest.js';
import { chooseLock } from '../../../program/lockfiles.js';

const root = (more: Partial<Manifest> = {}): Manifest => ({ file: 'package.json', folder: '', dependencies: { pictures: '^2.0.0' }, ...more });

const npm = (version: number, packages: Record<string, unknown> = { 'node_modules/pictures': { version: '2.1.0' } }): string => JSON.stringify({ lockfileVersion: version, packages });
const yarn = (name = 'pictures', header = '# yarn lockfile v1'): string => `${header}\n\n${name}@^2.0.0:\n  version "2.0.0"\n`;

const chosen = (files: Record<string, string>, manifest = root()) => {
  const { lock, warnings } = chooseLock(Object.keys(files), (file) => files[file] ?? '', [manifest]);
  return { version: lock?.packages[0]?.version ?? null, codes: warnings.map((w) => w.code), messages: warnings.map((w) => w.message) };
};

describe('what is wrong with a lock file is said', () => {
  test.each<[string, Record<string, string>, string | null, string[]]>([
    ['one of a known version', { 'package-lock.json': npm(3) }, '2.1.0', []],
    ['npm of a version to come', { 'package-lock.json': npm(4) }, '2.1.0', ['lock-unknown-version']],
    ['pnpm of a version to come', { 'pnpm-lock.yaml': "lockfileVersion: '10.0'\nimporters:\n  .:\n    dependencies:\n      pictures:\n        version: 2.1.0\npackages:\n  pictures@2.1.0: {}\n" }, '2.1.0', ['lock-unknown-version']],
    ['yarn of a version to come', { 'yarn.lock': yarn('pictures', '# yarn lockfile v2') }, '2.0.0', ['lock-unknown-version']],
    ['yarn with metadata to come', { 'yarn.lock': '__metadata:\n  version: 99\n\n"pictures@npm:^2.0.0":\n  version: 2.0.0\n  resolution: "pictures@npm:2.0.0"\n' }, '2.0.0', ['lock-unknown-version']],
    ['bun of a version to come', { 'bun.lock': '{ "lockfileVersion": 7, "packages": { "pictures": ["pictures@2.1.0", "", {}, ""] } }' }, '2.1.0', ['lock-unknown-version']],
    ['no JSON', { 'package-lock.json': 'oops' }, null, ['lock-unreadable']],
    ['JSON of another kind', { 'package-lock.json': '{ "lockfileVersion": 3 }' }, null, ['lock-unreadable']],
    ['an unfinished merge', { 'yarn.lock': `<<<<<<< HEAD\n${yarn()}=======\n${yarn('x')}>>>>>>> other\n` }, null, ['lock-unreadable']],
    ['an empty file', { 'pnpm-lock.yaml': '' }, null, ['lock-unreadable']],
    ['the binary lock of bun', { 'bun.lockb': '\0' }, null, ['lock-binary']],
    ['the binary lock of bun beside the text', { 'bun.lockb': '\0', 'bun.lock': '{ "lockfileVersion": 1, "packages": { "pictures": ["pictures@2.1.0", "", {}, ""] } }' }, '2.1.0', ['lock-several']],
    ['two lock files', { 'yarn.lock': yarn(), 'package-lock.json': npm(3) }, '2.1.0', ['lock-several']],
    ['two, of which the first is out of date', { 'yarn.lock': yarn(), 'package-lock.json': npm(3, { 'node_modules/old': { version: '1.0.0' } }) }, '2.0.0', ['lock-several']],
    ['older than package.json', { 'package-lock.json': npm(3, { 'node_modules/old': { version: '1.0.0' } }) }, '1.0.0', ['lock-stale']],
    ['none at all', {}, null, []],
  ])('%s', (_name, files, version, codes) => {
    expect(chosen(files)).toMatchObject({ version, codes });
  });

  test('package.json names the package manager', () => {
    expect(chosen({ 'yarn.lock': yarn(), 'package-lock.json': npm(3) }, root({ packageManager: 'yarn@1.22.22' }))).toMatchObject({ version: '2.0.0', codes: ['lock-several'] });
  });

  test('a sentence for people', () => {
    expect(chosen({ 'package-lock.json': npm(4) }).messages[0]).toMatch(/^package-lock\.json is of version 4, which this tool does not know/);
    expect(chosen({ 'bun.lockb': '' }).messages[0]).toMatch(/--save-text-lockfile/);
  });

  test('dependencies inside of the project are not missed', () => {
    expect(chosen({ 'package-lock.json': npm(3) }, root({ dependencies: { pictures: '^2.0.0', '@site/api': 'workspace:*', tools: 'file:../tools' } })).codes).toEqual([]);
  });
});
