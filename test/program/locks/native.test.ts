import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { installedPackages } from '../../../core/installed.js';
import type { LockedPackage, Requirement } from '../../../program/locks/locked.js';
import { nativeness } from '../../../program/native.js';
import { linked } from '../linked.js';

const need = (name: string, optional = false): Requirement => ({ name, id: name, optional });
const locked = (name: string, more: Partial<LockedPackage> = {}): LockedPackage => ({ id: name, name, version: '1.0.0', requires: [], installScript: null, platformOnly: false, command: false, ...more });

/** A package with a part for each of two platforms. */
const perPlatform = (name: string, part: (os: string) => string, command = false): LockedPackage[] =>
  [locked(name, { requires: ['linux', 'darwin'].map((os) => need(part(os), true)) }), ...['linux', 'darwin'].map((os) => locked(part(os), { platformOnly: true, command }))];

const judge = (items: LockedPackage[], installed: Record<string, string | null> = {}) =>
  nativeness(items[0]?.name ?? '', items[0], new Map(items.map((item) => [item.id, item])), new Map(Object.entries(installed).map(([name, evidence]) => [name, { name, evidence }])));

describe('an add-on', () => {
  test.each<[string, LockedPackage[], string]>([
    ['a builder and an install script', [locked('drawing', { installScript: true, requires: [need('node-gyp')] })], 'yes'],
    ['a builder where scripts are not recorded', [locked('drawing', { requires: [need('prebuild-install')] })], 'yes'],
    ['a loader, which needs no script', [locked('drawing', { installScript: false, requires: [need('bindings')] })], 'yes'],
    ['a part per platform', perPlatform('drawing', (os) => `@drawing/${os}`), 'yes'],
    ['a known one without any sign', [locked('sharp')], 'yes'],
    ['the compiler where scripts are not recorded', [locked('drawing', { requires: [need('node-gyp')] })], 'unknown'],
    ['headers without an install script', [locked('drawing', { installScript: false, requires: [need('node-addon-api')] })], 'no'],
    ['the compiler without an install script: a tool', [locked('rebuild-all', { installScript: false, requires: [need('node-gyp')] })], 'no'],
    ['an install script alone: a notice', [locked('core-words', { installScript: true })], 'no'],
    ['an optional builder: works without', [locked('tunnel', { installScript: true, requires: [need('nan', true)] })], 'no'],
    ['a known program in parts per platform', perPlatform('esbuild', (os) => `@esbuild/${os}-x64`), 'no'],
    ['a program whose parts hold a command', perPlatform('bundle-fast', (os) => `bundle-fast-${os}`, true), 'no'],
    ['a program whose parts say so in their name', perPlatform('@lint/all', (os) => `@lint/cli-${os}`), 'no'],
    ['the part of another package', [locked('@drawing/linux', { platformOnly: true })], 'no'],
    ['a part for one platform only', [locked('watching', { requires: [need('mac-events', true)] }), locked('mac-events', { platformOnly: true })], 'no'],
  ])('%s', (_name, items, native) => {
    expect(judge(items).native).toBe(native);
  });

  test('formats without platforms go by the names of the parts', () => {
    const parts = ['@drawing/drawing-linux-x64-gnu', '@drawing/drawing-darwin-arm64'];
    expect(judge([locked('drawing', { requires: parts.map((part) => need(part, true)) }), ...parts.map((part) => locked(part))])).toMatchObject({ native: 'yes' });
    const words = ['linux-names', 'darwin-quotes'];
    expect(judge([locked('wording', { requires: words.map((part) => need(part, true)) }), ...words.map((part) => locked(part))])).toMatchObject({ native: 'no' });
  });

  test('no lock file: unknown, unless it is a known one', () => {
    expect(nativeness('drawing', undefined, new Map(), new Map()).native).toBe('unknown');
    expect(nativeness('bcrypt', undefined, new Map(), new Map()).native).toBe('yes');
    expect(nativeness('turbo', undefined, new Map(), new Map()).native).toBe('no');
  });
});

describe('installed files settle it', () => {
  test.each<[string, LockedPackage[], Record<string, string | null>, string]>([
    ['binding.gyp', [locked('drawing')], { drawing: 'binding.gyp' }, 'yes'],
    ['a compiled file', [locked('drawing')], { drawing: 'build/Release/drawing.node' }, 'yes'],
    ['a compiled file in the part of this platform', perPlatform('drawing', (os) => `@drawing/${os}`), { drawing: null, '@drawing/linux': 'drawing.node' }, 'yes'],
    ['a part of this platform without one: a program', perPlatform('drawing', (os) => `@drawing/${os}`), { drawing: null, '@drawing/linux': null }, 'no'],
    ['neither', [locked('drawing')], { drawing: null }, 'no'],
  ])('%s', (_name, items, installed, native) => {
    expect(judge(items, installed).native).toBe(native);
  });

  const root = mkdtempSync(path.join(tmpdir(), 'cf-migrate-installed-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const put = (file: string): void => {
    mkdirSync(path.dirname(path.join(root, 'node_modules', file)), { recursive: true });
    writeFileSync(path.join(root, 'node_modules', file), '');
  };

  test('where they are looked for, and where not', () => {
    for (const file of ['built/build/Release/a.node', 'gyp/binding.gyp', '.pnpm/node_modules/@s/deep/prebuilds/linux-x64/b.node', 'plain/index.js', 'tested/test/c.node', 'outer/node_modules/inner/d.node', 'lookalike/node.js']) put(file);
    expect([...installedPackages(root, ['built', 'gyp', '@s/deep', 'plain', 'tested', 'outer', 'lookalike', 'absent', '../plain']).values()].map(({ name, evidence }) => `${name}: ${evidence}`)).toEqual([
      'built: build/Release/a.node', 'gyp: binding.gyp', '@s/deep: prebuilds/linux-x64/b.node', 'plain: null', 'tested: null', 'outer: null', 'lookalike: null',
    ]);
  });
});

describe('packages of a program', () => {
  const program = linked({
    'package.json': '{ "dependencies": { "search": "^1" }, "devDependencies": { "tests": "^1" } }',
    'index.js': 'require("search")',
    'yarn.lock': ['# yarn lockfile v1', 'search@^1:\n  version "1.0.0"\n  dependencies:\n    store "^1"', 'store@^1:\n  version "1.0.0"\n  dependencies:\n    lmdb "^3"', 'lmdb@^3:\n  version "3.0.0"', 'tests@^1:\n  version "1.0.0"\n  dependencies:\n    canvas "^3"', 'canvas@^3:\n  version "3.0.0"', ''].join('\n\n'),
  });
  const fact = (name: string) => program.packages.find((p) => p.name === name);

  test('an add-on comes with the whole way from a direct dependency', () => {
    expect(fact('lmdb')).toMatchObject({ native: 'yes', chain: ['search', 'store', 'lmdb'], broughtInBy: ['search'], dev: false });
  });

  test('what only tests need is for development', () => {
    expect(fact('canvas')).toMatchObject({ native: 'yes', chain: ['tests', 'canvas'], dev: true, reach: 'build' });
  });

  test('a direct dependency has no chain', () => {
    expect(fact('search')).toMatchObject({ direct: true, native: 'no' });
    expect(fact('search')).not.toHaveProperty('chain');
  });
});
