/** Which part of a rewrite is written, and how: a reviewed plan, component by component, one commit each. */
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { askEach } from '../../commands/apply-choice.js';
import { main } from '../../commands/main.js';
import type { World } from '../../commands/world.js';
import { originalTree } from '../../core/journal-tree.js';
import type { Plan } from '../../core/plan.js';
import { rewriteScan } from '../../pipeline/rewrite.js';
import { scanFolder } from '../../pipeline/scan.js';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-choices-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const PROGRAM = {
  'package.json': '{ "name": "harbour", "type": "module", "main": "src/server.js", "dependencies": { "express": "^5.1.0" } }\n',
  'src/server.js': `import express from 'express';
import { berthOf, moor } from './berths.js';
import { loadTariff, saveTariff } from './tariff.js';

const app = express();
app.use(express.json());
app.get('/tariff', (req, res) => res.json(loadTariff()));
app.put('/tariff', (req, res) => {
  saveTariff(req.body);
  res.json(req.body);
});
app.get('/berths/:ship', (req, res) => res.json(berthOf(req.params.ship)));
app.put('/berths/:ship', (req, res) => {
  moor(req.params.ship, req.body);
  res.status(204).end();
});
app.listen(process.env.PORT ?? 3000);
`,
  'src/tariff.js': `import fs from 'node:fs';

const FILE = 'data/tariff.json';

export const loadTariff = () => JSON.parse(fs.readFileSync(FILE, 'utf8'));

export function saveTariff(tariff) {
  fs.writeFileSync(FILE, JSON.stringify(tariff));
}
`,
  'src/berths.js': `import fs from 'node:fs';

const fileOf = (ship) => \`data/berths/\${ship}.json\`;

export const berthOf = (ship) => JSON.parse(fs.readFileSync(fileOf(ship), 'utf8'));

export function moor(ship, berth) {
  fs.writeFileSync(fileOf(ship), JSON.stringify(berth));
}
`,
};

let folders = 0;
let root = '';

beforeEach(() => {
  root = path.join(scratch, `harbour-${folders++}`);
  for (const [file, text] of Object.entries(PROGRAM)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
});

/** Every file below a folder with its text; git and the journal aside. */
function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => path.relative(folder, path.join(item.parentPath, item.name)).split(path.sep).join('/'));
  return Object.fromEntries(files.filter((file) => !file.startsWith('.git/') && !file.startsWith('.cf-migrate/journal/')).sort().map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

async function cli(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const world: World = { cwd: root, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) };
  return { code: await main(argv, world), ...said };
}

/** The reviewed plan: what `change` makes of it. */
async function reviewed(change: (plan: Plan) => void): Promise<void> {
  expect((await cli('plan', '--codemod', 'fs-to-kv', '-o', 'plan.json')).code).toBe(0);
  const plan = JSON.parse(readFileSync(path.join(root, 'plan.json'), 'utf8')) as Plan;
  expect(plan.components.map((component) => component.status)).toEqual(['rewrite', 'rewrite']);
  change(plan);
  writeFileSync(path.join(root, 'plan.json'), JSON.stringify(plan, null, 2));
}

const named = (plan: Plan, name: string): Plan['components'][number] => {
  const found = plan.components.find((component) => component.id.includes(name));
  if (!found) throw new Error(`no component ${name}`);
  return found;
};

describe('a plan that was reviewed', () => {
  test('as it is gives what there is without it', async () => {
    await reviewed(() => undefined);
    const { out, code } = await cli('apply', 'fs-to-kv', '--plan', 'plan.json');
    expect(code).toBe(0);
    rmSync(path.join(root, 'plan.json'));
    expect(out).toBe((await cli('apply', 'fs-to-kv')).out);
  });

  test('leaves out the component that was set to skipped, and the one that was taken out', async () => {
    await reviewed((plan) => void (named(plan, 'tariff').status = 'skipped'));
    expect((await cli('apply', 'fs-to-kv', '--plan', 'plan.json', '--write', '--yes')).code).toBe(0);
    expect(textsIn(root)['src/tariff.js']).toBe(PROGRAM['src/tariff.js']);
    expect(textsIn(root)['src/berths.js']).toContain('async');

    await cli('undo');
    await reviewed((plan) => void (plan.components = plan.components.filter((component) => component.id.includes('tariff'))));
    expect((await cli('apply', 'fs-to-kv', '--plan', 'plan.json', '--write', '--yes')).code).toBe(0);
    expect(textsIn(root)['src/berths.js']).toBe(PROGRAM['src/berths.js']);
  });

  test('leaves out what it sends elsewhere, and says where', async () => {
    await reviewed((plan) => plan.resources.filter((resource) => resource.pattern.includes('tariff')).forEach((resource) => void (resource.target = 'by-hand')));
    const { out } = await cli('apply', 'fs-to-kv', '--plan', 'plan.json', '--json');
    const { plan, changes } = JSON.parse(out) as { plan: Plan; changes: { file: string }[] };
    expect(named(plan, 'tariff').chain[0]?.text).toBe('files:data/tariff.json: plan.json sends it to by-hand');
    expect(changes.map((change) => change.file)).not.toContain('src/tariff.js');
  });

  test.each([
    ['code that changed since', () => writeFileSync(path.join(root, 'src/tariff.js'), `${PROGRAM['src/tariff.js']}// edited\n`), /src\/tariff\.js/],
    ['a name that is none', () => edit(/"id": "fs-to-kv files:data\/tariff\.json"/, '"id": "fs-to-kv files:data/tarif.json"'), /plan\.json:\d+:\d+: no component is called .*\n.*Did you mean/],
    ['a status that is none', () => edit('"status": "rewrite"', '"status": "rewritten"'), /plan\.json:\d+:\d+: /],
    ['text that is no JSON', () => edit('"schema": 1,', '"schema": 1'), /plan\.json:\d+:\d+: /],
    ['no file', () => rmSync(path.join(root, 'plan.json')), /cf-migrate plan --codemod/],
  ])('is refused for %s', async (_, spoil, said) => {
    await reviewed(() => undefined);
    spoil();
    const before = textsIn(root);
    const { code, log, out } = await cli('apply', 'fs-to-kv', '--plan', 'plan.json', '--write', '--yes');
    expect([code, out]).toEqual([2, '']);
    expect(log).toMatch(said);
    expect(textsIn(root)).toEqual(before);
  });

  const edit = (from: string | RegExp, to: string): void => {
    const file = path.join(root, 'plan.json');
    const text = readFileSync(file, 'utf8');
    expect(text.replace(from, to)).not.toBe(text);
    writeFileSync(file, text.replace(from, to));
  };
});

describe('a target for one resource', () => {
  const filesOf = (out: string): string[] => (JSON.parse(out) as { changes: { file: string }[] }).changes.map((change) => change.file);

  test('leaves out what goes to another store, and takes what the plan would send elsewhere; a second run changes nothing', async () => {
    expect(filesOf((await cli('apply', 'fs-to-kv', '--json', '--target', 'data/berths/*.json=r2')).out)).not.toContain('src/berths.js');
    const wishes = ['--target', 'data/*=kv', '--target', 'data/berths/*=r2'];
    const { log, out } = await cli('apply', 'fs-to-r2', '--json', ...wishes);
    expect(filesOf(out)).toContain('src/berths.js');
    expect(filesOf(out)).not.toContain('src/tariff.js');
    expect(log).not.toContain('warning');
    expect((await cli('apply', 'fs-to-r2', ...wishes, '--write', '--yes')).code).toBe(0);
    const written = textsIn(root);
    expect(await cli('apply', 'fs-to-r2', ...wishes, '--write', '--yes')).toMatchObject({ code: 0 });
    expect(textsIn(root)).toEqual(written);
  });

  test('is warned of where the facts speak against it', async () => {
    writeFileSync(path.join(root, 'src/server.js'), PROGRAM['src/server.js'].replace("app.get('/tariff', (req, res) => res.json(loadTariff()));", "app.get('/tariff', (req, res) => { const tariff = loadTariff(); saveTariff({ ...tariff, seen: true }); res.json(tariff); });"));
    expect((await cli('apply', 'fs-to-kv', '--target', 'data/tariff.json=kv')).log).toMatch(/warning: data\/tariff\.json goes to kv as asked, although: .*writes? it/);
    expect((await cli('apply', 'fs-to-kv', '--target', 'data/berths/*.json=keep')).log).toMatch(/warning: data\/berths\/\*\.json is durable data; with keep nothing keeps it/);
    writeFileSync(path.join(root, 'src/tariff.js'), PROGRAM['src/tariff.js'].replace("fs.writeFileSync(FILE, JSON.stringify(tariff))", "fs.appendFileSync(FILE, JSON.stringify(tariff))"));
    expect((await cli('apply', 'fs-to-kv', '--target', 'data/tariff.json=kv')).log).toMatch(/warning: data\/tariff\.json was to go to kv, and stays as planned .*append/);
  });

  test('goes beside the platform, which keeps its meaning', async () => {
    expect(filesOf((await cli('apply', 'fs-to-r2', '--json', '--target', 'containers', '--target', 'data/tariff.json=keep')).out)).toEqual(expect.arrayContaining(['src/berths.js', 'src/storage/files.s3.js']));
  });

  test.each([
    ['a resource that is none', 'data/tarif.json=r2', /--target data\/tarif\.json=r2: no stored file .*\n.*Did you mean "data\/tariff\.json"\?/],
    ['a target that is none', 'data/tariff.json=r3', /there is no target "r3"\.\n.*Did you mean data\/tariff\.json=r2\?/],
    ['a platform that is none', 'worker', /--target does not know "worker"\.\n.*Did you mean workers\?/],
    ['no resource', '=r2', /names no resource/],
  ])('is refused for %s', async (_, wish, said) => {
    const { code, log, out } = await cli('apply', 'fs-to-r2', '--target', wish);
    expect([code, out]).toEqual([2, '']);
    expect(log).toMatch(said);
  });
});

describe('what was accepted in writing', () => {
  test('is not asked of the adapter that the first run made: the second run refuses nothing and changes nothing', async () => {
    const accept = ['--accept', '*', '--write', '--yes'];
    expect((await cli('apply', 'fs-to-kv', ...accept)).code).toBe(0);
    const once = textsIn(root);
    const { out } = await cli('apply', 'fs-to-kv', '--accept', '*', '--json');
    const { plan, refused, changes } = JSON.parse(out) as { plan: Plan; refused: unknown[]; changes: unknown[] };
    expect([refused, changes]).toEqual([[], []]);
    expect(plan.resources.map(({ target }) => target)).toEqual(['keep']);
    await cli('apply', 'fs-to-kv', ...accept);
    expect(textsIn(root)).toEqual(once);
  });
});

describe('component by component', () => {
  const answers = async (...given: string[]): Promise<{ files: string[] | null; asked: string[]; shown: string }> => {
    const scanned = scanFolder(root, { everyFile: true });
    const asked: string[] = [];
    let shown = '';
    const world: World = { cwd: root, env: {}, columns: 80, readStdin: () => '', out: () => undefined, log: (text) => void (shown += text) };
    const request = await askEach(world, scanned, { codemod: 'fs-to-kv' }, async (question) => {
      asked.push(question);
      return given[asked.length - 1] ?? 'n';
    });
    return { files: request && rewriteScan(scanned, request).changes.map((change) => change.file), asked, shown };
  };

  test('each is shown by itself, and only those that were said yes to are rewritten, with the seam they need', async () => {
    const { files, asked, shown } = await answers('n', 'y');
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatch(/^Rewrite files:data\/berths\/.*: 2 calls, 4 functions made async, 2 files\?$/);
    expect(shown).toContain('saveTariff');
    expect(files).toEqual(expect.arrayContaining(['src/tariff.js', 'src/storage/documents.js', 'package.json']));
    expect(files).not.toContain('src/berths.js');
  });

  test('q leaves out the rest, and nothing chosen is nothing written', async () => {
    expect((await answers('y', 'q')).files).not.toContain('src/tariff.js');
    expect((await answers('q')).asked).toHaveLength(1);
    expect((await answers('n', 'n')).files).toBeNull();
  });

  test('needs a terminal, and --write', async () => {
    expect((await cli('apply', 'fs-to-kv', '--write', '--interactive')).log).toMatch(/needs a terminal/);
    expect((await cli('apply', 'fs-to-kv', '--interactive')).log).toMatch(/goes with --write/);
  });
});

describe('one commit for each component', () => {
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  const start = (): void => {
    git('init', '-q');
    git('config', 'user.name', 'Pilot');
    git('config', 'user.email', 'pilot@harbour.example');
    git('add', '.');
    git('commit', '-qm', 'start');
  };

  test('ends in the same tree as one write, each commit holding one step', async () => {
    const elsewhere = path.join(scratch, `at-once-${folders++}`);
    cpSync(root, elsewhere, { recursive: true });
    expect((await cli('apply', 'fs-to-kv', elsewhere, '--write', '--yes')).code).toBe(0);

    start();
    writeFileSync(path.join(root, 'notes.txt'), 'mine\n');
    git('add', 'notes.txt');
    writeFileSync(path.join(root, '.git/hooks/pre-commit'), `#!/bin/sh\ntouch ${JSON.stringify(path.join(root, 'ran'))}\nexit 1\n`, { mode: 0o755 });
    const before = { ...textsIn(root) };
    const { code, log } = await cli('apply', 'fs-to-kv', '--write', '--yes', '--commit');
    expect([code, log]).toEqual([0, expect.stringContaining('undo takes back one commit at a time')]);
    const { 'notes.txt': mine, ...tree } = textsIn(root);
    expect(mine).toBe('mine\n');
    expect(tree).toEqual(textsIn(elsewhere));
    expect(git('log', '--format=%s').trim().split('\n')).toEqual([
      'Add the adapter of the storage seam for Workers (cf-migrate fs-to-kv)',
      'Put data/tariff.json behind an asynchronous storage seam',
      expect.stringMatching(/^Put data\/berths\/.*\.json behind an asynchronous storage seam$/),
      'start',
    ]);
    expect(git('show', '--format=', '--name-only', 'HEAD~2').trim().split('\n').sort()).toEqual(['.cf-migrate/storage.json', 'package.json', 'src/berths.js', 'src/server.js', 'src/storage/documents.fs.js', 'src/storage/documents.js']);
    expect(git('status', '--porcelain').trim()).toBe('A  notes.txt');

    const original = path.join(scratch, `original-${folders++}`);
    originalTree(root, original);
    expect(textsIn(original)).toEqual(before);
    for (let i = 0; i < 3; i++) expect((await cli('undo')).code).toBe(0);
    expect(textsIn(root)).toEqual(before);
  });

  test.each([
    ['a folder without a repository', () => undefined, /is in no git repository/],
    ['a repository without a commit', () => void git('init', '-q'), /no commit yet/],
    ['uncommitted work in a file of the rewrite', () => { start(); writeFileSync(path.join(root, 'src/server.js'), `${PROGRAM['src/server.js']}// mine\n`); }, /Uncommitted work in src\/server\.js/],
    ['nobody to sign', () => { start(); git('config', 'user.useConfigOnly', 'true'); git('config', '--unset', 'user.email'); }, /who commits/],
  ])('is refused for %s, and nothing is written', async (_, arrange, said) => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', os.devNull);
    arrange();
    const before = textsIn(root);
    const { code, log } = await cli('apply', 'fs-to-kv', '--write', '--yes', '--commit');
    vi.unstubAllEnvs();
    expect(log).toMatch(said);
    expect(code).toBe(2);
    expect(textsIn(root)).toEqual(before);
  });

  test('and --allow-dirty do not go together', async () => {
    expect((await cli('apply', 'fs-to-kv', '--write', '--commit', '--allow-dirty')).log).toMatch(/would commit what else was changed/);
  });
});
