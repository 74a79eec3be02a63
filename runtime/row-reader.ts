/** A Worker that opens SQLite files by itself and says what is in them: workerd brings SQLite along, so that no native package is needed. Compares nothing. */
import { createHash, createHmac } from 'node:crypto';
import path from 'node:path';
import type { Miniflare } from 'miniflare';
import { UserError } from '../core/errors.js';
import { KEPT, type WorkerDefinition } from './miniflare.js';
import { writeSqlite, type SqliteContents } from './sqlite-file.js';
import { order } from './stores.js';

const NAME = 'cf-migrate-rows';
const CLASS = 'Reader';

export interface Column {
  name: string;
  type: string;
  notNull: boolean;
  /** Place in the primary key, from 1; 0: not in it. */
  key: number;
}

export interface Table {
  name: string;
  columns: Column[];
  /** Unique or not and over which columns; the names of indices do not count. */
  indices: string[];
}

/** Rows of a table: these columns, in the order of those. */
export interface RowsAsked {
  table: string;
  columns: string[];
  order: string[];
}

/** A database that was opened; every value is a text that begins with its storage class: `integer 5`, `text "5"`. */
export interface DatabaseReader {
  tables(): Promise<Table[]>;
  /** Names of views and triggers, with their kind before them. */
  others(): Promise<string[]>;
  /** How many rows, and a digest for each `page` of them. */
  digests(asked: RowsAsked, page: number): Promise<{ rows: number; digests: string[] }>;
  rows(asked: RowsAsked, from: number, count: number): Promise<string[][]>;
}

/** Tables of SQLite and of the runtime itself, and those that virtual tables keep for themselves, are nobody's data. */
const READER = `
import { DurableObject } from 'cloudflare:workers';
import { createHash } from 'node:crypto';

const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';
const text = (value) => "'" + value.replaceAll("'", "''") + "'";
const SHOWN = 300;

function whole(kind, value, length, unit) {
  if (value.length <= SHOWN) return kind + ' ' + value;
  return kind + ' ' + value.slice(0, SHOWN) + '… (' + length + ' ' + unit + ', sha256 ' + createHash('sha256').update(value).digest('hex') + ')';
}

function shown(kind, value) {
  if (kind === 'null') return 'null';
  if (kind === 'text') return whole(kind, JSON.stringify(value), value.length, 'characters');
  if (kind === 'blob') return whole(kind, Array.from(new Uint8Array(value), (byte) => byte.toString(16).padStart(2, '0')).join(''), value.byteLength, 'bytes');
  return kind + ' ' + value;
}

export class ${CLASS} extends DurableObject {
  all(sql) {
    return [...this.ctx.storage.sql.exec(sql).raw()];
  }

  index([, name, unique, , partial]) {
    const columns = this.all('PRAGMA index_xinfo(' + quoted(name) + ')').filter((row) => row[5] === 1);
    const said = columns.map(([, , column, descending, collation]) => (column ?? '(expression)') + (descending ? ' desc' : '') + (collation && collation !== 'BINARY' ? ' ' + collation.toLowerCase() : ''));
    return (unique ? 'unique ' : '') + '(' + said.join(', ') + ')' + (partial ? ' of some rows' : '');
  }

  tables() {
    const names = this.all("SELECT name FROM pragma_table_list() WHERE type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\\\_%' ESCAPE '\\\\' AND name NOT LIKE '\\\\_cf\\\\_%' ESCAPE '\\\\' ORDER BY name");
    return names.map(([name]) => ({
      name,
      columns: this.all('PRAGMA table_xinfo(' + quoted(name) + ')').filter((row) => row[6] !== 1).map(([, column, type, notNull, , key]) => ({ name: column, type, notNull: notNull === 1, key })),
      indices: this.all('PRAGMA index_list(' + quoted(name) + ')').map((row) => this.index(row)).sort(),
    }));
  }

  others() {
    return this.all("SELECT type || ' ' || name FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY 1").map(([name]) => name);
  }

  /** Integers of 64 bits are more than a number holds: they come as text. */
  *selected({ table, columns, order }, limit) {
    const values = columns.map((name) => 'typeof(' + quoted(name) + "), iif(typeof(" + quoted(name) + ") = 'integer', CAST(" + quoted(name) + ' AS TEXT), ' + quoted(name) + ')');
    const sql = 'SELECT ' + values.join(', ') + ' FROM ' + quoted(table) + ' ORDER BY ' + order.map(quoted).join(', ') + limit;
    for (const row of this.ctx.storage.sql.exec(sql).raw()) yield columns.map((_, index) => shown(row[2 * index], row[2 * index + 1]));
  }

  digests({ asked, page }) {
    const digests = [];
    let rows = 0;
    let hash = createHash('sha256');
    for (const row of this.selected(asked, '')) {
      hash.update(JSON.stringify(row));
      if (++rows % page === 0) {
        digests.push(hash.digest('hex'));
        hash = createHash('sha256');
      }
    }
    if (rows % page !== 0) digests.push(hash.digest('hex'));
    return { rows, digests };
  }

  rows({ asked, from, count }) {
    return [...this.selected(asked, ' LIMIT ' + count + ' OFFSET ' + from)];
  }

  /** An error is an answer: it says what SQLite finds wrong with the file. */
  async answer(question, given) {
    try {
      return { value: this[question](given) };
    } catch (error) {
      return { error: error.message };
    }
  }
}

export default {
  async fetch(request, env) {
    const { name, question, given } = await request.json();
    const id = env.READERS.idFromName(name);
    if (question === 'id') return Response.json({ value: id.toString() });
    try {
      return Response.json(await env.READERS.get(id).answer(question, given));
    } catch (error) {
      // A file that cannot even be opened ends the object, and all that is heard of it here is "internal error".
      return Response.json({ error: 'it cannot be opened, as if it were damaged (' + error.message + ')' });
    }
  },
};
`;

/** Compatibility of this Worker, whatever the app's. */
const READER_DATE = '2024-09-23';

export const rowReader: WorkerDefinition = {
  name: NAME,
  modules: [{ type: 'ESModule', path: 'index.mjs', contents: READER }],
  compatibilityDate: READER_DATE,
  compatibilityFlags: ['nodejs_compat'],
  durableObjects: { READERS: { className: CLASS, useSQLite: true } },
};

const D1_OBJECTS = 'miniflare-D1DatabaseObject';

/** The id that a Durable Object of a local namespace gets from a name; its file is called after it. */
function objectId(namespace: string, name: string): string {
  const key = createHash('sha256').update(namespace).digest();
  const mac = (bytes: Buffer): Buffer => createHmac('sha256', key).update(bytes).digest().subarray(0, 16);
  const named = mac(Buffer.from(name));
  return Buffer.concat([named, mac(named)]).toString('hex');
}

/** The file of a D1 database, relative to the folder of its miniflare. It is opened when it is first used. */
export const d1File = (databaseId: string): string => path.join(KEPT.d1, D1_OBJECTS, `${objectId(D1_OBJECTS, databaseId)}.sqlite`);

/** Opens a copy of a database beside the app; `name` is new for each, `shown` is what readers call it. What SQLite refuses is a UserError. */
export async function openDatabase(miniflare: Miniflare, folder: string, name: string, contents: SqliteContents, shown: string): Promise<DatabaseReader> {
  const ask = async <T>(question: string, given: object = {}): Promise<T> => {
    const answer = await order<{ value: T } | { error: string }>(miniflare, { name, question, given }, NAME);
    if ('error' in answer) throw new UserError('sqlite-read', `${shown} cannot be read: ${answer.error}`, 'Check it with `PRAGMA integrity_check`, or name the tables that are compared.');
    return answer.value;
  };
  writeSqlite(path.join(folder, KEPT.durableObjects, `${NAME}-${CLASS}`, `${await ask<string>('id')}.sqlite`), contents);
  return {
    tables: () => ask('tables'),
    others: () => ask('others'),
    digests: (asked, page) => ask('digests', { asked, page }),
    rows: (asked, from, count) => ask('rows', { asked, from, count }),
  };
}
