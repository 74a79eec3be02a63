import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

/** Functions named `save` that the calls of these files reach, and how surely. */
function reached(files: Record<string, string>): string[] {
  const { edges, functions } = linked(files);
  const names = new Map(functions.map(({ id, name }) => [id, name]));
  return edges.filter((edge) => edge.kind === 'call' && names.get(edge.to) === 'save').map(({ at, confidence }) => `${at.file}:${at.line} ${confidence}`);
}

const CALLER = `const shelf = require('./shelf');\nmodule.exports = () => { shelf.save(); };`;

describe('members of what a module gives away', () => {
  test.each([
    `const shelf = module.exports = {};\nshelf.save = () => {};`,
    `var shelf = exports = module.exports = {};\nshelf.save = () => {};`,
    `let shelf;\nshelf = module.exports = {};\nshelf.save = () => {};`,
    `const shelf = module.exports;\nshelf.save = () => {};`,
    `const shelf = exports;\nshelf.save = () => {};`,
    `const shelf = Object.create(null);\nshelf.save = () => {};\nmodule.exports = shelf;`,
    `const shelf = this;\nshelf.save = () => {};`,
    `(function (out) { out.save = () => {}; })(exports);`,
    `(function () { const root = typeof exports === 'undefined' ? this : exports; root.save = () => {}; })();`,
  ])('%s', (shelf) => {
    expect(reached({ 'shelf.js': shelf, 'app.js': CALLER })).toEqual(['app.js:2 certain']);
  });

  test('of one object lie in another', () => {
    expect(reached({ 'shelf.js': `const shelf = module.exports = {};\nshelf.top = {};\nshelf.top.save = () => {};`, 'app.js': CALLER.replace('shelf.save', 'shelf.top.save') })).toEqual(['app.js:2 certain']);
  });
});

describe('members that are put onto what was made', () => {
  test.each([
    `const shelf = module.exports = require('express')();`,
    `const { EventEmitter } = require('events');\nconst shelf = new EventEmitter();\nmodule.exports = shelf;`,
    `class Shelf {}\nconst shelf = new Shelf();\nmodule.exports = shelf;`,
    `function Shelf() {}\nconst shelf = new Shelf();\nmodule.exports = shelf;`,
  ])('%s', (shelf) => {
    expect(reached({ 'shelf.js': `${shelf}\nshelf.save = () => {};`, 'app.js': CALLER })).toEqual(['app.js:2 certain']);
  });

  test('are not those of another thing that the same package made', () => {
    expect(reached({ 'app.js': `const express = require('express');\nconst a = express();\nconst b = express();\na.save = () => {};\nb.save();` })).not.toContain('app.js:5 certain');
  });

  test('of a class do not hide its own', () => {
    expect(reached({ 'app.js': `class Shelf { save() {} }\nconst a = new Shelf();\na.load = () => {};\na.save();\na.load();` })).toEqual(['app.js:4 certain']);
  });
});

describe('members that another file puts onto what it is handed, or has loaded', () => {
  const MORE = `module.exports = (shelf) => {\nshelf.save = () => {};\n};`;

  test.each([
    ['an object', `const shelf = {};\nrequire('./more')(shelf);\nmodule.exports = shelf;`, MORE],
    ['what a package made', `const shelf = require('express')();\nrequire('./more')(shelf);\nmodule.exports = shelf;`, MORE],
    ['an instance', `class Shelf {}\nconst shelf = new Shelf();\nrequire('./more')(shelf);\nmodule.exports = shelf;`, MORE],
    ['instances of a class', `class Shelf {}\nrequire('./more')(Shelf);\nmodule.exports = new Shelf();`, MORE.replace('shelf.save', 'shelf.prototype.save')],
    ['instances of what a function makes', `function Shelf() {}\nrequire('./more')(Shelf);\nmodule.exports = new Shelf();`, MORE.replace('shelf.save', 'shelf.prototype.save')],
    ['instances of what a module gives as a whole', `class Shelf {}\nmodule.exports = Shelf;`, `require('./shelf').prototype.size = 1;\nconst Shelf = require('./shelf');\nShelf.prototype.save = () => {};`],
    ['a module', `require('./more');`, `const shelf = require('./shelf');\nshelf.save = () => {};`],
  ])('%s', (what, shelf, more) => {
    const caller = what.endsWith('as a whole') ? CALLER.replace("require('./shelf')", "new (require('./shelf'))()") : CALLER;
    expect(reached({ 'shelf.js': shelf, 'more.js': more, 'app.js': caller })).toEqual(['app.js:2 certain']);
  });

  test('are not those of another object', () => {
    expect(reached({ 'shelf.js': `const shelf = {};\nconst other = {};\nrequire('./more')(other);\nmodule.exports = shelf;`, 'more.js': MORE, 'app.js': CALLER })).toEqual([]);
  });
});

describe('this in a function that is put somewhere', () => {
  test.each([
    `exports.save = function () {};\nexports.open = function () { this.save(); };`,
    `const shelf = module.exports = {};\nshelf.save = function () {};\nshelf.open = function () { this.save(); };`,
    `const shelf = module.exports = require('express')();\nshelf.save = function () {};\nshelf.open = function () { this.save(); };`,
  ])('%s', (shelf) => {
    expect(reached({ 'shelf.js': shelf })).toEqual([expect.stringMatching(/^shelf.js:[23] certain$/)]);
  });

  test('is what it makes where it is written to be constructed', () => {
    expect(reached({ 'shelf.js': `exports.save = () => {};\nexports.Shelf = function () { this.save(); };\nexports.Shelf.prototype.save = function () { };` })).toEqual(['shelf.js:2 certain']);
  });
});

test('what is put onto a thing of a package is not what the package has there: nothing else is called', () => {
  const files = {
    'app.js': `const app = require('express')();\nrequire('./settings')(app);\napp.settled.editor.save();`,
    'settings.js': `class Editor { save() {} }\nmodule.exports = (app) => {\napp.settled = app.settled || {};\napp.settled.editor = new Editor();\napp.settled.editor.save();\n};`,
  };
  const saves = linked(files).edges.filter(({ kind, to }) => kind === 'call' && to === 'settings.js#1');
  expect(saves.map(({ at, besides }) => [at.file, besides])).toEqual([['app.js', undefined], ['settings.js', undefined]]);
});

describe('what a module begins as', () => {
  test('is not what its compiled parts call', () => {
    const compiled = `"use strict";\nvar __set = (this && this.__set) || function save(o) { return o; };\nmodule.exports = function start() { return __set({}); };`;
    expect(linked({ 'app.js': compiled }).edges.filter(({ kind }) => kind === 'call').map(({ to }) => to)).toEqual(['app.js#1']);
  });
});

describe('functions that a package may call by the name under which they lie on what it made', () => {
  const put = (source: string): unknown => linked({ 'app.js': source }).functions.find(({ name }) => /^(?:emit|handle|load|onmessage|describe)$/.test(name))?.putOn;

  test('are told, with whether others call them in any case', () => {
    expect(put(`const app = require('express')();\napp.load = () => {};`)).toEqual({ on: 'express()' });
    expect(put(`const app = require('express')();\nconst { handle } = { handle: app.handle };\nconst before = app.handle;\napp.handle = function (...args) { return before.apply(this, args); };`)).toEqual({ on: 'express()', always: true });
    expect(put(`const { EventEmitter } = require('events');\nconst bus = new EventEmitter();\nbus.emit = () => {};\nrequire('chatty')({ bus });`)).toEqual({ on: 'node:events.EventEmitter()', always: true });
  });

  test('are none on an emitter that nobody else is handed, nor is a listener', () => {
    expect(put(`const { EventEmitter } = require('events');\nconst bus = new EventEmitter();\nbus.load = () => {};`)).toBeUndefined();
    expect(put(`const WebSocket = require('ws');\nconst socket = new WebSocket('ws://harbour');\nsocket.onmessage = () => {};`)).toBeUndefined();
    expect(put(`const app = require('express')();\napp.load = () => {};\nrequire('swagger')(app);`)).toEqual({ on: 'express()' });
    expect(put(`const shelf = require('lodash').assign({}, { at: 1 });\nshelf.load = () => {};`)).toBeUndefined();
  });
});
