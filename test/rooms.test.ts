/** Holds the picture of the rooms (docs/architecture.md) against our own tree, and shows that the check sees what it must. */
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { home } from '../core/home.js';
import { ROOMS, type Tree, drawTree, forbiddenImports, idlePermissions, packagesLoadedBy, sourceFiles, specifiersOf, strayModules, strayVoices, unknownRooms } from './house-tree.js';

let tree: Tree;

beforeAll(async () => {
  tree = await drawTree(home);
}, 60_000);

describe('the rooms of this house', () => {
  test('every folder of source is a room', () => {
    expect(unknownRooms(home)).toEqual([]);
  });

  test('no room imports one that it may not know', () => {
    expect(forbiddenImports(tree)).toEqual([]);
  });

  test('no import goes in a circle', () => {
    expect(tree.circles).toEqual([]);
  });

  test('files, processes and the Workers runtime are touched only where there is a reason', () => {
    expect(strayModules(home)).toEqual([]);
    expect(idlePermissions(home)).toEqual([]);
  });

  test('only the shell prints and sets the exit code', () => {
    expect(strayVoices(home)).toEqual([]);
  });
});

describe('what a command loads', () => {
  test('--help loads no package at all', () => {
    expect([...packagesLoadedBy(home, 'commands/main.ts').keys()]).toEqual([]);
  });

  test('a scan loads nothing that only a rewrite, a graph or a runtime needs', () => {
    const loaded = packagesLoadedBy(home, 'commands/scan.ts');
    expect([...loaded.keys()]).toContain('commander');
    const heavy = ['jscodeshift', 'recast', 'madge', 'typescript', 'miniflare', 'esbuild', 'unenv', 'eta', '@babel/parser', '@babel/traverse'];
    expect(heavy.filter((name) => loaded.has(name)).map((name) => `${loaded.get(name)} loads ${name}`)).toEqual([]);
  });
});

describe('the check is not blind', () => {
  test('madge sees every file and every relative import that TypeScript sees', () => {
    expect(tree.unresolved).toEqual([]);
    expect(Object.keys(tree.edges).sort()).toEqual(sourceFiles(home));
    for (const file of sourceFiles(home)) {
      const local = specifiersOf(readFileSync(path.join(home, file), 'utf8')).filter((specifier) => specifier.startsWith('.'));
      const targets = local.map((specifier) => path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts'));
      expect(tree.edges[file]?.toSorted(), file).toEqual([...new Set(targets)].sort());
    }
  });

  test('imports are written as the check reads them: relative, ending in .js', () => {
    const odd = sourceFiles(home).flatMap((file) => specifiersOf(readFileSync(path.join(home, file), 'utf8'))
      .filter((specifier) => /^[#/~]/.test(specifier) || (specifier.startsWith('.') && !specifier.endsWith('.js')))
      .map((specifier) => `${file} imports ${specifier}`));
    expect(odd).toEqual([]);
  });
});

describe('a planted mistake is found', () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'cf-migrate-rooms-'));
  let planted: Tree;

  const append = (file: string, line: string): void => appendFileSync(path.join(copy, file), `\n${line}\n`);
  const addFile = (file: string, text: string): void => writeFileSync(path.join(copy, file), text);

  beforeAll(async () => {
    for (const room of Object.keys(ROOMS).filter((name) => existsSync(path.join(home, name)))) cpSync(path.join(home, room), path.join(copy, room), { recursive: true });
    append('rules/apis.ts', "import { pathText } from '../program/text.js'; export const planted = pathText;");
    append('planning/plan.ts', "import type { Visitors } from '../analyzers/walk.js'; export type Planted = Visitors;");
    append('cost/prices.ts', "export const planted = async () => import('../runtime/copy.js');");
    append('core/changes.ts', "export * from '../reports/json.js';");
    append('program/link.ts', "export type Planted = import('../rules/apis.js').Planted;");
    addFile('reports/planted.ts', "import { readFile } from 'fs/promises';\nimport { scan } from '../pipeline/scan.js';\nexport const planted = [readFile, scan];\nconsole.log(planted);\n");
    addFile('planning/planted-one.ts', "import { two } from './planted-two.js';\nexport const one = () => two;\n");
    addFile('planning/planted-two.ts', "import { one } from './planted-one.js';\nexport const two = () => one;\nprocess.exitCode = 1;\n");
    planted = await drawTree(copy);
  }, 60_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.each([
    ['an import into a neighbour', 'rules/apis.ts imports program/text.ts'],
    ['an import of a type', 'planning/plan.ts imports analyzers/walk.ts'],
    ['a dynamic import', 'cost/prices.ts imports runtime/copy.ts'],
    ['a re-export that goes upward', 'core/changes.ts imports reports/json.ts'],
    ['a type written as import()', 'program/link.ts imports rules/apis.ts'],
    ['a report that reaches for the pipeline', 'reports/planted.ts imports pipeline/scan.ts'],
  ])('%s', (_what, sentence) => {
    expect(forbiddenImports(tree)).not.toContain(sentence);
    expect(forbiddenImports(planted)).toContain(sentence);
  });

  test('a circle', () => {
    expect(planted.circles).toContainEqual(['planning/planted-one.ts', 'planning/planted-two.ts']);
  });

  test('a look at the disk from a room that has no reason to', () => {
    expect(strayModules(copy)).toContain('reports/planted.ts loads node:fs');
  });

  test('printing and exit codes outside of the shell', () => {
    expect(strayVoices(copy)).toEqual(expect.arrayContaining(['reports/planted.ts:4 uses console.log', 'planning/planted-two.ts:3 uses process.exitCode']));
  });
});
