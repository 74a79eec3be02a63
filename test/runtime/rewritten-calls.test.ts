import { createServer } from 'node:http';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleForWorkers } from '../../runtime/bundle.js';
import { COUNTER } from '../../runtime/call-counter.js';
import { CONTROL_HEADER } from '../../runtime/control.js';
import { NOTHING_EXECUTED, callCounter, executedOnWorkers } from '../../runtime/rewritten-calls.js';
import type { Run } from '../../runtime/run.js';
import type { RunningWorker } from '../../runtime/workerd.js';
import { openWorkshop } from './apps.js';

const workshop = openWorkshop();
afterAll(() => workshop.close());

const RECORD = { version: 1, bindings: [{ kind: 'r2_buckets', binding: 'FILES', folder: 'data', include: ['*.json'], seam: { file: 'src/storage/files.ts', path: 'data' } }] };
const FILES = {
  '.cf-migrate/storage.json': JSON.stringify(RECORD),
  'src/main.ts': "import { load } from './load.js';\nexport default { fetch: async (): Promise<Response> => new Response(await load()) };\n",
  'src/load.ts': "import * as files from './storage/files.js';\nexport const load = async (): Promise<string> => files.get('data/a.json');\nexport const all = ['a'].map(files.get);\n",
  'src/storage/files.ts': "import * as adapter from './files.fs.js';\nexport const get = async (file: string): Promise<string> => adapter.get(file);\n",
  'src/storage/files.fs.ts': "import * as files from './files.js';\nexport const get = async (file: string): Promise<string> => file || files.get(file);\n",
  'scripts/tidy.mts': "import { get } from '../src/storage/files.js';\nvoid get('data/b.json');\n",
  'scripts/broken.js': "import * as files from '../src/storage/files.js';\nconst = files;\n",
  'node_modules/other/index.js': "require('../../src/storage/files.js').get('c');\n",
};

const app = workshop.app(FILES);
const read = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the rewritten calls of a tree', () => {
  it('are those of its own files: counted in the bundle, told apart from files that are in no module of the Worker', async () => {
    const linked = path.join(workshop.folder, 'linked');
    symlinkSync(app, linked);
    const counter = callCounter(linked);
    if (!counter) throw new Error('no seam');
    const { instrument, result } = counter;
    const bundled = await bundleForWorkers({ root: linked, entry: 'src/main.ts', compatibilityDate: '2026-11-17', instrument: instrument.bundle });
    const script = bundled.ok ? String(bundled.bundle.modules[0]?.contents) : bundled.notes.map(({ message }) => message).join('\n');
    expect(script).toContain(`"data/a.json", ...${COUNTER}?.now(1) ?? []`);
    expect(script.split(`${COUNTER}?.now(`)).toHaveLength(2);
    const { calls, notCounted } = result({ bundled: true, onWorkers: { 1: 3 }, onNode: new Set([0]) });
    expect(calls).toEqual([
      { file: 'scripts/tidy.mts', line: 2, column: 6, call: "get('data/b.json')", onWorkers: 0, inWorker: false, onNode: true },
      { file: 'src/load.ts', line: 2, column: 50, call: "files.get('data/a.json')", onWorkers: 3, inWorker: true, onNode: false },
    ]);
    expect(notCounted).toEqual([
      { file: 'src/load.ts', line: 3, what: 'files.get', why: 'handed on as a value' },
      { file: 'scripts/broken.js', line: 1, what: 'the file', why: 'it could not be parsed' },
    ]);
  });

  it('are counted in scripts that ship beside the bundle as they are', async () => {
    const shipping = workshop.app({
      '.cf-migrate/storage.json': JSON.stringify(RECORD).replace('src/storage/files.ts', 'storage/files.js'),
      'main.js': "export default { fetch: async (request) => (await import(`.${new URL(request.url).pathname}`.trim())).load() };\n",
      'plugins/late.mjs': "import * as files from '../storage/files.js';\nexport const load = () => files.get('a');\n",
      'plugins/other.mjs': 'export const load = () => null;\n',
    });
    const counter = callCounter(shipping);
    const wrangler = { find_additional_modules: true, rules: [{ type: 'ESModule' as const, globs: ['plugins/*.mjs'] }] };
    const bundled = await bundleForWorkers({ root: shipping, entry: 'main.js', compatibilityDate: '2026-11-17', wrangler, ...(counter ? { instrument: counter.instrument.bundle } : {}) });
    const shipped = bundled.ok ? bundled.bundle.modules.slice(1).map(({ path: name, contents }) => [name, contents]) : [];
    expect(shipped).toEqual([['plugins/late.mjs', `import * as files from '../storage/files.js';\nexport const load = () => files.get('a', ...${COUNTER}?.now(0) ?? []);\n`], ['plugins/other.mjs', 'export const load = () => null;\n']]);
    expect(counter?.result({ bundled: true, onWorkers: {}, onNode: null }).calls.map(({ inWorker }) => inWorker)).toEqual([true]);
  });

  it('are found where the seam is loaded by an alias, and not behind the name of another module', () => {
    const counter = callCounter(workshop.app({
      '.cf-migrate/storage.json': FILES['.cf-migrate/storage.json'],
      'src/a.ts': "import * as files from '@/storage/files';\nvoid files.get('a');\n",
      'src/b.ts': "import * as files from 'other/files';\nimport * as more from 'files';\nimport * as near from '../storage/files';\nvoid [files.get('b'), more.get('c'), near.get('d')];\n",
    }));
    expect(counter?.result(NOTHING_EXECUTED).calls.map(({ file, call }) => [file, call])).toEqual([['src/a.ts', "files.get('a')"]]);
  });

  it('are counted on Node in a copy; the tree stays as it is', () => {
    const copy = path.join(workshop.folder, 'copy');
    mkdirSync(copy);
    cpSync(path.join(app, 'src'), path.join(copy, 'src'), { recursive: true });
    callCounter(app)?.instrument.prepare(copy);
    expect(read(copy, 'src/load.ts')).toContain(`files.get('data/a.json', ...${COUNTER}?.now(1) ?? [])`);
    expect(read(copy, 'src/storage/files.fs.ts')).toBe(FILES['src/storage/files.fs.ts']);
    expect(read(app, 'src/load.ts')).toBe(FILES['src/load.ts']);
  });

  it('are all told where no Worker ran, and none where no codemod has written a seam', () => {
    expect(callCounter(app)?.result(NOTHING_EXECUTED).calls.map(({ onWorkers, inWorker, onNode }) => [onWorkers, inWorker, onNode])).toEqual([[0, null, undefined], [0, null, undefined]]);
    expect(callCounter(workshop.app({ 'a.js': FILES['src/main.ts'] }))).toBeNull();
  });
});

describe('the counts of a Worker', () => {
  const counter = callCounter(app)?.instrument;
  const asked = async (answer: string, ended: string | null = null): Promise<unknown> => {
    const server = createServer((request, response) => response.end(request.headers[CONTROL_HEADER] === 'word' ? answer : '{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => void server.once('listening', resolve));
    try {
      return await executedOnWorkers({ counter, control: 'word', limit: 1000 } as Run, { port: (server.address() as AddressInfo).port, ended: () => ended } as RunningWorker);
    } finally {
      server.close();
    }
  };

  it.each([
    ['are those that it answers', '{"counts":{"1":3}}', null, { onWorkers: { 1: 3 } }],
    ['are not known when something else answered', '{"ships":3}', null, { onWorkers: null, problem: 'the Worker answered the question itself' }],
    ['are not known when its process has ended', '{"counts":{}}', 'workerd ended', { onWorkers: null, problem: 'workerd ended' }],
  ])('%s', async (_, answer, ended, expected) => {
    expect(await asked(answer, ended)).toEqual(expected);
  });

  it('are not known when it cannot be asked', async () => {
    expect(await asked('<html>')).toEqual({ onWorkers: null, problem: expect.stringContaining('the Worker could not be asked (') });
  });
});
