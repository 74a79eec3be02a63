/** Whom a call on an unknown receiver may reach: what can get there is kept, what cannot falls away, and nothing is taken for certain. */
import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

/** A class whose `save` writes a file; `shelf` is one instance of it. */
const SHELF = `const fs = require('fs');\nclass Shelf { save() { fs.writeFileSync('data/shelf.json', '{}'); } }\nconst shelf = new Shelf();\n`;

const STARTED = { 'package.json': '{"scripts":{"start":"node app.js"}}' };

/** Confidence of each edge into `save` of the class, in order; the class itself is in no other file. */
function callsOfSave(code: string, more: Record<string, string> = {}): string[] {
  const program = linked({ 'package.json': '{"main":"app.js"}', 'app.js': SHELF + code, ...more });
  const save = program.functions.find((fn) => fn.name === 'save' && fn.className === 'Shelf');
  return program.edges.filter((edge) => edge.to === save?.id && edge.kind === 'call').map((edge) => edge.confidence);
}

/** How often `save` of the class may be what is read and not called there. */
function readsOfSave(code: string): number {
  const program = linked({ 'package.json': '{"main":"app.js"}', 'app.js': `${SHELF}const bus = new (require('events').EventEmitter)(); bus.api = shelf; const names = ['save'];\n${code}` });
  const save = program.functions.find((fn) => fn.name === 'save' && fn.className === 'Shelf');
  return program.edges.filter((edge) => edge.to === save?.id && edge.kept === 'read').length;
}

describe('what is read under a computed name is asked about where it is called', () => {
  const called: [name: string, code: string][] = [
    ['by a method of a list', `bus.on('go', function (key) { names.map(this.api[key]); });`],
    ['by a promise', `bus.on('go', function (key) { return Promise.resolve().then(this.api[key]); });`],
    ['by a timer', `bus.on('go', function (key) { setTimeout(this.api[key], 10); });`],
    ['by whoever emits', `bus.on('go', function (key) { bus.on('stop', this.api[key]); });`],
    ['by a function of the program', `const run = (list, visit) => list.map((one) => visit(one)); bus.on('go', function (key) { run(names, this.api[key]); });`],
    ['when it is bound', `bus.on('go', function (key) { const run = this.api[key].bind(this.api); run(); });`],
    ['by way of a variable', `bus.on('go', function (key) { const one = this.api[key]; names.forEach(one); });`],
  ];
  test.each(called)('%s', (_name, code) => {
    expect(readsOfSave(code)).toBe(1);
  });

  const data: [name: string, code: string][] = [
    ['compared', `bus.on('go', function (key) { return [this.api[key] === 'x']; });`],
    ['handed to a function that does not call it', `const say = (what) => console.log(what); bus.on('go', function (key) { say(this.api[key]); });`],
    ['handed over beside what is called', `const run = (visit, what) => visit(what); bus.on('go', function (key) { run(String, this.api[key]); });`],
    ['put into a list', `bus.on('go', function (key) { names.push(this.api[key]); });`],
    ['a first value', `bus.on('go', function (key) { names.reduce((sum, name) => sum + name, this.api[key]); });`],
  ];
  test.each(data)('and not where it is %s', (_name, code) => {
    expect(readsOfSave(code)).toBe(0);
  });
});

describe('a call may reach what can get to its receiver', () => {
  const ways: [name: string, code: string][] = [
    ['out of a list, by a package', `const _ = require('picker'); const shelves = [shelf]; const close = (id) => { _.find(shelves, { id }).save(); }; close(1);`],
    ['a copy of the instance, which has no method of its class', `module.exports = (seen) => { const copy = { ...shelf }; seen.plain = copy; }; exports.close = (seen) => { seen.plain.save(); };`],
    ['a field that only a package\'s thing is put into', `class Device { constructor(inner) { this.inner = inner; } } const hub = require('hub'); const made = new Device(hub.open('x')); module.exports = (data) => { data.device.inner.save(); }; shelf.save();`],
    ['out of a promise of many', `const close = async () => { const list = await Promise.all([1].map(async () => new Shelf())); for (const one of list) one.save(); }; close();`],
    ['out of a Map that its parameter is put into', `const byName = new Map(); const register = (...all) => { for (const [n, one] of all) byName.set(n, one); }; register(['a', shelf]); module.exports = () => { for (const [, one] of byName) one.save(); };`],
    ['by a package that decorates', `const app = require('fastify')(); app.decorate('shelf', shelf); module.exports = async (fastify) => { fastify.shelf.save(); };`],
    ['out of the settings of an app', `const app = require('express')(); app.set('shelf', shelf); const shelfOf = (req) => req.app.get('shelf'); app.put('/', (req, res) => { shelfOf(req).save(); res.end(); });`],
    ['out of a list that came as an argument', `const keeper = { shelves: [] }; keeper.shelves.push(shelf); module.exports = (keeper, i) => { keeper.shelves[i].save(); };`],
    ['under a computed name', `const table = {}; module.exports = (table, key) => { table[key].save(); }; const put = (name) => { table[name] = shelf; }; put('a');`],
    ['by a computed name of a method', `module.exports = (thing, action) => { thing.shelf[action](); }; module.exports.room = { shelf }; const actions = ['save'];`],
    ['by a name in small letters that is in the program', `module.exports = (thing, action) => { thing.shelf[action.toLowerCase()](); }; module.exports.room = { shelf }; const actions = ['save'];`],
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

/** Calls of `save` of an object whose `save` writes a file. */
function callsOfMember(code: string, more: Record<string, string> = {}): number {
  const { functions, edges } = linked({ ...STARTED, 'app.js': code, ...more });
  const saves = new Set(functions.filter((fn) => fn.name === 'save').map((fn) => fn.id));
  return edges.filter((edge) => saves.has(edge.to) && edge.kind === 'call').length;
}

describe('a call may reach a member', () => {
  const ROOM = `const fs = require('fs');\nconst http = require('http');\n`;
  const SAVE = `save() { fs.writeFileSync('data/room.json', ''); }`;
  test.each([
    ['of what a proxy stands for, under a name', `${ROOM}class Room { ${SAVE} }\nconst ctx = { svc: new Proxy(new Room(), {}) };\nhttp.createServer((req, res) => { res.end(String(ctx.svc.save())); });`],
    ['of what a package wraps, under a name', `${ROOM}class Room { ${SAVE} }\nconst ctx = { svc: require('on-change')(new Room(), () => {}) };\nhttp.createServer((req, res) => { res.end(String(ctx.svc.save())); });`],
    ['of what is put under a name that is put together', `${ROOM}class Room { ${SAVE} }\nconst services = {};\nfor (const C of [Room]) services[C.name.toLowerCase()] = new C();\nconst limits = { room: new Map() };\nhttp.createServer((req, res) => { res.end(String(services.room.save(limits))); });`],
    ['of a table that is made of another', `${ROOM}const methods = { ${SAVE} };\nconst table = { ...methods };\nhttp.createServer((req, res) => { res.end(table[req.url]()); });`],
    ['of a class, by a name that comes from outside', `${ROOM}class Room { ${SAVE} }\nconst room = new Room();\nhttp.createServer((req, res) => { res.end(room[req.url]()); });`],
  ])('%s', (_name, code) => expect(callsOfMember(code)).toBeGreaterThan(0));

  test('of a module that is put under a computed name', () => {
    const model = { 'room.js': `const fs = require('fs');\nmodule.exports = { ${SAVE} };` };
    for (const put of [`const room = require('./room');\nfor (const name of ['room']) db[name] = room;`, `for (const name of ['room']) db[name] = require('./' + name);`]) {
      expect(callsOfMember(`const http = require('http');\nconst db = {};\n${put}\nhttp.createServer((req, res) => { res.end(String(db.room.save())); });`, model)).toBeGreaterThan(0);
    }
  });
});

/** The same in a program that is started, and that nobody installs. */
describe('in a program of its own, a call may reach what gets to its receiver by', () => {
  const ways: [name: string, code: string][] = [
    ['p-map', `const pMap = require('p-map'); const shelves = [shelf]; pMap(shelves, (s) => { s.save(); });`],
    ['unknown package each', `const each = require('each-of'); const shelves = [shelf]; each(shelves, (s) => { s.save(); });`],
    ['package over map', `const each = require('each-of'); const m = new Map(); m.set('a', shelf); each(m, (s) => { s.save(); });`],
    ['object assign', `const box = {}; Object.assign(box, { shelf }); function use(b) { b.shelf.save(); } require('x').go((b) => use(b)); use(box);`],
    ['object assign to this', `class Room { constructor(o) { Object.assign(this, o); } close() { this.shelf.save(); } } new Room({ shelf }).close();`],
    ['extend by hand', `function ext(a, b) { for (const k in b) a[k] = b[k]; return a; } class Room { constructor(o) { ext(this, o); } close() { this.shelf.save(); } } new Room({ shelf }).close();`],
    ['keys each', `class Room { constructor(o) { Object.keys(o).forEach((k) => { this[k] = o[k]; }); } close() { this.shelf.save(); } } new Room({ shelf }).close();`],
    ['json-like nested', `const state = { a: { b: {} } }; state.a.b.c = shelf; function dig(o, path) { return path.reduce((x, k) => x[k], o); } dig(state, ['a','b','c']).save();`],
    ['weakmap', `const w = new WeakMap(); const key = {}; w.set(key, shelf); function f(k) { w.get(k).save(); } f(key);`],
    ['queue', `const q = []; q.push(shelf); function run() { const it = q.shift(); it.save(); } setInterval(run, 1000);`],
    ['closure list', `const fns = []; fns.push(() => shelf); for (const f of fns) f().save();`],
    ['promise', `async function get() { return shelf; } get().then((s) => { s.save(); });`],
    ['promise resolve', `new Promise((ok) => ok(shelf)).then((s) => { s.save(); });`],
    ['promise resolve later', `let done; const p = new Promise((ok) => { done = ok; }); done(shelf); p.then((s) => { s.save(); });`],
    ['promise all', `Promise.all([Promise.resolve(shelf)]).then(([s]) => { s.save(); });`],
    ['callback style', `function get(cb) { setImmediate(() => cb(null, shelf)); } get((err, s) => { s.save(); });`],
    ['promisify', `const util = require('util'); function get(cb) { cb(null, shelf); } util.promisify(get)().then((s) => { s.save(); });`],
    ['getter', `const o = { get it() { return shelf; } }; function f(x) { x.it.save(); } f(o);`],
    ['accessor define', `const o = {}; Object.defineProperty(o, 'it', { get: () => shelf }); function f(x) { x.it.save(); } f(o); `],
    ['proxy', `const p = new Proxy({}, { get: () => shelf }); p.anything.save();`],
    ['destructured array', `const [s] = require('x').wrap([shelf]); s.save();`],
    ['default param', `function f({ s = shelf } = {}) { s.save(); } f();`],
    ['static registry', `class R { static all = []; static add(s) { R.all.push(s); } } R.add(shelf); R.all.forEach((s) => { s.save(); });`],
    ['extends unknown', `class Base2 extends require('x').Base { go() { this.s.save(); } } new Base2().s = shelf;`],
    ['mixin class', `const M = (B) => class extends B { close() { this.save(); } }; class S2 extends M(Shelf) {} new S2().close();`],
    ['new by table', `const T = { shelf: Shelf }; function make(k) { return new T[k](); } make(process.argv[2]).save();`],
    ['new by arg', `function make(C) { return new C(); } function go(x) { x.save(); } go(make(Shelf));`],
    ['new by list', `const all = [Shelf]; const made = all.map((C) => new C()); made.forEach((m) => { m.save(); });`],
    ['reflect construct', `const s = Reflect.construct(Shelf, []); s.save();`],
    ['Object.create', `const s = Object.create(Shelf.prototype); s.save();`],
    ['async iter', `async function* g() { yield shelf; } (async () => { for await (const s of g()) s.save(); })();`],
    ['throw', `try { throw { shelf }; } catch (e) { e.shelf.save(); }`],
    ['throw itself', `try { throw shelf; } catch (e) { e.save(); }`],
    ['event this', `const { EventEmitter } = require('events'); class E extends EventEmitter { constructor() { super(); this.s = shelf; } } const e = new E(); e.on('x', function () { this.s.save(); }); e.emit('x');`],
    ['arguments', `function f() { arguments[0].save(); } f(shelf);`],
    ['rest', `function f(...a) { a[0].save(); } f(shelf);`],
    ['spread call', `function f(a) { a.save(); } const l = [shelf]; f(...l);`],
    ['bind this', `function f() { this.save(); } f.bind(shelf)();`],
    ['call this', `function f() { this.save(); } f.call(shelf);`],
    ['global', `global.theShelf = shelf; function f(g) { g.theShelf.save(); } f(global);`],
    ['module cache', `require.cache.x = shelf; require.cache.x.save();`],
    ['sort cb', `const l = [shelf, shelf]; l.sort((a, b) => { a.save(); return 0; });`],
    ['entries', `const o = { a: shelf }; for (const [k, v] of Object.entries(o)) { v.save(); }`],
    ['values unknown', `function f(o) { Object.values(o).forEach((v) => { v.save(); }); } f({ a: shelf });`],
    ['assign op', `let s = null; s ??= shelf; function f() { s.save(); } f();`],
    ['array assign pattern', `let s; [s] = [shelf]; s.save();`],
    ['obj assign pattern', `let s; ({ s } = { s: shelf }); s.save();`],
    ['super method', `class B { go() { this.save(); } } class S3 extends B { save() { shelf.save(); } } new S3().go();`],
    ['context locals', `const app = require('express')(); app.locals.shelf = shelf; app.get('/', (req, res) => { req.app.locals.shelf.save(); res.end(); });`],
    ['req prop', `const app = require('express')(); app.use((req, res, next) => { req.shelf = shelf; next(); }); app.get('/', (req, res) => { req.shelf.save(); res.end(); });`],
    ['als', `const { AsyncLocalStorage } = require('async_hooks'); const als = new AsyncLocalStorage(); als.run(shelf, () => { als.getStore().save(); });`],
    ['fastify decorate', `const f = require('fastify')(); f.decorate('shelf', shelf); f.get('/', async (req) => { f.shelf.save(); });`],
  ];
  test.each(ways)('%s', (_name, code) => {
    expect(callsOfSave(code, STARTED).length).toBeGreaterThan(0);
  });
});

describe('a call does not reach what cannot get to its receiver', () => {
  const ways: [name: string, code: string][] = [
    ['a method of the same name on what a package made', `const { Camera } = require('camera'); const camera = new Camera(); camera.save();`],
    ['an answer of a package that was handed only texts', `const orm = require('orm'); module.exports = async (id) => { const row = await orm.findOne('shelf', id); row.save(); };`],
    ['a module that is only asked for its own members', `const store = require('./store'); store.init(shelf); require(process.argv[2]).init('x');`],
    ['a class that is only named, and constructed nowhere that is not known', `const table = { Shelf }; module.exports = (key) => table[key]; const made = require('box').open(); made.save();`],
    ['a computed call on something read from the configuration', `const config = require('rc')('app'); module.exports = (name) => config.hooks[name]('save');`],
    ['a list that is asked by number', `class Chain { constructor() { this.steps = []; } drop(step) { this.steps = this.steps.filter((one) => one !== step); } run(i) { if (i < 9) { this.steps[i]('x'); this.run(i + 1); } } } const all = new Map([['a', shelf]]); const chain = new Chain(); chain.run(0); exports.drop = () => chain.drop(all.get('a'));`],
    ['a name that a key cannot be', `module.exports = (visitor, kind) => { visitor.hooks[\`on_\${kind}\`](); }; module.exports.shelf = shelf; const names = ['save'];`],
    ['a name in small letters that a key in capitals cannot be', `module.exports = (visitor, kind) => { visitor.hooks[kind.toUpperCase()](); }; module.exports.shelf = shelf; const names = ['save'];`],
    ['a list of other things', `const { Camera } = require('camera'); const cameras = [new Camera()]; const _ = { find: (list) => list[0] }; _.find(cameras).save();`],
  ];
  test.each(ways)('%s', (_name, code) => {
    expect(callsOfSave(code)).not.toContain('possible');
  });
});

describe('what was unknown and is known now', () => {
  test('what is all that lies under the name of a member', () => {
    expect(callsOfSave(`const room = { shelf }; module.exports = (visitor) => { visitor.room.shelf.save(); }; require('rooms')(room);`)).toEqual(['certain']);
    expect(callsOfSave(`const room = { shelf }; const other = { shelf: require('box').open() }; module.exports = (visitor) => { visitor.room.shelf.save(); }; require('rooms')(room, other);`)).toEqual(['possible']);
  });

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

test('where there was too much to ask, a function that only its module calls a member may be meant, and the name of a method is open', () => {
  const files = { ...STARTED, 'app.js': `${SHELF}function load() { return fs.readFileSync('data/shelf.json'); }\nconst all = { load };\nrequire('rooms')(all, shelf, (thing, one) => { thing.load(); one.save(); });` };
  const into = (mostVisits?: number): { names: string[]; loads: number } => {
    const { functions, edges, openNames } = linked(files, mostVisits);
    const load = functions.find(({ name }) => name === 'load');
    return { names: openNames ?? [], loads: edges.filter(({ to, confidence }) => to === load?.id && confidence === 'possible').length };
  };
  expect(into()).toEqual({ names: [], loads: 1 });
  expect(into(0)).toEqual({ names: ['load', 'save'], loads: 1 });
});
