/** Whom a call on an unknown receiver may reach: what can get there is kept, what cannot falls away, and nothing is taken for certain. */
import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

/** A class whose `save` writes a file; `shelf` is one instance of it. */
const SHELF = `const fs = require('fs');\nclass Shelf { save() { fs.writeFileSync('data/shelf.json', '{}'); } }\nconst shelf = new Shelf();\n`;

/** Confidence of each edge into `save` of the class, in order; the class itself is in no other file. */
function callsOfSave(code: string, more: Record<string, string> = {}): string[] {
  const program = linked({ 'package.json': '{"main":"app.js"}', 'app.js': SHELF + code, ...more });
  const save = program.functions.find((fn) => fn.name === 'save' && fn.className === 'Shelf');
  return program.edges.filter((edge) => edge.to === save?.id && edge.kind === 'call').map((edge) => edge.confidence);
}

describe('a call may reach what can get to its receiver', () => {
  const ways: [name: string, code: string][] = [
    ['out of a list, by a package', `const _ = require('lodash'); const shelves = [shelf]; const close = (id) => { _.find(shelves, { id }).save(); }; close(1);`],
    ['out of a list that came as an argument', `const keeper = { shelves: [] }; keeper.shelves.push(shelf); module.exports = (keeper, i) => { keeper.shelves[i].save(); };`],
    ['through a field of a thing that is not known', `const room = { shelf }; module.exports = (visitor) => { visitor.room.shelf.save(); }; require('rooms')(room);`],
    ['under a computed name', `const table = {}; module.exports = (table, key) => { table[key].save(); }; const put = (name) => { table[name] = shelf; }; put('a');`],
    ['by a computed name of a method', `module.exports = (thing, action) => { thing.shelf[action](); }; module.exports.room = { shelf }; const actions = ['save'];`],
    ['with an event', `const { EventEmitter } = require('events'); const bus = new EventEmitter(); bus.on('full', (it) => { it.save(); }); bus.emit('full', shelf);`],
    ['by way of an application that keeps it', `const app = require('express')(); app.set('shelf', shelf); app.get('/close', (req, res) => { app.get('shelf').save(); res.end(); });`],
    ['handed to a callback that nobody knows', `const each = (list, visit) => list.run((one) => visit(one)); module.exports = (list) => each(list, (it) => { it.save(); }); const hand = (cb) => { cb(shelf); }; exports.hand = hand;`],
    ['made by a package that knows the class', `const { Service } = require('box'); Service(Shelf); module.exports = (given) => { given.save(); }; given(shelf); function given(x) { require('box').keep(x); }\nconst kept = require('box').get(); kept.save();`],
    ['handed back by whoever uses the package', `exports.open = () => shelf; exports.close = (it) => { it.save(); };`],
    ['yielded', `function* all() { yield shelf; } module.exports = (source) => { for (const it of source.list()) it.save(); }; exports.all = all;`],
  ];
  test.each(ways)('%s', (_name, code) => {
    expect(callsOfSave(code)).toContain('possible');
  });

  test('an instance of a class that is decorated is made by whoever reads the decoration', () => {
    const program = linked({ 'package.json': '{"main":"app.ts"}', 'app.ts': `import fs from 'fs'; import { Injectable } from 'box';\n@Injectable() export class Shelf { save() { fs.writeFileSync('data/shelf.json', ''); } }\nexport function close(it: any) { it.save(); }` });
    expect(program.edges.map((edge) => edge.confidence)).toContain('possible');
  });
});

describe('a call does not reach what cannot get to its receiver', () => {
  const ways: [name: string, code: string][] = [
    ['a method of the same name on what a package made', `const { Camera } = require('camera'); const camera = new Camera(); camera.save();`],
    ['a field that only a package\'s thing is put into', `class Device { constructor(inner) { this.inner = inner; } } const hub = require('hub'); const made = new Device(hub.open('x')); module.exports = (data) => { data.device.inner.save(); }; shelf.save();`],
    ['a computed call on something read from the configuration', `const config = require('rc')('app'); module.exports = (name) => config.hooks[name]('save');`],
    ['an answer of a package that was handed only texts', `const orm = require('orm'); module.exports = async (id) => { const row = await orm.findOne('shelf', id); row.save(); };`],
    ['a list of other things', `const { Camera } = require('camera'); const cameras = [new Camera()]; const _ = { find: (list) => list[0] }; _.find(cameras).save();`],
    ['a copy of the instance, which has no method of its class', `module.exports = (seen) => { const copy = { ...shelf }; seen.plain = copy; }; exports.close = (seen) => { seen.plain.save(); };`],
  ];
  test.each(ways)('%s', (_name, code) => {
    expect(callsOfSave(code)).not.toContain('possible');
  });
});

describe('what was unknown and is known now', () => {
  test('this, in a function that a field keeps wrapped', () => {
    expect(callsOfSave(`const _ = require('lodash'); class Room { shelf = new Shelf(); close = _.debounce(function () { const room = this; room.shelf.save(); }, 100); } new Room().close();`)).toEqual(['certain']);
  });

  test('members that are copied name by name', () => {
    expect(callsOfSave(`const plugin = { close(it) { it.save(); } }; const api = { close: () => {} }; for (const name in plugin) api[name] = plugin[name]; api.close(shelf);`)).toEqual(['certain']);
  });

  test('functions of a module, picked by a computed name', () => {
    expect(callsOfSave(`const actions = require('./actions'); module.exports = (kind) => actions[kind](shelf);`, { 'actions.js': `exports.close = (it) => { it.save(); };` })).toEqual(['certain']);
  });
});
