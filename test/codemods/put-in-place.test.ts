/** A function that takes the place of one that turns async: whoever called the one would wait for the other. */
import { describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';

const STORE = `
import fs from 'node:fs';
export class Store {
  load() { return JSON.parse(fs.readFileSync('data/berths.json', 'utf8')); }
  save(berths) { fs.writeFileSync('data/berths.json', JSON.stringify(berths)); }
}
`;

const outcome = (code: string): string => {
  const { result } = rewriteTree({
    'package.json': '{ "name": "harbour", "version": "1.0.0", "private": true, "type": "module" }\n',
    'src/store.js': STORE,
    'src/port.js': `import { Store } from './store.js';\nconst store = new Store();\n${code}\nexport const berths = () => store.load();\n`,
  }, { codemod: 'fs-to-r2' });
  return result.refused.length === 0 && result.changes.length > 0 ? 'rewritten' : result.refused.map((one) => `${one.code}: ${one.chain.map((step) => step.text).join('; ')}`).join('\n');
};

describe('a function in the place of another', () => {
  it.each([
    ['of an instance', 'store.load = () => [];'],
    ['under a name that is put together', "store['lo' + 'ad'] = () => [];"],
    ['under a name that a constant holds', "const NAME = 'load';\nstore[NAME] = function () { return []; };"],
    ['under a name that is not known', 'store[process.argv[2]] = () => [];'],
    ['of all instances', "Store.prototype['lo' + 'ad'] = () => [];"],
    ['of an instance that is handed in', "const patch = (one, name) => { one[name] = () => []; return one; };\nexport const first = () => patch(new Store(), 'load').load()[0];"],
    ['declared elsewhere', 'function none() { return []; }\nstore[process.argv[2]] = none;'],
  ])('stops the rewriting: %s', (_, code) => expect(outcome(code)).toMatch(/^escapes: Store\.load turns async, but this puts/));

  it.each([
    ['under another name that is put together', "store['un' + 'load'] = () => [];"],
    ['under names that begin otherwise', 'for (const name of process.argv) { store[`un${name}`] = () => []; store[\'on\' + name] = () => []; }'],
    ['of another object', 'const other = {};\nother[process.argv[2]] = () => [];'],
    ['one that waits as well', "const patch = (one, name) => { const old = one[name]; one[name] = () => { const all = old.call(one); return [all]; }; return one; };\nexport const first = () => patch(new Store(), 'load').load()[0];"],
    ['no function', 'store[process.argv[2]] = 5;'],
    ['of an instance of another class', 'class Tide {}\nconst tide = new Tide();\ntide.load = () => [];'],
  ])('does not, being %s', (_, code) => expect(outcome(code)).toBe('rewritten'));
});
