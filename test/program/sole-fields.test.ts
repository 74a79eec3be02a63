/** A receiver of which nothing is known, asked for a field into which the program puts instances of one class and nothing else. */
import { expect, it } from 'vitest';
import { linked } from './linked.js';

const EDITOR = "const fs = require('fs');\nclass Editor { load(file) { return fs.readFileSync(file); } }\nclass Other { load() {} }\n";

/** Whether the call of `load` in `ask` leads to the class, and how surely. */
function loads(put: string, more: Record<string, string> = {}, ask = 'app.config.editor.load("data/a.json");'): string[] {
  const { edges, functions } = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `${more['more.js'] ? "require('./more');" : ''}${EDITOR}exports.put = (app, key) => { ${put} };\nexports.ask = (app) => { ${ask} };`, ...more });
  const load = functions.find(({ name, file }) => name === 'load' && file === 'app.js');
  return edges.filter(({ to }) => to === load?.id).map(({ confidence }) => confidence);
}

it('is an instance of that class', () => {
  expect(loads('app.config.editor = new Editor();')).toEqual(['certain']);
  expect(loads('app.config = { editor: new Editor() };')).toEqual(['certain']);
  expect(loads('const one = new Editor(); app.config.editor = one;')).toEqual(['certain']);
  expect(loads('app.config.editor = null; app.config.editor = new Editor();')).toEqual(['certain']);
});

it('stays one where other things are put onto it', () => {
  expect(loads('app.config.editor = new Editor(); app.config.editor.all = [];')).toEqual(['certain']);
});

it('names the files that the class is handed', () => {
  const { resources } = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `${EDITOR}exports.put = (app) => { app.config.editor = new Editor(); };\nexports.ask = (app) => app.config.editor.load("data/a.json");` });
  expect(resources.map(({ pattern }) => pattern)).toEqual(['data/a.json']);
});

it('is not known where anything else is put under the name', () => {
  const certain = (put: string, more?: Record<string, string>): string[] => loads(put, more).filter((confidence) => confidence === 'certain');
  expect(certain('app.config.editor = new Editor(); app.config.editor = new Other();')).toEqual([]);
  expect(certain('app.config.editor = new Editor(); app.config.editor = key;')).toEqual([]);
  expect(certain('app.config.editor = new Editor();', { 'more.js': "exports.more = { editor: require('editors') };" })).toEqual([]);
  expect(certain('app.config.editor = new Editor();', { 'more.js': "Object.defineProperty(exports, 'editor', { get: () => 1 });" })).toEqual([]);
  expect(certain('app.config.editor = new Editor(); [app.config.editor] = key;')).toEqual([]);
  expect(certain('app.config.editor = new Editor(); ({ one: app.config.editor } = key);')).toEqual([]);
  expect(certain('app.config.editor = new Editor(); for (app.config.editor of key) key.go();')).toEqual([]);
  expect(certain('app.config.editor = new Editor(); app.config.editor.load = key;')).toEqual([]);
  expect(certain('app.config.editor = new Editor();', { 'more.js': 'class More { get editor() { return 1; } }' })).toEqual([]);
});

it('is what the program puts on a thing of a package', () => {
  expect(loads('', {}, 'const app2 = require("express")(); app2.editor = new Editor(); app2.editor.load("data/a.json");')).toEqual(['certain']);
});

it('has no method that the class has not', () => {
  expect(loads('app.config.editor = new Editor();', {}, 'app.config.editor.save();')).toEqual([]);
});
