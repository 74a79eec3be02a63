import { afterAll, describe, expect, it } from 'vitest';
import { readWranglerConfig } from '../../runtime/wrangler-config.js';
import { openWorkshop } from './apps.js';

const workshop = openWorkshop();
afterAll(() => workshop.close());

const read = (files: Record<string, string>): ReturnType<typeof readWranglerConfig> => readWranglerConfig(workshop.app(files));

describe('the wrangler configuration', () => {
  it('is empty when there is none', () => {
    expect(read({ 'package.json': '{}' })).toEqual({ file: null, config: {}, notRun: [] });
  });

  it('is read from JSON with comments and trailing commas, and says what is not run here', () => {
    const found = read({ 'wrangler.jsonc': '{\n  // notes\n  "main": "src/worker.ts",\n  "kv_namespaces": [{ "binding": "NOTES", "id": "x" },],\n  "ai": { "binding": "AI" },\n}' });
    expect(found).toMatchObject({ file: 'wrangler.jsonc', config: { main: 'src/worker.ts', kv_namespaces: [{ binding: 'NOTES' }] }, notRun: ['Workers AI'] });
  });

  it('is read from TOML', () => {
    const found = read({ 'wrangler.toml': 'main = "w.js"\ncompatibility_date = "2026-01-01"\n[[kv_namespaces]]\nbinding = "NOTES"\nid = "x"\n[vars]\nLIMIT = 5\n' });
    expect(found.config).toMatchObject({ compatibility_date: '2026-01-01', kv_namespaces: [{ binding: 'NOTES' }], vars: { LIMIT: 5 } });
  });

  it.each([
    ['a missing comma', { 'wrangler.jsonc': '{\n  "name": "notes"\n  "main": "w.js"\n}' }, { file: 'wrangler.jsonc', line: 3, column: 3 }],
    ['broken TOML', { 'wrangler.toml': 'name = "notes"\nmain = \n' }, { file: 'wrangler.toml', line: 2, column: 8 }],
    ['a value of the wrong kind', { 'wrangler.json': '{ "kv_namespaces": {} }' }, { file: 'wrangler.json', line: 1, column: 20 }],
    ['a date that is none', { 'wrangler.jsonc': '{\n  "compatibility_date": "today"\n}' }, { file: 'wrangler.jsonc', line: 2, column: 25 }],
  ])('is refused with its place: %s', (_, files, at) => {
    let thrown: unknown;
    try {
      read(files as unknown as Record<string, string>);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'UserError', code: 'wrangler-config', at });
  });
});
