/** A call that waits from now on must not come between a promise that has begun and whoever listens for its failure: Node ends the process there. */
import { describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const STORE = `
import fs from 'node:fs';
export const load = () => JSON.parse(fs.readFileSync('data/berths.json', 'utf8'));
export const save = (berths) => fs.writeFileSync('data/berths.json', JSON.stringify(berths));
`;

const around = (body: string): Record<string, string> => ({
  'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module", "scripts": { "start": "node src/port.js" } }\n',
  'src/store.js': STORE,
  'src/port.js': `import http from 'node:http';
import path from 'node:path';
import pilot from 'pilot';
import { load, save } from './store.js';

const tide = async (berth) => fetch(\`http://tides/\${berth}\`);
const sign = (berth) => ({ berth });
${body}
http.createServer(async (req, res) => {
  save({ [req.url]: true });
  res.end(JSON.stringify(await answer(req.url)));
}).listen(8080);
`,
});

const outcome = (body: string): string => {
  const { result, after } = rewriteTree(around(body), { codemod: 'fs-to-r2' });
  const said = (after['src/port.js']?.match(/heardLater\((?!begun)/g) ?? []).length;
  expect(result.notes.filter((note) => note.includes('counts as heard')).length > 0).toBe(said > 0);
  if (result.refused.length > 0) return result.refused.map((one) => `${one.code}: ${one.chain.map((step) => step.text).join('; ')}`).join('\n');
  return said > 0 ? 'heard' : result.changes.length > 0 ? 'as it is' : 'nothing';
};

const HEARD: Readonly<Record<string, string>> = {
  'a list of a list': 'const answer = async (name) => Promise.all([[tide(name), load()]].flat());',
  'a list in a list': 'const answer = async (name) => Promise.all([pilot.call(name), ...[sign(name), load()]]);',
  'a list that TypeScript would keep as it is': 'const answer = async (name) => Promise.all([pilot.call(name), load()] as const);',
  'a list that is kept in a variable': 'const answer = async (name) => { const all = [pilot.call(name), load()]; return Promise.all(all); };',
  'a list that is added to': 'const answer = async (name) => { const all = []; all.push(pilot.call(name)); const berths = load(); return [await Promise.all(all), berths]; };',
  'a list that grows in a loop': 'const answer = async (name) => { const all = []; for (const berth of [1, 2]) all.push(tide(berth), load()); return Promise.all(all); };',
  'a promise in a variable': 'const answer = async (name) => { const high = tide(name); const berths = load(); return [await high, berths]; };',
  'a promise of which nobody knows whose it is': 'const answer = async (name) => { const high = pilot.call(name); const berths = load(); return [await high, berths]; };',
  'a promise that is given back': 'const answer = async (name) => { const high = tide(name); if (load()[name]) return high; return null; };',
  'promises of a list': 'const answer = async (name) => { const all = [1, 2].map((berth) => tide(berth)); const berths = load(); return [await Promise.all(all), berths]; };',
  'a promise of an object': 'const answer = async (name) => { const all = { high: tide(name) }; const berths = load(); return [await all.high, berths]; };',
  'a promise of a field': 'class Watch { async on(name) { this.high = tide(name); const berths = load(); return [await this.high, berths]; } }\nconst answer = (name) => new Watch().on(name);',
  'a chain that is told what to do': 'const answer = async (name) => { const high = tide(name).then((one) => one.text()); const berths = load(); return high.catch(() => berths); };',
  'a promise of the turn before': 'const answer = async (name) => { let high; for (const berth of [1, 2]) { const berths = load(); if (high) await high; high = tide(berths[berth]); } return high; };',
  'a promise of a list of the turn before': 'const answer = async () => { const all = []; for (const berth of [1, 2]) { if (load()[berth]) all.push(tide(berth)); } return Promise.all(all); };',
  'a promise of a module that is called as one of Node is': 'const util = { tide };\nconst answer = async (name) => { const high = util.tide(name); const berths = load(); return [await high, berths]; };',
  'an argument beside it': 'const both = async (high, berths) => [await high, berths];\nconst answer = async (name) => both(tide(name), load());',
  'a promise that is asked for its end': 'const answer = async (name) => tide(name).then(sign(load()));',
  'a list that is walked through beside it': 'const answer = async (name) => Promise.all([tide(name), ...[1, 2].map((berth) => load()[berth])]);',
  'a list of waits that become promises': 'const answer = async (name) => { const all = Promise.all([1, 2].map((berth) => load()[berth])); const berths = load(); return [await all, berths]; };',
  'a promise that is told to fail otherwise': "const answer = async (name) => { const high = tide(name).catch((e) => { throw new Error('tide: ' + e.message); }); const berths = load(); return [await high, berths]; };",
  'a promise that is told what to do, and fails there': 'const answer = async (name) => { const high = tide(name).then((one) => one, (e) => { throw e; }); const berths = load(); return [await high, berths]; };',
  'a promise whose end is asked for something, beside what hears its failure': 'const answer = async (name) => { const high = tide(name).then((one) => one.text(), () => null); const berths = load(); return [await high, berths]; };',
  'a promise that another function hears of': 'const answer = async (name) => { const high = tide(name).catch(pilot.fail); const berths = load(); return [await high, berths]; };',
  'a promise that hands another on when it fails': 'const answer = async (name) => { const high = tide(name).catch(() => tide(1)); const berths = load(); return [await high, berths]; };',
  'a promise that is made of what may throw': 'const answer = async (name) => { const high = new Promise((resolve) => resolve(JSON.parse(name))); const berths = load(); return [await high, berths]; };',
  'promises that are taken apart': 'const answer = async (name) => { const [high, low] = [tide(name), tide(1)]; const berths = load(); return [await Promise.all([high, low]), berths]; };',
  'a promise of an object that is taken apart': 'const answer = async (name) => { const { high, berth } = { high: tide(name), berth: name }; const berths = load(); return [await high, berth, berths]; };',
  'a promise of a parameter': 'const waits = async (high) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits(tide(name));',
  'promises of a parameter that is walked through': 'const walks = async (all) => { const berths = load(); for await (const high of all) sign(high, berths); };\nconst answer = (name) => walks([tide(name), tide(1)]);',
  'promises of a function with a name, in a parameter that is walked through': 'const walks = async (all) => { const berths = load(); for await (const high of all) sign(high, berths); };\nconst answer = (name) => walks([name, 1].map(tide));',
  'a parameter that is awaited, in a function that others may call': 'export const waits = async (high) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits(`a${name}`);',
  'a promise of what is given, taken apart': 'const start = (name) => ({ high: tide(name), name });\nconst answer = async (name) => { const { high } = start(name); const berths = load(); return [await high, berths]; };',
  'a parameter that is given back, of which a promise is handed in': 'const waits = async (name, high) => { if (load()[name]) return high; return null; };\nconst answer = (name) => waits(name, tide(name));',
  'a promise that a parameter has where none is handed in': 'const waits = async (high = tide(1)) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits();',
  'a promise of an object that is handed in, and taken apart': 'const waits = async ({ ready: high }) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits({ ready: tide(name) });',
  'a promise of an object that is handed in': 'const waits = async (port) => { const berths = load(); return [await port.ready, berths]; };\nconst answer = (name) => waits({ ready: tide(name) });',
  'a promise of an object that is handed in, by its name': 'const waits = async (port) => { const berths = load(); return [await port.ready, berths]; };\nconst answer = (name) => { const ready = tide(name); return waits({ ready }); };',
  'a promise of an object that another function makes': 'const start = (name) => ({ ready: tide(name) });\nconst answer = async (name) => { const port = start(name); const berths = load(); return [await port.ready, berths]; };',
  'promises that are put into variables by a pattern': 'const answer = async (name) => { let high, low; [high, low] = [tide(name), tide(1)]; const berths = load(); return [await high, await low, berths]; };',
  'a promise of what is given, put into a variable by a pattern': 'const start = (name) => ({ high: tide(name) });\nconst answer = async (name) => { let high; ({ high } = start(name)); const berths = load(); return [await high, berths]; };',
  'a promise of a member of a member': 'const state = { tides: {} };\nconst answer = async (name) => { state.tides.high = tide(name); const berths = load(); return [await state.tides.high, berths]; };',
  'a promise whose failure is handled by asking for a member that may throw': "const gauge = { get last() { throw new Error('none'); } };\nconst answer = async (name) => { const high = tide(name).catch(() => gauge.last); const berths = load(); return [await high, berths]; };",
  'a promise whose failure is handled by asking for a member of what may not be there': 'const answer = async (name) => { const high = tide(name).catch((e) => e.response.status); const berths = load(); return [await high, berths]; };',
  'a promise beside what was a promise already, and never waited': 'const berthsOf = async (name) => load()[name];\nconst answer = async (name) => { const high = tide(name); const berths = await berthsOf(name); return [await high, berths]; };',
  'a promise that a constructor puts into a field': 'class Port { constructor() { this.ready = tide(1); } async ask() { await this.ready; return 1; } }\nconst answer = async (name) => { const port = new Port(); const berths = load(); return [await port.ask(), berths]; };',
  'a promise that a field has from the start': 'class Port { ready = tide(1); async ask() { await this.ready; return 1; } }\nconst answer = async (name) => { const port = new Port(); const berths = load(); return [await port.ask(), berths]; };',
  'a promise of a field that is waited for behind the call in a method': 'class Port { constructor() { this.ready = tide(1); } async ask() { const berths = load(); await this.ready; return berths; } }\nconst answer = async (name) => { const port = new Port(); return port.ask(); };',
  'a promise of a field that a method fills, and another waits for': 'class Port { begin() { this.ready = tide(1); } async ask() { await this.ready; return 1; } async both() { this.begin(); const berths = load(); return [await this.ask(), berths]; } }\nconst answer = async (name) => new Port().both();',
  'a promise that another function puts into a list of the module': 'const all = [];\nconst begin = (name) => { all.push(tide(name)); };\nconst answer = async (name) => { begin(name); const berths = load(); return [await Promise.all(all), berths]; };',
  'a promise that another function puts into a variable of the module': 'let high;\nconst begin = (name) => { high = tide(name); };\nconst answer = async (name) => { begin(name); const berths = load(); return [await high, berths]; };',
  'a promise that a field of its base has from the start': 'class Base { ready = tide(1); }\nclass Port extends Base { async ask() { await this.ready; return 1; } }\nconst answer = async (name) => { const port = new Port(); const berths = load(); return [await port.ask(), berths]; };',
  'a promise that another function keeps by a name, and gives back': 'const all = {};\nconst ask = (name) => (all[name] ??= tide(name));\nconst answer = async (name) => { ask(name); const berths = load(); return [await ask(name), berths]; };',
  'a promise that a function which is given back gives': 'const begin = (name) => { const high = tide(name); return { wait: () => high }; };\nconst answer = async (name) => { const begun = begin(name); const berths = load(); return [await begun.wait(), berths]; };',
  'a promise of a variable for which a function above waits': 'let ready;\nconst ask = async () => { await ready; return 1; };\nconst answer = async (name) => { ready = tide(name); const berths = load(); return [await ask(), berths]; };',
};

const REFUSED: Readonly<Record<string, string>> = {
  'a parameter that is awaited beside it, where no statement has a place': 'export const waits = async (high) => [load(), await high];\nconst answer = (name) => waits(`a${name}`);',
  'what gave a promise in one case, and is used as one': 'class Deep { ask() { return tide(1); } }\nclass Near { ask() { return load(); } }\nconst answer = (name) => { const asked = (name ? new Deep() : new Near()).ask(); return asked.then ? asked.then(sign) : sign(asked); };',
  'what would win a race meanwhile': 'const pause = () => new Promise((resolve) => setTimeout(resolve, 5));\nconst answer = async () => Promise.race([pause(), load()]);',
  'what would win a race later': 'const answer = async (name) => { const high = tide(name); const berths = load(); return Promise.race([high, berths]); };',
};

const GIVEN: Readonly<Record<string, string>> = {
  'all at once': 'const answer = async (name) => Promise.all([...berths({ jobs: pilot })]);',
  'kept in a list first': 'const answer = async (name) => { const all = [...berths({ jobs: pilot })]; return Promise.allSettled(all); };',
  'kept in a variable first': 'const answer = async (name) => { const all = berths({ jobs: pilot }); return Promise.allSettled([...all]); };',
  'each told what to do': 'const answer = async (name) => { for (const one of berths({ jobs: pilot })) one.catch(() => null); };',
  'each told what to do, in a list': 'const answer = async (name) => { const all = []; for (const one of berths({ jobs: pilot })) all.push(one.then(sign, () => null)); return Promise.all(all); };',
  'each put into a list': 'const answer = async (name) => { const all = []; for (const one of berths({ jobs: pilot })) all.push(one); return Promise.all(all); };',
  'each waited for': 'const answer = async (name) => { for (const one of berths({ jobs: pilot })) { try { await one; } catch { sign(name); } } };',
  'each told what to do, by a method': 'const answer = async (name) => { return Promise.all([...berths({ jobs: pilot })].map((one) => one.catch(() => null))); };',
  'put into a field': 'class Port { constructor() { this.all = [...berths({ jobs: pilot })]; } end() { return Promise.all(this.all); } }\nconst answer = async () => new Port().end();',
  'put into a field, and taken out of it': 'class Port { constructor() { this.all = [...berths({ jobs: pilot })]; } end() { const { all } = this; return Promise.all(all); } }\nconst answer = async () => new Port().end();',
  'by another function': 'const list = () => [...berths({ jobs: pilot })];\nconst answer = async (name) => Promise.all(list());',
};

const REWRITTEN: Readonly<Record<string, string>> = {
  'a request that is walked through': "const answer = async (req) => { const berths = load(); let text = ''; for await (const chunk of req) text += chunk; return [text, berths]; };",
  'a parameter that is only ever a text': 'async function waits(high) { const berths = load(); return [await high, berths]; }\nconst answer = (name) => waits(`a${name}`);',
  'texts that are taken apart': 'const answer = async (name) => { const [high, low] = [`a${name}`, 1]; const berths = load(); return Promise.all([high, low, berths]); };',
  'a promise whose failure is told': 'const answer = async (name) => { const high = tide(name).catch((e) => { console.error(e.message); return null; }); const berths = load(); return [await high, berths]; };',
  'a generator whose texts nobody takes for promises': 'function* berths(table) { for (const one of [1, 2]) if (load()[one]) yield table.jobs.get(one); }\nconst answer = async (name) => { const all = []; for (const one of berths({ jobs: pilot })) all.push(sign(one)); return all; };',
  'a text beside it': 'const answer = async (name) => Promise.all([name.trim(), `${name}`, 3, load()]);',
  'a parameter that is a text': 'const answer = async (name) => Promise.all([name, load()]).then(([one, berths]) => berths[name.trim()]);',
  'a parameter that is added to a text': 'const answer = async (name) => { const file = `berths/${name}`; return Promise.all([name, file, load()]); };',
  'what a function of the language gives': "const answer = async (name) => Promise.all([path.join('a', name), Number(name), JSON.parse('1'), Math.max(1, 2), load()]);",
  'what a function of the program gives': 'const answer = async (name) => Promise.all([sign(name), load()]);',
  'a promise after it': 'const answer = async (name) => { const berths = load(); const high = tide(name); return [await high, berths]; };',
  'a promise that was waited for': 'const answer = async (name) => { const high = await tide(name); const berths = load(); return [high, berths]; };',
  'a promise whose failure is heard': 'const answer = async (name) => { const high = tide(name).catch(() => null); const berths = load(); return [await high, berths]; };',
  'a promise whose failure is heard apart': 'const answer = async (name) => { const high = tide(name); high.catch(() => null); const berths = load(); return [await high, berths]; };',
  'a promise that nobody waits for at all': 'const answer = async (name) => { tide(name); return load(); };',
  'a promise that cannot fail': 'const answer = async (name) => { const all = Promise.allSettled([tide(name)]); const berths = load(); return [await all, berths]; };',
  'a race that it leads': 'const answer = async (name) => Promise.race([load(), tide(name)]);',
  'a pause': 'const answer = async (name) => { const pause = new Promise((resolve) => setTimeout(resolve, 5)); const berths = load(); await pause; return berths; };',
  'a list of what is known': 'const answer = async (name) => { const all = [1, 2].map((berth) => berth + 1); const berths = load(); return Promise.all([...all, berths]); };',
  'what was awaited in the turn before': 'const answer = async (name) => { const all = []; for (const berth of [1, 2]) { all.push(load()[berth]); await tide(berth); } return all; };',
  'a promise over which the program waits already': 'const answer = async (name) => { const high = tide(name); await pilot.call(name); const berths = load(); return [await high, berths]; };',
  'what it gives back at once': 'const answer = async (name) => { const high = name ? await tide(name) : null; return high ?? load(); };',
  'a promise of a field, over which the program waits already': 'class Port { constructor() { this.ready = tide(1); } async ask() { await this.ready; return 1; } }\nconst answer = async (name) => { const port = new Port(); await pilot.call(name); const berths = load(); return [await port.ask(), berths]; };',
  'a promise of a field that is heard where it began': 'class Port { constructor() { this.ready = tide(1); this.ready.catch(() => {}); } async ask() { await this.ready; return 1; } }\nconst answer = async (name) => { const port = new Port(); const berths = load(); return [await port.ask(), berths]; };',
  'a promise of what was made long ago': 'class Port { constructor() { this.ready = tide(1); } async ask() { await this.ready; return 1; } }\nconst port = new Port();\nconst answer = async (name) => { const berths = load(); return [await port.ask(), berths]; };',
  'a promise of a field that is listened to by another request': 'class Port { constructor() { this.ready = tide(1); } async ask() { await this.ready; return 1; } }\nconst ports = new Map();\nconst begin = (name) => { ports.set(name, new Port()); return load(); };\nconst answer = async (name) => (ports.has(name) ? ports.get(name).ask() : begin(name));',
  'texts of an object that is taken apart': 'async function waits({ ready }) { const berths = load(); return [await ready, berths]; }\nconst answer = (name) => waits({ ready: `a${name}` });',
  'a variable of the same name elsewhere': 'const answer = async (name) => { { const high = tide(name); await high; } const high = load(); return high; };',
};

describe('a function that waits for what its module reads', () => {
  const port = (table: string, body: string): Record<string, string> => ({
    'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "scripts": { "start": "node src/port.js" } }\n',
    'src/table.js': `const fs = require('node:fs');\nconst table = JSON.parse(fs.readFileSync('data/berths.json', 'utf8'));\nexports.save = async () => fs.writeFileSync('data/berths.json', JSON.stringify(table));\n${table}\n`,
    'src/port.js': `const http = require('node:http');
const t = require('./table.js');

const tide = async (berth) => fetch(\`http://tides/\${berth}\`);
${body}
http.createServer(async (req, res) => {
  if (req.method === 'PUT') await t.save();
  res.end(JSON.stringify(await answer(req.url)));
}).listen(8080);
`,
  });
  it.each([
    ['as a parameter', 'exports.waits = async (high) => { const first = table[0]; return [await high, first]; };', 'const answer = async (name) => t.waits(tide(name));', 'src/table.js', '{ heardLater(high); await ready(); const first'],
    ['in a field', "const tide = async (berth) => fetch(`http://tides/${berth}`);\nexports.Port = class Port { constructor() { this.ready = tide(1); } async ask() { const first = table[0]; return [await this.ready, first]; } };", 'const answer = async (name) => new t.Port().ask();', 'src/table.js', 'this.ready = heardLater(tide(1));'],
    ['beside it', 'exports.first = async () => table[0];', 'const answer = async (name) => { const high = tide(name); const one = await t.first(); return [await high, one]; };', 'src/port.js', 'const high = heardLater(tide(name));'],
  ])('hears of what has begun before: %s', (_, table, body, file, expected) => expect(rewriteTree(port(table, body), { codemod: 'fs-to-r2' }).after[file]).toContain(expected));
  it('has nothing to hear of where it is handed a text', () => {
    expect(rewriteTree(port('async function waits(high) { const first = table[0]; return [await high, first]; }\nexports.ask = async () => waits(`a`);', 'const answer = async () => t.ask();'), { codemod: 'fs-to-r2' }).after['src/table.js']).not.toContain('heardLater');
  });
});

describe('a default value that waits', () => {
  const text = (body: string): string => rewriteTree(around(body), { codemod: 'fs-to-r2' }).after['src/port.js'] ?? '';
  it('moves into the body of a function that is async already', () => {
    expect(text('const waits = async (berth, fees = load()) => [berth, fees];\nconst answer = async (name) => waits(name);')).toContain('async (berth, fees) => { if (fees === undefined) fees = await load(); return [berth, fees]; };');
  });
  it('leaves what is handed in beside it to be heard of, once', () => {
    expect(text('const waits = async (high, fees = load(), more = load()) => { return [await high, fees, more]; };\nconst answer = async (name) => waits(tide(name));')).toContain('(high, fees, more) => { heardLater(high); if (fees === undefined) fees = await load(); if (more === undefined) more = await load(); return');
  });
});

describe('a promise that has begun', () => {
  it('elsewhere is told so once, before the first wait', () => {
    const { after } = rewriteTree(around('const waits = async ({ high }) => { const berths = load(); const more = load(); return [await high, berths, more]; };\nconst answer = (name) => waits({ high: tide(name) });'), { codemod: 'fs-to-r2' });
    expect(after['src/port.js']).toContain('{ heardLater(high); const berths = await load(); const more = await load(); return');
  });
  it('in another file counts as heard there', () => {
    const tree = around("import { begin, end } from './queue.js';\nconst answer = async (name) => { begin(name); const berths = load(); return [await end(), berths]; };");
    const queue = "const all = [];\nconst tide = async (berth) => fetch(`http://tides/${berth}`);\nexport const begin = (name) => { all.push(tide(name)); };\nexport const end = () => Promise.all(all);\n";
    expect(rewriteTree({ ...tree, 'src/queue.js': queue }, { codemod: 'fs-to-r2' }).after['src/queue.js']).toContain('all.push(heardLater(tide(name)));');
  });
  it('in another file, handed over to a function that is mapped over, counts as heard', () => {
    const tree = around("import { ask } from './ask.js';\nconst walks = async (all) => { const berths = load(); for await (const high of all) sign(high, berths); };\nconst answer = (name) => walks([name, 1].map(ask));");
    expect(rewriteTree({ ...tree, 'src/ask.js': 'export const ask = async (berth) => fetch(`http://tides/${berth}`);\n' }, { codemod: 'fs-to-r2' }).after['src/port.js']).toContain('heardLater(all); const berths = await load();');
  });
  it.each(Object.entries(HEARD))('counts as heard: %s', (_, body) => expect(outcome(body)).toBe('heard'));
  it.each(Object.entries(REFUSED))('keeps the call as it is: %s', (_, body) => expect(outcome(body)).toMatch(/^unawaited: .*(?:while this is waited for|which is used as one here)/));
  it.each(Object.entries(GIVEN))('may be what a generator gives, which is used as promises: %s', (_, body) => expect(outcome(`function* berths(table) { for (const one of [1, 2]) if (load()[one]) yield table.jobs.get(one); }\n${body}`)).toMatch(/^generator: .*may give a promise/));
  it.each(Object.entries(REWRITTEN))('is none, or is heard already: %s', (_, body) => expect(outcome(body)).toBe('as it is'));
});
