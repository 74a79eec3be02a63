/** Seams over several components, folders and runs. */
import { describe, expect, it } from 'vitest';
import { type Tree, rewriteTree } from './rewriting.js';

const manifest = '{\n  "type": "module"\n}\n';
const store = (file: string, name = ''): string => `import fs from 'node:fs/promises';\n\nexport const load${name} = () => fs.readFile('${file}', 'utf8');\nexport const save${name} = (text) => fs.writeFile('${file}', text);\n`;
const record = (tree: Tree): { binding: string; folder: string; include: string[]; seam: string }[] =>
  (JSON.parse(tree['.cf-migrate/storage.json'] ?? '{}') as { bindings: { binding: string; folder: string; include: string[]; seam: { file: string } }[] }).bindings.map(({ binding, folder, include, seam }) => ({ binding, folder, include, seam: seam.file }));

describe('two components', () => {
  it('in one file are one change of it', () => {
    const { plan, result, after } = rewriteTree({ 'package.json': manifest, 'a.js': `${store('data/fees.json', 'Fees')}${store('data/tides.json', 'Tides').split('\n').slice(2).join('\n')}` });
    expect(plan.components.map((component) => component.status)).toEqual(['rewrite', 'rewrite']);
    expect(result.refused).toEqual([]);
    expect(result.changes.filter((change) => change.file === 'a.js').map((change) => change.component)).toEqual([plan.components.map((component) => component.id).join(' + ')]);
    expect(after['a.js']?.match(/documents\.(?:get|put)/g)).toHaveLength(4);
    expect(record(after)).toEqual([{ binding: 'DOCUMENTS', folder: 'data', include: ['fees.json', 'tides.json'], seam: 'storage/documents.js' }]);
  });

  it('in neighbouring folders share the seam of the folder above', () => {
    const { after } = rewriteTree({ 'package.json': manifest, 'a.js': store('data/fees/list.json'), 'b.js': store('data/tides/list.json') });
    expect(record(after)).toEqual([{ binding: 'DOCUMENTS', folder: 'data', include: ['fees/list.json', 'tides/list.json'], seam: 'storage/documents.js' }]);
  });

  it('in folders without a common one have a seam and a binding each', () => {
    const { result, after } = rewriteTree({ 'package.json': manifest, 'a.js': store('fees/list.json'), 'b.js': store('tides/list.json') });
    expect(result.refused).toEqual([]);
    expect(record(after).map(({ binding, folder, seam }) => [binding, folder, seam])).toEqual([['DOCUMENTS', 'fees', 'storage/documents.js'], ['TIDES_DOCUMENTS', 'tides', 'storage/tides-documents.js']]);
    expect(JSON.parse(after['package.json'] ?? '')).toHaveProperty('imports.#tides-documents-adapter.workerd', './storage/tides-documents.kv.js');
    expect(after['wrangler.jsonc']?.match(/"binding": "\w+"/g)).toEqual(['"binding": "DOCUMENTS"', '"binding": "TIDES_DOCUMENTS"']);
    expect(rewriteTree(after).result.changes).toEqual([]);
  });

  it('of which one is refused: the other is rewritten as if it were alone', () => {
    const alone = rewriteTree({ 'package.json': manifest, 'a.js': store('data/fees.json') }).after;
    const bad = "import fs from 'node:fs';\n\nexport const read = (list) => {\n  list.forEach((name) => {\n    if (fs.readFileSync(`data/b/${name}.json`, 'utf8')) list.push(name);\n  });\n};\nexport const write = (name) => fs.writeFileSync(`data/b/${name}.json`, '');\n";
    const { result, after } = rewriteTree({ 'package.json': manifest, 'a.js': store('data/fees.json'), 'b.js': bad });
    expect(result.refused.map((one) => one.code)).toEqual(['shape-unknown']);
    expect(after).toEqual({ ...alone, 'b.js': bad });
  });
});

describe('a later run', () => {
  const first = rewriteTree({ 'package.json': manifest, 'a.js': store('data/fees.json'), 'b.js': "import fs from 'node:fs/promises';\n\nexport const load = () => fs.readFile('data/more/tides.json', 'utf8');\nexport const save = (text) => fs.writeFile('data/more/tides.json', text);\nexport const drop = () => fs.unlink('data/more/tides.json');\n" }, { accept: ['data/fees.json'] }).after;

  it('adds what it needs to the seam, with keys relative to the same folder', () => {
    expect(record(first).map(({ include }) => include)).toEqual([['fees.json']]);
    const { result, after } = rewriteTree(first, { accept: ['data/more/tides.json'] });
    expect(result.refused).toEqual([]);
    expect(record(after)).toEqual([{ binding: 'DOCUMENTS', folder: 'data', include: ['fees.json', 'more/tides.json'], seam: 'storage/documents.js' }]);
    expect(after['storage/documents.js']).toContain('export async function remove');
    expect(result.changes.map((change) => change.file)).toEqual(['.cf-migrate/storage.json', 'b.js', 'storage/documents.fs.js', 'storage/documents.js', 'storage/documents.kv.js']);
  });

  it('leaves a seam alone that was edited by hand, and refuses what it lacks', () => {
    const own = { ...first, 'storage/documents.js': `${first['storage/documents.js'] ?? ''}\n// Ours.\n` };
    const { result } = rewriteTree(own, { accept: ['data/more/tides.json'] });
    expect(result.changes).toEqual([]);
    expect(result.refused.map((one) => one.chain[0]?.text)).toEqual(['storage/documents.js was edited since it was made, and lacks remove; add that by hand, or restore the file, and run again']);
  });

  it('writes no file again that is as it should be', () => {
    expect(rewriteTree(first, { accept: ['data/fees.json'] }).result.changes).toEqual([]);
  });
});
