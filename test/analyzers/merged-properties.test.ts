/** Properties that are copied onto an object: stored like an assignment, unless the object is new. */
import { expect, test } from 'vitest';
import { analyzeFile } from '../../analyzers/index.js';

const storedIn = (code: string): string[] => {
  const read = analyzeFile('app.js', code);
  if (!('facts' in read)) throw new Error('does not parse');
  return read.facts.assignments.map((assignment) => `${read.facts.exprs[assignment.object]?.k}.${assignment.name}`);
};

test.each([
  ['onto the object that is made', 'class Client { constructor(manager) { Object.assign(this, { manager, rooms: [] }); } }', ['this.manager', 'this.rooms']],
  ['with what lodash has for it', 'class Room { constructor(attr) { _.defaults(this, attr, { users: new Map() }); } }', ['this.users']],
  ['onto a variable', 'const store = {}; Object.assign(store, { read() {} });', ['binding.read']],
  ['into a new object', 'const copy = Object.assign({}, { read() {} });', []],
  ['what is no literal says no names', 'class Room { constructor(attr) { Object.assign(this, attr); } }', []],
  ['a method of the same name that takes something else', 'const merged = git.merge(branch, { ff: false });', []],
  ['a function, not a method', 'merge(this, { ff: false });', []],
])('%s', (_name, code, stored) => {
  expect(storedIn(code)).toEqual(stored);
});
