import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { main } from '../../commands/main.js';
import type { World } from '../../commands/world.js';
import { homePath } from '../../core/home.js';
import type { Cause, Verification } from '../../core/verification.js';
import { startPostgres, type Postgres } from './postgres.js';

/** Where the app is entered and what is asked of it; nothing on what to find. */
const script = (database: string): string => `
entry: { module: src/worker.js, listens: 3000 }
env: { EMBEDDER: stub, SEARCH_ENGINE: memory, DATABASE_URL: '${database}' }
timeLimit: 4
ignore: [$.uptime, $.createdAt, $.updatedAt, $.id, $.poll]
requests:
  - GET /healthz
  - GET /statistics
  - GET /settings
  - { method: PUT, path: /settings, json: { title: Harbour log } }
  - GET /settings
  - { method: POST, path: /inference/embed-image, headers: { content-type: multipart/form-data; boundary=tide }, body: "--tide\\r\\ncontent-disposition: form-data; name=\\"image\\"; filename=\\"buoy.png\\"\\r\\ncontent-type: image/png\\r\\n\\r\\nbuoy\\r\\n--tide--\\r\\n" }
  - { method: POST, path: /inference/embed, json: { texts: [tide] } }
`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-diagnosis-'));
const app = path.join(folder, 'app');
let postgres: Postgres;
let verification: Verification;
const said = { out: '', log: '' };

async function cli(...argv: string[]): Promise<number> {
  said.out = '';
  const world: World = { cwd: folder, env: {}, columns: 80, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) };
  return main(argv, world);
}

beforeAll(async () => {
  cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') });
  rmSync(path.join(app, 'verify.yaml'));
  symlinkSync(homePath('node_modules'), path.join(app, 'node_modules'), 'junction');
  postgres = await startPostgres("CREATE TABLE post_views (slug text, views integer); INSERT INTO post_views VALUES ('tides', 7), ('knots', 12)");
  writeFileSync(path.join(folder, 'whole-app.yaml'), script(postgres.url));
  expect(await cli('verify', app, '--script', path.join(folder, 'whole-app.yaml'), '--json')).toBe(1);
  verification = JSON.parse(said.out) as Verification;
}, 180_000);

afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const places = ({ at }: Cause): string[] => at.map(({ file, line }) => `${file}:${line}`);
const find = (kind: Cause['kind'], place: string): Cause | undefined => verification.causes?.find((cause) => cause.kind === kind && places(cause)[0] === place);

describe('verify on the whole legacy app before its migration', () => {
  test('counts the strict result, and says that the app does not start', () => {
    expect(verification).toMatchObject({ equal: false, requests: [], problem: { stage: 'bundle', code: 'no-module' }, diagnosis: { stopped: null, workersOnly: false } });
  });

  test('lists everything that keeps it from starting, each with its place and its rule', () => {
    const stops = (verification.causes ?? []).filter((cause) => cause.when !== 'request').map((cause) => `${cause.kind} ${places(cause)[0]} ${cause.rule?.id}`);
    expect(stops).toEqual(expect.arrayContaining([
      'unresolved src/lib/instructor-embedder.js:7 inference-package', 'unresolved src/process/buildSqliteDatabase.js:16 native-sqlite',
      'refused-at-load src/lib/config.js:3 fs-config-read', 'refused-at-load src/lib/eventLog.js:5 fs-log-write', 'refused-at-load src/lib/rateLimit.js:8 timer-module-level',
      'refused-at-load src/lib/renderPage.js:7 fs-asset-read', 'refused-at-load src/process/searchDatabase.js:8 fs-asset-read', 'refused-at-load src/routes/uploads.js:11 multer-disk',
      'refused-at-load src/maintenance.js:20 cron-library',
    ]));
  });

  test('names the process call that throws, though the app catches it', () => {
    expect(find('throws', 'src/services/githubService.js:75')).toMatchObject({ target: 'git --version', rule: { id: 'git-command' }, seen: [{ index: 0, round: 1 }, { index: 0, round: 2 }], differing: 2 });
  });

  test('names the pool that answers once and then hangs, where it is made and where it is used', () => {
    const cause = find('hangs', 'src/services/statistics.js:4');
    expect(cause).toMatchObject({ rule: { id: 'pg-pool-module-level' }, seen: [{ index: 1, round: 2 }] });
    expect(cause?.through).toMatch(/^pg/);
    expect(verification.diagnosis?.requests.filter(({ title }) => title === 'GET /statistics').map(({ equal }) => equal)).toEqual([true, false]);
  });

  test('names the writes that are refused and what only follows from them, and the folder that vanishes', () => {
    const refused = find('refused-write', 'src/settings.js:27');
    expect(refused).toMatchObject({ rule: { id: 'fs-durable-write' }, seen: [{ index: 3, round: 1 }, { index: 3, round: 2 }] });
    expect(refused?.followed).toEqual(expect.arrayContaining([{ index: 4, round: 1 }, { index: 2, round: 2 }]));
    expect(find('vanished', 'src/inferenceRouter.js:14')).toMatchObject({ target: expect.stringContaining('post-index-images') as string, rule: { id: expect.stringMatching(/^fs-temp-/) as string }, seen: [{ index: 5, round: 1 }, { index: 5, round: 2 }] });
  });

  test('is a page of 80 columns that says for each different answer why', async () => {
    const { renderVerification } = await import('../../reports/terminal/verification.js');
    const page = renderVerification(verification, { width: 80, colour: false });
    expect(page.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(page).toContain('NOT VERIFIED. The migrated program does not bundle.');
    expect(page).toContain('[pg-pool-module-level]');
    expect(page.match(/✖ different +(?:cause|follows) \d+/g)).toHaveLength(verification.diagnosis?.requests.filter(({ equal }) => !equal).length ?? -1);
  });
});
