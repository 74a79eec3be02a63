/** A program whose folder is a setting that only it knows while it runs: rewritten, copied, compared on Node and on Workers, where the setting is another path. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../commands/main.js';
import { homePath } from '../../core/home.js';
import { writeFiles } from '../transfer/programs.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-setting-'));
const app = path.join(folder, 'harbour');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function cli(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const code = await main(argv, { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) });
  return { code, ...said };
}

/** The settings come from outside; the paths are made of them in three ways. */
const FILES = {
  'package.json': '{ "name": "harbour", "type": "module", "main": "server.js" }\n',
  'lib/berths.js': `import fs from 'node:fs';
import path from 'node:path';

let settings;
export const init = (given) => {
  settings = given;
};

export const berths = () => (fs.existsSync(path.join(settings.userDir, 'berths.json')) ? JSON.parse(fs.readFileSync(path.join(settings.userDir, 'berths.json'), 'utf8')) : {});

export function moor(name, ship) {
  const all = berths();
  all[name] = ship;
  fs.mkdirSync(path.resolve(settings.userDir), { recursive: true });
  fs.writeFileSync(path.resolve(settings.userDir, 'old', '..', 'berths.json'), JSON.stringify(all));
}

export const files = () => fs.readdirSync(settings.userDir);
`,
  'server.js': `import http from 'node:http';
import { berths, files, init, moor } from './lib/berths.js';

init(JSON.parse(process.env.HARBOUR_SETTINGS ?? '{ "userDir": "./home" }'));

const server = http.createServer(async (request, response) => {
  if (request.method === 'PUT') moor(request.url.slice(1), 'Weser');
  response.end(JSON.stringify(request.url === '/files' ? files() : berths()));
});
server.listen(process.env.PORT || 3000);
`,
  'verify.yaml': `entry: { start: node server.js, portEnv: PORT }
requests:
  - { path: /, expect: { status: 200, contains: Elbe } }
  - { method: PUT, path: /south }
  - { path: /, expect: { status: 200, contains: Weser } }
  - { path: /files, expect: { status: 200, contains: berths.json } }
`,
  'home/berths.json': '{"north":"Elbe"}',
};

test('is rewritten, with a note of what has to be said; verify and data ask for it, then both agree', async () => {
  writeFiles(app, FILES);
  symlinkSync(homePath('node_modules'), path.join(app, 'node_modules'), 'junction');
  const written = await cli('apply', 'fs-to-r2', 'harbour', '--write', '--yes');
  expect([written.code, written.log + written.out]).toEqual([0, expect.stringContaining('--from userDir=PATH-ON-THE-DISK --worker-path userDir=PATH-ON-WORKERS')]);
  expect(readFileSync(path.join(app, 'lib/berths.js'), 'utf8')).not.toContain('node:fs');

  const early = await cli('verify', 'harbour');
  expect([early.code, early.log]).toEqual([2, expect.stringContaining('Only the running program knows where userDir is')]);
  const unsaid = await cli('data', 'fs-to-r2', 'harbour', '--from', 'userDir=harbour/home', '-o', 'copy');
  expect([unsaid.code, unsaid.log]).toEqual([2, expect.stringContaining('--worker-path userDir=')]);

  const copied = await cli('data', 'fs-to-r2', 'harbour', '--from', 'userDir=harbour/home', '--worker-path', 'userDir=./home', '-o', 'copy');
  expect([copied.code, copied.out]).toEqual([0, expect.stringContaining('its keys begin with home/')]);
  const compared = await cli('verify', 'harbour', '--json');
  const { requests, problem, state } = JSON.parse(compared.out) as { requests: { equal: boolean }[]; problem?: unknown; state: { equal: boolean } | null };
  expect([problem, requests.length, requests.filter((request) => !request.equal), state?.equal, compared.code]).toEqual([undefined, 8, [], true, 0]);
}, 120_000);

test('with a path on Workers that the program does not have there, verify finds the difference', async () => {
  const record = path.join(app, '.cf-migrate/storage.json');
  const before = readFileSync(record, 'utf8');
  writeFileSync(record, before.replace('"workerPath": "./home"', '"workerPath": "/mnt/home"'));
  const { code, out } = await cli('verify', 'harbour', '--json');
  writeFileSync(record, before);
  expect([code, (JSON.parse(out) as { equal: boolean }).equal]).toEqual([1, false]);
}, 120_000);
