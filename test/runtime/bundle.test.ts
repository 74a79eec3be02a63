import { afterAll, describe, expect, it, vi } from 'vitest';
import { bundleForWorkers, flagsAt, type BundleOptions, type BundleResult } from '../../runtime/bundle.js';
import { explainStack } from '../../runtime/source-position.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());

const bundle = (files: Record<string, string>, more: Partial<BundleOptions> = {}): Promise<BundleResult> =>
  bundleForWorkers({ root: workshop.app(files), entry: 'worker.js', compatibilityDate: '2026-11-17', ...more });

function scriptOf(result: BundleResult): string {
  if (!result.ok) throw new Error(JSON.stringify(result.notes));
  return String(result.bundle.modules[0]?.contents);
}

describe('bundling for Workers', () => {
  it('takes the adapter that the package.json names for workerd', async () => {
    const script = scriptOf(await bundle({
      'package.json': '{"imports":{"#store":{"workerd":"./store.kv.js","default":"./store.fs.js"}}}',
      'store.kv.js': 'export const store = "kept in KV";',
      'store.fs.js': 'export const store = "kept on disk";',
      'worker.js': 'import { store } from "#store"; export default { fetch: () => new Response(store) };',
    }));
    expect(script).toContain('kept in KV');
    expect(script).not.toContain('kept on disk');
  });

  it('reads the browser field on the default platform only', async () => {
    const files = {
      'worker.js': 'import notes from "notes"; export default { fetch: () => new Response(notes) };',
      'node_modules/notes/package.json': '{"name":"notes","main":"./main.js","browser":"./browser.js"}',
      'node_modules/notes/main.js': 'module.exports = "for servers";',
      'node_modules/notes/browser.js': 'module.exports = "for browsers";',
    };
    expect(scriptOf(await bundle(files))).toContain('for browsers');
    expect(scriptOf(await bundle(files, { platform: 'node' }))).toContain('for servers');
  });

  it('leaves to workerd the built-ins it has at the date, and puts stand-ins for the others', async () => {
    const files = { 'worker.js': 'import fs from "fs"; const os = require("os"); export default { fetch: () => new Response(os.EOL + fs.existsSync("/tmp")) };' };
    const now = scriptOf(await bundle(files));
    expect(now).toMatch(/from "(?:node:)?fs"/);
    const then = scriptOf(await bundle(files, { compatibilityDate: '2025-04-01' }));
    expect(then).not.toMatch(/from "(?:node:)?fs"/);
    expect(then).toContain('is not implemented yet');
  });

  it('lets an alias of the project win over a stand-in', async () => {
    const files = { 'worker.js': 'import os from "os"; import "node-fetch"; export default { fetch: () => new Response(os.name) };', 'own-os.js': 'export default { name: "our own" };', 'own-fetch.js': 'globalThis.fetched = "our fetch";' };
    const script = scriptOf(await bundle(files, { wrangler: { alias: { os: './own-os.js', 'node-fetch': './own-fetch.js' } } }));
    expect(script).toContain('our own');
    expect(script).toContain('our fetch');
  });

  it('lists what does not resolve with its file and line, and does not throw', async () => {
    const result = await bundle({ 'worker.js': 'import "./lib/notes.js";\nexport default {};', 'lib/notes.js': '\n\nimport gone from "no-such-package";\nexport default gone;' });
    expect(result.ok).toBe(false);
    expect(result.ok ? [] : result.notes).toEqual([expect.objectContaining({ kind: 'unresolved', at: { file: 'lib/notes.js', line: 3 } })]);
  });

  it('lists a require that is forgiven, and one whose name is computed', async () => {
    const result = await bundle({ 'worker.js': 'let sharp;\ntry { sharp = require("no-such-package"); } catch {}\nconst name = globalThis.plugin;\nexport default { fetch: () => require(name) && sharp };' });
    expect(result.ok && result.bundle.notes.map(({ kind, at }) => [kind, at?.file, at?.line])).toEqual([['unresolved', 'worker.js', 2], ['dynamic-require', 'worker.js', 4]]);
  });

  it('answers a syntax error with its place', async () => {
    const result = await bundle({ 'worker.js': 'export default {\n  fetch( {}\n};' });
    expect(result.ok ? null : result.notes[0]).toMatchObject({ kind: 'error', at: { file: 'worker.js', line: 3 } });
  });

  it('keeps text, data and what find_additional_modules names beside the script', async () => {
    const files = { 'src/worker.js': 'import page from "./page.html"; export default { fetch: () => new Response(page) };', 'src/page.html': '<h1>Notes</h1>', 'src/seed/first.json': '{"a":1}' };
    const root = workshop.app(files);
    const wrangler = { main: 'src/worker.js', find_additional_modules: true, rules: [{ type: 'Text' as const, globs: ['seed/*.json'], fallthrough: true }] };
    const result = await bundleForWorkers({ root, entry: 'src/worker.js', compatibilityDate: '2026-11-17', wrangler });
    if (!result.ok) throw new Error(JSON.stringify(result.notes));
    const { modules } = result.bundle;
    expect(modules.map(({ type, path }) => [type, path])).toEqual([['ESModule', 'worker.mjs'], ['Text', 'seed/first.json'], ['Text', 'page.html']]);
    expect(String(modules[0]?.contents)).toContain('"./page.html"');
  });

  it('tells the size, plain and compressed', async () => {
    const result = await bundle({ 'worker.js': `export default { text: ${JSON.stringify('note '.repeat(20_000))} };` });
    if (!result.ok) throw new Error(JSON.stringify(result.notes));
    expect(result.bundle.bytes).toBeGreaterThan(100_000);
    expect(result.bundle.gzipBytes).toBeLessThan(result.bundle.bytes / 10);
  });

  it('leads a place in the bundle back to the source', async () => {
    const result = await bundle({ 'worker.js': 'import { fail } from "./lib.js";\nexport default { fetch: fail };', 'lib.js': '\n\nexport function fail() {\n  throw new Error("on purpose");\n}' });
    const script = scriptOf(result).split('\n');
    const line = script.findIndex((text) => text.includes('on purpose')) + 1;
    const stack = `Error: on purpose\n  at file:///bundle/worker.mjs:${line}:9 in fail`;
    expect(result.ok && explainStack(stack, result.bundle.position)).toEqual({ text: 'Error: on purpose\n  at lib.js:4 in fail', at: { file: 'lib.js', line: 4 } });
  });

  it('adds nodejs_compat exactly where the date does not imply it', () => {
    expect(flagsAt('2026-08-03', ['global_navigator'])).toEqual(['nodejs_compat', 'global_navigator']);
    expect(flagsAt('2026-08-04', ['nodejs_compat'])).toEqual([]);
  });
});
