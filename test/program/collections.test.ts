import { describe, expect, test } from 'vitest';
import { originsIn } from './linked.js';

const SEND = 'ws.Socket[].send';

/** A server that keeps its sockets: how they are put in, and how one comes out again. */
const app = (kept: string, put: string, out: string): string => `
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
