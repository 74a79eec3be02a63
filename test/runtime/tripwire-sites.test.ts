import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseSource } from '../../core/parse.js';
import { TRIPWIRE, TRIPWIRE_RUNTIME, type TripwireReport } from '../../runtime/tripwire-runtime.js';
import { followCalls } from '../../runtime/tripwire-sites.js';

const followed = (text: string, file = 'app.js'): NonNullable<ReturnType<typeof followCalls>> => {
  const result = followCalls(file, text, () => true, 0);
  if (!result) throw new Error('not parsed');
  return result;
};

/** Runs a script with `load` and `save` as converted functions, and tells the calls whose promises escaped. */
async function escaped(text: string): Promise<string[]> {
  const context = vm.createContext({ setTimeout });
  const { code, sites } = followed(`async function load(value) { return value; }\nasync function save() { await null; }\n${text}`);
  vm.runInContext(TRIPWIRE_RUNTIME, context);
  vm.runInContext(code, context);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const report = vm.runInContext(`${TRIPWIRE}.report()`, context) as TripwireReport;
  return report.escaped.map(({ site }) => `${sites[site]?.call}: ${sites[site]?.use}`);
}

describe('calls that are followed', () => {
  it.each([
    ['a condition', 'if (load(1)) {}', ['load(1): condition']],
    ['a negation', 'const no = !load(1);', ['load(1): condition']],
    ['a comparison', 'load(1) === 1;', ['load(1): compared']],
    ['a text', 'const t = `${load(1)}` + load(2);', ['load(1): text', 'load(2): text']],
    ['spread', 'const o = { ...load(1) };', ['load(1): spread']],
    ['a property', 'load(1).length;', ['load(1): property']],
    ['JSON', 'JSON.stringify(load(1));', ['load(1): argument']],
    ['an optional chain', 'const store = { load }; if (store?.load(1)) {}', ['store?.load(1): condition']],
    ['an alias', 'const { load: other } = { load }; other(1);', ['other(1): dropped']],
    ['a function that hands it on', 'function both() { return load(1); }\nboth();', ['both(): dropped']],
    ['a method', 'class Store { async read() { return 1; } }\nnew Store().read();', ['new Store().read(): dropped']],
    ['a call whose arguments wait', '(async () => { save(await load(1)); })();', ['save(await load(1)): dropped']],
    ['a callback', '[1].filter((one) => load(one));', ['load(one): returned']],
    ['a call after one that threw', 'function bad() { throw new Error("x"); }\ntry { bad(); } catch {}\nsave();', ['save(): dropped']],
  ])('%s', async (_, text, expected) => {
    expect((await escaped(text)).filter((row) => !row.startsWith('(async'))).toEqual(expected);
  });

  it.each([
    ['await', '(async () => { if (await load(1)) await save(); })().then(() => {});'],
    ['a chain', 'load(1).then(() => {}); load(1)?.catch(() => {}); load(1).finally(() => {});'],
    ['Promise.all', 'Promise.all([load(1), ...[2].map(load), ...[3].map((one) => load(one))]);'],
    ['awaited later', '(async () => { const one = load(1); const two = save(); await one; await two; })().catch(() => {});'],
    ['resolved with', 'new Promise((resolve) => resolve(load(1)));'],
    ['returned from an async function', '(async () => load(1))().then(() => {});'],
    ['a value', 'function sum(a, b) { return a + b; }\nif (sum(1, 2)) {}'],
    ['a promise of nobody in the app', 'function other() { return Promise.resolve(1); }\nother();'],
  ])('without an alarm: %s', async (_, text) => {
    expect(await escaped(text)).toEqual([]);
  });

  it('keeps lines, directives and what the code answers', () => {
    const text = "async function strict() {\n  'use strict';\n  return this;\n}\nconst twice = async (x) => ({ x });\nf(\n  1, // one\n);\nf(2,);\n";
    const { code } = followed(text);
    expect(code.split('\n')).toHaveLength(text.split('\n').length);
    expect(code).toContain(`'use strict';;${TRIPWIRE}.entered(true);`);
    expect(parseSource('app.js', code).ok).toBe(true);
    expect(vm.runInNewContext(`${TRIPWIRE_RUNTIME};${followed('function add(a, b) { return [a, b, arguments.length]; }\nJSON.stringify([add(1, add(2,),), add?.(), Math.max(...[1, 2])])').code}`)).toBe('[[1,[2,null,1],2],[null,null,0],2]');
  });

  it('leaves alone what bundlers and lexers read', () => {
    const text = "const fs = require('fs');\nObject.defineProperty(exports, 'a', { value: 1 });\n__exportStar(require('./b'), exports);\nexports.c = require('./c').make;\n";
    expect(followed(text)).toEqual({ code: text, sites: [] });
  });

  it('reads TypeScript, and leaves a file that it cannot read', () => {
    expect(parseSource('app.ts', followed('export const a = (f() as string)!;\ng<number>(1);\nenum Kind { A = 1 }\n', 'app.ts').code).ok).toBe(true);
    expect(followCalls('app.js', 'const = 1;', () => true, 0)).toBeNull();
  });
});
