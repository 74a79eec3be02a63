/** What apply writes for a Container: R2 over its S3 API, chosen without being asked for; the disk only where Node is told so. */
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../commands/main.js';
import type { World } from '../../commands/world.js';
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

const STARTED = { ...APP, 'package.json': APP['package.json'].replace('"main"', '"scripts": { "start": "node main.js" },\n  "main"') };

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

describe('fs-to-r2 with an adapter for both sides', () => {
  const { after, result } = rewriteTree(STARTED, { codemod: 'fs-to-r2', dualWrite: true });

  it('puts a condition beside the others, keeps the disk as it was without it, and is made anew with what the seam gets later', () => {
    expect(result.refused).toEqual([]);
    const manifest = JSON.parse(after['package.json'] ?? '') as { imports: Record<string, unknown>; dependencies: unknown };
    expect(Object.entries(manifest.imports['#files-adapter'] as object)).toEqual([['workerd', './storage/files.r2.mjs'], ['both', './storage/files.both.js'], ['default', './storage/files.fs.js']]);
    expect(manifest.dependencies).toEqual({ '@aws-sdk/client-s3': '^3.729.0' });
    expect(result.notes.join('\n')).toMatch(/storage\/files\.both\.js writes to the disk and to R2.*FILES_BUCKET.*--behind FILE/);
    expect(rewriteTree(after, { codemod: 'fs-to-r2' }).result.changes).toEqual([]);
    expect(rewriteTree(after, { codemod: 'fs-to-r2', dualWrite: true }).result.changes).toEqual([]);
    const later = rewriteTree({ ...after, 'index.js': `${after['index.js'] ?? ''}exports.drop = (name) => require('fs').unlinkSync(\`data/tides/\${name}.txt\`);\n`, 'main.js': (after['main.js'] ?? '').replace('{ load, save }', '{ drop, load, save }').replace('await save(', "drop('husum');\n  await save(") }, { codemod: 'fs-to-r2' });
    expect(later.after['storage/files.both.js']).toContain('async function remove(');
    expect(rewriteTree(rewriteTree(STARTED, { codemod: 'fs-to-r2' }).after, { codemod: 'fs-to-r2', dualWrite: true }).after['storage/files.both.js']).toBe(after['storage/files.both.js']);
  });

  it('brings what is written into the bucket; what does not get there fails nothing, is noted, and goes with the next copy', async () => {
    const { server, objects } = await s3StandIn();
    const env = { R2_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, R2_ACCESS_KEY_ID: 'key', R2_SECRET_ACCESS_KEY: 'secret', FILES_BUCKET: 'tides', AWS_MAX_ATTEMPTS: '1' };
    const root = mkdtempSync(path.join(scratch, 'both-'));
    expect(await run(after, env, '--conditions=both')).toBe('high\n');
    expect([...objects].map(([key, { bytes, metadata }]) => [key, bytes.toString(), Number(metadata.mtime) > 1.7e9])).toEqual([['kiel.txt', 'high', true]]);
    await new Promise((resolve) => void server.close(resolve));
    expect(await run(after, env, '--conditions=both')).toBe('high\n');
    const [last] = readdirSync(scratch).filter((name) => name.startsWith('app-')).map((name) => path.join(scratch, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    const noted = readFileSync(path.join(last ?? '', '.cf-migrate/behind-FILES.txt'), 'utf8');
    expect(noted.trim().split('\n').map((line) => (JSON.parse(line) as { binding: string; key: string }))).toMatchObject([{ binding: 'FILES', key: 'kiel.txt' }]);
    const world: World = { cwd: last ?? '', env: {}, columns: null, readStdin: () => '', out: () => undefined, log: () => undefined };
    const copied = (...more: string[]): Promise<number> => main(['data', 'fs-to-r2', '--bucket', 'tides', ...more], world);
    expect(await copied('-o', path.join(root, 'export'))).toBe(0);
    expect(await copied('-o', path.join(root, 'none'), '--since', path.join(root, 'export'))).toBe(0);
    appendFileSync(path.join(last ?? '', '.cf-migrate/behind-FILES.txt'), `${JSON.stringify({ binding: 'FILES', key: 'gone.txt' })}\n`);
    expect(await copied('-o', path.join(root, 'again'), '--since', path.join(root, 'export'), '--behind', '.cf-migrate/behind-FILES.txt')).toBe(0);
    const changes = (name: string): unknown => (JSON.parse(readFileSync(path.join(root, name, 'manifest.json'), 'utf8')) as { stores: { changes: unknown }[] }).stores[0]?.changes;
    expect(changes('none')).toEqual({ added: [], changed: [], removed: [] });
    expect(changes('again')).toEqual({ added: [], changed: ['kiel.txt'], removed: ['gone.txt'] });
    expect(await copied('-o', path.join(root, 'never'), '--behind', '.cf-migrate/behind-FILES.txt')).toBe(2);
  }, 120_000);
});

describe('fs-to-r2 for a Container', () => {
  const { after, result } = rewriteTree(STARTED, { codemod: 'fs-to-r2', platform: 'containers' });

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
