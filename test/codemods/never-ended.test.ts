/** A stream that nothing ends: a disk has what was written, a store never gets it. Followed through the whole program. */
import { describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const tree = (log: string, port: string): Record<string, string> => ({
  'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module", "scripts": { "start": "node src/port.js" } }\n',
  'src/log.js': `import fs from 'node:fs';\nconst FILE = 'data/berths.txt';\n${log}\nexport const read = () => fs.promises.readFile(FILE, 'utf8');\n`,
  'src/port.js': `import http from 'node:http';\nimport * as log from './log.js';\n${port}\nhttp.createServer(async (req, res) => {\n  note(req.url);\n  res.end(await log.read());\n}).listen(8080);\n`,
});

const refusal = (log: string, port: string): string => {
  const { result } = rewriteTree(tree(log, port), { codemod: 'fs-to-r2' });
  return result.refused.length === 0 && result.changes.length > 0 ? 'rewritten' : result.refused.map((one) => one.chain.map((step) => step.text).join('; ')).join('\n');
};

type Pieces = Readonly<Record<string, [log: string, port: string]>>;

const NEVER: Pieces = {
  'behind a chain': ["export const open = () => { const out = fs.createWriteStream(FILE).on('error', console.error); return out; };", 'const out = log.open();\nconst note = (text) => out.write(text);'],
  'in a chain that writes': ["export const put = (text) => fs.createWriteStream(FILE).on('error', console.error).write(text);", 'const note = (text) => log.put(text);'],
  'given back by a function': ['export function open() { return fs.createWriteStream(FILE); }', 'const out = log.open();\nconst note = (text) => out.write(text);'],
  'given back by an arrow': ['const open = () => fs.createWriteStream(FILE);\nconst out = open();\nexport const put = (text) => out.write(text);', 'const note = (text) => log.put(text);'],
  'in the field of a class': ['export class Log { out = fs.createWriteStream(FILE); put(text) { this.out.write(text); } }', 'const own = new log.Log();\nconst note = (text) => own.put(text);'],
  'in a private field': ['export class Log { #out = fs.createWriteStream(FILE); put(text) { this.#out.write(text); } }', 'const own = new log.Log();\nconst note = (text) => own.put(text);'],
  'under a condition': ["const out = process.env.QUIET ? null : fs.createWriteStream(FILE);\nexport const put = (text) => out?.write(text);", 'const note = (text) => log.put(text);'],
  'made when it is first needed': ['let out;\nexport const put = (text) => { out ??= fs.createWriteStream(FILE); out.write(text); };', 'const note = (text) => log.put(text);'],
  'where another class ends its own': ["export class Log { constructor() { this.out = fs.createWriteStream(FILE); } put(text) { this.out.write(text); } }\nexport class Reply { constructor(res) { this.out = res; } done() { this.out.end(); } }", 'const own = new log.Log();\nconst note = (text) => own.put(text);'],
  'in a field that another file writes to': ["export const state = {};\nstate.out = fs.createWriteStream(FILE);", 'const note = (text) => log.state.out.write(text);'],
  'handed to a function that writes': ["const put = (out, text) => out.write(text);\nconst own = fs.createWriteStream(FILE);\nexport const note = (text) => put(own, text);", 'const { note } = log;'],
  'one of many': ["const all = new Map();\nexport const put = (text) => { if (!all.has(1)) all.set(1, fs.createWriteStream(FILE)); all.get(1).write(text); };", 'const note = (text) => log.put(text);'],
  'but when the process ends': ["const out = fs.createWriteStream(FILE);\nprocess.on('exit', () => out.end());\nexport const put = (text) => out.write(text);", 'const note = (text) => log.put(text);'],
  'but by what is called at a signal': ["const out = fs.createWriteStream(FILE);\nexport const done = () => out.end();\nexport const put = (text) => out.write(text);", "const note = (text) => log.put(text);\nprocess.once('SIGTERM', () => { log.done(); process.exit(); });\nprocess.on('exit', log.done);"],
  'but with many others, when the process ends': ["const all = new Map();\nexport const put = (text) => { if (!all.has(1)) all.set(1, fs.createWriteStream(FILE)); all.get(1).write(text); };\nprocess.on('beforeExit', () => { for (const one of all.values()) one.end(); });", 'const note = (text) => log.put(text);'],
};

const ENDED: Pieces = {
  'in another file': ['export const out = fs.createWriteStream(FILE);', 'const note = (text) => { log.out.write(text); log.out.end(); };'],
  'as a field in another file': ['export class Log { constructor() { this.out = fs.createWriteStream(FILE); } put(text) { this.out.write(text); } }', 'const own = new log.Log();\nconst note = (text) => { own.put(text); own.out.end(); };'],
  'by a subclass': ['class Base { constructor() { this.out = fs.createWriteStream(FILE); } put(text) { this.out.write(text); } }\nexport class Log extends Base { done() { this.out.end(); } }', 'const own = new log.Log();\nconst note = (text) => { own.put(text); own.done(); };'],
  'where it is given back': ['export const open = () => fs.createWriteStream(FILE);', 'const note = (text) => { const out = log.open(); out.write(text); out.end(); };'],
  'at the end of a chain': ["export const put = (text) => fs.createWriteStream(FILE).on('error', console.error).end(text);", 'const note = (text) => log.put(text);'],
  'by a pipe': ["import { Readable } from 'node:stream';\nexport const put = (text) => Readable.from([text]).pipe(fs.createWriteStream(FILE).on('error', console.error));", 'const note = (text) => log.put(text);'],
  'by a function that is handed it': ["const done = (out, text) => out.end(text);\nexport const note = (text) => done(fs.createWriteStream(FILE), text);", 'const { note } = log;'],
  'when it is taken out of its object': ['export const state = { out: fs.createWriteStream(FILE) };', 'const { out } = log.state;\nconst note = (text) => out.end(text);'],
  'with many others': ["const all = new Map();\nexport const put = (text) => { all.set(1, fs.createWriteStream(FILE)); for (const one of all.values()) one.end(text); };", 'const note = (text) => log.put(text);'],
  'when the program ends, and when it is asked to': ["const out = fs.createWriteStream(FILE);\nconst done = () => out.end();\nprocess.on('exit', done);\nexport const put = (text) => { out.write(text); if (text === '/end') done(); };", 'const note = (text) => log.put(text);'],
};

describe('a stream', () => {
  it.each(Object.entries(NEVER))('that nothing ends stays: %s', (_, [log, port]) => expect(refusal(log, port)).toContain('a stream that nothing ends'));
  it.each(Object.entries(ENDED))('that is ended moves: %s', (_, [log, port]) => expect(refusal(log, port)).toBe('rewritten'));
});
