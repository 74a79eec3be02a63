/** Holds the promises of CONTRIBUTING.md that a linter does not know: reasons, pins, headers, names, the one class. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { home } from '../core/home.js';
import { sourceFiles } from './house-tree.js';

interface Package {
  files: string[];
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  dependencyReasons: Record<string, string>;
}

const read = (file: string): string => readFileSync(path.join(home, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Package;
const dependencies = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

describe('dependencies', () => {
  test('each has a reason of one sentence', () => {
    const unreasoned = Object.keys(dependencies).filter((name) => !/^[A-Z][^\n]{4,118}\.$/.test(manifest.dependencyReasons[name] ?? ''));
    expect(unreasoned).toEqual([]);
  });

  test('no reason outlives its dependency', () => {
    expect(Object.keys(manifest.dependencyReasons).filter((name) => !(name in dependencies))).toEqual([]);
  });

  test.each(['miniflare', '@cloudflare/workerd-linux-64', 'unenv', '@cloudflare/unenv-preset', 'esbuild', 'oxc-parser', 'oxlint'])('%s is pinned to one version, because the next one does not install or answers differently', (name) => {
    expect(dependencies[name]).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  });

  test('the lock file asks for what package.json asks for, and names no registry', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Partial<Package>> };
    const root = lock.packages[''] ?? {};
    expect({ ...root.dependencies, ...root.devDependencies, ...root.optionalDependencies }).toEqual(dependencies);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  test('every dependency is used by the code, a script or the fixture', () => {
    const texts = [...sourceFiles(home), ...filesBelow('test', '.ts'), ...filesBelow('scripts', '.mjs'), ...filesBelow('bench', '.ts'), ...filesBelow('fixtures/legacy-app/src', '.js')].map(read);
    const commands: Record<string, string> = { typescript: 'tsc', vitest: 'vitest', oxlint: 'oxlint' };
    const isUsed = (name: string): boolean =>
      Object.values(manifest.scripts).some((script) => commands[name] !== undefined && script.includes(commands[name]))
      || texts.some((text) => ['\'', '"'].some((quote) => text.includes(`${quote}${name}${quote}`) || text.includes(`${quote}${name}/`)));
    const typed = (name: string): string => name.replace(/^@types\/(?:(\w+)__)?/, (_all, scope: string | undefined) => (scope ? `@${scope}/` : ''));
    const platform = (name: string): boolean => name in manifest.optionalDependencies || name === '@types/node';
    expect(Object.keys(dependencies).filter((name) => !platform(name) && !isUsed(typed(name)))).toEqual([]);
  });
});

function filesBelow(folder: string, extension: string): string[] {
  if (!existsSync(path.join(home, folder))) return [];
  return readdirSync(path.join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension) && !name.includes('node_modules'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

describe('source files', () => {
  const files = sourceFiles(home);

  test('each opens with what it does', () => {
    expect(files.filter((file) => !/^\/\*\*[\s*]+\S[^]{20,}?[.!]\s*\*\//.test(read(file)))).toEqual([]);
  });

  test('no file or folder is named for nothing in particular', () => {
    expect(files.filter((file) => /(?:^|[/-])(?:utils?|helpers?|managers?|commons?|misc|shared-?utils)(?:[./-]|$)/.test(file))).toEqual([]);
  });

  test('UserError is the only class', () => {
    const classes = files.flatMap((file) => classNames(file).map((name) => `${file}: ${name}`));
    expect(classes).toEqual(['core/errors.ts: UserError']);
  });

  test('nothing opts out of the type checker or the linter', () => {
    expect(files.filter((file) => /@ts-(?:ignore|expect-error|nocheck)|oxlint-disable|eslint-disable/.test(read(file)))).toEqual([]);
  });
});

function classNames(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) found.push(node.name?.text ?? '(anonymous)');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022));
  return found;
}

describe('what ships', () => {
  test('everything that the code finds beside package.json is in the package', () => {
    const needed = constantArguments('homePath').map((part) => part.split('/')[0] ?? '');
    const shipped = new Set([...manifest.files.map((entry) => entry.split('/')[0]), 'package.json']);
    expect(needed.length).toBeGreaterThan(0);
    expect([...new Set(needed)].filter((folder) => !shipped.has(folder))).toEqual([]);
  });

  test.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE', 'docs/architecture.md'])('%s is there', (file) => {
    expect(read(file).length).toBeGreaterThan(200);
  });
});

/** First constant argument of each call of `name` in the rooms. */
function constantArguments(name: string): string[] {
  return sourceFiles(home).flatMap((file) => [...read(file).matchAll(new RegExp(`\\b${name}\\('([^']+)'`, 'g'))].map((match) => match[1] ?? ''));
}
