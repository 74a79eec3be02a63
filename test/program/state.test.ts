/** Memory that outlives requests, and what only looks like it. */
import { describe, expect, test } from 'vitest';
import { linked } from './linked.js';

const stateIn = (text: string, more: Record<string, string> = {}): string[] => linked({ 'app.js': text, ...more }).state.map((state) => `${state.name} ${state.at.file}:${state.at.line}`);

const APP = `const app = require('express')();\n`;
const STATE: [what: string, text: string, more: Record<string, string>, found: string[]][] = [
  ['an instance made by the function that starts the server', `
    class Baskets { constructor() { this.items = {}; } put(id, apple) { this.items[id] = apple; } }
    async function main() { const baskets = new Baskets(); ${APP} app.put('/:id', (req, res) => { baskets.put(req.params.id, req.body); res.end(); }); app.listen(80); }
    main();`, {}, ['Baskets.items app.js:2']],
  ['a limiter of a local class at module level, where it is made and where it counts', `
    class PickLimiter { constructor() { this.picks = {}; } allow(id) { this.picks[id] = (this.picks[id] || 0) + 1; return this.picks[id] < 5; } }
    exports.small = new PickLimiter();
    exports.large = new PickLimiter();`, {}, ['PickLimiter.picks app.js:2', 'PickLimiter app.js:3', 'PickLimiter app.js:4']],
  ['an object that a lasting object holds', `
    function Cellar() { this.jars = {}; }
    Cellar.prototype.store = function (id, jar) { this.jars[id] = jar; };
    class House { constructor() { this.cellar = new Cellar(); } keep(id, jar) { this.cellar.store(id, jar); } }
    module.exports = new House();`, {}, ['Cellar.jars app.js:2']],
  ['a collection in the closure of a factory that is called at start-up', `
    const makeShelf = () => { const jars = new Map(); return { put: (id, jar) => jars.set(id, jar) }; };
    const shelf = makeShelf();
    exports.put = (id, jar) => shelf.put(id, jar);`, {}, ['jars app.js:2']],
  ['a counter beside routes', `module.exports = (app) => {
    let visits = 0;
    app.get('/visits', (req, res) => res.json({ visits: ++visits }));
    };`, {}, ['visits app.js:2']],
  ['an object made by a function that only calls what registers the routes', `
    class Peers { constructor() { this.open = new Map(); } add(id) { this.open.set(id, 1); } }
    const routes = (app, peers) => app.put('/:id', (req, res) => { peers.add(req.params.id); res.end(); });
    const install = (app) => { const peers = new Peers(); routes(app, peers); };
    exports.peerServer = (app, options) => { app.on('mount', () => install(app)); return app; };`, { 'package.json': '{ "main": "app.js" }' }, ['Peers.open app.js:2']],
  ['an only one that a static method makes where there is none', `
    class Desks { static only; desks = new Map(); add(id) { this.desks.set(id, 1); } static get() { if (!Desks.only) { const made = new Desks(); Desks.only = made; } return Desks.only; } }
    require('http').createServer((req, res) => { Desks.get().add(req.url); res.end(); }).listen(80);`, {}, ['Desks.desks app.js:2']],
  ['an only one that a static method puts into an object of the module', `
    const all = {};
    class Desks { desks = new Map(); add(id) { this.desks.set(id, 1); } static get() { all.one ??= new Desks(); return all.one; } }
    require('http').createServer((req, res) => { Desks.get().add(req.url); res.end(); }).listen(80);`, {}, ['Desks.desks app.js:3']],
  ['an only one that a function makes where the object has none', `
    class Desks { desks = new Map(); add(id) { this.desks.set(id, 1); } }
    const all = { one: null };
    const desks = () => { if (!all.one) all.one = new Desks(); return all.one; };
    require('http').createServer((req, res) => { desks().add(req.url); res.end(); }).listen(80);`, {}, ['Desks.desks app.js:2']],
  ['an only one that a function puts into the global object', `
    class Desks { desks = new Map(); add(id) { this.desks.set(id, 1); } }
    const desks = () => (globalThis.desks ??= new Desks());
    require('http').createServer((req, res) => { desks().add(req.url); res.end(); }).listen(80);`, {}, ['Desks.desks app.js:2']],
  ['an only one under a symbol of the global object', `
    class Desks { desks = new Map(); add(id) { this.desks.set(id, 1); } }
    const ONE = Symbol.for('port.desks');
    const desks = () => { if (!global[ONE]) global[ONE] = new Desks(); return global[ONE]; };
    require('http').createServer((req, res) => { desks().add(req.url); res.end(); }).listen(80);`, {}, ['Desks.desks app.js:2']],
  ['what is called a fake and made in any case', `
    class FakeCellar { constructor() { this.jars = []; } store(jar) { this.jars.push(jar); } }
    const cellar = new FakeCellar(); exports.store = (jar) => cellar.store(jar);`, {}, ['FakeCellar.jars app.js:2']],
  ['what each tick assigns', `
    let lastPick = 0;
    const tick = () => { console.log(Date.now() - lastPick); lastPick = Date.now(); };
    setInterval(tick, 1000);`, {}, ['lastPick app.js:2']],
  ['a counter that goes on in a timer of the method that started it', `
    class Tree { watch(rows) { let failures = 0; const look = async () => { try { await rows.read(this.id); } catch { failures++; } this.timer = setTimeout(look, 1000); }; look(); } }
    exports.Tree = Tree;`, {}, ['failures app.js:2']],
  ['a collection that another module hands out', `const orchard = require('./orchard'); exports.pick = (id) => { orchard.trees.set(id, 1); };`,
    { 'orchard.js': `let trees = new Map();\nmodule.exports = { trees };` }, ['trees orchard.js:1']],
  ['a list of an object of functions', `
    const press = { bottles: [], fill(bottle) { this.bottles.push(bottle); } };
    exports.fill = (bottle) => press.fill(bottle);`, {}, ['press app.js:2']],
  ['the global object', `exports.pick = () => { global.picked = (global.picked || 0) + 1; };`, {}, ['global.picked app.js:1']],
  ['app.locals', `${APP} app.post('/', (req, res) => { app.locals.picked = req.body; res.end(); });`, {}, ['app.locals.picked app.js:2']],
  ['Object.assign and a pattern on the left', `
    const weather = {}; let wind;
    exports.report = (news) => { Object.assign(weather, news); };
    exports.turn = (news) => { ({ wind } = news); };`, {}, ['weather app.js:2', 'wind app.js:2']],

  ['a field of a base class', `
    class Orchard { constructor() { this.trees = new Map(); } }
    class Plums extends Orchard { plant(id) { this.trees.set(id, 1); } }
    const plums = new Plums(); exports.plant = (id) => plums.plant(id);`, {}, ['Orchard.trees app.js:2']],
  ['what a class carries itself, set after it', `
    class Press { run() { Press.runs += 1; } }
    Press.runs = 0;
    const press = new Press(); exports.run = () => press.run();`, {}, ['Press.runs app.js:3']],
  ['what a function carries itself', `
    function pick() { pick.count += 1; }
    pick.count = 0;
    exports.pick = () => pick();`, {}, ['pick.count app.js:3']],
  ['a field set through a name for this', `
    class Cellar { constructor() { const self = this; self.jars = []; } keep(jar) { this.jars.push(jar); } }
    const cellar = new Cellar(); exports.keep = (jar) => cellar.keep(jar);`, {}, ['Cellar.jars app.js:2']],
  ['objects kept by key', `class Trip { rows() { return 1; } } const trips = {}; ${APP} app.post('/:id', (req, res) => { trips[req.params.id] = new Trip(); res.end(); });`, {}, ['trips app.js:1']],
  ['a registry whose objects change', `const { Jar } = require('./jar'); const jars = {}; jars.plum = new Jar(); jars.pear = new Jar();
    exports.drop = (name, id) => jars[name].delete(id);`, { 'jar.js': 'class Jar { ids = new Set(); delete(id) { this.ids.delete(id); } } exports.Jar = Jar;' }, ['jars app.js:1', 'Jar.ids jar.js:1']],
  ['what a schedule of the object finds out', `const cron = require('node-cron');
    class Lock { start() { cron.schedule('0 * * * *', () => { this.meta.state = 'open'; this.round = 1; }); } get() { return this.meta.state; } }
    exports.Lock = Lock;`, {}, ['Lock.meta.state app.js:2']],
  ['the same through a name for this', `const cron = require('node-cron');
    class Lock { start() { const self = this; cron.schedule('0 * * * *', function () { self.meta.state = 'open'; }); } get() { return this.meta.state; } }
    exports.Lock = Lock;`, {}, ['Lock.meta.state app.js:2']],
  ['not: what no schedule changes, or nobody is told', `const cron = require('node-cron');
    class Lock { start() { cron.schedule('0 * * * *', () => { this.state = 'open'; }); } rename(name) { this.name = name; } get() { return this.name; } }
    exports.Lock = Lock;`, {}, []],
  ['not: private fields as compilers write them', `
    var _Tap_drops; class Tap { constructor() { _Tap_drops.set(this, 0); } drip(res) { __classPrivateFieldSet(this, _Tap_drops, 1, 'f'); _Tap_drops.set(this, 2); res.end(); } } _Tap_drops = new WeakMap();
    const tap = new Tap(); require('http').createServer((req, res) => tap.drip(res)).listen(1);`, {}, []],
  ['not: the attempts of a function that asks again until its promise is settled', `
    const wait = (probe) => new Promise((resolve, reject) => { let asked = 0; const ask = () => { if (++asked > 9) return reject(); if (probe()) return resolve(); setTimeout(ask, 200); }; ask(); });
    wait(() => true).then(() => require('http').createServer((req, res) => wait(() => true).then(() => res.end())).listen(1));`, {}, []],
  ['not: self, for a field that is deleted', `function Lamp() {} Lamp.prototype.open = function () { const self = this; self.flush = () => { delete self.timer; }; };
    Lamp.prototype.light = function () { this.timer = 1; this.flush(); }; module.exports = () => new Lamp();`, {}, []],
  ['not: the one thing of a package that a method of every object takes', `const cli = require('prompts'); class Desk { static open() { return new Desk(); } init() { this.cli = cli.text; } } exports.open = Desk.open;`, {}, []],
  ['not: a mark of many alike, by a class of many kinds', `class Tree { mark(row) { this.row = row; } } class Apple extends Tree {} class Pear extends Tree {}
    function grow(row) { const apple = new Apple(); const pear = new Pear(); exports.mark = () => [apple.mark(row), pear.mark(row)]; }\n    for (const row of [1, 2]) grow(row);`, {}, []],
  ['not: functions under a key', `const handlers = {}; exports.on = (name) => { handlers[name] = () => 1; };`, {}, []],
  ['not: a field that only its constructor fills', `class Orchard { constructor(rows) { this.rows = []; for (const row of rows) this.rows.push(row); } } exports.orchard = new Orchard([1]);`, {}, []],
  ['not: what init fills, however', `const namespaces = []; let host; exports.init = function press_init(config) { host = config.host; namespaces.push(config.name); }; exports.name = () => namespaces.join() + host;`, {}, []],
  ['not: a lazy value', `let parsed; exports.parsed = (text) => { if (!parsed) parsed = JSON.parse(text); return parsed; };
    let other; exports.other = () => { if (other !== undefined) return other; other = Math.random(); return other; };
    let third; exports.third = () => (third ??= Math.random());`, {}, []],
  ['not: objects that requests make', `class Basket { constructor() { this.apples = []; } add(apple) { this.apples.push(apple); } }
    ${APP} app.post('/', (req, res) => { const basket = new Basket(); basket.add(req.body); res.json(basket.apples); });`, {}, []],
  ['not: what a static method makes for each request', `class Order { constructor(paid) { this.paid = paid; } static from(req) { return new Order(req.body.paid); }
      static async post(req, res) { const order = Order.from(req); await 1; order.pay(); res.json(order); } pay() { this.paid = true; } }
    ${APP} app.post('/', Order.post);`, {}, []],
  ['the one thing that a static method makes, which nobody in sight calls', `class Stall { constructor() { this.baskets = {}; } add(id) { this.baskets[id] = 1; } static async open(server) { const stall = new Stall(); server.on('pick', (id) => stall.add(id)); return stall; } }
    exports.open = Stall.open;`, {}, ['Stall.baskets app.js:1']],
  ['not: a client whose answer is waited for', `const { Client } = require('cellar-client'); class Cellar { constructor() { this.shelf = null; } open(url) { this.shelf = new Client(url); }
      async keep(id, jar) { await this.shelf.set(id, jar); } async drop(id) { await this.shelf.jars.delete(id); } }
    const cellar = new Cellar(); cellar.open('cellar'); exports.keep = (id, jar) => cellar.keep(id, jar); exports.drop = (id) => cellar.drop(id);`, {}, []],
  ['a collection in memory that somebody waits for all the same', `const Keyv = require('keyv'); const jars = new Keyv(); const labels = new Map();
    exports.keep = async (id, jar) => { await jars.set(id, jar); await labels.set(id, jar); };`, {}, ['jars app.js:1', 'labels app.js:1']],
  ['not: a local of a handler changed by its callbacks', `${APP} app.get('/', (req, res) => { let size = 0; req.on('data', (part) => { size += part.length; }); req.on('end', () => res.json({ size })); });`, {}, []],
  ['not: an object of functions that is completed', `const jobs = require('./jobs'); const services = { jobs, start() {} }; exports.extend = (mail) => { services.mail = mail; };`, { 'jobs.js': 'exports.run = () => {};' }, []],
  ['not: functions that a function makes anew, and what compilers bring along', `
    function make() { function next() { next.done = true; next.value = 1; return next; } return next; }
    function _regeneratorRuntime() { var Context = function () {}; Context.prototype.reset = function () { Context.last = this; Context.count += 1; }; Context.count = 0; return Context; }
    var kept = _regeneratorRuntime();
    ${APP} app.get('/', (req, res) => { new kept().reset(); res.json(make()().done); });`, {}, []],
  ['not: records of objects that handlers make anew, though a command at the end keeps one', `
    class Visit { constructor() { this.from = { address: null }; this.steps = 0; this.seen = []; } step(address) { this.from.address = address; this.steps += 1; } }
    exports.enter = () => new Visit();
    require('net').createServer((socket) => { const visit = exports.enter(); socket.on('data', (data) => visit.step(data)); }).listen(1);
    const own = exports.enter(); own.step('here');`, {}, []],
  ['what a method for it sets from its options', `
    class Till { setRates(options) { this.rate = options.rate; } sum(x) { return x * this.rate; } }
    const till = new Till(); exports.setRates = (options) => till.setRates(options); exports.sum = (x) => till.sum(x);`, {}, ['Till.rate app.js:2']],
  ['not: what is read from the options at each check of them', `
    class Till { setup(options) { const { digits = 2 } = options; this.rate = options.rate || 1; this.digits = digits; } sum(x) { return x * this.rate; } }
    const shop = new Till(); exports.open = (options) => shop.setup(options); exports.add = (x) => shop.sum(x);`, {}, []],
  ['not: what is read from the options at each validation', `
    class Till { validateOptions(options) { const { digits = 2 } = options; this.rate = options.rate || 1; this.digits = digits; } sum(x) { return x * this.rate; } }
    const till = new Till(); exports.check = (options) => till.validateOptions(options); exports.sum = (x) => till.sum(x);`, {}, []],
  ['not: app.locals, by the function that makes the app', `const express = require('express'); exports.make = (path) => { const app = express(); app.locals.path = path; return app; };`, {}, []],
  ['not: a function that replaces itself', `let keys = function (o) { keys = Object.keys || keys; return keys(o); }; exports.keys = (o) => keys(o);`, {}, []],
  ['not: a logger that is handed in', `let logger; exports.useLogger = (given) => { logger = given; }; exports.say = (text) => logger.info(text);`, {}, []],
  ['not: a setting read again when its file changes', `const fs = require('fs'); let percent = null; const read = () => { percent = JSON.parse(fs.readFileSync('orchard.json')); }; read(); fs.watch('orchard.json', read); exports.percent = () => percent;`, {}, []],
  ['not: a store that stands in where there is no database', `
    class Cellar { store(jar) { return jar; } }
    class FakeCellar { constructor() { this.jars = []; } store(jar) { this.jars.push(jar); } }
    const createFakeCellar = () => new FakeCellar();
    const one = process.env.DB ? new Cellar() : new FakeCellar(); const other = process.env.DB ? new Cellar() : createFakeCellar();
    exports.store = (jar) => { one.store(jar); other.store(jar); };`, {}, []],
  ['not: variables of tests', `exports.pick = () => 1;`, { 'test/pick.test.js': `let picked; beforeEach(() => { picked = require('../app').pick(); });` }, []],
];

describe('state that outlives a request, and its look-alikes', () => {
  test.each(STATE)('%s', (_what, text, more, found) => {
    expect(stateIn(text, more)).toEqual(found);
  });
});
