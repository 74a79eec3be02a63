import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { scratchFolder, watchedFolder } from '../../runtime/scratch-folder.js';
import { openWorkshop, repository } from './apps.js';

const workshop = openWorkshop();
afterAll(() => workshop.close());

it.each([scratchFolder, watchedFolder])('is there until it is removed, and nobody else can look into it', (make) => {
  const { folder, remove } = make('cf-migrate-test-folder-');
  mkdirSync(path.join(folder, 'inner'));
  expect(readdirSync(folder)).toEqual(['inner']);
  remove();
  expect(existsSync(folder)).toBe(false);
});

it.runIf(process.platform !== 'win32').each(['scratchFolder', 'watchedFolder'])('%s: a kill at the very moment when it is made leaves nothing', { timeout: 30_000 }, async (make) => {
  const folder = workshop.app({
    'driver.ts': `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { ${make} } from ${JSON.stringify(path.join(repository, 'runtime/scratch-folder.ts'))};
const mkdir = fs.mkdirSync;
fs.mkdirSync = ((...args: Parameters<typeof mkdir>) => {
  mkdir(...args);
  console.log(fs.readdirSync(process.env.TMPDIR!).length);
  process.kill(process.pid, 'SIGKILL');
}) as typeof mkdir;
syncBuiltinESMExports();
${make}('cf-migrate-test-folder-');
`,
    'scratch/.keep': '',
  });
  const outfile = path.join(folder, 'driver.mjs');
  await build({ entryPoints: [path.join(folder, 'driver.ts')], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
  const scratch = path.join(folder, 'scratch');
  const { signal, stdout } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', env: { ...process.env, TMPDIR: scratch } });
  expect([signal, stdout.trim()]).toEqual(['SIGKILL', '2']);
  for (let i = 0; i < 1_000 && readdirSync(scratch).length > 1; i++) await wait(10);
  expect(readdirSync(scratch)).toEqual(['.keep']);
});
