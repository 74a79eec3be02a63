import { describe, expect, test } from 'vitest';
import { originsIn, siteLines } from './linked.js';

const SEND = 'ws.Socket[].send';

/** A server that keeps its sockets: how they are put in, and how one comes out again. */
const app = (kept: string, put: string, out: string): string => `
import _ from 'lodash';
import { WebSocketServer } from 'ws';
const server = new WebSocketServer({ port: 8080 });
const kept = ${kept};
let last = 0;
server.on('connection', (socket) => { ${put} });
setInterval(() => { ${out} }, 1000);
`;

describe('what is put into a collection comes out of it', () => {
  const cases: [name: string, kept: string, put: string, out: string][] = [
    ['a Set in a loop', 'new Set()', 'kept.add(socket);', `for (const one of kept) one.send('tide');`],
    ['a Set with forEach', 'new Set()', 'kept.add(socket);', `kept.forEach((one) => one.send('tide'));`],
    ['a copy of a Set', 'new Set()', 'kept.add(socket);', `for (const one of new Set(kept)) one.send('tide');`],
    ['a spread Set', 'new Set()', 'kept.add(socket);', `[...kept].filter((one) => one.readyState === 1).forEach((one) => one.send('tide'));`],
    ['Array.from of a Set', 'new Set()', 'kept.add(socket);', `Array.from(kept).forEach((one) => one.send('tide'));`],
    ['a list in a loop', '[]', 'kept.push(socket);', `for (const one of kept) one.send('tide');`],
    ['a list by index', '[]', 'kept.push(socket);', `for (let i = 0; i < kept.length; i++) kept[i].send('tide');`],
    ['the first of a list', '[]', 'kept.push(socket);', `kept[0].send('tide');`],
    ['an item found', '[]', 'kept.unshift(socket);', `kept.find((one) => one.ready).send('tide');`],
    ['the last of a list', 'new Array()', 'kept.push(socket);', `kept.pop().send('tide');`],
    ['an item that lodash finds', '[]', 'kept.push(socket);', `_.find(kept, { ready: true }).send('tide');`],
    ['an item of what lodash leaves', '[]', 'kept.push(socket);', `_.reject(kept, { ready: true })[0].send('tide');`],
    ['a Map in a loop', 'new Map()', 'kept.set(++last, socket);', `for (const [id, one] of kept) one.send(id);`],
    ['the values of a Map', 'new Map()', 'kept.set(++last, socket);', `for (const one of kept.values()) one.send('tide');`],
    ['the entries of a Map', 'new Map()', 'kept.set(++last, socket);', `for (const [id, one] of kept.entries()) one.send(id);`],
    ['a spread of the values of a Map', 'new Map()', 'kept.set(++last, socket);', `[...kept.values()].forEach((one) => one.send('tide'));`],
    ['a spread of the entries of a Map', 'new Map()', 'kept.set(++last, socket);', `[...kept].forEach(([id, one]) => one.send(id));`],
    ['a Map with forEach', 'new Map()', 'kept.set(++last, socket);', `kept.forEach((one, id) => one.send(id));`],
    ['one of a Map', 'new Map()', 'kept.set(++last, socket);', `kept.get(last).send('tide');`],
    ['an object by key', '{}', 'kept[++last] = socket;', `for (const id in kept) kept[id].send('tide');`],
    ['the values of an object', '{}', 'kept[++last] = socket;', `Object.values(kept).forEach((one) => one.send('tide'));`],
    ['the entries of an object', '{}', 'kept[++last] = socket;', `for (const [id, one] of Object.entries(kept)) one.send(id);`],
    ['sockets inside of records', '[]', 'kept.push({ socket, since: Date.now() });', `for (const { socket } of kept) socket.send('tide');`],
  ];
  test.each(cases)('%s', (_name, kept, put, out) => {
    expect(originsIn(app(kept, put, out))).toContain(SEND);
  });
});

describe('kept elsewhere', () => {
  test('in this.x, by a base class of another file', () => {
    const files = {
      'rooms.js': `export class Rooms { constructor() { this.members = new Map(); } join(name, socket) { this.members.set(name, socket); } }`,
      'hall.js': `import { Rooms } from './rooms.js';\nexport class Hall extends Rooms { tell(text) { for (const one of this.members.values()) one.send(text); } }`,
    };
    const text = `import { WebSocketServer } from 'ws';\nimport { Hall } from './hall.js';\nconst hall = new Hall();\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => hall.join('guest', socket));\nhall.tell('tide');`;
    expect(siteLines({ 'app.js': text, ...files })).toContain(`hall.js:2 ${SEND}`);
  });

  test('by a key, in an object of another file', () => {
    const text = `import { WebSocketServer } from 'ws';\nimport { lines } from './lines.js';\nnew WebSocketServer({ port: 1 }).on('connection', (socket) => { lines[socket.id] = socket; });\nfor (const id of Object.keys(lines)) lines[id].send('tide');`;
    expect(originsIn(text, { 'lines.js': 'export const lines = {};' })).toContain(SEND);
  });

  test('the sockets that the server keeps itself', () => {
    expect(originsIn(`import { WebSocketServer } from 'ws';\nconst server = new WebSocketServer({ port: 1 });\nfor (const one of server.clients) one.send('tide');`)).toContain(SEND);
  });

  test('functions put into a list are reached where it is gone through', () => {
    const text = `import fs from 'node:fs';\nconst steps = [];\nsteps.push(fs.readFileSync);\nexport const run = () => { for (const step of steps) step('ledger.txt'); };`;
    expect(originsIn(text)).toEqual(['node:fs.readFileSync']);
  });

  test('lists put into each other end in nothing', () => {
    expect(originsIn(`const a = [], b = [];\na.push(b, ...a);\nb.push(a, ...a);\nfor (const one of a) for (const two of one) two.send('tide');`)).toEqual([]);
  });
});

describe('false friends', () => {
  const silent: [name: string, put: string, out: string][] = [
    ['an answer to the one at hand', `socket.send('hello'); kept.add(socket);`, ''],
    ['a function that is handed one', 'kept.add(socket); greet(socket);', `function greet(one) { one.send('hello'); }`],
    ['a function that is handed one of them', 'kept.add(socket);', `function greet(one) { one.send('hello'); }\nfor (const one of kept) greet(one);`],
    ['a record at hand', `const record = { socket }; kept.add(record); record.socket.send('hello');`, ''],
    ['names of sockets', `kept.add(socket.name);`, `for (const one of kept) one.send('tide');`],
    ['the keys of a Map', `kept.set(socket, 1);`, `for (const [one] of kept) one.send('tide');`],
    ['another collection', 'kept.add(socket);', `for (const one of new Set()) one.send('tide');`],
  ];
  test.each(silent)('%s', (name, put, out) => {
    expect(originsIn(app(name === 'the keys of a Map' ? 'new Map()' : 'new Set()', put, '').concat(out))).not.toContain(SEND);
  });
});
