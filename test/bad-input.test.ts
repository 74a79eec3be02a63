/** Bad input through the real command line, in process: what ends with exit 2 and a hint, what is only a skipped row, and what must never run. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../commands/main.js';
import { homePath } from '../core/home.js';
import type { Scan } from '../core/scan.js';

/** While `full`, every write below the scratch folder fails as it does on a full disk; reading goes on. */
const disk = vi.hoisted(() => ({ full: false }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const refuse = <A extends unknown[], R>(write: (...args: A) => R) => (...args: A): R => {
    if (disk.full) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
    return write(...args);
  };
  return { ...fs, writeSync: refuse(fs.writeSync), writeFileSync: refuse(fs.writeFileSync) };
});

const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-bad-input-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;

/** A new folder with these files. */
function folderWith(files: Record<string, string>): string {
  const folder = path.join(scratch, `app-${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

interface Run {
  code: number;
  out: string;
  log: string;
}

async function run(folder: string, ...argv: string[]): Promise<Run> {
  const result: Run = { code: -1, out: '', log: '' };
  result.code = await main(argv, {
    cwd: folder,
    env: {},
    out: (text) => void (result.out += text),
    log: (text) => void (result.log += text),
    columns: null,
    readStdin: () => '',
  });
  return result;
}

const scanOf = async (folder: string, ...flags: string[]): Promise<{ code: number; scan: Scan }> => {
  const { code, out, log } = await run(folder, 'scan', '--json', ...flags);
  expect(log).toBe('');
  return { code, scan: JSON.parse(out) as Scan };
};

/** A bookshop that keeps its stock in a file. */
const SHOP = {
  'package.json': '{ "name": "bookshop", "main": "server.js", "dependencies": { "express": "^5.1.0" } }',
  'server.js': [
    'const express = require("express");',
    'const fs = require("node:fs");',
    'const app = express();',
    'app.get("/stock", (request, response) => response.json(JSON.parse(fs.readFileSync("data/stock.json", "utf8"))));',
    'app.put("/stock", express.json(), (request, response) => { fs.writeFileSync("data/stock.json", JSON.stringify(request.body)); response.end(); });',
    'app.listen(8080);',
    '',
  ].join('\n'),
};

function legacyApp(): string {
  const folder = path.join(scratch, `legacy-${folders++}`);
  cpSync(homePath('fixtures', 'legacy-app'), folder, { recursive: true });
  return folder;
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe' });
}

/** Every file below a folder with its content, to see that nothing changed. */
const snapshot = (folder: string): Record<string, string> => Object.fromEntries(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'utf8')]));

const RULE_WITH_TYPO = [
  'rules:',
  '  - id: shop-writes',
  '    title: Writes of the shop',
  '    area: filesystem',
  '    match: { site: ["node:fs.writeFileSync"] }',
  '    verdicts: { workers: throws, containers: works }',
  '    effort: { fixed: [0, 0], site: [1, 2] }',
  '    why: It does.',
  '    instead: Something else.',
  '    links: [{ source: a note of the shop, date: "2026-11-01" }]',
  '    examples: { hits: ["x"], misses: ["y", "z"] }',
  '',
].join('\n');

interface Mistake {
  name: string;
  files: Record<string, string>;
  argv: string[];
  message: RegExp;
  hint: RegExp;
}

const MISTAKES: Mistake[] = [
  { name: 'a missing folder', files: {}, argv: ['scan', 'nowhere'], message: /no folder .*nowhere/, hint: /cf-migrate scan/ },
  { name: 'a file instead of a folder', files: SHOP, argv: ['scan', 'server.js'], message: /is a file, not a folder/, hint: /folder/ },
  { name: 'an empty folder', files: {}, argv: ['scan'], message: /is empty/, hint: /folder that holds the application/ },
  { name: 'a folder with no JavaScript', files: { 'main.py': 'print(1)' }, argv: ['scan'], message: /no JavaScript/, hint: /node_modules|\.gitignore/ },
  { name: 'an ignored program', files: { ...SHOP, '.git/HEAD': '', '.gitignore': '*.js' }, argv: ['scan'], message: /no JavaScript/, hint: /\.gitignore/ },
  { name: 'a rule file with a misspelt key', files: { ...SHOP, 'cf-migrate.config.yaml': 'rules: [shop.yaml]\n', 'shop.yaml': RULE_WITH_TYPO }, argv: ['scan'], message: /shop\.yaml:6:5: .*verdict/, hint: /Did you mean "verdict"/ },
  { name: 'a rule file that is no YAML', files: { ...SHOP, 'cf-migrate.config.yaml': 'rules: [shop.yaml]\n', 'shop.yaml': 'rules:\n  - id: "open\n' }, argv: ['scan'], message: /shop\.yaml:\d+:\d+: /, hint: /YAML/ },
  { name: 'a rule file that is not there', files: { ...SHOP, 'cf-migrate.config.yaml': 'rules: [gone.yaml]\n' }, argv: ['scan'], message: /gone\.yaml .*ENOENT/, hint: /path/ },
  { name: 'a rule that is switched off and does not exist', files: { ...SHOP, 'cf-migrate.config.yaml': 'disable: [{ id: no-such-rule, reason: tidy }]\n' }, argv: ['scan'], message: /no rule "no-such-rule"/, hint: /.+/ },
  { name: 'a config file with a misspelt key', files: { ...SHOP, 'cf-migrate.config.yaml': 'target: workers\nfailon: risk\n' }, argv: ['scan'], message: /cf-migrate\.config\.yaml:2:1: .*failon/, hint: /Did you mean "failOn"/ },
  { name: 'a config file with a wrong word', files: { ...SHOP, 'cf-migrate.config.json': '{\n  "target": "lambda"\n}\n' }, argv: ['scan'], message: /cf-migrate\.config\.json:2:13: /, hint: /workers, containers, auto/ },
  { name: 'a config file that is no JSON', files: { ...SHOP, 'cf-migrate.config.json': '{\n  "target": \n' }, argv: ['scan'], message: /cf-migrate\.config\.json:\d+:\d+: /, hint: /.+/ },
  { name: 'an unknown codemod', files: SHOP, argv: ['apply', 'fs-to-k'], message: /no codemod "fs-to-k"/, hint: /Did you mean fs-to-kv\?/ },
  { name: 'an unknown flag', files: SHOP, argv: ['scan', '--jsno'], message: /unknown option '--jsno'/i, hint: /Did you mean --json\?/ },
  { name: 'an unknown verb', files: SHOP, argv: ['scna'], message: /no command "scna"/, hint: /cf-migrate scan/ },
  { name: 'an unknown word for a flag', files: SHOP, argv: ['scan', '--fail-on', 'blockers'], message: /--fail-on does not know "blockers"/, hint: /Did you mean blocker\?/ },
  { name: 'an unknown rule', files: SHOP, argv: ['explain', 'no-such-rule'], message: /no-such-rule/, hint: /.+/ },
  { name: 'a file that is no part of the program', files: SHOP, argv: ['why', 'sever.js'], message: /sever\.js/, hint: /Did you mean server\.js\?/ },
  { name: 'a report of something that is no scan', files: { ...SHOP, 'scan.json': '{ "schema": 99 }' }, argv: ['report', 'scan.json'], message: /schema 99/, hint: /Scan again/ },
  { name: 'a report to a file of no known kind', files: SHOP, argv: ['report', '-o', 'way.tasks.pdf'], message: /way\.tasks\.pdf has no known extension/, hint: /\.tasks\.md/ },
  { name: 'a cost file with a misspelt key', files: { ...SHOP, 'cf-migrate.cost.yaml': 'trafic: {}\n' }, argv: ['report', '--cost'], message: /cf-migrate\.cost\.yaml:1:1: .*trafic/, hint: /traffic/ },
  { name: 'an undo without a write', files: SHOP, argv: ['undo'], message: /.+/, hint: /.+/ },
];

describe('exit 2, with a message and a hint', () => {
  test.each(MISTAKES)('$name', async ({ files, argv, message, hint }) => {
    const { code, out, log } = await run(folderWith(files), ...argv);
    const [first = '', second = ''] = log.split('\n');
    expect(first).toMatch(/^error: /);
    expect(first).toMatch(message);
    expect(second).toMatch(/^ {2}hint: /);
    expect(second).toMatch(hint);
    expect(log).not.toMatch(/\n {4}at /);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('uncommitted work in a file that --write would change, and nothing is written', async () => {
    const app = legacyApp();
    git(app, 'init', '-q');
    git(app, 'add', '.');
    git(app, 'commit', '-qm', 'start');
    writeFileSync(path.join(app, 'src/settings.js'), `${readFileSync(path.join(app, 'src/settings.js'), 'utf8')}\n// half a thought\n`);
    const before = snapshot(app);
    const { code, log } = await run(app, 'apply', 'fs-to-kv', '--write', '--yes');
    expect(log).toMatch(/error: Uncommitted work in .*src\/settings\.js/);
    expect(log).toMatch(/hint: .*--allow-dirty/);
    expect(code).toBe(2);
    expect(snapshot(app)).toEqual(before);
  });

  describe('a full disk', () => {
    beforeEach(() => {
      disk.full = false;
      return () => void (disk.full = false);
    });

    test('under --write leaves every file as it was', async () => {
      const app = legacyApp();
      const before = snapshot(app);
      disk.full = true;
      const { code, log } = await run(app, 'apply', 'fs-to-kv', '--write', '--yes');
      disk.full = false;
      expect(log).toMatch(/error: .*(?:full|space)/i);
      expect(log).toMatch(/hint: .+/);
      expect(code).toBe(2);
      expect(snapshot(app)).toEqual(before);
    });

    test('under --output leaves the old file', async () => {
      const folder = folderWith({ ...SHOP, 'scan.sarif': 'old' });
      disk.full = true;
      const { code, log } = await run(folder, 'scan', '--output', 'sarif=scan.sarif');
      disk.full = false;
      expect(log).toMatch(/error: scan\.sarif could not be written \(ENOSPC\)/);
      expect(log).toMatch(/hint: The disk is full/);
      expect(code).toBe(2);
      expect(readFileSync(path.join(folder, 'scan.sarif'), 'utf8')).toBe('old');
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });
  });
});

/** A file that cannot be read although it is listed. As root no mode forbids reading; a link to the process's own memory still gives EIO. */
function plantUnreadable(folder: string): void {
  if (process.getuid?.() === 0) symlinkSync('/proc/self/mem', path.join(folder, 'sealed.js'));
  else {
    writeFileSync(path.join(folder, 'sealed.js'), 'open();');
    chmodSync(path.join(folder, 'sealed.js'), 0o000);
  }
}

const canPlantUnreadable = process.platform === 'linux' || process.getuid?.() !== 0;

const BROKEN: { name: string; plant: (folder: string) => void; row: { file: string; reason: string } }[] = [
  { name: 'a minified file of 5 MB', plant: (folder) => writeFileSync(path.join(folder, 'vendor.js'), `var a=1;${'f(a),'.repeat(1_000_000)}0`), row: { file: 'vendor.js', reason: 'too-large' } },
  { name: 'a minified file of 50 kB', plant: (folder) => writeFileSync(path.join(folder, 'small.js'), `var a=1;${'f(a),'.repeat(10_000)}0`), row: { file: 'small.js', reason: 'minified' } },
  { name: 'invalid syntax', plant: (folder) => writeFileSync(path.join(folder, 'broken.js'), 'const = ;\n'), row: { file: 'broken.js', reason: 'syntax' } },
  { name: 'a loop of links', plant: (folder) => symlinkSync('.', path.join(folder, 'again')), row: { file: 'again', reason: 'symlink-loop' } },
  { name: 'a link to itself', plant: (folder) => symlinkSync('self.js', path.join(folder, 'self.js')), row: { file: 'self.js', reason: 'symlink-loop' } },
  { name: 'a binary file named .js', plant: (folder) => writeFileSync(path.join(folder, 'image.js'), Buffer.from([0x89, 0x50, 0, 0, 0])), row: { file: 'image.js', reason: 'binary' } },
  ...(canPlantUnreadable ? [{ name: 'an unreadable file', plant: plantUnreadable, row: { file: 'sealed.js', reason: 'unreadable' } }] : []),
];

describe('a skipped row, and the same exit code', () => {
  test.each(BROKEN)('$name', async ({ plant, row }) => {
    const folder = folderWith(SHOP);
    const whole = await scanOf(folder);
    plant(folder);
    const { code, scan } = await scanOf(folder);
    expect(scan.skipped).toEqual([expect.objectContaining(row)]);
    expect(scan.skipped[0]?.detail).not.toBe('');
    expect(scan.coverage.skipped).toBe(1);
    expect(code).toBe(0);
    expect(scan.findings.map((finding) => finding.id)).toEqual(whole.scan.findings.map((finding) => finding.id));
    const failing = await scanOf(folder, '--fail-on', 'blocker');
    expect(failing.code).toBe((await scanOf(folderWith(SHOP), '--fail-on', 'blocker')).code);
  });

  test('the terminal says how much was not read', async () => {
    const folder = folderWith({ ...SHOP, 'broken.js': 'const = ;\n' });
    const { code, out } = await run(folder, 'scan');
    expect(out).toMatch(/1 .*skipped|skipped.*1/i);
    expect(code).toBe(0);
  });
});

describe('parsed, although it looks wrong', () => {
  test.each([
    ['TypeScript in .js', 'import fs from "node:fs";\nexport const save = (name: string): void => { fs.writeFileSync("data/stock.json", name as string); };\nsave("x");\n'],
    ['a top-level return', 'const fs = require("node:fs");\nif (process.env.READ_ONLY) return;\nfs.writeFileSync("data/stock.json", "{}");\n'],
    ['sloppy mode', 'var fs = require("node:fs");\nvar limit = 010;\nwith (process.env) { fs.writeFileSync("data/stock.json", String(limit)); }\n'],
  ])('%s', async (_name, text) => {
    const { code, scan } = await scanOf(folderWith({ 'package.json': SHOP['package.json'], 'server.js': text }));
    expect(scan.skipped).toEqual([]);
    expect(scan.findings.filter((finding) => finding.what === 'node:fs.writeFileSync').map((finding) => finding.at.file)).toEqual(['server.js']);
    expect(code).toBe(0);
  });
});

describe('no configuration is ever executed', () => {
  const marker = 'executed.txt';
  const bomb = `require("node:fs").writeFileSync(require("node:path").join(__dirname, "${marker}"), "ran"); module.exports = { failOn: "risk" };`;
  const esmBomb = `import fs from "node:fs"; fs.writeFileSync(new URL("${marker}", import.meta.url), "ran"); export default {};`;
  const planted = {
    ...SHOP,
    'cf-migrate.config.js': bomb,
    'cf-migrate.config.cjs': bomb,
    'cf-migrate.config.mjs': esmBomb,
    'cf-migrate.config.ts': esmBomb,
    '.cf-migraterc.js': bomb,
    'wrangler.config.js': bomb,
    '.pnp.cjs': bomb,
  };

  test.each(['scan', 'scan --json', 'report --cost', 'plan', 'apply fs-to-kv', 'why server.js'])('%s', async (line) => {
    const folder = folderWith(planted);
    const { code } = await run(folder, ...line.split(' '));
    expect(existsSync(path.join(folder, marker))).toBe(false);
    expect(code).toBe(0);
  });
});

describe('help', () => {
  test('says what the exit codes mean, and is the same everywhere', async () => {
    const here = await run(folderWith({}), '--help');
    const there = await run(folderWith(SHOP), 'help');
    expect(here).toEqual(there);
    expect(here.code).toBe(0);
    expect(here.log).toBe('');
    expect(here.out).toMatch(/Exit codes\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}.+/);
  });

  test.each(['scan', 'report', 'plan', 'apply', 'undo', 'verify', 'explain', 'why', 'diff', 'rules'])('%s has its own, and --help names the verb', async (verb) => {
    const folder = folderWith({});
    const own = await run(folder, verb, '--help');
    expect(own.code).toBe(0);
    expect(own.log).toBe('');
    expect(own.out).toContain(`cf-migrate ${verb}`);
    expect((await run(folder, '--help')).out).toContain(`cf-migrate ${verb}`);
  });

  test('the program itself prints it and exits 0', () => {
    const build = homePath('dist', 'commands', 'main.js');
    if (!existsSync(build)) return;
    const out = execFileSync(process.execPath, [homePath('bin', 'cf-migrate'), '--help'], { encoding: 'utf8' });
    expect(out).toMatch(/Exit codes/);
  });
});
