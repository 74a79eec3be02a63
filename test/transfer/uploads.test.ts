/** What an export uploads, as the files for wrangler say it; and that a run of verify fills its stores with that. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seed } from '../../runtime/state.js';
import type { StoredValue } from '../../runtime/stores.js';
import type { RunningWorker } from '../../runtime/workerd.js';
import { readUploads } from '../../transfer/uploads.js';
import { exported, program } from './programs.js';

const FILES = { 'tides.json': '{"at":6}', 'fotos/quay.png': Buffer.from([0, 255, 254, 10]) };
const shown = (values: readonly StoredValue[]): string[] => values.map(({ key, bytes }) => `${key} ${bytes.toString('hex')}`).sort();
const EXPECTED = Object.entries(FILES).map(([name, content]) => `${name} ${Buffer.from(content).toString('hex')}`).sort();

test.each(['kv_namespaces', 'r2_buckets'] as const)('every byte of every document, for %s', (kind) => {
  const app = program(FILES, [{ kind }]);
  exported(app, { codemod: kind === 'kv_namespaces' ? 'fs-to-kv' : 'fs-to-r2' });
  expect(shown(readUploads(`${app}-export`).get('DOCUMENTS') ?? [])).toEqual(EXPECTED);
  expect(shown(readUploads(path.join(`${app}-export`, 'manifest.json')).get('DOCUMENTS') ?? [])).toEqual(EXPECTED);
});

test('an export of changes is not everything, and no file of uploads is told', () => {
  const app = program(FILES);
  exported(app);
  exported(app, { since: `${app}-export`, out: `${app}-changes` });
  expect(() => readUploads(`${app}-changes`)).toThrow('not everything');
  writeFileSync(path.join(`${app}-export`, 'DOCUMENTS', 'put-1.json'), '[{ "name": "tides.json" }]');
  expect(() => readUploads(`${app}-export`)).toThrow('no file for a bulk upload');
  expect(readFileSync(path.join(app, 'data', 'tides.json'), 'utf8')).toBe('{"at":6}');
});

test('the stores are filled with it, and with the files of the original where there is none', async () => {
  const app = program(FILES);
  const filled: StoredValue[] = [];
  const worker = { fill: (_kind: string, _binding: string, values: StoredValue[]) => Promise.resolve(void filled.push(...values)) } as unknown as RunningWorker;
  const map = { databases: [], bindings: [{ kind: 'kv_namespaces' as const, binding: 'DOCUMENTS', folder: 'data', include: ['**'], keyPrefix: '' }] };
  const wrangler = { kv_namespaces: [{ binding: 'DOCUMENTS' }] };
  expect(await seed(worker, map, wrangler, app, new Map([['DOCUMENTS', [{ key: 'moved.json', bytes: Buffer.from('{}') }]]]))).toBe(1);
  expect(shown(filled)).toEqual(['moved.json 7b7d']);
  expect(await seed(worker, map, wrangler, app)).toBe(2);
});
