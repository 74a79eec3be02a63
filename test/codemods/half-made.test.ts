/** What makes objects and waits from now on must not have given one away before it waits: somebody could see it half made. */
import { describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const LOAD = "JSON.parse(fs.readFileSync('data/berths.json', 'utf8'))";

const outcome = (files: Record<string, string>): string => {
  const { plan, result } = rewriteTree({ 'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module", "scripts": { "start": "node src/port.js" } }\n', ...files }, { codemod: 'fs-to-r2' });
  const stops = [...plan.components.filter(({ status }) => status === 'blocked'), ...result.refused];
  return stops.length > 0 ? stops.map(({ code, chain }) => `${code}: ${chain.at(-1)?.text}`).join('\n') : result.changes.length > 0 ? 'rewritten' : 'nothing';
};

const port = (made: string): Record<string, string> => ({
  'src/port.js': `import fs from 'node:fs';
import http from 'node:http';
const all = [];
${made}
http.createServer(async (req, res) => {
  if (req.method === 'PUT') fs.writeFileSync('data/berths.json', '[1]');
  res.end(JSON.stringify([new Port(req.url).first(), all.length]));
}).listen(8080);
`,
});

const ofClass = (body: string, more = ''): Record<string, string> => port(`class Port { constructor(name) { ${body} } first() { return this.berths[0]; } ${more} }`);
const ofFunction = (body: string): Record<string, string> => port(`function Port(name) { ${body} }\nPort.prototype.first = function () { return this.berths[0]; };`);

const EARLY: [string, string][] = [
  ['put into a list', `all.push(this); this.berths = ${LOAD};`],
  ['put into a list under another name', `const self = this; all.push(self); this.berths = ${LOAD};`],
  ['put into a list by a function that is called later', `setTimeout(() => all.push(this.name), 0); this.berths = ${LOAD};`],
  ['used by a function that is handed out by its name', `const tell = () => this.berths.length; process.on('SIGUSR2', tell); this.berths = ${LOAD};`],
  ['used by a function that is bound to it', `process.on('SIGUSR2', this.first.bind(this)); this.berths = ${LOAD};`],
  ['put into a list in an object', `all.push({ port: this }); this.berths = ${LOAD};`],
  ['put into a list by the turn before', `for (const one of [1, 2]) { this.berths = ${LOAD}; all.push(this, one); }`],
];

const LATE: [string, string][] = [
  ['behind the last wait', `this.berths = ${LOAD}; all.push(this); this.name = name;`],
  ['beside the wait', `this.berths = []; all.push(this, ${LOAD}); this.name = name;`],
  ['to nobody but itself', `this.tell = () => this.berths; const self = this; this.again = function () { return self.berths; }; this.berths = ${LOAD};`],
  ['to its own listeners', `this.on = () => {}; this.on('x', () => this.first()); this.berths = ${LOAD};`],
  ['to what it has, which keeps it', `class Crane { constructor(port) { this.port = port; this.name = port.name; } } this.crane = new Crane(this); this.berths = ${LOAD};`],
  ['to a function that only looks at it', `const told = (port) => port.name.length; this.length = told(this); this.berths = ${LOAD};`],
  ['to a listener behind the last wait', `this.berths = ${LOAD}; process.on('SIGUSR2', () => fs.writeFileSync('data/berths.json', JSON.stringify(this.berths))); process.on('exit', () => this.first());`],
  ['to a list that asks at once', `this.names = [1, 2].map((one) => this.constructor.name + one); this.berths = ${LOAD};`],
];

describe('an object that is given away', () => {
  it.each(EARLY)('keeps its constructor as it is, being %s', (_, body) => expect(outcome(ofClass(body))).toBe('constructor: a constructor that hands out the object that it makes before all of it is there'));
  it.each(EARLY)('keeps the function that makes it, being %s', (_, body) => expect(outcome(ofFunction(body.replace('this.first.bind', 'all.push.bind')))).toBe('constructor: a function that hands out the object that it makes before all of it is there'));
  it.each(LATE)('does not: %s', (_, body) => expect(outcome(ofClass(body))).toBe('rewritten'));
  it('by a method that the constructor calls keeps it as it is', () => expect(outcome(ofClass(`this.enlist(); this.berths = ${LOAD};`, 'enlist() { all.push(this); }'))).toMatch(/hands out the object/));
  it.each([
    ['a part of it', `class Crane { constructor(port) { all.push(port); } } this.crane = new Crane(this); this.berths = ${LOAD};`],
    ['a function that it is handed to', `const enlist = (port) => { all.push(port); }; enlist(this); this.berths = ${LOAD};`],
  ])('by %s keeps it as it is', (_, body) => expect(outcome(ofClass(body))).toMatch(/hands out the object/));
  it('by the constructor of its base keeps it as it is', () => {
    expect(outcome(port(`class Quay { constructor() { all.push(this); } }\nclass Port extends Quay { constructor(name) { super(); this.name = name; this.berths = ${LOAD}; } first() { return this.berths[0]; } }`))).toMatch(/hands out the object/);
  });
});

const COMMON = `const fs = require('node:fs');
function Port(name) { this.name = name; this.berths = ${LOAD}; }
Port.prototype.first = function () { return this.berths[0]; };
module.exports = Port;
`;
const SERVED = `const http = require('node:http');
const fs = require('node:fs');
const Port = require('./made.js');
http.createServer(async (req, res) => {
  if (req.method === 'PUT') fs.writeFileSync('data/berths.json', '[1]');
  res.end(JSON.stringify(new Port(req.url).first()));
}).listen(8080);
`;
const common = (made: string, more: Record<string, string> = {}): Record<string, string> => ({ 'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "scripts": { "start": "node src/port.js" } }\n', 'src/made.js': made, 'src/port.js': SERVED, ...more });
const modules = (made: string, more: Record<string, string> = {}): Record<string, string> => ({
  'src/made.js': made,
  'src/port.js': "import http from 'node:http';\nimport fs from 'node:fs';\nimport { Port } from './made.js';\nhttp.createServer(async (req, res) => {\n  if (req.method === 'PUT') fs.writeFileSync('data/berths.json', '[1]');\n  res.end(JSON.stringify(new Port(req.url).first()));\n}).listen(8080);\n",
  ...more,
});
const EXPORTED = `import fs from 'node:fs';\nexport function Port(name) { this.name = name; this.berths = ${LOAD}; }\nPort.prototype.first = function () { return this.berths[0]; };\n`;

describe('an object of a class that is chosen elsewhere', () => {
  const made = `const fs = require('node:fs');\nclass Port { constructor(name) { this.name = name; this.berths = ${LOAD}; } first() { return this.berths[0]; } }\nmodule.exports = Port;\n`;
  const served = (more: string): string => SERVED.replace('http.createServer', `const { twin } = require('./twin.js');\nclass Quay { first() { return 1; } }\nexports.pair = () => [${more}];\nhttp.createServer`);
  it.each([
    ['by the constructor of another object', 'exports.twin = (other) => new other.constructor();', "twin(new Port('a')).first(), twin(new Quay()).first()"],
    ['by what is handed in', 'exports.twin = (Made) => new Made();', 'twin(Port).first(), twin(Quay).first()'],
  ])('keeps the constructor as it is: %s', (_, twin, uses) => expect(outcome(common(made, { 'src/twin.js': `${twin}\n`, 'src/port.js': served(uses) }))).toBe('constructor: an object of Port, or of another class, which has no create'));
  it('does not where it is the one that is handed in', () => expect(outcome(common(made, { 'src/twin.js': 'exports.twin = (Made) => new Made();\n', 'src/port.js': served('twin(Port).first()') }))).toBe('rewritten'));
});

describe('a function that makes objects', () => {
  it.each([
    ['above it', COMMON.replace('function Port(', "const util = require('node:util');\nconst { EventEmitter } = require('node:events');\nutil.inherits(Port, EventEmitter);\nfunction Port(")],
    ['below it', COMMON.replace('Port.prototype', "require('node:util').inherits(Port, require('node:events').EventEmitter);\nPort.prototype")],
  ])('may be given a base %s', (_, made) => expect(outcome(common(made))).toBe('rewritten'));
  it('may be exported', () => {
    const { after } = rewriteTree({ 'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module", "scripts": { "start": "node src/port.js" } }\n', ...modules(EXPORTED) }, { codemod: 'fs-to-r2' });
    expect(after['src/made.js']).toContain('\nasync function initialisePort(name) {');
    expect(after['src/made.js']).toContain('\nexport function Port() {}\n\nPort.create = async (...given) => {');
  });
  it('stays in a circle of modules', () => {
    expect(outcome(modules(`import { tell } from './tell.js';\n${EXPORTED}Port.prototype.tell = function () { return tell(this); };\n`, { 'src/tell.js': "import { Port } from './made.js';\nexport const tell = (port) => port.name;\nexport const twin = () => new Port('twin');\n" }))).toMatch(/in a circle of modules/);
  });
  it('stays beside a module that makes an object by the constructor of another', () => {
    expect(outcome(common(COMMON, { 'src/twin.js': 'exports.twin = (other, name) => new other.constructor(name);\n' }))).toMatch(/beside src\/twin\.js/);
    expect(outcome(common(COMMON, { 'src/twin.js': 'exports.isPlain = (other) => other.constructor === Object;\n' }))).toBe('rewritten');
  });
});
