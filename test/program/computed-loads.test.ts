import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const SAVE = `const fs = require('fs');\nmodule.exports = () => fs.writeFileSync('data/page.json', '');`;

/** Whether the call of what `load` gives leads into stores/book.js. */
const leads = (load: string, more: Record<string, string> = {}): boolean =>
  linked({ 'app.js': `const path = require('path');\nconst store = ${load};\nstore();`, 'stores/book.js': SAVE, ...more }).edges.some((edge) => edge.from === 'app.js#0' && edge.to.startsWith('stores/book.js#'));

describe('a load with a computed name means the files of its folder', () => {
  test.each([
    ['a concatenation', `require('./stores/' + process.env.STORE)`],
    ['a template with an extension', 'require(`./stores/${process.env.STORE}.js`)'],
    ['path.join from __dirname', `require(path.join(__dirname, 'stores', process.env.STORE))`],
    ['a folder kept in a constant', `(() => { const folder = path.join(__dirname, 'stores'); return require(path.join(folder, process.env.STORE)); })()`],
    ['a path that is all known', `require(path.resolve(path.join(__dirname, 'stores', 'book.js')))`],
    ['path.resolve from where the program is started', `require(path.resolve('stores', process.env.STORE))`],
    ['require.resolve', `require(require.resolve('./stores/' + process.env.STORE))`],
    ['the beginning of a name', `require('./stores/bo' + process.env.STORE)`],
  ])('%s', (_name, load) => expect(leads(load)).toBe(true));

  test.each([
    ['another folder', `require('./shelves/' + process.env.STORE)`],
    ['another beginning', `require('./stores/map-' + process.env.STORE)`],
    ['another file that is all known', `require(path.join(__dirname, 'stores', 'books'))`],
    ['the text that a list is joined by', `require([process.env.STORE].join('./stores/'))`],
    ['another ending', 'require(`./stores/${process.env.STORE}-store.js`)'],
    ['a package', `require('stores/' + process.env.STORE)`],
    ['a path of which nothing is known', 'require(process.env.STORE)'],
    ['a path that leads out of the project', `require('../../stores/' + process.env.STORE)`],
  ])('not %s', (_name, load) => expect(leads(load)).toBe(false));

  test('nor a folder of too many', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`stores/s${i}.js`, SAVE]));
    expect(leads(`require('./stores/' + process.env.STORE)`, many)).toBe(false);
  });
});

test('a path that is asked of the loader is one site, whoever made the loader', () => {
  const asked = { 'app.js': `exports.view = () => require.resolve('bread/oven.html');`, 'own.js': `const require = require('module').createRequire(__filename);\nexports.view = () => require.resolve('bread/oven.html');` };
  const sites = linked(asked, undefined, (origin) => origin.endsWith('.resolve')).sites;
  expect(sites.map((site) => `${site.at.file}:${site.at.line} ${site.origin}`)).toEqual(['app.js:1 global.require.resolve', 'own.js:2 node:module.createRequire().resolve']);
});
