import { describe, expect, test } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { analyzeFile } from '../../analyzers/index.js';
import { home } from '../../core/home.js';
import type { FileFacts } from '../../core/facts.js';

const factsOf = (text: string, file = 'app.js', parser?: 'oxc' | 'babel'): FileFacts => {
  const result = analyzeFile(file, text, parser);
  if (!('facts' in result)) throw new Error(`${result.skipped.reason}: ${result.skipped.detail}`);
  return result.facts;
};

describe('files that parse', () => {
  const cases: [name: string, file: string, text: string][] = [
    ['a top-level return', 'app.js', 'if (done) return; start();'],
    ['sloppy mode', 'app.js', 'with (settings) { start(name); } var octal = 010;'],
    ['TypeScript in .js', 'app.js', 'const total: number = sum(1);'],
    ['JSX', 'app.jsx', 'export const View = () => <p onClick={() => save()}>x</p>;'],
    ['decorators in TypeScript', 'app.ts', '@Controller() export class Jobs { @Get("/x") list(@Param("id") id: string) { return find(id); } }'],
    ['a hashbang without an extension', 'cli', '#!/usr/bin/env node\nrun();'],
    ['enums and namespaces', 'app.ts', 'enum Kind { A = compute() } namespace N { export const x = load(); }'],
  ];
  test.each(cases)('%s', (_name, file, text) => {
    expect(factsOf(text, file).calls.length).toBeGreaterThan(0);
  });

  test('a broken file is a skipped row, not an error', () => {
    expect(analyzeFile('app.js', 'const = ;')).toEqual({ skipped: { file: 'app.js', reason: 'syntax', detail: expect.any(String) } });
  });

  test('a minified file is skipped', () => {
    const text = `var a=1;${'f(a),'.repeat(3000)}0`;
    expect(analyzeFile('app.min.js', text)).toMatchObject({ skipped: { reason: 'minified' } });
  });

  test('a source map at the end of a file does not make it minified', () => {
    const code = Array.from({ length: 20 }, (_, i) => `function step${i}(list) {\n  return list.map((entry) => save(entry, ${i}));\n}`).join('\n');
    const map = `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${'QUJD'.repeat(5000)}`;
    expect(analyzeFile('app.js', `${code}\n${map}`)).toMatchObject({ facts: { file: 'app.js' } });
    expect(analyzeFile('app.min.js', `var a=1;${'f(a),'.repeat(3000)}0\n${map}`)).toMatchObject({ skipped: { reason: 'minified' } });
  });
});

describe('what stands around a call', () => {
  const callNamed = (text: string, name: string) => {
    const facts = factsOf(text);
    const call = facts.calls.find((c) => text.slice(c.at.start, c.at.end) === name);
    if (!call) throw new Error(`no call of ${name}`);
    return call;
  };

  test('awaited, returned, discarded, voided, chained', () => {
    const text = 'async function run() { await a(); b(); void c(); d().then(e); return f(); }\nconst g = () => h();';
    expect(['a', 'b', 'c', 'd', 'f', 'h'].map((name) => callNamed(text, name).result)).toEqual(['awaited', 'discarded', 'void', 'then', 'returned', 'returned']);
  });

  test('loops, branches, guards and try', () => {
    const text = `if (typeof Bun === 'undefined') { guarded(); }\nfor (const x of list) { looped(); }\ntry { tried(); } catch { }\ntry { rethrown(); } catch (e) { throw e; }\nwhile (true) { forever(); }`;
    expect(callNamed(text, 'guarded').guards).toEqual([`typeof Bun === 'undefined'`]);
    expect(callNamed(text, 'looped').loops).toBe(1);
    expect(callNamed(text, 'tried').tried).toBe(true);
    expect(callNamed(text, 'rethrown').tried).toBe(false);
    expect(callNamed(text, 'forever').endless).toBe(true);
  });

  test('the place is the name a reader would point at', () => {
    const call = callNamed('fs\n  .promises\n  .readFile(name);', 'readFile');
    expect([call.at.line, call.at.column]).toEqual([3, 4]);
  });

  test('a parameter default and a field initialiser are no plain body', () => {
    expect(callNamed('function run(x = make()) { return x; }', 'make').position).toBe('parameter-default');
    expect(callNamed('class A { x = make(); }', 'make').position).toBe('field-initialiser');
  });
});

test('suppression comments carry their rule, line and reason', () => {
  const facts = factsOf('// cf-migrate-ignore-next-line fs-unknown-write: scratch space of the test rig\nwrite();\n/* cf-migrate-ignore-file fs-asset-read */');
  expect(facts.suppressions).toEqual([
    { scope: 'line', line: 2, rule: 'fs-unknown-write', reason: 'scratch space of the test rig' },
    { scope: 'file', line: 3, rule: 'fs-asset-read', reason: 'no reason given' },
  ]);
});

/** Real files that stand in this repository, so that the test needs no network. */
function realFiles(): string[] {
  const folders = ['node_modules/express/lib', 'node_modules/multer/lib', 'node_modules/madge/lib', 'node_modules/commander/lib', 'node_modules/zod/v4/core', 'node_modules/yaml/dist', 'node_modules/recast/lib', 'fixtures/legacy-app/src'];
  return folders.flatMap((folder) => {
    const at = path.join(home, folder);
    return readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(?:[cm]?js)$/.test(f)).map((f) => path.join(at, f));
  });
}

test('oxc and Babel give the same facts on real files', () => {
  const files = realFiles();
  expect(files.length).toBeGreaterThan(150);
  const different = files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    const [a, b] = [analyzeFile(file, text, 'oxc'), analyzeFile(file, text, 'babel')];
    if ('skipped' in a || 'skipped' in b) return JSON.stringify(a) !== JSON.stringify(b);
    return JSON.stringify({ ...a.facts, parser: '' }) !== JSON.stringify({ ...b.facts, parser: '' });
  });
  expect(different).toEqual([]);
});
