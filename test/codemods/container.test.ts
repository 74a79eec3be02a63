/** What apply writes for a Container: R2 over its S3 API, chosen without being asked for; the disk only where Node is told so. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { rewriteTree } from './rewriting.js';
import { s3StandIn } from './s3-stand-in.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'container-'));
const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const APP = {
  'package.json': '{\n  "name": "tides",\n  "main": "index.js"\n}\n',
  'index.js': `const fs = require('fs');

exports.save = (name, text) => fs.writeFileSync(\`data/tides/\${name}.txt\`, text);
exports.load = (name) => fs.readFileSync(\`data/tides/\${name}.txt\`, 'utf8');
`,
  'main.js': `const { load, save } = require('./index.js');

async function main() {
  save('kiel', 'high');
  console.log(load('kiel'));
}

main();
`,
};

async function run(after: Record<string, string>, env: Record<string, string>, ...flags: string[]): Promise<string> {
  const root = mkdtempSync(path.join(scratch, 'app-'));
  for (const [file, text] of Object.entries(after)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  mkdirSync(path.join(root, 'data', 'tides'), { recursive: true });
  symlinkSync(installed, path.join(root, 'node_modules'));
  return (await promisify(execFile)(process.execPath, [...flags, 'main.js'], { cwd: root, env: { PATH: process.env.PATH ?? '', ...env } })).stdout;
}

describe('fs-to-r2 for a Container', () => {
  const { after, result } = rewriteTree({ ...APP, 'package.json': APP['package.json'].replace('"main"', '"scripts": { "start": "node main.js" },\n  "main"') }, { codemod: 'fs-to-r2', platform: 'containers' });

  it('writes an adapter for Node in the module system of the app, names its package, and no configuration of Workers', () => {
    expect(result.refused).toEqual([]);
    expect(JSON.parse(after['package.json'] ?? '')).toMatchObject({ imports: { '#files-adapter': { disk: './storage/files.fs.js', default: './storage/files.s3.js' } }, dependencies: { '@aws-sdk/client-s3': '^3.729.0' } });
    expect(after['storage/files.s3.js']).toContain("const { env } = require('./files.bucket.js');");
    expect(Object.keys(after).filter((file) => /wrangler|worker-entry|\.r2\./.test(file))).toEqual([]);
    expect(Object.values(after).join('\n')).not.toContain('cloudflare:workers');
    expect(result.notes.join('\n')).toContain('R2_SECRET_ACCESS_KEY and FILES_BUCKET');
    expect(rewriteTree(after, { codemod: 'fs-to-r2', platform: 'containers' }).result.changes).toEqual([]);
  });

  it('keeps documents in the bucket that the environment names', async () => {
    const { server, objects } = await s3StandIn();
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await run(after, { R2_ENDPOINT: endpoint, R2_ACCESS_KEY_ID: 'key', R2_SECRET_ACCESS_KEY: 'secret', FILES_BUCKET: 'tides' })).toBe('high\n');
    expect([...objects].map(([key, { bytes }]) => [key, bytes.toString()])).toEqual([['kiel.txt', 'high']]);
    server.close();
  }, 60_000);

  it('does not start where the environment names none, and keeps them on the disk where Node is told to', async () => {
    await expect(run(after, {})).rejects.toThrow(/FILES_BUCKET is not set[^]*--conditions=disk/);
    expect(await run(after, {}, '--conditions=disk')).toBe('high\n');
  }, 60_000);
});
