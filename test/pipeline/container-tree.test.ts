import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { containerAdapters } from '../../pipeline/container-tree.js';
import { verifyFolder } from '../../pipeline/verify.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-container-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function tree(name: string, imports: object): string {
  const folder = path.join(root, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, imports }));
  return folder;
}

describe('a tree that was moved for a Container', () => {
  const container = tree('container', { '#files-adapter': { disk: './files.fs.js', default: './files.s3.js' }, '#tides': './tides.js' });
  const workers = tree('workers', { '#files-adapter': { workerd: './files.r2.mjs', default: './files.fs.js' } });

  test('is told by its adapters, and not taken for one that runs on Workers', () => {
    expect([containerAdapters(container), containerAdapters(workers), containerAdapters(path.join(root, 'none'))]).toEqual([['#files-adapter'], [], []]);
  });

  test('is not played on Workers, with the reason', async () => {
    await expect(verifyFolder({ directory: container, onProgress: () => undefined })).rejects.toMatchObject({ code: 'moved-for-a-container', hint: expect.stringContaining('--step seam') as string });
  });
});
