/** The gate that types are: what is new after an edit is found, what was there before is nobody's business. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newDiagnostics } from '../../checker/new-diagnostics.js';

const root = mkdtempSync(path.join(tmpdir(), 'cf-migrate-types-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const before: Record<string, string> = {
  'package.json': '{ "type": "module" }',
  'store.js': "export function load() {\n  return { name: 'north' };\n}\n",
  'use.js': "import { load } from './store.js';\nexport const name = () => load().name;\nexport const wrong = () => load().gone;\n",
  'typed.ts': "export const length = (text: string): number => text.length;\nexport const bad: number = 'old';\n",
};

const check = (after: Record<string, string>) => newDiagnostics({ root, files: Object.keys(before).filter((file) => !file.endsWith('.json')), read: (file) => before[file] ?? null, after: new Map(Object.entries(after)) })?.map((one) => `${one.file}:${one.start} ${one.text}`);

describe('new diagnostics', () => {
  it('are none without a change, whatever was wrong before', () => {
    expect(check({})).toEqual([]);
  });

  it('tell of a value in another JavaScript file that nobody awaits', () => {
    const found = check({ 'store.js': "export async function load() {\n  return { name: 'north' };\n}\n" });
    expect(found).toContainEqual(expect.stringMatching(/^use\.js:\d+ Property 'name' does not exist on type 'Promise</));
  });

  it('are none when the callers wait', () => {
    expect(check({
      'store.js': "export async function load() {\n  return { name: 'north' };\n}\n",
      'use.js': "import { load } from './store.js';\nexport const name = async () => (await load()).name;\nexport const wrong = async () => (await load()).gone;\n",
    })).toEqual([]);
  });

  it('say nothing of a method in JavaScript that waits where the one that it takes the place of does not; in TypeScript they do', () => {
    const classes = (rows: string): string => `export class Table {\n  rows() {\n    return [''];\n  }\n}\nexport class Tides extends Table {\n  ${rows}() {\n    return [''];\n  }\n}\n`;
    const found = (file: string) => newDiagnostics({ root, files: [file], read: (asked) => (asked === file ? classes('rows') : null), after: new Map([[file, classes('async rows')]]) })?.map((one) => one.file);
    expect([found('table.js'), found('table.ts')]).toEqual([[], ['table.ts']]);
  });

  it('tell of any new mistake in TypeScript', () => {
    expect(check({ 'typed.ts': "export const length = async (text: string): number => text.length;\nexport const bad: number = 'old';\n" })?.length).toBeGreaterThan(0);
  });

  it('read a changed JavaScript file, and not what is declared beside it', () => {
    const declared: Record<string, string> = { ...before, 'store.d.ts': 'export declare function load(): { name: string };\n' };
    const found = (after: Record<string, string>) => newDiagnostics({ root, files: ['store.js', 'use.js'], read: (file) => declared[file] ?? null, after: new Map(Object.entries(after)) })?.map((one) => one.text);
    const store = "export async function load() {\n  return { name: 'north' };\n}\n";
    expect(found({ 'store.js': store })).toContainEqual(expect.stringMatching(/^Property 'name' does not exist on type 'Promise</));
    const use = "import { load } from './store.js';\nexport const name = async () => (await load()).name;\nexport const later = () => load().then((one) => one.name);\n";
    expect(found({ 'store.js': store, 'use.js': use })).toEqual([]);
  });

  it('say nothing about packages that are not installed', () => {
    expect(check({ 'typed.ts': "import { env } from 'cloudflare:workers';\nexport const length = (text: string): number => text.length + Number(env);\nexport const bad: number = 'old';\n" })).toEqual([]);
  });

  it('know the types of a new file in a new folder', () => {
    const after = { 'storage/files.ts': 'export const load = async () => 1;\nexport const each = (work: (text: string) => void) => work("a");\n' };
    expect(check({ ...after, 'typed.ts': "import { each } from './storage/files.js';\nexport const length = (text: string): number => text.length;\nexport const bad: number = 'old';\neach((text) => length(text));\n" })).toEqual([]);
    expect(check({ ...after, 'typed.ts': "import { load } from './storage/files.js';\nexport const length = (text: string): number => text.length + load().toFixed().length;\nexport const bad: number = 'old';\n" })?.[0]).toContain('toFixed');
  });
});
