/** Keeps the legacy app a real program (its own tests run, here and as a copy) and its TRAPS.md true. It judges no analyzer. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AREAS, PERSISTENCES, REACHES } from '../core/vocabulary.js';

const repository = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const app = path.join(repository, 'fixtures', 'legacy-app');
const scratch: string[] = [];

afterAll(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

function read(file: string): string {
  return readFileSync(path.join(app, file), 'utf8');
}

/** Rows of the Markdown table under a heading (the first table when it is null), by column name. */
function tableRows(markdown: string, heading: string | null): Record<string, string>[] {
  const start = heading === null ? 0 : markdown.indexOf(`## ${heading}\n`);
  if (start < 0) throw new Error(`no heading ${heading}`);
  const lines = markdown.slice(start).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(first, lines.findIndex((line, index) => index > first && !line.startsWith('|')));
  const [names = [], , ...cells] = rows.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  return cells.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
}

/** The text of a Markdown code span. */
function codeText(cell: string): string {
  return cell.replace(/^(`+) ?(.*?) ?\1$/, '$2');
}

const traps = read('TRAPS.md');
const mustFind = tableRows(traps, null);
const mustStaySilent = tableRows(traps, 'Look-alikes');
const reach = tableRows(traps, 'Reach');

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(app, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));
}

function runOwnTests(folder: string): { status: number | null; output: string } {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _mode, DATA_DIR: _data, ...env } = process.env;
  const run = spawnSync('npm', ['test', '--silent'], { cwd: folder, encoding: 'utf8', env });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

describe('the legacy app runs', () => {
  test('its own tests pass where it stands', { timeout: 60_000 }, () => {
    const { status, output } = runOwnTests(app);
    expect(output).toMatch(/pass [1-9]/);
    expect(status, output).toBe(0);
    expect(existsSync(path.join(app, 'data')), 'the tests left data in the fixture').toBe(false);
  });

  test('its own tests pass in a copy that borrows node_modules', { timeout: 60_000 }, () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'legacy-app-'));
    scratch.push(copy);
    cpSync(app, copy, { recursive: true });
    symlinkSync(path.join(repository, 'node_modules'), path.join(copy, 'node_modules'));
    const { status, output } = runOwnTests(copy);
    expect(status, output).toBe(0);
  });
});

describe('TRAPS.md is true', () => {
  test.each([...mustFind, ...mustStaySilent])('$file:$line has $match', ({ file = '', line = '', match = '' }) => {
    const needle = codeText(match);
    expect(needle).not.toBe('');
    expect(read(file).split('\n')[Number(line) - 1]).toContain(needle);
  });

  test('areas, persistences and reaches are words of the vocabulary', () => {
    expect(mustFind.length).toBeGreaterThan(50);
    for (const row of mustFind) {
      expect(AREAS).toContain(row.area);
      if (row.persistence !== '-') expect(PERSISTENCES).toContain(row.persistence);
    }
    for (const row of reach) expect(REACHES).toContain(row.reach);
  });

  test('no line is both a trap and a look-alike', () => {
    const places = new Set(mustFind.map(({ file, line }) => `${file}:${line}`));
    expect(mustStaySilent.filter(({ file, line }) => places.has(`${file}:${line}`))).toEqual([]);
  });

  test('every file outside production is in the table of reaches, and only those', () => {
    const apart = ['scripts', 'src/legacy', 'test'].flatMap(sourceFiles).sort();
    expect(reach.map(({ file }) => file).sort()).toEqual(apart);
    for (const { file } of [...mustFind, ...mustStaySilent]) expect(apart).not.toContain(file);
  });

  /** Coarse on purpose: a text search that knows the spellings of this app, and so cannot share a scanner's mistakes. */
  test('no storage call, process or timer of production is missing', () => {
    const spelling =
      /(?<![#.\w])(?:fs|files|handle)\.[a-z]\w*\(|(?<![.\w])(?:mkdir|readFile|readFileSync|readdir|readdirSync|rm|removeFolder|stat|rename|unlink|writeFile|createReadStream|multer|setInterval|spawn|exec|run|runFile)\(|(?:read|write|has|remove|list)Json(?:Sync)?\(|sendFile\(|\.static\(|cron\.schedule\(|new Database\(|\bdb\.\w+\(|from_pretrained\(|\.listen\(/;
    const listed = new Set([...mustFind, ...mustStaySilent].map(({ file, line }) => `${file}:${line}`));
    const neutral = [
      'export async function ', 'export function ', 'function fill(', 'db.close()', 'await handle.close()',
      // a callback made from a local function named run
      'withLock(job.name',
    ];
    const missing = sourceFiles('src')
      .filter((file) => !file.startsWith('src/legacy/'))
      .flatMap((file) => read(file).split('\n').map((text, index) => ({ place: `${file}:${index + 1}`, text })))
      .filter(({ place, text }) => spelling.test(text) && !listed.has(place) && !neutral.some((piece) => text.includes(piece)));
    expect(missing).toEqual([]);
  });
});

describe('its heavy packages', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { hasInstallScript?: boolean; resolved?: string }> };

  test.each(['better-sqlite3', 'onnxruntime-node', 'sharp'])('%s stands in the lock file with an install script', (name) => {
    expect(lock.packages[`node_modules/${name}`]?.hasInstallScript).toBe(true);
  });

  test('are imported lazily only', () => {
    for (const file of sourceFiles('src')) {
      expect(read(file)).not.toMatch(/^import .*(?:better-sqlite3|@huggingface\/transformers)'/m);
    }
  });

  test('come from no named registry', () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
  });
});

test('verify.yaml names an export that exists and plays between 12 and 30 requests', () => {
  const script = parse(read('verify.yaml')) as { entry: { module: string; export: string }; state: string[]; requests: (string | { method: string; path: string })[] };
  expect(read(script.entry.module)).toContain(`export const ${script.entry.export} =`);
  expect(script.state).toEqual(['data']);
  expect(script.requests.length).toBeGreaterThanOrEqual(12);
  expect(script.requests.length).toBeLessThanOrEqual(30);
  for (const request of script.requests) {
    const title = typeof request === 'string' ? request : `${request.method} ${request.path}`;
    expect(title).toMatch(/^(GET|PUT|PATCH|DELETE) \/(settings|content|tags)/);
  }
});
