/** What a text must look like for its file to be read without looking for state. A yes costs time, a wrong no costs findings. */
import { describe, expect, test } from 'vitest';
import { mayHoldState } from '../../analyzers/state-signs.js';

describe('signs of state', () => {
  test.each([
    ['a counter', 'let hits = 0;\nexport function hit() {\n  hits++;\n}\n'],
    ['a variable set by a function', 'let current;\nfunction set(value) {\n  current = value;\n}\n'],
    ['a collection that grows', 'const seen = new Set();\nfunction see(x) {\n  seen.add(x);\n}\n'],
    ['an index of an object', 'export const cache = {};\nexport function keep(k, v) {\n  cache[k] = v;\n}\n'],
    ['a property deep in it', 'const stats = { a: { b: 0 } };\nfunction count() {\n  stats.a.b += 1;\n}\n'],
    ['a deletion', 'const open = {};\nfunction close(k) {\n  delete open[k];\n}\n'],
    ['a field changed by a method', 'class Queue {\n  constructor() {\n    this.items = [];\n  }\n  add(item) {\n    this.items.push(item);\n  }\n}\n'],
    ['a field set outside of the constructor', 'class Session {\n  constructor() {\n    this.user = null;\n  }\n  login(user) {\n    this.user = user;\n  }\n}\n'],
    ['a prototype method that counts', 'function Meter() {}\nMeter.prototype.tick = function () {\n  this.ticks += 1;\n};\n'],
    ['a static field', 'class Registry {\n  static known = [];\n}\n'],
    ['a module inside of a function', '(function () {\n  var cache = {};\n})();\n'],
  ])('%s', (_what, text) => expect(mayHoldState(text)).toBe(true));
});

describe('no state', () => {
  test.each([
    ['constants', "export const region = { base: 3 };\nconst names = ['a', 'b'];\n"],
    ['variables of a function', 'export function sum(list) {\n  let total = 0;\n  for (const x of list) total += x;\n  return total;\n}\n'],
    ['a list built inside of a function', 'export function pick(list) {\n  const found = [];\n  found.push(list[0]);\n  return found;\n}\n'],
    ['fields set in the constructor only', 'class Node {\n  constructor() {\n    this.description = { name: 1 };\n    this.methods = {};\n  }\n  run() {\n    return this.description;\n  }\n}\n'],
    ['comparison, not assignment', 'const limit = 3;\nexport function over(x) {\n  return limit === x || limit == x;\n}\n'],
  ])('%s', (_what, text) => expect(mayHoldState(text)).toBe(false));
});
