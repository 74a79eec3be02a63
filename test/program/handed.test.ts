import { describe, expect, test } from 'vitest';
import type { CallEdge } from '../../core/program.js';
import { linked } from './linked.js';

const MANIFEST = '{"name":"ferry","main":"app.js"}';
const PIER = `export function board(guest) { return guest; } export const ticket = (row) => ({ row }); export class Deck {} export const deck = () => new Deck(); export const bell = () => () => 'ring';
import fs from 'node:fs'; export const log = () => fs.createWriteStream('log.txt'); export const text = () => fs.readFileSync('plan.txt');`;

/** The first call from app.js into pier.js. */
const callOf = (text: string): CallEdge | undefined =>
  linked({ 'package.json': MANIFEST, 'pier.js': PIER, 'app.js': `import { board, ticket, Deck, deck, bell, log, text } from './pier.js';\n${text}` }).edges.find((edge) => edge.from.startsWith('app.js') && edge.to.startsWith('pier.js'));

describe('what a call hands to another module', () => {
  test.each([
    ['a response', `import express from 'express'; express().get('/', (req, res) => { res.type('text'); board(res); });`, [{ what: 'res', alive: 'express.Response' }]],
    ['a response that nothing else touches', `import express from 'express'; express().get('/', (req, res) => { board(res); });`, [{ what: 'res', alive: 'express.Response' }]],
    ['a socket, inside of its listeners', `import { Server } from 'socket.io'; new Server().on('connection', (socket) => { socket.on('login', async () => { board(socket); }); });`, [{ what: 'socket', alive: 'socket.io.Socket' }]],
    ['a stream', `import fs from 'node:fs'; const plan = fs.createReadStream('plan.txt'); plan.on('end', () => {}); board(plan);`, [{ what: 'plan', alive: 'node:fs.createReadStream()' }]],
    ['a connection', `import pg from 'pg'; const pool = new pg.Pool(); pool.query('select 1'); board(pool);`, [{ what: 'pool', alive: 'pg.Pool()' }]],
    ['a server', `import http from 'node:http'; const server = http.createServer(); server.listen(1); board(server);`, [{ what: 'server', alive: 'node:http.createServer()' }]],
    ['a function', `board(() => 1);`, [{ what: 'a function', alive: 'a function' }]],
    ['an object with functions', `board({ name: 'a', wave() {} });`, [{ what: '{ name, wave }', alive: 'an object with functions' }]],
    ['an instance', `class Crew { row() {} } const crew = new Crew(); crew.row(); board(crew);`, [{ what: 'crew', alive: 'an instance of Crew' }]],
    ['what a request carries', `import express from 'express'; express().get('/', (req, res) => { res.json(ticket(req.body.name)); });`, [{ what: 'req.body.name' }]],
    ['texts, numbers and plain objects', `ticket('a', 1, { id: 2, name: 'b' });`, [{ what: "'a'" }, { what: '1' }, { what: '{ id, name }' }]],
    ['what was read from a file', `import fs from 'node:fs'; const plan = fs.readFileSync('plan.txt'); ticket(plan);`, [{ what: 'plan' }]],
    ['a parameter of a function that answers no request', `export function sail(port) { ticket(port); }`, [{ what: 'port' }]],
    ['a date', `const day = new Date(); ticket(day);`, [{ what: 'day' }]],
  ])('%s', (_name, text, hands) => {
    expect(callOf(text)?.hands).toEqual(hands);
  });

  test.each([
    ['an instance', 'deck().scrub();', 'an instance of Deck'],
    ['a function', 'const ring = bell(); ring();', 'a function'],
    ['a stream', 'log().end();', 'node:fs.createWriteStream()'],
    ['bytes', 'text().toString();', undefined],
    ['a plain object', 'ticket(1).row.toString();', undefined],
    ['an instance that nobody looks at', 'deck();', undefined],
  ])('%s comes back', (_name, text, alive) => {
    expect(callOf(text)?.returnsAlive).toBe(alive);
  });

  test('calls within a file say nothing of it', () => {
    const program = linked({ 'package.json': MANIFEST, 'app.js': 'function board(guest) { return guest; } board(() => 1);' });
    expect(program.edges.every((edge) => edge.hands === undefined)).toBe(true);
  });
});

describe('who may call a function that is handed over', () => {
  const handed = (text: string): number => linked({ 'package.json': MANIFEST, 'pier.js': PIER, 'app.js': `import { bell } from './pier.js';\n${text}` }).edges.filter((edge) => edge.kind === 'callback' && edge.to.startsWith('pier.js')).length;

  test.each([
    ['a callee that is not known', 'export const all = (other) => other.take(bell);', 1],
    ['not what asks an object whether it has such a name', `let key = bell; for (key in things) if (things.hasOwnProperty(key)) things[key] = 1;`, 0],
    ['nor does it by way of the prototype', 'export const has = (things) => Object.prototype.hasOwnProperty.call(things, bell);', 0],
    ['nor what is asked whether it is a prototype', 'export const is = (other) => other.isPrototypeOf(bell);', 0],
  ])('%s', (_name, text, calls) => {
    expect(handed(text)).toBe(calls);
  });

  test('a method by the name of one of the language is followed where the program has it', () => {
    const { edges } = linked({ 'package.json': MANIFEST, 'pier.js': PIER, 'app.js': `import { bell } from './pier.js';\nconst things = { hasOwnProperty: (take) => take() };\nthings.hasOwnProperty(bell);` });
    expect(edges.some((edge) => edge.kind === 'call' && edge.to.startsWith('pier.js'))).toBe(true);
  });
});
