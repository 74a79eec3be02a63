/** Bytes outside of an edit: line ends, marks, tabs and what is no UTF-8, on the disk and not only in a string. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rewriteScan } from '../../pipeline/rewrite.js';
import { scanFolder } from '../../pipeline/scan.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'codemod-bytes-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const SOURCE = ['import fs from "node:fs";', '', 'export const load = () => fs.readFileSync("data/quay.json", "utf8"); // é ü 北', 'export function save(text) {', '\tfs.writeFileSync("data/quay.json", text);\t ', '}', ''];

function rewritten(name: string, bytes: Buffer) {
  const root = path.join(scratch, name);
  mkdirSync(path.join(root, 'src'), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(path.join(root, 'src', 'quay.js'), bytes);
  const { changes, refused } = rewriteScan(scanFolder(root, { everyFile: true }), { codemod: 'fs-to-kv', accept: ['data/quay.json'] });
  const change = changes.find((one) => one.file === 'src/quay.js');
  return { change, refused, onDisk: readFileSync(path.join(root, 'src', 'quay.js')) };
}

/** What is left of the text before when the edited ranges are cut out, and of the text after without what was put there. */
function untouched(before: string, edits: readonly { start: number; end: number; text: string }[]): string[] {
  const cuts = [0, ...edits.flatMap((edit) => [edit.start, edit.end]), before.length];
  return cuts.flatMap((from, i) => (i % 2 === 0 ? [before.slice(from, cuts[i + 1])] : []));
}

const forms: [string, Buffer][] = [
  ['lf', Buffer.from(SOURCE.join('\n'))],
  ['crlf', Buffer.from(SOURCE.join('\r\n'))],
  ['mixed line ends', Buffer.from(SOURCE.map((line, i) => line + (i % 2 ? '\r\n' : '\n')).join(''))],
  ['a byte order mark', Buffer.from(`\uFEFF${SOURCE.join('\n')}`)],
  ['a hashbang', Buffer.from(`#!/usr/bin/env node\r\n${SOURCE.join('\r\n')}`)],
  ['no end of line at the end', Buffer.from(SOURCE.join('\n').trimEnd())],
];

describe('bytes outside of an edit stay', () => {
  it.each(forms)('with %s', (name, bytes) => {
    const { change, refused, onDisk } = rewritten(name, bytes);
    expect(refused).toEqual([]);
    expect(onDisk.equals(bytes)).toBe(true);
    const after = Buffer.from(change?.after ?? '', 'utf8');
    expect(after.equals(bytes)).toBe(false);
    let from = 0;
    for (const piece of untouched(bytes.toString('utf8'), change?.edits ?? [])) {
      const at = after.indexOf(Buffer.from(piece, 'utf8'), from);
      expect(at, JSON.stringify(piece)).toBeGreaterThanOrEqual(from);
      from = at + Buffer.byteLength(piece);
    }
    expect(after.includes('\t ')).toBe(true);
  });

  it('in Latin-1, where the file is left alone as a whole, and said to be no UTF-8', () => {
    const { change, refused, onDisk } = rewritten('latin-1', Buffer.from(SOURCE.join('\n').replace('北', ''), 'latin1'));
    expect(change).toBeUndefined();
    expect(refused.map((one) => `${one.code}: ${one.chain[0]?.text ?? ''}`)).toEqual(['not-found: src/quay.js is no UTF-8 text']);
    expect(onDisk.includes(0xe9)).toBe(true);
  });
});
