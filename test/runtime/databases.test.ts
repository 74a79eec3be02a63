import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Difference } from '../../runtime/compare.js';
import { bundleForWorkers } from '../../runtime/bundle.js';
import { loadRuntime, type RuntimePackages } from '../../runtime/packages.js';
import { compareDatabases } from '../../runtime/rows.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { readSqlite, writeSqlite, type SqliteContents } from '../../runtime/sqlite-file.js';
import { verify } from '../../runtime/verify.js';
import { startWorker, type RunningWorker } from '../../runtime/workerd.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const workshop = openWorkshop();

/** Node 20 brings no SQLite, so that workerd makes the files: each binding is a database of its own, and what it writes is a file with its write-ahead log. */
const BINDINGS = Array.from({ length: 24 }, (_, index) => `D${index}`);
const MAKER = `export default { async fetch(request, env) {
  const [binding, ...statements] = await request.json();
  for (const statement of statements) await env[binding].prepare(statement).run();
  return new Response('made');
} };`;

let packages: RuntimePackages;
let maker: RunningWorker;
let made = 0;

beforeAll(async () => {
  packages = await loadRuntime();
  const wrangler = { d1_databases: BINDINGS.map((binding) => ({ binding })) };
  const bundled = await bundleForWorkers({ root: workshop.app({ 'worker.js': MAKER }), entry: 'worker.js', compatibilityDate: '2026-11-17', wrangler, packages });
  if (!bundled.ok) throw new Error(JSON.stringify(bundled.notes));
  const started = await startWorker({ packages, bundle: bundled.bundle, wrangler, compatibilityDate: '2026-11-17', env: {}, network: 'loopback', databases: true });
  if (!started.ok) throw new Error(started.problem.message);
  maker = started.worker;
});
afterAll(async () => {
  await maker.stop();
  workshop.close();
});
// The maker's own folder is there as long as it runs.
afterEach(() => expect(workshop.leftovers().filter((name) => !name.startsWith('cf-migrate-workerd-'))).toEqual([]));

async function databaseOf(...statements: string[]): Promise<SqliteContents> {
  const binding = BINDINGS[made++] ?? '';
  const response = await fetch(`http://127.0.0.1:${maker.port}/`, { method: 'POST', headers: { 'mf-disable-pretty-error': '1' }, body: JSON.stringify([binding, ...statements]) });
  if (!response.ok) throw new Error(await response.text());
  const contents = await maker.readDatabase(binding);
  if (!contents) throw new Error(`${binding} has no file`);
  return contents;
}

const lines = (differences: Difference[]): string[] => differences.map(({ where, node, workers }) => `${where}: ${node} → ${workers}`);

const TABLES = [
  'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age, photo BLOB, seen TEXT)',
  'CREATE UNIQUE INDEX users_by_name ON users (name)',
  'CREATE TABLE visits (page TEXT, at INTEGER)',
];
const ROWS = [
  "INSERT INTO users VALUES (1, 'Ada', 36, x'00ff10', 'mon'), (2, 'Grace', 4.5, x'', 'tue'), (9007199254740993, 'Mal', NULL, NULL, NULL)",
  "INSERT INTO visits VALUES ('/a', 1), ('/a', 1), ('/b', 2)",
];

let base: SqliteContents;
beforeAll(async () => { base = await databaseOf(...TABLES, ...ROWS); });

async function compared(node: SqliteContents, workers: SqliteContents, tables: string[] = [], ignored: string[] = []): Promise<string[]> {
  const [left, right] = [await maker.openDatabase(node, 'node'), await maker.openDatabase(workers, 'workers')];
  return lines(await compareDatabases(left, right, { title: 'db', tables, isIgnored: (table, column) => ignored.includes(`${table}.${column}`) }));
}

describe('rows of two databases', () => {
  it('are equal in another order of writing, and the rows that only the log holds are read', async () => {
    expect(base.get('-wal')?.length).toBeGreaterThan(0);
    const other = await databaseOf(...TABLES.toReversed().filter((text) => !text.includes('INDEX')), TABLES[1] ?? '', "INSERT INTO visits VALUES ('/b', 2), ('/a', 1), ('/a', 1)", ROWS[0] ?? '');
    expect(await compared(base, other)).toEqual([]);
  });

  it.each<[fault: string, statement: string, told: string[]]>([
    ['a row that is missing', 'DELETE FROM users WHERE id = 2', ['db, users where id is integer 2: id integer 2, name text "Grace", age real 4.5, photo blob , seen text "tue" → absent']],
    ['a number stored as text', "UPDATE users SET age = '36' WHERE id = 1", ['db, users where id is integer 1: age: integer 36 → text "36"']],
    ['an integer stored as a real', 'UPDATE users SET age = 36.0 WHERE id = 1', ['db, users where id is integer 1: age: integer 36 → real 36']],
    ['another blob', "UPDATE users SET photo = x'00ff11' WHERE id = 1", ['db, users where id is integer 1: photo: blob 00ff10 → blob 00ff11']],
    ['null in place of nothing', "UPDATE users SET photo = NULL WHERE id = 2", ['db, users where id is integer 2: photo: blob  → null']],
    ['the last digit of a large integer', 'UPDATE users SET id = 9007199254740992 WHERE id = 9007199254740993', ['db, users where id is integer 9007199254740993: id integer 9007199254740993, name text "Mal", age null, photo null, seen null → absent', 'db, users where id is integer 9007199254740992: absent → id integer 9007199254740992, name text "Mal", age null, photo null, seen null']],
    ['one of two like rows', "DELETE FROM visits WHERE rowid = 1", ['db, a row of visits: page text "/a", at integer 1 → absent']],
    ['a row more where there is no key', "INSERT INTO visits VALUES ('/c', 3)", ['db, a row of visits: absent → page text "/c", at integer 3']],
    ['an index', 'DROP INDEX users_by_name', ['db, index of users unique (name): there → absent']],
    ['a table', 'DROP TABLE visits', ['db, table visits: there → absent']],
    ['a column', 'ALTER TABLE users ADD COLUMN mail TEXT', ['db, column users.mail: absent → there']],
    ['a view', 'CREATE VIEW names AS SELECT name FROM users', ['db, view names: absent → there']],
  ])('tell of %s', async (_, statement, told) => {
    expect(await compared(base, await databaseOf(...TABLES, ...ROWS, statement))).toEqual(told);
  });

  it('leave out columns and tables as they are told, and say when a table is in neither', async () => {
    const other = await databaseOf(...TABLES, ...ROWS, "UPDATE users SET seen = 'sun'", 'DELETE FROM visits');
    expect(await compared(base, other, ['users'], ['users.seen'])).toEqual([]);
    expect(await compared(base, other, ['user'], [])).toEqual(['db, table user, which is to be compared: absent → absent']);
  });

  it('name the rows of a large table that differ, and say what they do not name', async () => {
    const large = (...more: string[]): Promise<SqliteContents> => databaseOf('CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT)', "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) INSERT INTO log SELECT i, 'line ' || i FROM n", ...more);
    const whole = await large();
    expect(await compared(whole, await large("UPDATE log SET line = 'x' WHERE id = 24999"))).toEqual(['db, log where id is integer 24999: line: text "line 24999" → text "x"']);
    expect(await compared(whole, await large('DELETE FROM log WHERE id = 1500'))).toEqual([
      'db, log where id is integer 1500: id integer 1500, line text "line 1500" → absent',
      'db, log: rows after the first 11000 differ too, and are not named one by one: 25000 rows → 24999 rows',
    ]);
  });
});

/** On Node the file is replaced by one that was made for the test; on Workers a statement is run. */
const NODE_APP = `import { copyFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
export default createServer((request, response) => {
  if (request.method === 'POST') for (const suffix of ['', '-wal']) if (existsSync('after/app.sqlite' + suffix)) copyFileSync('after/app.sqlite' + suffix, 'data/app.sqlite' + suffix);
  response.end('done');
});`;

const workersApp = (statement: string): string => `import { createServer } from 'node:http';
import { env } from 'cloudflare:workers';
export default createServer(async (request, response) => {
  if (request.method === 'POST') await env.DB.prepare(${JSON.stringify(statement)}).run();
  response.end('done');
});`;

const SCRIPT = 'entry: { module: app.js }\nstate: [data]\ndatabases:\n  - { file: data/app.sqlite, binding: DB, ignore: [users.seen] }\nrequests:\n  - POST /users\n';
const ADDED = "INSERT OR IGNORE INTO users VALUES (4, 'Kim', 20, x'01', 'wed')";

const put = (root: string, file: string, contents: SqliteContents): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeSqlite(path.join(root, file), contents);
};

const PACKAGE = '{ "name": "users", "type": "module" }';
const WRANGLER = '{ "name": "users", "compatibility_date": "2026-11-17", "compatibility_flags": ["nodejs_compat"], "d1_databases": [{ "binding": "DB" }] }';

async function moved(statement: string, record: Record<string, string> = {}, script = SCRIPT): ReturnType<typeof verify> {
  const original = workshop.app({ 'package.json': PACKAGE, 'app.js': NODE_APP });
  put(original, 'data/app.sqlite', base);
  put(original, 'after/app.sqlite', await databaseOf(...TABLES, ...ROWS, ADDED));
  const migrated = workshop.app({ 'package.json': PACKAGE, 'app.js': workersApp(statement), 'wrangler.json': WRANGLER, ...record });
  return verify({ original, migrated, script: parseVerifyScript(script, 'verify.yaml'), migratedOnNode: false });
}

describe('an app that moved to D1', () => {
  it('begins with the rows of the original and is equal when it ends with the same ones', async () => {
    const result = await moved(ADDED.replace("'wed'", "'another day'"));
    expect(result.problem).toBeUndefined();
    expect(result.state).toEqual({ equal: true, differences: [] });
    expect(result.equal).toBe(true);
  });

  it('differs behind equal answers when a row went another way; the record names the database as well as the script', async () => {
    const record = { '.cf-migrate/storage.json': JSON.stringify({ version: 1, bindings: [{ kind: 'd1_databases', binding: 'DB', file: 'data/app.sqlite' }] }) };
    const result = await moved(ADDED.replace('20', "'20 years'"), record, SCRIPT.replace(/databases:\n.*\n/, ''));
    expect(result.requests.every(({ equal }) => equal)).toBe(true);
    expect(lines(result.state?.differences ?? [])).toEqual(['data/app.sqlite ↔ DB, users where id is integer 4: age: integer 20 → text "20 years"']);
    expect(result.equal).toBe(false);
  });
});

describe('a file that is no database of SQLite 3', () => {
  const folder = workshop.app({ 'text.sqlite': 'id,name\n1,Ada\n', 'old.sqlite': '** This file contains an SQLite 2.1 database **' });
  const newer = Buffer.alloc(4096);
  newer.write('SQLite format 3\0', 0, 'latin1');
  newer[18] = 3;
  writeFileSync(path.join(folder, 'newer.sqlite'), newer);
  mkdirSync(path.join(folder, 'folder.sqlite'));

  it.each([
    ['text.sqlite', /no SQLite database, or an encrypted one/],
    ['old.sqlite', /SQLite 2/],
    ['newer.sqlite', /file format 3/],
    ['folder.sqlite', /not a file/],
  ])('%s is refused by name', async (file, said) => {
    await expect(readSqlite(folder, file)).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(said) as string });
  });

  it('one whose pages are broken is refused by SQLite itself', async () => {
    const broken = new Map([['', Buffer.concat([base.get('')?.subarray(0, 100) ?? Buffer.alloc(0), Buffer.alloc(8092, 7)])]]);
    const reader = await maker.openDatabase(broken, 'data/app.sqlite');
    await expect(reader.tables()).rejects.toMatchObject({ name: 'UserError', message: expect.stringMatching(/^data\/app\.sqlite cannot be read: /) as string });
  });
});
