/** Reads of members by name, noted only where they are asked for, and behind all that is noted without them. */
import { expect, test } from 'vitest';
import { analyzeFile } from '../../analyzers/index.js';
import type { FileFacts } from '../../core/facts.js';

function factsOf(code: string, wanted?: { names: string[]; computed?: boolean }): FileFacts {
  const read = analyzeFile('app.tsx', code, undefined, wanted ? { names: new Set(wanted.names), computed: wanted.computed ?? false } : undefined);
  if (!('facts' in read)) throw new Error('does not parse');
  return read.facts;
}

const readsIn = (code: string, computed = false): string[] =>
  (factsOf(code, { names: ['all', '#all'], computed }).members?.reads ?? []).map((read) => `${read.name ?? '?'} ${read.form} of ${factsOf(code, { names: ['all', '#all'], computed }).exprs[read.object]?.k ?? ''}: ${code.slice(...read.range)}`);

test.each([
  ['a member', 's.all.title;', ['all value of binding: s.all']],
  ['by a text', "f(s['all']);", ['all value of binding: s[\'all\']']],
  ['of this, inside of a class', 'class S { #all; f() { return this.#all; } }', ['#all value of this: this.#all']],
  ['of the class above', 'class S extends T { f() { return super.all; } }', ['all value of super: super.all']],
  ['of what a call gives', 'make().all;', ['all value of call: make().all']],
  ['called', 's.all(1); new s.all(); s.all`x`;', ['all called of binding: s.all', 'all called of binding: s.all', 'all called of binding: s.all']],
  ['written', 's.all = 1; s.all++; [s.all] = []; ({ x: s.all } = {}); for (s.all of []);', Array.from({ length: 5 }, () => 'all written of binding: s.all')],
  ['what it gives is written', 's.all.title = 1; s.all.n++;', ['all value of binding: s.all', 'all value of binding: s.all']],
  ['deleted', 'delete s.all; delete s.all.x;', ['all deleted of binding: s.all', 'all value of binding: s.all']],
  ['looked for', "'all' in s;", ['all asked of binding: \'all\' in s']],
  ['behind ?. at its end', 's?.all; s?.all?.x; (s?.all).x;', ['all value of binding: s?.all', 'all value of binding: s?.all', 'all value of binding: s?.all']],
  ['behind ?. that goes on', 's?.all.x; s?.t.all.x;', ['all chained of binding: s?.all', 'all chained of member: s?.t.all']],
  ['taken out alone', 'const { all } = s; const { all: a } = s.t;', ['all alone of binding: { all } = s', 'all alone of member: { all: a } = s.t']],
  ['taken out with others, with a default, or assigned', 'const { all, x } = s; const { all = 1 } = s; ({ all } = s);', ['all apart of binding: all', 'all apart of binding: all = 1', 'all apart of binding: all']],
  ['taken out of what lies deeper', 'const { t: { all } } = s;', ['all apart of member: all']],
  ['taken out of a parameter', 'function f({ all }) {}', ['all apart of binding: all']],
  ['under another name, in a text or a comment', "s.any; f('s.all'); // s.all", []],
])('%s', (_name, code, reads) => {
  expect(readsIn(`let s; ${code}`)).toEqual(reads);
});

test('computed names and the rest are noted where they are asked for', () => {
  const code = 'let s, k; s[k]; s[0]; const { x, ...others } = s; const a = <A {...s} />;';
  expect(readsIn(code)).toEqual([]);
  expect(readsIn(code, true)).toEqual(['? value of binding: s[k]', '? rest of binding: ...others', '? rest of binding: {...s}']);
});

test('a text and the key of an object spell the name, and a member does not', () => {
  const spelled = (code: string): string[] => factsOf(code, { names: ['all', 'any'] }).members?.spelled ?? [];
  expect(spelled("f('all'); g({ any: 1 })")).toEqual(['all', 'any']);
  expect(spelled('f(`all`)')).toEqual(['all']);
  expect(spelled("s.all; s['all']; 'all' in s; const { all } = s;")).toEqual([]);
});

test('what is noted without them keeps its numbers', () => {
  const code = 'import { make } from "./make.js"; class S { get all() { return 1; } f({ all }, b = this.all) { return make(b).all + all; } }\nconst { all } = new S();\nexport const shown = () => [new S().all, require("x").all];';
  const plain = factsOf(code);
  const asked = factsOf(code, { names: ['all'], computed: true });
  expect(asked.members?.from).toBe(plain.exprs.length);
  expect(asked.exprs.slice(0, plain.exprs.length)).toEqual(plain.exprs);
  expect([asked.calls, asked.functions, asked.classes, asked.exports, asked.bindings.slice(0, plain.bindings.length)]).toEqual([plain.calls, plain.functions, plain.classes, plain.exports, plain.bindings]);
  expect(plain.members).toBeUndefined();
});
