/** What the reader says of a module as a script: what only declares, what gives something away, what is loaded last, what is told to listen. */
import { describe, expect, it } from 'vitest';
import { topLevelOf } from '../../analyzers/top-level.js';
import type { Script } from '../../core/top-level.js';

const NOTHING: Script = { statements: [], names: [], listeners: [], quiet: [], lastLoads: [], laterLoads: [], endings: [] };
const read = (text: string, file = 'quay.js'): Script => topLevelOf(file, text)?.script ?? NOTHING;
const first = (text: string, file?: string): Script['statements'][number] | undefined => read(text, file).statements[0];

describe('a module as a script', () => {
  it.each([
    ['function open() { run(); }', true],
    ['const open = () => run();', true],
    ['const table = { open() { run(); }, name };', true],
    ['class Quay { static open() { run(); } }', true],
    ["import './quay.js';", true],
    ['module.exports = { open };', true],
    ['module.exports = open();', false],
    ['const quay = open();', false],
    ['class Quay { static first = open(); }', false],
    ['class Quay extends base() {}', false],
    ["const fs = require('fs');", false],
    ['if (quay) open();', false],
  ])('nothing happens in %s: %s', (text, idle) => expect(first(text)?.idle).toBe(idle));

  it.each([
    ['module.exports = open;', true],
    ['exports.open = open;', true],
    ["Object.defineProperty(exports, 'open', { get: () => open });", true],
    ['export { open };', true],
    ["Object.defineProperty(exports, '__esModule', { value: true });", false],
    ['const exported = open(module);', false],
  ])('%s gives something away: %s', (text, gives) => expect(first(text)?.gives).toBe(gives));

  it.each([
    ['if (require.main === module) open();', true],
    ['if (module === require.main) { open(); }', true],
    ['if (!module.parent) open();', true],
    ['if (import.meta.main) open();', true],
    ['if (process.argv[1] === fileURLToPath(import.meta.url)) open();', true],
    ['if (require.main === module && ready) open();', true],
    ['if (require.main === module || ready) open();', false],
    ['if (require.main !== module) open();', false],
    ['if (require.main === module) open(); else close();', false],
    ['if (process.argv[1] === "quay") open();', false],
  ])('%s is done as main only: %s', (text, asMain) => expect(first(text)?.asMain).toBe(asMain));

  it.each([
    ['console.log(this);', 'this or arguments'],
    ['use(() => arguments.length);', 'this or arguments'],
    ['use(function () { return this; });', null],
    ['use(options.arguments, { arguments: 1 });', null],
    ['try { var quay = open(); } catch {}', 'used outside of it'],
    ["import './quay.js';", 'import or export'],
    ['"use strict";', 'directive'],
    ['return;', null],
  ])('%s can stand in a function, or why not', (text, bound) => expect(first(text)?.bound ?? null).toEqual(bound === null ? null : expect.stringContaining(bound)));

  const loads = (text: string, file?: string): string[] => read(text, file).lastLoads.map((range) => text.slice(...range));
  it.each([
    ["const a = 1; require('./a');", ["require('./a')"]],
    ["if (ok) { log(); require('./a'); } else require('./b');", ["require('./a')", "require('./b')"]],
    ["start(); import('./a');", ["import('./a')"]],
    ["import b from './b'; import './a';", ["import './a';"]],
    ["import './a'; import b from './b';", []],
    ["import './a'; start();", []],
    ["require('./a'); start();", []],
    ["const a = require('./a');", []],
    ["try { require('./a'); } catch {}", []],
    ["require('./a')();", []],
  ])('%s loads last: %s', (text, last) => expect(loads(text)).toEqual(last));

  const endings = (text: string): string[] => read(text).endings.map((range) => text.slice(...range));
  it.each([
    ['if (a) { start(); process.exit(0); } rest();', ['{ start(); process.exit(0); }']],
    ["import process from 'node:process'; if (a) { if (b) start(); process.exit(); }", ['{ if (b) start(); process.exit(); }']],
    ['if (a) { process.exit(0); start(); }', []],
    ['try { start(); process.exit(0); } catch {} rest();', []],
    ['for (const a of b) { if (a) continue; process.exit(0); }', []],
    ['const stop = () => { process.exit(0); };', []],
    ['const process = own(); if (a) { process.exit(0); }', []],
    ['if (a) { quay.exit(0); }', []],
  ])('the program ends in %s', (text, blocks) => expect(endings(text)).toEqual(blocks));

  it('knows who is told to listen, and who lets nothing happen before it is asked', () => {
    const text = "const http = require('http'); const { Command } = require('commander'); const server = http.createServer(app); const socket = net_1.default.connect(1); const client = http.get(url); const command = new Command();\nserver.on('close', stop); function later() { socket.first.once('data', stop); } db.on('a', b).on('c', d);";
    expect(read(text).listeners.map(({ name, functions }) => [name, functions.length])).toEqual([['server', 0], ['socket', 1], ['db', 0], ['db', 0]]);
    expect(read(text).quiet).toEqual(['http', 'Command', 'server', 'command']);
  });
});
