/** What is packed comes back to the last property, whatever a file holds. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../analyzers/index.js';
import type { CallFact, Expr, FileFacts } from '../../core/facts.js';
import { home } from '../../core/home.js';
import { packFacts, unpackFacts } from '../../core/packing/facts.js';
import { type Tables, emptyTables, formatFacts, parseFacts } from '../../core/packing/facts-file.js';
import { wordReader, wordWriter } from '../../core/packing/words.js';

const KEY = '0123456789abcdef0123456789ABCDEF'.toLowerCase();

function pack(tables: Tables, facts: FileFacts): Int32Array {
  const out = wordWriter(tables.texts);
  packFacts(out, tables.expressions, facts);
  return out.take();
}

/** Through a file, as the next scan would read it. */
function throughFile(all: readonly FileFacts[]): FileFacts[] {
  const tables = emptyTables();
  const sources = all.map((facts) => {
    const words = pack(tables, facts);
    return { path: facts.file, size: 1, mtimeMs: 1.5, hash: 'a', full: { words, at: 0, length: words.length } };
  });
  const parsed = parseFacts(formatFacts({ key: KEY, sources, packed: 0 }, tables), KEY);
  if (!parsed) throw new Error('what was written is not read');
  const read = wordReader(parsed.tables.texts);
  return parsed.sources.map(({ full }) => {
    read.open(full?.words ?? new Int32Array(0), full?.at ?? 0);
    return unpackFacts(read, parsed.tables.expressions);
  });
}

function factsOf(file: string, text: string): FileFacts {
  const read = analyzeFile(file, text);
  if ('skipped' in read) throw new Error(`${file}: ${read.skipped.detail}`);
  return read.facts;
}

const sourcesBelow = (folder: string): string[] =>
  readdirSync(path.join(home, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.[jt]s$/.test(name) && !name.includes('node_modules')).map((name) => path.join(folder, name));

describe('real files', () => {
  test.each(['fixtures/legacy-app', 'analyzers', 'program', 'reports'])('%s', (folder) => {
    const all = sourcesBelow(folder).map((file) => factsOf(file, readFileSync(path.join(home, file), 'utf8')));
    expect(all.length).toBeGreaterThan(10);
    const back = throughFile(all);
    all.forEach((facts, i) => expect(back[i]).toEqual(facts));
  });
});

describe('what is seldom written', () => {
  const cases: [string, string, string][] = [
    ['numbers that are no small integer', 'a.js', 'f(1e999, 0.1, 4294967296, -1, 2147483647, 2147483648, 10n)'],
    ['texts of all alphabets, and halves of characters', 'a.js', String.raw`f('Größe', '容器', '🛳', '\ud83d', '\0', '')`],
    ['patterns, defaults and rests', 'a.js', 'export function load([a, , b] = [], { c: { d = 1 }, ...e }, ...[g]) { return [a, b, d, ...e, g]; }'],
    ['getters, computed names and spreads', 'a.js', 'const o = { get x() { return 1; }, [k]: 2, ...rest, "y z": 3 }; o[k] = 4; o.x ??= 5; delete o.y; o.z++;'],
    ['generators, guards and loops', 'a.js', 'function* f() { if (typeof window === "undefined") while (true) yield* g(); throw new Error(); } label: for (;;) tag`a${1}b`;'],
    ['all kinds of imports and exports', 'a.mjs', 'import a, * as b from "x"; export * from "y"; export * as c from "z"; export { d as default } from "w"; const e = await import(a); export { e }; new URL("./f.js", import.meta.url);'],
    ['types and decorators', 'a.ts', 'import type { T } from "t"; @Service() export abstract class A<U> extends B implements C { @Inject() private t?: T; constructor(private readonly u: U, v: typeof fs) { super(v); } abstract get(): Promise<T>; static #n = 1; } interface I extends J { m(): void } export const held = {} satisfies I;'],
    ['comments that excuse, and a hashbang', 'a.js', '#!/usr/bin/env node\n// cf-migrate-ignore-next-line fs-log-write: shipped\nprocess.env.HOME = 1; process.env[x];\nmodule.exports = require("./" + y);'],
  ];
  test.each(cases)('%s', (_what, file, text) => {
    const facts = factsOf(file, text);
    expect(throughFile([facts])).toEqual([facts]);
  });

  test('properties that packing does not know of are not lost', () => {
    const plain = factsOf('a.js', 'f(x); const y = { z: 1 }; y.z = 2; export { y };');
    const more = <T extends object>(list: T[]): T[] => list.map((one) => ({ ...one, later: ['added', 1] }));
    const facts = { ...plain, later: 1, exprs: more(plain.exprs) as Expr[], calls: more(plain.calls) as CallFact[], bindings: more(plain.bindings), functions: more(plain.functions), exports: more(plain.exports), assignments: more(plain.assignments) };
    expect(throughFile([facts])).toEqual([facts]);
  });
});

test('equal expressions of several files are held once', () => {
  const tables = emptyTables();
  pack(tables, factsOf('a.js', 'f(x, 1); g(y);'));
  const before = tables.expressions.size();
  pack(tables, factsOf('b.js', 'f(x, 1); g(y);'));
  expect(before).toBeGreaterThan(4);
  expect(tables.expressions.size()).toBe(before);
});
