/** Questions to Durable Objects: storage, transactions, alarms, SQL, and what may happen at the same time. */
import path from 'node:path';
import { KEPT } from '../../../runtime/miniflare.js';
import { workersOf, type Asked, type BindingPage } from '../check.js';

/** Questions run inside of an object: its class and the Worker share one isolate here, so a function is handed over by its number. */
const CODE = `
import { DurableObject } from 'cloudflare:workers';
const works = [];
const alarms = [];
const inside = (env, name, work, binding = 'OBJECTS') => env[binding].getByName(name).run(works.push(work) - 1);
const until = async (found) => { const end = Date.now() + 25000; for (;;) { const value = found(); if (value) return value; if (Date.now() > end) throw new Error('it did not come'); await scheduler.wait(10); } };
const handlers = {};
class Thing extends DurableObject {
  memory = 0;
  run(index) { return works[index](this.ctx.storage, this.ctx, this); }
  async alarm(info) {
    alarms.push({ name: this.ctx.id.name, ...info, at: Date.now(), stored: await this.ctx.storage.getAlarm() });
    if (alarms.filter((one) => one.name === this.ctx.id.name).length <= (await this.ctx.storage.get('failures') ?? 0)) throw new Error('on purpose');
  }
  async fetch(request) { return new Response(await request.text() + ' at ' + new URL(request.url).pathname); }
  fail() { throw new RangeError('on purpose'); }
  async add(how) {
    const before = (await this.ctx.storage.get('n')) ?? 0;
    if (how === 'waits') await scheduler.wait(5);
    await this.ctx.storage.put('n', before + 1);
  }
  blocked() { return this.ctx.blockConcurrencyWhile(() => this.add('waits')); }
}
export { Thing as Objects, Thing as Old };
const alarmsOf = (name) => alarms.filter((one) => one.name === name);
`;

const keep = `await storage.put({ a: 1, b: 2, 'c/1': 3, 'c/2': 4, d: 5 });`;
const list = (options: string): string => `inside(env, 'list', async (storage) => [...(await storage.list(${options})).keys()])`;

/** The same Workers in a new process over the same stores. */
async function restart({ miniflare, folder }: Asked): Promise<string> {
  const options = { host: '127.0.0.1', port: 0, cf: false, durableObjectsPersist: path.join(folder, KEPT.durableObjects), workers: workersOf(durableObjects) };
  await miniflare.setOptions(options as unknown as Parameters<typeof miniflare.setOptions>[0]);
  return 'restarted';
}

export const durableObjects: BindingPage = {
  title: 'Durable Objects',
  rests: 'databases per tenant, state in memory, sessions, locks and appended records that the plan sends to Durable Objects.',
  bindings: { durableObjects: { OBJECTS: { className: 'Objects', useSQLite: true }, OLD: { className: 'Old', useSQLite: false } } },
  code: CODE,
  checks: [
    { asks: 'get of a key that is not there', run: `inside(env, 'a', (storage) => storage.get('nothing'))`, gives: 'undefined' },
    { asks: 'delete: whether there was something', run: `inside(env, 'a', async (storage) => { await storage.put('k', 1); return [await storage.delete('k'), await storage.delete('k')]; })`, gives: [true, false] },
    { asks: 'delete of many: how many there were', run: `inside(env, 'a', async (storage) => { await storage.put({ x: 1, y: 2 }); return storage.delete(['x', 'y', 'z']); })`, gives: 2 },
    { asks: 'values keep their type: Date, Map, bytes, undefined inside', run: `inside(env, 'a', async (storage) => { await storage.put('v', { date: new Date(0), map: new Map([['a', 1]]), bytes: new Uint8Array([1]), none: undefined, big: 1n }); const v = await storage.get('v'); return [v.date instanceof Date, v.map.get('a'), v.bytes[0], 'none' in v, v.big === 1n]; })`, gives: [true, 1, 1, true, true] },
    { asks: 'put of undefined', run: `inside(env, 'a', (storage) => storage.put('u', undefined))`, throws: 'TypeError: put() called with undefined value.' },
    { asks: 'put of a function', run: `inside(env, 'a', (storage) => storage.put('f', () => 1))`, throws: 'DataCloneError: () => 1 could not be cloned.' },
    { asks: 'get of many: a Map without what is missing', run: `inside(env, 'a', async (storage) => { await storage.put({ x: 1, y: 2 }); return [...await storage.get(['y', 'nothing', 'x'])]; })`, gives: [['x', 1], ['y', 2]], documented: ['in order of UTF-8, without what is missing', 'do storage'] },
    { asks: 'get of 128 keys', run: `inside(env, 'a', async (storage) => (await storage.get(Array.from({ length: 128 }, (_, i) => 'k' + i))) && 'taken')`, gives: 'taken', documented: ['at most 128', 'do storage'] },
    { asks: 'get of 129 keys', run: `inside(env, 'a', async (storage) => (await storage.get(Array.from({ length: 129 }, (_, i) => 'k' + i))) && 'taken')`, gives: 'taken', documented: ['at most 128', 'do storage'], differs: 'do-keys' },
    { asks: 'put of 129 keys', run: `inside(env, 'many', async (storage) => { await storage.put(Object.fromEntries(Array.from({ length: 129 }, (_, i) => ['k' + i, i]))); return (await storage.list()).size; })`, gives: 129, documented: ['at most 128', 'do storage'], differs: 'do-keys' },
    { asks: 'a key of 2048 bytes', run: `inside(env, 'a', (storage) => storage.put('k'.repeat(2048), 1).then(() => 'taken'))`, gives: 'taken' },
    { asks: 'a key of 2049 bytes', run: `inside(env, 'a', (storage) => storage.put('k'.repeat(2049), 1).then(() => 'taken'))`, gives: 'taken', documented: ['key and value together at most 2 MB', 'do limits'] },
    { asks: 'a value of 2,097,000 bytes', run: `inside(env, 'a', (storage) => storage.put('big', new Uint8Array(2097000)).then(() => 'taken'))`, gives: 'taken' },
    { asks: 'a value of 2 MiB and 100 bytes', run: `inside(env, 'a', (storage) => storage.put('big', new Uint8Array(2097252)).then(() => 'taken'))`, gives: 'taken', documented: ['key and value together at most 2 MB', 'do limits'], differs: 'do-value' },
    { asks: 'a value of 131,137 bytes in a class without SQLite', run: `inside(env, 'a', (storage) => storage.put('big', new Uint8Array(131137)).then(() => 'taken'), 'OLD')`, gives: 'taken', documented: ['at most 128 KiB', 'do limits'], differs: 'do-value-without-sqlite' },
    { asks: 'list: order, all', run: `inside(env, 'list', async (storage) => { ${keep} return [...await storage.list()]; })`, gives: [['a', 1], ['b', 2], ['c/1', 3], ['c/2', 4], ['d', 5]] },
    { asks: 'list from a key (start)', run: list(`{ start: 'b' }`), gives: ['b', 'c/1', 'c/2', 'd'] },
    { asks: 'list after a key (startAfter)', run: list(`{ startAfter: 'b' }`), gives: ['c/1', 'c/2', 'd'] },
    { asks: 'list with start and startAfter', run: list(`{ start: 'b', startAfter: 'b' }`), throws: 'TypeError: list() cannot be called with both start and startAfter values.' },
    { asks: 'list up to a key (end)', run: list(`{ end: 'c/2' }`), gives: ['a', 'b', 'c/1'] },
    { asks: 'list of a prefix', run: list(`{ prefix: 'c/' }`), gives: ['c/1', 'c/2'] },
    { asks: 'list in reverse, two of them', run: list(`{ reverse: true, limit: 2 }`), gives: ['d', 'c/2'] },
    { asks: 'list with limit 0', run: list(`{ limit: 0 }`), throws: 'TypeError: List limit must be positive.' },
    { asks: 'order of keys that are not ASCII', run: `inside(env, 'order', async (storage) => { await storage.put({ 'é': 1, a: 1, Z: 1, '\\u{1F600}': 1, '\\uFF5E': 1, 10: 1, 9: 1 }); return [...(await storage.list()).keys()]; })`, gives: ['10', '9', 'Z', 'a', 'é', '～', '😀'] },
    { asks: 'the synchronous storage.kv', run: `inside(env, 'a', (storage) => { storage.kv.put('s', 1); return [storage.kv.get('s'), storage.kv.get('nothing') ?? 'undefined', storage.kv.delete('s'), [...storage.kv.list({ prefix: 'x' })]]; })`, gives: [1, 'undefined', true, [['x', 1]]] },
    { asks: 'deleteAll takes keys, tables and the alarm', run: `inside(env, 'all', async (storage) => { await storage.put('a', 1); storage.sql.exec('CREATE TABLE t (a)'); await storage.setAlarm(Date.now() + 60000); await storage.deleteAll(); return [(await storage.list()).size, storage.sql.exec("SELECT count(*) AS n FROM sqlite_master WHERE name = 't'").one().n, await storage.getAlarm()]; })`, gives: [0, 0, null] },
    { asks: 'transaction that throws', run: `inside(env, 't', async (storage) => { await storage.put('n', 1); const said = await storage.transaction(async (txn) => { await txn.put('n', 2); throw new Error('on purpose'); }).catch((error) => error.message); return [said, await storage.get('n')]; })`, gives: ['on purpose', 1] },
    { asks: 'transaction that is rolled back', run: `inside(env, 't', async (storage) => { await storage.transaction(async (txn) => { await txn.put('n', 2); txn.rollback(); }); return storage.get('n'); })`, gives: 1 },
    { asks: 'transactionSync that throws', run: `inside(env, 't', async (storage) => { storage.sql.exec('CREATE TABLE IF NOT EXISTS t (a)'); try { storage.transactionSync(() => { storage.sql.exec('INSERT INTO t VALUES (1)'); throw new Error('on purpose'); }); } catch {} return storage.sql.exec('SELECT count(*) AS n FROM t').one().n; })`, gives: 0 },
    { asks: 'writes without an await between them, then a throw: all or none', run: `await inside(env, 'coalesced', (storage) => { storage.put('a', 1); storage.put('b', 2); throw new Error('on purpose'); }).catch(() => undefined); return inside(env, 'coalesced', async (storage) => (await storage.list()).size)`, gives: 2 },
    { asks: 'sql: rows, names, counts', run: `inside(env, 'sql', (storage) => { storage.sql.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT UNIQUE)'); const insert = storage.sql.exec("INSERT INTO notes (title) VALUES ('a'), ('b')"); const cursor = storage.sql.exec('SELECT id, title FROM notes ORDER BY id'); const names = cursor.columnNames; return [insert.rowsWritten, names, cursor.toArray(), cursor.rowsRead]; })`, gives: [4, ['id', 'title'], [{ id: 1, title: 'a' }, { id: 2, title: 'b' }], 2] },
    { asks: 'sql: one of one row, of two, of none', run: `inside(env, 'sql', (storage) => { const say = (work) => { try { return work(); } catch (error) { return error.message; } }; return [say(() => storage.sql.exec('SELECT title FROM notes LIMIT 1').one()), say(() => storage.sql.exec('SELECT title FROM notes').one()), say(() => storage.sql.exec('SELECT title FROM notes WHERE id = 9').one())]; })`, gives: [{ title: 'a' }, 'Expected exactly one result from SQL query, but got multiple results.', 'Expected exactly one result from SQL query, but got no results.'] },
    { asks: 'sql: raw, next, and a loop', run: `inside(env, 'sql', (storage) => { const cursor = storage.sql.exec('SELECT id FROM notes ORDER BY id'); const first = cursor.next(); const rest = [...cursor]; return [[...storage.sql.exec('SELECT id, title FROM notes ORDER BY id').raw()], first, rest]; })`, gives: [[[1, 'a'], [2, 'b']], { done: false, value: { id: 1 } }, [{ id: 2 }]] },
    { asks: 'sql: several statements in one exec', run: `inside(env, 'sql', (storage) => storage.sql.exec('CREATE TABLE x (a); INSERT INTO x VALUES (7); SELECT a FROM x').one())`, gives: { a: 7 } },
    { asks: 'sql: bytes come back as', run: `inside(env, 'sql', (storage) => { const { v } = storage.sql.exec('SELECT ? AS v', new Uint8Array([1, 255])).one(); return [v.constructor.name, [...new Uint8Array(v)]]; })`, gives: ['ArrayBuffer', [1, 255]] },
    { asks: 'sql: true, undefined, a bigint, a Date', run: `inside(env, 'sql', (storage) => [true, undefined, 1n, new Date(0)].map((value) => { try { return storage.sql.exec('SELECT ? AS v', value).one().v; } catch (error) { return error.message; } }))`, gives: ['true', null, 'Cannot convert a BigInt value to a number', 'Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)'] },
    { asks: 'sql: 2^53 + 1', run: `inside(env, 'sql', (storage) => String(storage.sql.exec('SELECT 9007199254740993 AS v').one().v))`, gives: '9007199254740992' },
    { asks: 'sql: UNIQUE', run: `inside(env, 'sql', (storage) => storage.sql.exec("INSERT INTO notes (title) VALUES ('a')"))`, throws: 'Error: UNIQUE constraint failed: notes.title: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)' },
    { asks: 'sql: BEGIN', run: `inside(env, 'sql', (storage) => storage.sql.exec('BEGIN'))`, throws: 'Error: To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts correctly with Durable Objects\' automatic atomic write coalescing.' },
    { asks: 'sql: PRAGMA journal_mode', run: `inside(env, 'sql', (storage) => storage.sql.exec('PRAGMA journal_mode = WAL'))`, throws: 'Error: not authorized: SQLITE_AUTH' },
    { asks: 'sql: a statement of 100,001 bytes', run: `inside(env, 'sql', (storage) => { storage.sql.exec("SELECT '" + 'x'.repeat(100001 - 9) + "'"); return 'done'; })`, throws: 'Error: statement too long: SQLITE_TOOBIG', documented: ['at most 100 KB', 'do limits'] },
    { asks: 'sql: 101 bound values', run: `inside(env, 'sql', (storage) => { storage.sql.exec('SELECT 1 WHERE 1 IN (' + Array.from({ length: 101 }, () => '?').join() + ')', ...Array.from({ length: 101 }, () => 1)); return 'done'; })`, throws: 'Error: too many SQL variables at offset 221: SQLITE_ERROR', documented: ['at most 100', 'do limits'] },
    { asks: 'sql: a text of 2,000,001 bytes', run: `inside(env, 'sql', (storage) => { storage.sql.exec('CREATE TABLE long (a)'); storage.sql.exec('INSERT INTO long VALUES (?)', 'x'.repeat(2000001)); return storage.sql.exec('SELECT length(a) AS n FROM long').one().n; })`, gives: 2000001 },
    { asks: 'sql: a text of 2 MiB and a byte', run: `inside(env, 'sql', (storage) => { storage.sql.exec('INSERT INTO long VALUES (?)', 'x'.repeat(2097153)); return 'done'; })`, gives: 'done', documented: ['at most 2 MB', 'do limits'], differs: 'do-sql-value' },
    { asks: 'sql: databaseSize', run: `inside(env, 'sql', (storage) => storage.sql.databaseSize > 4096 && storage.sql.databaseSize % 4096 === 0)`, gives: true },
    { asks: 'sql in a class without SQLite', run: `inside(env, 'sql', (storage) => storage.sql.exec('SELECT 1').one(), 'OLD')`, throws: 'Error: SQL is not enabled for this Durable Object class. To enable it, change `new_classes` to `new_sqlite_classes` within the \'migrations\' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly,set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production.' },
    { asks: 'ten at once that read and write: the input gate keeps each whole', run: `const stub = env.OBJECTS.getByName('gate'); await Promise.all(Array.from({ length: 10 }, () => stub.add())); return inside(env, 'gate', (storage) => storage.get('n'))`, gives: 10 },
    { asks: 'ten at once that wait for something else in between: writes are lost', run: `const stub = env.OBJECTS.getByName('leak'); await Promise.all(Array.from({ length: 10 }, () => stub.add('waits'))); return inside(env, 'leak', (storage) => storage.get('n'))`, gives: 1 },
    { asks: 'the same within blockConcurrencyWhile', run: `const stub = env.OBJECTS.getByName('block'); await Promise.all(Array.from({ length: 10 }, () => stub.blocked())); return inside(env, 'block', (storage) => storage.get('n'))`, gives: 10 },
    { asks: 'blockConcurrencyWhile that throws resets the object', run: `await inside(env, 'reset', (storage, ctx, self) => { self.memory = 7; }); const said = await inside(env, 'reset', (storage, ctx) => ctx.blockConcurrencyWhile(async () => { throw new Error('on purpose'); })).catch((error) => error.message); return [said, await inside(env, 'reset', (storage, ctx, self) => self.memory)]`, gives: ['on purpose', 0] },
    { asks: 'two ids share neither storage nor memory', run: `await inside(env, 'one', async (storage, ctx, self) => { self.memory = 1; await storage.put('k', 1); }); return inside(env, 'two', async (storage, ctx, self) => [self.memory, await storage.get('k') ?? 'nothing'])`, gives: [0, 'nothing'] },
    { asks: 'one name is one object; ids compare by equals', run: `const a = env.OBJECTS.idFromName('x'), b = env.OBJECTS.idFromName('x'); return [a.equals(b), a.toString() === b.toString(), a.name, env.OBJECTS.idFromString(a.toString()).equals(a), env.OBJECTS.newUniqueId().equals(env.OBJECTS.newUniqueId())]`, gives: [true, true, 'x', true, false] },
    { asks: 'an id that is none', run: `env.OBJECTS.idFromString('x')`, throws: 'TypeError: Invalid Durable Object ID: must be 64 hex digits' },
    { asks: 'fetch of a stub', run: `(await env.OBJECTS.getByName('f').fetch('http://object/path', { method: 'POST', body: 'text' })).text()`, gives: 'text at /path' },
    { asks: 'what a method throws', run: `env.OBJECTS.getByName('f').fail().catch((error) => [error.name, error.message, error.remote])`, gives: ['RangeError', 'on purpose', true] },
    { asks: 'a method that is not there', run: `env.OBJECTS.getByName('f').nothing()`, throws: 'TypeError: The RPC receiver does not implement the method "nothing".' },
    { asks: 'setAlarm and getAlarm', run: `inside(env, 'alarm', async (storage) => { const at = Date.now() + 60000; await storage.setAlarm(at); return [await storage.getAlarm() === at, (await storage.deleteAlarm()) ?? 'undefined', await storage.getAlarm()]; })`, gives: [true, 'undefined', null] },
    { asks: 'an alarm fires; none is set while it runs', run: `await inside(env, 'fires', (storage) => storage.setAlarm(Date.now() + 50)); const [one] = await until(() => alarmsOf('fires').length > 0 && alarmsOf('fires')); return [one.retryCount, one.isRetry, one.stored]`, gives: [0, false, null] },
    { asks: 'a second setAlarm takes the place of the first', run: `await inside(env, 'moved', async (storage) => { await storage.setAlarm(Date.now() + 100); await storage.setAlarm(Date.now() + 200); }); await scheduler.wait(600); return alarmsOf('moved').length`, gives: 1, documented: ['one alarm an object', 'do alarms'] },
    { asks: 'an alarm in the past fires at once', run: `await inside(env, 'past', (storage) => storage.setAlarm(1)); await until(() => alarmsOf('past').length > 0); return alarmsOf('past').length`, gives: 1 },
    { asks: 'an alarm that throws is retried, more than a second later', run: `await inside(env, 'retried', async (storage) => { await storage.put('failures', 1); await storage.setAlarm(Date.now()); }); const [one, two] = await until(() => alarmsOf('retried').length > 1 && alarmsOf('retried')); return [two.retryCount, two.isRetry, two.at - one.at > 1000]`, gives: [1, true, true], documented: ['from 2 s, doubling, up to 6 times', 'do alarms'] },
    { asks: 'a value, a row, an alarm and a field, before workerd is started anew', run: `inside(env, 'kept', async (storage, ctx, self) => { self.memory = 7; await storage.put('k', 1); storage.sql.exec('CREATE TABLE t (a)'); storage.sql.exec('INSERT INTO t VALUES (2)'); await storage.setAlarm(Date.now() + 600000); return self.memory; })`, gives: 7 },
    { asks: 'workerd is started anew over the same stores', run: restart, gives: 'restarted' },
    { asks: 'value, row, alarm and field after that', run: `inside(env, 'kept', async (storage, ctx, self) => [await storage.get('k'), storage.sql.exec('SELECT a FROM t').one().a, await storage.getAlarm() !== null, self.memory])`, gives: [1, 2, true, 0] },
  ],
};
