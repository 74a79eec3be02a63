/** Functions that become members otherwise than by a name that stands there: whoever may call one waits, also where another function is known to be called, and code that is not seen keeps it as it is. */
import { describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const outcome = (body: string): string => {
  const { plan, result, after } = rewriteTree({
    'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module", "scripts": { "start": "node src/port.js" } }\n',
    'src/store.js': "import fs from 'node:fs';\nexport const load = () => JSON.parse(fs.readFileSync('data/berths.json', 'utf8'));\nexport const save = (berths) => fs.writeFileSync('data/berths.json', JSON.stringify(berths));\n",
    'src/port.js': `import http from 'node:http';
import pilot from 'pilot';
import { load, save } from './store.js';

${body}

http.createServer(async (req, res) => {
  save({ [req.url]: true });
  res.end(JSON.stringify(await answer(req.url)));
}).listen(8080);
`,
  }, { codemod: 'fs-to-r2' });
  const stops = [...plan.components.filter(({ status }) => status === 'blocked'), ...result.refused];
  return stops.length > 0 ? stops.map(({ chain }) => chain.at(-1)?.text).join('\n') : after['src/port.js'] ?? '';
};

const CALLS = "const pick = (name) => (name === 'a' ? pier : quay);\nconst answer = async (name) => { const one = pick(name).each(); return [one.berths, pier.each()]; };";

describe('a member of one of several objects', () => {
  it.each([
    ['by a description', 'const quay = Object.create(null, { each: { value: () => load() } });'],
    ['by a description, of an object with a base', 'const quay = Object.create({}, { each: { value: () => load(), enumerable: true } });'],
    ['by several descriptions', 'const quay = {};\nObject.defineProperties(quay, { each: { value: () => load() } });'],
    ['under a computed name', "const quay = {};\nfor (const key of ['each', 'all']) quay[key] = () => load();"],
    ['under a name that is handed in', "const quay = {};\nconst put = (object, key, fn) => { object[key] = fn; };\nput(quay, 'each', () => load());"],
  ])('is waited for: %s', (_, made) => {
    const text = outcome(`const pier = { each: () => 1 };\n${made}\n${CALLS}`);
    expect(text).toContain('const one = await pick(name).each();');
    expect(text).toContain('pier.each()];');
  });

  it('is waited for where a class has it under a computed name', () => {
    const classes = "class Pier { each() { return 1; } }\nclass Quay {}\nconst key = 'ea' + 'ch';\nQuay.prototype[key] = () => load();\n";
    expect(outcome(`${classes}const pick = (name) => (name === 'a' ? new Pier() : new Quay());\nconst answer = async (name) => { const one = pick(name).each(); return one.berths; };`)).toContain('const one = await pick(name).each();');
  });
});

describe('a function that is put into an object', () => {
  const TABLE = 'const table = { berths: () => load(), tides: () => 1 };\n';
  it.each([
    ['by itself', 'const options = {};\noptions.read = () => load();\npilot.start(options);'],
    ['out of a table', `${TABLE}const fill = (options) => { options.read = table.berths; pilot.start(options); };\nfill({});`],
    ['out of a table, by a name that is not known', `${TABLE}const fill = (options, kind) => { options.read = table[kind]; pilot.start(options); };\nfill({}, 'berths');`],
    ['by another function', `${TABLE}const fill = (options, kind) => { options.read = table[kind]; };\nexport const go = (options) => { fill(options, 'berths'); pilot.start(options); };`],
  ])('stays, where a package is handed the object: %s', (_, made) => expect(outcome(`${made}\nconst answer = async () => load();`)).toMatch(/is handed to pilot\.start/));

  it('waits where the program calls it', () => {
    expect(outcome('const options = {};\noptions.read = () => load();\nconst answer = async () => [options.read()];')).toContain('options.read = async () => load();');
  });
});
