/** What a condition has made sure of: a computed name is one of a few, and what is read is a text. */
import { expect, it } from 'vitest';
import { linked } from './linked.js';

const SHELF = "const fs = require('fs');\nclass Shelf { load() { return fs.readFileSync('data/a.json'); } }\nexports.shelf = new Shelf();\nconst VERBS = ['get', 'post'];\n";

/** Edges into `load` that may be. */
function mayLoad(code: string): number {
  const { edges, functions } = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `${SHELF}${code}`, 'ways.js': "exports.WAYS = ['get'];" });
  const load = functions.find(({ name }) => name === 'load');
  return edges.filter(({ to }) => to === load?.id).length;
}

it.each([
  ['before it leaves', 'exports.go = (x, k) => { if (!VERBS.includes(k)) return; x[k](); };'],
  ['before the next turn', "exports.go = (x, all) => { for (const k of all) { if (!['get'].includes(k)) continue; x[k](); } };"],
  ['with something else', 'exports.go = (x, k) => { if (!x || !VERBS.includes(k)) { throw new Error(k); } x[k](); };'],
  ['around it', 'exports.go = (x, k) => { if (VERBS.includes(k)) x[k](); };'],
  ['beside it', 'exports.go = (x, k) => VERBS.includes(k) && x[k]();'],
  ['in a function of its own', 'exports.go = (x, k) => { if (!VERBS.includes(k)) return; setTimeout(() => x[k](), 1); };'],
])('a computed name that was looked for in a list is one of it: %s', (_where, code) => {
  expect(mayLoad(code)).toBe(0);
});

it.each([
  ['no check', 'exports.go = (x, k) => { x[k](); };'],
  ['the other branch', 'exports.go = (x, k) => { if (VERBS.includes(k)) return; x[k](); };'],
  ['it does not leave', 'exports.go = (x, k) => { if (!VERBS.includes(k)) console.log(k); x[k](); };'],
  ['either is enough', 'exports.go = (x, k) => { if (x && !VERBS.includes(k)) return; x[k](); };'],
  ['the name is given another value', 'exports.go = (x, k) => { if (!VERBS.includes(k)) return; k = x.other; x[k](); };'],
  ['the list grows', "exports.go = (x, k) => { VERBS.push('load'); if (!VERBS.includes(k)) return; x[k](); };"],
  ['the list has other things', "exports.go = (x, k) => { if (!['get', x.more].includes(k)) return; x[k](); };"],
  ['another name', 'exports.go = (x, k, j) => { if (!VERBS.includes(j)) return; x[k](); };'],
  ['the list is handed on', "require('lists')(VERBS); exports.go = (x, k) => { if (!VERBS.includes(k)) return; x[k](); };"],
  ['the list is of another module', "const { WAYS } = require('./ways'); exports.go = (x, k) => { if (!WAYS.includes(k)) return; x[k](); };"],
  ['the list is given away', 'exports.VERBS = VERBS; exports.go = (x, k) => { if (!VERBS.includes(k)) return; x[k](); };'],
  ['the name lies in a member that is given another value', "exports.more = (job) => { job.act = 'load'; }; exports.go = (x, job) => { if (!VERBS.includes(job.act)) return; x[job.act](); };"],
  ['a function that is declared behind it is called before', 'exports.go = (x, k) => { run(); if (!VERBS.includes(k)) return; function run() { x[k](); } };'],
  ['behind the block', 'exports.go = (x, k) => { { if (!VERBS.includes(k)) return; } x[k](); };'],
])('a computed name that may be any other: %s', (_where, code) => {
  expect(mayLoad(code)).toBe(1);
});

const READ = (test: string, then = 'return;'): string => `require('rooms')(exports.shelf, (into, x) => { if (${test}) { ${then} } into.kept = { load: x.load }; });`;

it('what is read is no function where a condition has seen to it', () => {
  expect(mayLoad(READ("typeof x.load !== 'string'"))).toBe(0);
  expect(mayLoad(READ("!x || typeof x.load !== 'string' || x.a"))).toBe(0);
  expect(mayLoad("require('rooms')(exports.shelf, (into, x) => { if (typeof x.load === 'number') into.kept = { load: x.load }; });")).toBe(0);
  expect(mayLoad(READ("typeof x.load === 'string'"))).toBe(1);
  expect(mayLoad(READ("typeof x.save !== 'string'"))).toBe(1);
  expect(mayLoad(READ("typeof x.load !== 'object'"))).toBe(1);
  expect(mayLoad("require('rooms')(exports.shelf, (into, x) => { if (typeof x.load === 'undefined') into.kept = { load: x.load }; });")).toBe(1);
  expect(mayLoad(`exports.fill = (x) => { x.load = fs.statSync; };\n${READ("typeof x.load !== 'string'")}`)).toBe(1);
  expect(mayLoad(READ("typeof x.load !== 'string'", 'into.no = 1;'))).toBe(1);
});
