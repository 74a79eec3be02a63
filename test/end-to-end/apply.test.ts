import { afterAll, describe, expect, test } from 'vitest';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main } from '../../commands/main.js';
import type { World } from '../../commands/world.js';
import { homePath } from '../../core/home.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-apply-'));
const app = path.join(folder, 'app');
cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') });
symlinkSync(homePath('node_modules'), path.join(app, 'node_modules'), 'junction');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of the app with a hash of its bytes, the journal aside. */
function tree(): Record<string, string> {
  const files = readdirSync(app, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.flatMap((entry): [string, string][] => {
    const file = path.join(entry.parentPath, entry.name);
    const relative = path.relative(app, file);
    return relative.startsWith('node_modules') || relative.startsWith(path.join('.cf-migrate', 'journal')) ? [] : [[relative, createHash('sha256').update(readFileSync(file)).digest('hex')]];
  }));
}

async function cli(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const world: World = { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) };
  return { code: await main(argv, world), ...said };
}

describe('fs-to-kv on the legacy app, from the diff to the way back', () => {
  const before = tree();

  test('a dry run prints a diff that git takes, and writes nothing', async () => {
    const { code, out, log } = await cli('apply', 'fs-to-kv', app);
    expect(code).toBe(0);
    expect(tree()).toEqual(before);
    expect(out).toContain('+export async function listContent');
    expect(() => execFileSync('git', ['apply', '--check', '-'], { cwd: app, input: out, stdio: ['pipe', 'ignore', 'pipe'] })).not.toThrow();
    expect(log).toMatch(/jobs\/\*\.json\n\s+r2: .*polled/);
  });

  test('job records, logs, locks, temporary files and assets are left alone', async () => {
    const { out } = await cli('apply', 'fs-to-kv', app, '--format', 'json');
    const { plan, changes } = JSON.parse(out) as { plan: { components: { status: string; resources: string[] }[] }; changes: { file: string }[] };
    expect(plan.components.filter((c) => c.status === 'rewrite').flatMap((c) => c.resources).sort()).toEqual(['files:<env DATA_DIR|data>/content/*.json', 'files:<env DATA_DIR|data>/settings.json']);
    expect(changes.map((c) => c.file)).not.toEqual(expect.arrayContaining(['src/lib/eventLog.js']));
    expect(changes.map((c) => c.file)).not.toEqual(expect.arrayContaining(['src/jobs.js']));
    expect(changes.map((c) => c.file)).not.toEqual(expect.arrayContaining(['src/lib/lock.js']));
  });

  test('written once, the second run changes nothing', async () => {
    expect((await cli('apply', 'fs-to-kv', app, '--write', '--yes')).code).toBe(0);
    const written = tree();
    expect(written).not.toEqual(before);
    expect(written['src/jobs.js']).toBe(before['src/jobs.js']);
    const again = await cli('apply', 'fs-to-kv', app);
    expect(again.out).toBe('');
    await cli('apply', 'fs-to-kv', app, '--write', '--yes');
    expect(tree()).toEqual(written);
  });

  test('only the adapter knows Cloudflare', () => {
    const knowing = Object.keys(tree()).filter((file) => /\.js$/.test(file) && readFileSync(path.join(app, file), 'utf8').includes('cloudflare:workers'));
    expect(knowing).toEqual([path.join('src', 'storage', 'documents.kv.js')]);
  });

  test("the app's own test still passes on Node", () => {
    const output = execFileSync('npm', ['test'], { cwd: app, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', VITEST: '' }, shell: process.platform === 'win32' });
    expect(output).toMatch(/# fail 0/);
    expect(output).toMatch(/# pass [1-9]/);
  });

  test('the document routes answer alike on Node and on workerd, twice over', async () => {
    const { code, out } = await cli('verify', app, '--json');
    const verification = JSON.parse(out) as { equal: boolean; requests: { equal: boolean; round: number }[]; problem?: unknown; state: { equal: boolean } | null };
    expect(verification.problem).toBeUndefined();
    expect(verification.requests.length).toBeGreaterThan(40);
    expect(verification.requests.filter((r) => !r.equal)).toEqual([]);
    expect(verification.state?.equal).toBe(true);
    expect(code).toBe(0);
  });

  test('undo restores every byte', async () => {
    expect((await cli('undo', app)).code).toBe(0);
    expect(tree()).toEqual(before);
    expect((await cli('undo', app)).code).toBe(2);
  });
});

describe('fs-to-r2 on the legacy app', () => {
  test('moves the job records, which are polled, what is sent there in writing, and the uploads that multer takes in, to a seam of their own', async () => {
    const { code, log } = await cli('apply', 'fs-to-r2', app, '--accept', 'data/settings.json', '--accept', 'data/content/*', '--write', '--yes');
    expect(code).toBe(0);
    expect(readFileSync(path.join(app, 'src/jobs.js'), 'utf8')).toContain('return files.atomically(async () => {\n    const job = await readJson(jobFile(id));');
    expect(log).not.toMatch(/Blocked|Refused/);
    const uploads = readFileSync(path.join(app, 'src/routes/uploads.js'), 'utf8');
    expect(uploads).toContain("storage: fileStore.uploads({ destination: path.join(UPLOAD_DIR, 'incoming') }),");
    expect(uploads).toContain('await fileStore.rename(req.file.path, path.join(UPLOAD_DIR, name));');
    expect(uploads).not.toContain('node:fs');
    expect((await cli('apply', 'fs-to-r2', app, '--accept', 'data/settings.json', '--accept', 'data/content/*')).out).toBe('');
  });

  test('the document routes answer alike on Node and on workerd, twice over, and the bucket holds what the folder does', async () => {
    const { code, out } = await cli('verify', app, '--json');
    const verification = JSON.parse(out) as { requests: { equal: boolean }[]; state: { equal: boolean } | null };
    expect(verification.requests.length).toBeGreaterThan(40);
    expect(verification.requests.filter((request) => !request.equal)).toEqual([]);
    expect(verification.state?.equal).toBe(true);
    expect(code).toBe(0);
  });
});
