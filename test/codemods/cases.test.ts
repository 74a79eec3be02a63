/**
 * One stern loop over the cases of each codemod: `<in words>/input` becomes `expected`. Files that the codemod makes (seam, adapters, configuration) are
 * compared where a case shows them; every other file must be exactly as expected. A case may bring `script.mjs`, which is run against both trees, and `notes.txt`:
 * what a person has to be told, a line each.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSource } from '../../codemods/shared/source.js';
import { readJson } from '../../codemods/shared/json-text.js';
import { type Rewriting, type Tree, caseFolders, readOptions, readTree, rewriteTree } from './rewriting.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'codemod-cases-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a program of a case may load, such as fs-extra. */
const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
const SOURCE = /\.[cm]?[jt]sx?$/;
const GENERATED = /(?:^|\/)storage\/[\w-]+(?:\.fs|\.kv|\.r2|\.send)?\.[cm]?[jt]s$|(?:^|\/)(?:package|wrangler)\.jsonc?$|^\.cf-migrate\/|(?:^|\/)wrangler\.toml$|\/cloudflare-workers\.d\.ts$/;

/** What the script of a case prints when it runs in the tree. */
function play(name: string, tree: Tree, script: string, which: string): string {
  const root = path.join(scratch, which, name);
  for (const [file, text] of Object.entries({ ...tree, 'script.mjs': script })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  symlinkSync(installed, path.join(root, 'node_modules'));
  return execFileSync(process.execPath, ['script.mjs'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe.each(caseFolders('cases'))('%s', (codemod, folder) => {
  const names = readdirSync(folder).sort();
  const first = new Map<string, { input: Tree; rewriting: Rewriting }>();
  /** Each case is planned and rewritten once for all that is asked of it. */
  const rewritten = (name: string): { input: Tree; rewriting: Rewriting } => {
    const here = path.join(folder, name);
    const input = readTree(path.join(here, 'input'));
    const found = first.get(name) ?? { input, rewriting: rewriteTree(input, { codemod, ...readOptions(here) }) };
    first.set(name, found);
    return found;
  };

  it('has cases', () => expect(names.length).toBeGreaterThan(0));

  it.each(names)('%s', (name) => {
    const here = path.join(folder, name);
    const expected = readTree(path.join(here, 'expected'));
    const options = { codemod, ...readOptions(here) };
    const { input, rewriting: { result, after } } = rewritten(name);

    expect(Object.keys(expected).length, 'a case without an expectation').toBeGreaterThan(0);
    expect(Object.keys(expected).some((file) => expected[file] !== input[file]), 'a fixture that equals its expectation').toBe(true);
    expect(result.refused, 'refused').toEqual([]);
    for (const [file, text] of Object.entries(after)) {
      if (expected[file] === undefined && GENERATED.test(file) && input[file] === undefined) continue;
      if (expected[file] === undefined && file === 'package.json') continue;
      expect(text, file).toBe(expected[file] ?? input[file]);
    }
    for (const file of Object.keys(expected)) expect(after[file], file).toBeDefined();
    for (const line of (readTree(here)['notes.txt'] ?? '').split('\n').filter((one) => one !== '')) expect(result.notes.join('\n')).toContain(line);
    for (const [file, text] of Object.entries(after)) {
      if (SOURCE.test(file)) expect(parseSource(file, text), `${file} parses`).not.toBeNull();
      if (/\.jsonc?$/.test(file)) expect(readJson(text), `${file} parses`).toBeTypeOf('object');
    }
    const second = rewriteTree(after, options);
    expect(second.result.changes.map((change) => change.file), 'a second run changes').toEqual([]);

    const script = readTree(here)['script.mjs'];
    if (script !== undefined) expect(play(name, after, script, `${codemod}-after`), 'behaviour').toBe(play(name, input, script, `${codemod}-before`));
  });

  it('applies its edits to the text that they speak of', () => {
    for (const name of names) {
      const { input, rewriting } = rewritten(name);
      for (const change of rewriting.result.changes) {
        const before = input[change.file];
        if (before === undefined) continue;
        const rebuilt = [...change.edits].reverse().reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), before);
        expect(rebuilt, `${name}: ${change.file}`).toBe(change.after);
      }
    }
  });
});
