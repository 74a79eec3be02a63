import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../core/manifest.js';
import { readLock } from '../../../program/lockfiles.js';
import { standings } from '../../../program/lock-graph.js';

/** A site that draws thumbnails: `sharp-like` has a part per platform; `pictures` brings `old-canvas`, which is built on the spot; `watch` is for development. */
const MANIFESTS: Manifest[] = [
  { file: 'package.json', folder: '', name: 'site', dependencies: { pictures: '^2.0.0' }, optionalDependencies: { fast: '^1.0.0' }, devDependencies: { watch: '^3.0.0' } },
  { file: 'packages/api/package.json', folder: 'packages/api', name: '@site/api', dependencies: { thumbs: '1.0.0' } },
];

const NPM_3 = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { pictures: '^2.0.0' } },
    'packages/api': { name: '@site/api', dependencies: { thumbs: '1.0.0' } },
    'node_modules/@site/api': { resolved: 'packages/api', link: true },
    'node_modules/pictures': { version: '2.1.0', dependencies: { 'old-canvas': '^1.0.0' } },
    'node_modules/old-canvas': { version: '2.0.0' },
    'node_modules/pictures/node_modules/old-canvas': { version: '1.4.0', hasInstallScript: true, dependencies: { nan: '^2' } },
    'node_modules/nan': { version: '2.20.0' },
    'node_modules/fast': { version: '1.0.0', optional: true },
    'node_modules/watch': { version: '3.0.0', dev: true, dependencies: { 'old-canvas': '^2.0.0' } },
    'node_modules/thumbs': { name: 'real-thumbs', version: '1.0.0', optionalDependencies: { 'thumbs-linux': '1.0.0' } },
    'node_modules/thumbs-linux': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
  },
});

const NPM_1 = JSON.stringify({
  lockfileVersion: 1,
  requires: true,
  dependencies: {
    pictures: { version: '2.1.0', requires: { 'old-canvas': '^1.0.0' }, dependencies: { 'old-canvas': { version: '1.4.0', requires: { nan: '^2' } } } },
    'old-canvas': { version: '2.0.0', dev: true },
    nan: { version: '2.20.0' },
    fast: { version: '1.0.0', optional: true },
    watch: { version: '3.0.0', dev: true, requires: { 'old-canvas': '^2.0.0' } },
    thumbs: { version: 'npm:real-thumbs@1.0.0', requires: { 'thumbs-linux': '1.0.0' } },
    'thumbs-linux': { version: '1.0.0', optional: true },
  },
});

const PNPM_9 = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      pictures:
        specifier: ^2.0.0
        version: 2.1.0(react@18.0.0)
    optionalDependencies:
      fast:
        specifier: ^1.0.0
        version: 1.0.0
    devDependencies:
      watch:
        specifier: ^3.0.0
        version: 3.0.0

  packages/api:
    dependencies:
      thumbs:
        specifier: npm:real-thumbs@1.0.0
        version: real-thumbs@1.0.0

packages:

  pictures@2.1.0:
    resolution: {integrity: sha512-a==}
    peerDependencies:
      react: '>=18'

  old-canvas@1.4.0:
    resolution: {integrity: sha512-b==}
    engines: {node: '>=6'}

  old-canvas@2.0.0:
    resolution: {integrity: sha512-c==}
    deprecated: |-
      Use another one:
        it is better

  nan@2.20.0:
    resolution: {integrity: sha512-d==}

  fast@1.0.0:
    resolution: {integrity: sha512-e==}

  watch@3.0.0:
    resolution: {integrity: sha512-f==}
    hasBin: true

  real-thumbs@1.0.0:
    resolution: {integrity: sha512-g==}

  thumbs-linux@1.0.0:
    resolution: {integrity: sha512-h==}
    cpu: [x64]
    os: [linux]

snapshots:

  pictures@2.1.0(react@18.0.0):
    dependencies:
      old-canvas: 1.4.0

  old-canvas@1.4.0:
    dependencies:
      nan: 2.20.0

  old-canvas@2.0.0: {}

  nan@2.20.0: {}

  fast@1.0.0:
    optional: true

  watch@3.0.0:
    dependencies:
      old-canvas: 2.0.0

  real-thumbs@1.0.0:
    optionalDependencies:
      thumbs-linux: 1.0.0

  thumbs-linux@1.0.0:
    optional: true
`;

const pnpmOld = (version: string, at: (name: string, version: string) => string): string => `lockfileVersion: ${version}

importers:

  .:
    specifiers:
      pictures: ^2.0.0
    dependencies:
      pictures: 2.1.0
    optionalDependencies:
      fast: 1.0.0
    devDependencies:
      watch: 3.0.0

  packages/api:
    dependencies:
      thumbs: ${at('real-thumbs', '1.0.0')}

packages:

  ${at('pictures', '2.1.0')}:
    resolution: {integrity: sha512-a==}
    dependencies:
      old-canvas: 1.4.0
    dev: false

  ${at('old-canvas', '1.4.0')}:
    resolution: {integrity: sha512-b==}
    requiresBuild: true
    dependencies:
      nan: 2.20.0

  ${at('old-canvas', '2.0.0')}:
    resolution: {integrity: sha512-c==}
    dev: true

  ${at('nan', '2.20.0')}:
    resolution: {integrity: sha512-d==}

  ${at('fast', '1.0.0')}:
    resolution: {integrity: sha512-e==}
    optional: true

  ${at('watch', '3.0.0')}:
    resolution: {integrity: sha512-f==}
    dependencies:
      old-canvas: 2.0.0
    dev: true

  ${at('real-thumbs', '1.0.0')}:
    resolution: {integrity: sha512-g==}
    optionalDependencies:
      thumbs-linux: 1.0.0

  ${at('thumbs-linux', '1.0.0')}:
    resolution: {integrity: sha512-h==}
    cpu: [x64]
    os: [linux]
    optional: true
`;

const YARN_1 = `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


fast@^1.0.0:
  version "1.0.0"
  resolved "https://registry.example/fast-1.0.0.tgz#1"

nan@^2:
  version "2.20.0"

old-canvas@^1.0.0:
  version "1.4.0"
  dependencies:
    nan "^2"

"old-canvas@>= 2", old-canvas@^2.0.0:
  version "2.0.0"

pictures@^2.0.0:
  version "2.1.0"
  dependencies:
    old-canvas "^1.0.0"

thumbs-linux@1.0.0:
  version "1.0.0"

"thumbs@npm:real-thumbs@1.0.0":
  version "1.0.0"
  optionalDependencies:
    thumbs-linux "1.0.0"

watch@^3.0.0:
  version "3.0.0"
  dependencies:
    old-canvas "^2.0.0"
`;

const YARN_BERRY = `# This file is generated by running "yarn install" inside your project.

__metadata:
  version: 8
  cacheKey: 10c0

"@site/api@workspace:packages/api":
  version: 0.0.0-use.local
  resolution: "@site/api@workspace:packages/api"
  dependencies:
    thumbs: "npm:real-thumbs@1.0.0"
  languageName: unknown
  linkType: soft

"fast@npm:^1.0.0":
  version: 1.0.0
  resolution: "fast@npm:1.0.0"
  languageName: node
  linkType: hard

"nan@npm:^2":
  version: 2.20.0
  resolution: "nan@npm:2.20.0"

"old-canvas@npm:^1.0.0":
  version: 1.4.0
  resolution: "old-canvas@npm:1.4.0"
  dependencies:
    nan: "npm:^2"

"old-canvas@npm:>= 2, old-canvas@npm:^2.0.0":
  version: 2.0.0
  resolution: "old-canvas@npm:2.0.0"

"pictures@npm:^2.0.0":
  version: 2.1.0
  resolution: "pictures@npm:2.1.0"
  dependencies:
    old-canvas: "npm:^1.0.0"
  bin:
    draw: ./draw.js

"site@workspace:.":
  version: 0.0.0-use.local
  resolution: "site@workspace:."

"thumbs-linux@npm:1.0.0":
  version: 1.0.0
  resolution: "thumbs-linux@npm:1.0.0"
  conditions: os=linux & cpu=x64

"thumbs@npm:real-thumbs@1.0.0":
  version: 1.0.0
  resolution: "real-thumbs@npm:1.0.0"
  dependencies:
    thumbs-linux: "npm:1.0.0"
  dependenciesMeta:
    thumbs-linux:
      optional: true

"watch@npm:^3.0.0":
  version: 3.0.0
  resolution: "watch@npm:3.0.0"
  dependencies:
    old-canvas: "npm:^2.0.0"
`;

const BUN = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "site", "dependencies": { "pictures": "^2.0.0", }, "devDependencies": { "watch": "^3.0.0", }, },
    "packages/api": { "name": "@site/api", "dependencies": { "thumbs": "npm:real-thumbs@1.0.0", }, },
  },
  "packages": {
    "@site/api": ["@site/api@workspace:packages/api"],
    "@site/api/thumbs": ["real-thumbs@1.0.0", "", { "optionalDependencies": { "thumbs-linux": "1.0.0" } }, "sha512-g=="],
    "fast": ["fast@1.0.0", "", {}, "sha512-e=="],
    "nan": ["nan@2.20.0", "", {}, "sha512-d=="],
    "old-canvas": ["old-canvas@2.0.0", "", {}, "sha512-c=="],
    "pictures": ["pictures@2.1.0", "", { "dependencies": { "old-canvas": "^1.0.0" }, "bin": { "draw": "draw.js" } }, "sha512-a=="],
    "pictures/old-canvas": ["old-canvas@1.4.0", "", { "dependencies": { "nan": "^2" } }, "sha512-b=="],
    "thumbs-linux": ["thumbs-linux@1.0.0", "", { "os": "linux", "cpu": "x64" }, "sha512-h=="],
    "watch": ["watch@3.0.0", "", { "dependencies": { "old-canvas": "^2.0.0" } }, "sha512-f=="],
  }
}
`;

const FORMATS: [name: string, file: string, text: string, stated: string, records: boolean][] = [
  ['npm 3', 'package-lock.json', NPM_3, '3', true],
  ['npm 1', 'npm-shrinkwrap.json', NPM_1, '1', false],
  ['pnpm 9', 'pnpm-lock.yaml', PNPM_9, '9.0', false],
  ['pnpm 6', 'pnpm-lock.yaml', pnpmOld("'6.0'", (name, version) => `/${name}@${version}`), '6.0', true],
  ['pnpm 5', 'pnpm-lock.yaml', pnpmOld('5.4', (name, version) => `/${name}/${version}`), '5.4', true],
  ['yarn 1', 'yarn.lock', YARN_1, '1', false],
  ['yarn 4', 'yarn.lock', YARN_BERRY, '8', false],
  ['bun', 'bun.lock', BUN, '1', false],
];

describe.each(FORMATS)('%s', (name, file, text, stated, records) => {
  const manifests = name === 'yarn 1' || name === 'yarn 4' ? MANIFESTS.map((m) => (m.folder === '' ? m : { ...m, dependencies: { thumbs: 'npm:real-thumbs@1.0.0' } })) : MANIFESTS;
  const lock = readLock(file, text.replaceAll('\n', file.endsWith('.lock') ? '\r\n' : '\n'), manifests);
  const all = lock ? standings(lock) : [];

  test('is of a known version', () => {
    expect(lock).toMatchObject({ version: stated, known: true });
  });

  test('each package, its way in, and what brings it', () => {
    expect(all.map(({ item, chain, dev, optional }) => `${item.name}@${item.version} ${chain.join(' > ')}${dev ? ' dev' : ''}${optional ? ' optional' : ''}`).sort()).toEqual([
      'fast@1.0.0 fast optional',
      'nan@2.20.0 pictures > old-canvas > nan',
      'old-canvas@1.4.0 pictures > old-canvas',
      'old-canvas@2.0.0 watch > old-canvas dev',
      'pictures@2.1.0 pictures',
      'real-thumbs@1.0.0 thumbs',
      'thumbs-linux@1.0.0 thumbs > thumbs-linux optional',
      'watch@3.0.0 watch dev',
    ]);
  });

  test('install scripts only where the format records them', () => {
    const scripts = Object.fromEntries(all.map(({ item }) => [`${item.name}@${item.version}`, item.installScript]));
    expect(scripts['old-canvas@1.4.0']).toBe(records ? true : null);
    expect(scripts['nan@2.20.0']).toBe(records ? false : null);
  });

  test('platforms where the format records them', () => {
    const platforms = all.filter(({ item }) => item.platformOnly).map(({ item }) => item.name);
    expect(platforms).toEqual(name === 'npm 1' || name === 'yarn 1' ? [] : ['thumbs-linux']);
  });
});

test('keys of more than a line, as YAML writers fold them', () => {
  const long = `__metadata:\n  version: 6\n\n? "nan@npm:^2, nan@npm:^2.1, nan@npm:^2.2"\n: version: 2.20.0\n  resolution: "nan@npm:2.20.0"\n`;
  expect(readLock('yarn.lock', long, [])?.packages.map((p) => `${p.name}@${p.version}`)).toEqual(['nan@2.20.0']);
});

test('a package named like a property of every object', () => {
  const text = '# yarn lockfile v1\n\nconstructor@^1:\n  version "1.0.0"\n  dependencies:\n    hasOwnProperty "^1"\n\n__proto__@^1:\n  version "1.0.1"\n';
  expect(readLock('yarn.lock', text, [])?.packages.map((p) => p.name)).toEqual(['constructor', '__proto__']);
});
