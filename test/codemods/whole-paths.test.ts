/** Keys that are whole paths: two spellings of one place are one key, the same for the adapters and for what `data` makes; and what of several seams goes by them. */
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { kvAdapter } from '../../codemods/fs-to-kv/adapter.js';
import { renderModule } from '../../codemods/shared/render.js';
import { workersKey } from '../../core/storage-roots.js';
import { rootsOf } from '../../codemods/storage/roots.js';
import { type Tree, rewriteTree } from './rewriting.js';

/** The function of the adapter, as it would run on Workers. */
function keyOfAdapter(elsewhere: string[] = []): (file: string) => string {
  const text = renderModule(kvAdapter({ operations: new Set(['has']), folder: null, elsewhere: elsewhere.map((expression) => ({ imports: [], expression })), binding: 'X', emptyFoldersAreMissing: false, folders: false }), { module: 'commonjs', typescript: false }, { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' }, 'x.js');
  const own = text.slice(text.indexOf('// However'), text.indexOf('async function has'));
  // workerd resolves against /, whatever the working folder of this test is.
  const onWorkers = { ...path.posix, resolve: (file: string) => path.posix.resolve('/', file) };
  return runInNewContext(`${own}\nkeyOf;`, { path: onWorkers }) as (file: string) => string;
}

describe('the key of a path on Workers', () => {
  it.each([
    ['data/a.json', ['/mnt/../mnt/data/a.json', '/mnt//data/./a.json', '/mnt/data/a.json/'], '/mnt/data/a.json', 'mnt/data/a.json'],
    ['relative', ['./home/a.json', 'home/a.json', '/bundle/home/a.json', 'x/../home/a.json', '/home/a.json'], 'home/a.json', 'home/a.json'],
    ['a drive', ['C:\\data\\a.json', 'c:\\data\\a.json', 'C:/data/a.json', 'C:\\data/x/../a.json', 'C:\\data\\x\\..\\a.json'], 'C:\\data\\a.json', 'C:/data/a.json'],
    ['a share', ['\\\\host\\share\\a.json', '//host/share/a.json', '\\\\host\\share/x/../a.json'], '\\\\host\\share\\a.json', 'host/share/a.json'],
    ['above the root', ['/../../a.json', '../a.json'], '/a.json', 'a.json'],
    ['a backslash in a name, which is no separator elsewhere', ['/mnt/a\\b.json'], '/mnt/a\\b.json', 'mnt/a\\b.json'],
    ['a name that only begins like the working folder', ['/bundles/a.json'], '/bundles/a.json', 'bundles/a.json'],
  ])('%s', (_name, spellings, first, key) => {
    for (const spelling of [first, ...spellings]) {
      expect(keyOfAdapter()(spelling), spelling).toBe(key);
      expect(workersKey(spelling), spelling).toBe(key);
    }
  });

  it('is refused in a folder whose documents are in another store, whichever way that is written', () => {
    const keyOf = keyOfAdapter(["'data'", "'/mnt/more'"]);
    for (const inside of ['data/a.json', '/bundle/data/a.json', './x/../data', '/mnt/more/b/c.json']) expect(() => keyOf(inside), inside).toThrow('another store');
    for (const outside of ['data-2/a.json', '/mnt/moreover', '..data/x']) expect(keyOf(outside), outside).toBe(workersKey(outside));
  });
});

describe('roots', () => {
  it('are the settings, variables and folders that paths begin with', () => {
    const roots = rootsOf(['<userDir>/a.json', '<userDir>/lib/*', '<userDir>', '<flowFile>', '<flowFile>/../.<flowFile>.backup', '<env DATA_DIR|data>/x/*.json', '*/accessories/*', 'log.json', '/var/lib/port/a.json', '/var/lib/port/b/c.json']);
    expect(roots.map(({ name, folder, include, workerPath }) => ({ name, folder, include, workerPath })).sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'DATA_DIR', folder: 'data', include: ['x/*.json'], workerPath: null },
      { name: 'flowFile', folder: null, include: ['', '../.<flowFile>.backup'], workerPath: null },
      { name: 'folder', folder: null, include: ['accessories/*'], workerPath: null },
      { name: 'folder-2', folder: '.', include: ['log.json'], workerPath: '.' },
      { name: 'userDir', folder: null, include: ['', 'a.json', 'lib/*'], workerPath: null },
      { name: 'var-lib-port', folder: '/var/lib/port', include: ['a.json', 'b/c.json'], workerPath: '/var/lib/port' },
    ]);
  });

  it('keep their names and what was said of them when others come', () => {
    const [first] = rootsOf(['<userDir>/a.json']);
    const said = first && { ...first, folder: 'home', workerPath: '/mnt/home' };
    expect(rootsOf(['<userDir>/b.json', '<a>/c.json'], said ? [said] : [])).toEqual([{ ...said, include: ['a.json', 'b.json'] }, { name: 'a', path: '<a>', folder: null, include: ['c.json'], workerPath: null }]);
  });
});

const manifest = '{\n  "type": "module"\n}\n';
const known = "import fs from 'node:fs/promises';\n\nexport const load = () => fs.readFile('data/fees.json', 'utf8');\nexport const save = (text) => fs.writeFile('data/fees.json', text);\n";
const anywhere = (name: string): string => `import fs from 'node:fs/promises';\nimport path from 'node:path';\n\nlet userDir;\nexport const init = (settings) => {\n  userDir = settings.userDir;\n};\nexport const load${name} = () => fs.readFile(path.join(userDir, '${name}.json'), 'utf8');\nexport const save${name} = (text) => fs.writeFile(path.join(userDir, '${name}.json'), text);\n`;
const bindings = (tree: Tree): { binding: string; include: string[] }[] => (JSON.parse(tree['.cf-migrate/storage.json'] ?? '{}') as { bindings: { binding: string; include: string[] }[] }).bindings.map(({ binding, include }) => ({ binding, include }));

describe('beside a folder that the code knows', () => {
  const { result, after } = rewriteTree({ 'package.json': manifest, 'fees.js': known, 'tides.js': anywhere('Tides') });

  it('whole paths have a store of their own, which refuses what lies in that folder', () => {
    expect(result.refused).toEqual([]);
    expect(bindings(after)).toEqual([{ binding: 'DOCUMENTS', include: ['fees.json'] }, { binding: 'MORE_DOCUMENTS', include: ['<userDir>/Tides.json'] }]);
    expect(after['storage/more-documents.kv.js']).toContain("const elsewhere = ['data'];");
    expect(after['storage/documents.kv.js']).toContain("const folder = 'data';");
    expect(result.notes.join()).toContain('--from userDir=PATH-ON-THE-DISK --worker-path userDir=PATH-ON-WORKERS');
  });

  it('a second run changes nothing, and a later one adds to the same store', () => {
    expect(rewriteTree(after).result.changes).toEqual([]);
    const later = rewriteTree({ ...after, 'berths.js': anywhere('Berths') }).after;
    expect(bindings(later)).toEqual([{ binding: 'DOCUMENTS', include: ['fees.json'] }, { binding: 'MORE_DOCUMENTS', include: ['<userDir>/Berths.json', '<userDir>/Tides.json'] }]);
    expect(later['storage/more-documents.kv.js']).toBe(after['storage/more-documents.kv.js']);
  });
});

describe('what is found from the places of modules in several folders', () => {
  const store = (where: string): string => `import fs from 'node:fs/promises';\nimport path from 'node:path';\n\nexport const load = () => fs.readFile(path.join(${where}, 'fees.json'), 'utf8');\nexport const save = (text) => fs.writeFile(path.join(${where}, 'fees.json'), text);\n`;
  const dues = "import fs from 'node:fs/promises';\nimport path from 'node:path';\n\nexport const dues = () => fs.readFile(path.join(import.meta.dirname, '../fees.json'), 'utf8');\n";
  const app = { 'package.json': manifest, 'store.js': store('import.meta.dirname'), 'lib/dues.js': dues };
  const refusedFor = (tree: Tree, options: Parameters<typeof rewriteTree>[1] = {}): string => rewriteTree(tree, options).result.refused.map(({ code, chain }) => `${code} ${chain.map(({ text }) => text).join(' ')}`).join();

  it('has the place in the program on Workers, and a second run changes nothing', () => {
    const { result, after } = rewriteTree(app);
    expect(result.refused).toEqual([]);
    expect(after['store.js']).toContain("path.join(documents.inBundle('/bundle') ?? import.meta.dirname, 'fees.json')");
    expect(after['lib/dues.js']).toContain("path.join(documents.inBundle('/bundle/lib') ?? import.meta.dirname, '../fees.json')");
    expect(rewriteTree(after).result.changes).toEqual([]);
  });

  it('is told to a module that comes later, and to no module twice', () => {
    const { after } = rewriteTree(app);
    const later = rewriteTree({ ...after, 'lib/more/rates.js': store("import.meta.dirname, '../..'").replaceAll('fees', 'rates') }).after;
    expect(later['lib/more/rates.js']).toContain("documents.inBundle('/bundle/lib/more') ?? import.meta.dirname");
    expect([later['store.js'], later['lib/dues.js']]).toEqual([after['store.js'], after['lib/dues.js']]);
  });

  it.each([
    ['in a Container', app, { codemod: 'fs-to-r2', platform: 'containers' as const }, 'no expression'],
    ['where import.meta is taken apart', { ...app, 'lib/dues.js': dues.replace('export', 'const { url } = import.meta;\nexport const here = url;\nexport') }, {}, 'lib/dues.js:4 takes the place of the module'],
    ['where a module in CommonJS would load a seam that is none', { ...app, 'lib/where.cjs': "exports.where = __dirname;\n", 'index.js': "import './store.js';\nimport './lib/dues.js';\nimport './lib/where.cjs';\n" }, {}, 'another kind of module'],
  ])('is refused %s', (_name, tree, options, reason) => {
    const said = refusedFor(tree, options);
    expect(said).toContain('folder-unknown');
    expect(said).toContain(reason);
  });
});
