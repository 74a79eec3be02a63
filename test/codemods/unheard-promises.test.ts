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
};

const REFUSED: Readonly<Record<string, string>> = {
  'what gave a promise in one case, and is used as one': 'class Deep { ask() { return tide(1); } }\nclass Near { ask() { return load(); } }\nconst answer = (name) => { const asked = (name ? new Deep() : new Near()).ask(); return asked.then ? asked.then(sign) : sign(asked); };',
  'a promise of a parameter': 'const waits = async (high) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits(tide(name));',
  'promises of a parameter that is walked through': 'const walks = async (all) => { const berths = load(); for await (const high of all) sign(high, berths); };\nconst answer = (name) => walks([tide(name), tide(1)]);',
  'promises of a function with a name, in a parameter that is walked through': 'const walks = async (all) => { const berths = load(); for await (const high of all) sign(high, berths); };\nconst answer = (name) => walks([name, 1].map(tide));',
  'a parameter that is awaited, in a function that others may call': 'export const waits = async (high) => { const berths = load(); return [await high, berths]; };\nconst answer = (name) => waits(`a${name}`);',
  'a promise of what is given, taken apart': 'const start = (name) => ({ high: tide(name), name });\nconst answer = async (name) => { const { high } = start(name); const berths = load(); return [await high, berths]; };',
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
  'a variable of the same name elsewhere': 'const answer = async (name) => { { const high = tide(name); await high; } const high = load(); return high; };',
};

describe('a promise that has begun', () => {
  it.each(Object.entries(HEARD))('counts as heard: %s', (_, body) => expect(outcome(body)).toBe('heard'));
  it.each(Object.entries(REFUSED))('keeps the call as it is: %s', (_, body) => expect(outcome(body)).toMatch(/^unawaited: .*(?:while this is waited for|which is used as one here)/));
  it.each(Object.entries(GIVEN))('may be what a generator gives, which is used as promises: %s', (_, body) => expect(outcome(`function* berths(table) { for (const one of [1, 2]) if (load()[one]) yield table.jobs.get(one); }\n${body}`)).toMatch(/^generator: .*may give a promise/));
  it.each(Object.entries(REWRITTEN))('is none, or is heard already: %s', (_, body) => expect(outcome(body)).toBe('as it is'));
});
