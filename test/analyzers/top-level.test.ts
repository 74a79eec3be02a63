/** What the reader of a module's top says of statements, names and calls. */
import { describe, expect, it } from 'vitest';
import { topLevelOf } from '../../analyzers/top-level.js';
import type { NameUse } from '../../core/top-level.js';

const read = (text: string, file = 'quay.ts') => topLevelOf(file, text) ?? { statements: [], uses: [], calls: [] };
const usesOf = (text: string, name: string): Omit<NameUse, 'at' | 'done' | 'functions'>[] => read(text).uses.filter((use) => use.name === name).map(({ at: _at, done: _done, functions: _functions, ...use }) => use);
const plain = { name: 'boats', writes: false, changes: false, asked: false, inParameters: false };

describe('the top of a module', () => {
  it.each([
    ['const boats = load();', null],
    ['if (empty) boats = [];', null],
    ['export const boats = load();', 'exported'],
    ['module.exports = load();', 'gives away'],
    ['exports.boats = load();', 'gives away'],
    ['if (empty) { var boats = []; }', 'used outside of it'],
    ['class Boats {}', 'no statement'],
    ['"use strict";', 'directive'],
    ['const kind = toString.call(boats), made = constructor.from(boats);', null],
  ])('%s', (text, fixed) => {
    const [statement] = read(text, 'quay.js').statements;
    expect(statement?.fixed ?? null).toEqual(fixed === null ? null : expect.stringContaining(fixed));
  });

  it.each([
    ['boats = [];', { writes: true }],
    ['({ boats } = value);', { writes: true }],
    ['boats[0] = 1;', { changes: true }],
    ['delete boats.first;', { changes: true }],
    ['boats.push(1);', { changes: true, asked: true }],
    ['boats.list.push(1);', { changes: true, asked: true }],
    ['Object.assign(boats, more);', { changes: true }],
    ['boats.refresh();', { asked: true }],
    ['use(boats.map((boat) => boat));', {}],
    ['use(String(boats));', {}],
  ])('sees what becomes of a name in %s', (text, flags) => {
    expect(usesOf(`let boats = []; function later() { ${text} }`, 'boats')).toEqual([{ ...plain, ...flags }]);
  });

  it('knows which call is handed a thing, and that a text cannot be changed by it', () => {
    expect(usesOf('const boats = []; use(boats);', 'boats')).toEqual([{ ...plain, given: [18, 28] }]);
    expect(usesOf("const boats = path.join('a', 'b'); use(boats);", 'boats')).toEqual([plain]);
  });

  it('is not misled by names that hide it, keys, members, types and texts', () => {
    const hidden = 'function a(boats) { boats = 1; } const b = { boats: 1 }; b.boats = 2; { let boats; boats = 1; } try {} catch (boats) { boats = 1; } for (const boats of b) use(boats); // boats = 1\nconst c: typeof boats = "boats"; class D { boats = 1 }';
    expect(usesOf(`let boats; ${hidden}`, 'boats')).toEqual([]);
    expect(usesOf('let boats; const d = { boats };', 'boats')).toEqual([plain]);
  });

  it('says where a use stands', () => {
    const text = 'let boats; const a = (n = boats) => list.map(() => boats);';
    expect(read(text).uses.map(({ functions, inParameters }) => [functions.length, inParameters])).toEqual([[1, true], [2, false]]);
  });

  it.each([
    ['boats = 1; wait();', 'boats = 1;'],
    ['if (ok) { boats = 1; wait(); } rest();', 'boats = 1;'],
    ['if ((boats = 1)) { wait(); } rest();', 'if ((boats = 1)) { wait(); }'],
    ['while (ok) { boats = 1; wait(); } rest();', 'while (ok) { boats = 1; wait(); }'],
  ])('says of %s when it is done', (text, until) => {
    const done = read(`let boats; ${text}`).uses[0]?.done ?? 0;
    expect(`let boats; ${text}`.slice(0, done).endsWith(until)).toBe(true);
  });

  it('doubts every call that may do more than compute', () => {
    const calls = 'JSON.parse(a); new Map(); list.map(f); path.join(a); console.log(a); start(); app.listen(1); app.get(a); new Server(); db.set(a);';
    expect(read(calls).calls.map((call) => call.text)).toEqual(['start()', 'app.listen(1)', 'app.get(a)', 'new Server()', 'db.set(a)']);
  });

  it('is null for what cannot be read', () => expect(topLevelOf('quay.js', 'const = ;')).toBeNull());
});
