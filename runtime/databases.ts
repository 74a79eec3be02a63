/** Which SQLite file of the original became which D1 database: as the script or the storage record says it. Fills D1 from it, and compares the rows at the end. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import type { Difference } from './compare.js';
import { compareDatabases } from './rows.js';
import { readSqlite, type SqliteContents } from './sqlite-file.js';
import type { RunningWorker } from './workerd.js';
import type { WranglerConfig } from './wrangler-config.js';

export interface DatabaseMap {
  binding: string;
  /** The SQLite file, relative to the app. */
  file: string;
  /** Tables that are compared; empty: all of both sides. */
  tables: string[];
  /** Columns that always differ: `updated_at` of every table, `users.updated_at` of one. */
  ignore: string[];
}

const name = z.string().min(1);

/** Keys of a mapping; `file` is checked by whoever knows what a path may be. */
export const databaseFields = {
  binding: z.string().regex(/^[A-Za-z_$][\w$]*$/, 'the name of a D1 binding, such as DB'),
  tables: z.array(name).default([]),
  ignore: z.array(z.string().regex(/^[^.]+(?:\.[^.]+)?$/, 'a column such as updated_at, or users.updated_at')).default([]),
};

/** What the script says of a binding wins over the storage record. */
export function joinedDatabases(script: DatabaseMap[], record: DatabaseMap[]): DatabaseMap[] {
  const named = new Set(script.map(({ binding }) => binding));
  return [...script, ...record.filter(({ binding }) => !named.has(binding))];
}

const isBound = (wrangler: WranglerConfig, binding: string): boolean => (wrangler.d1_databases ?? []).some((one) => one.binding === binding);

/** Whether a file is a database that is compared by its rows, or lies beside one. */
export const isOfDatabase = (databases: DatabaseMap[], file: string): boolean => databases.some((one) => ['', '-wal', '-shm', '-journal'].some((suffix) => file === one.file + suffix));

/** Whether a column is left out of the comparison. */
export const isIgnored = ({ ignore }: DatabaseMap, table: string, column: string): boolean => ignore.includes(column) || ignore.includes(`${table}.${column}`);

/** By binding: what D1 begins with. */
export type Seeds = ReadonlyMap<string, SqliteContents>;

/**
 * What the original has before anything is played. A file that is not in its tree may have been made by the start of the
 * program, in `copy`. Throws UserError when there is none, or none that SQLite opens.
 */
export async function seedsOf(databases: DatabaseMap[], original: string, copy: string): Promise<Seeds> {
  const seeds = new Map<string, SqliteContents>();
  for (const { binding, file } of databases) {
    const contents = await readSqlite(existsSync(path.join(original, file)) ? original : copy, file);
    if (!contents) throw new UserError('no-database', `${file}, which stands for ${binding}, is not in the original, and its start did not make it.`, 'Name the SQLite file relative to the app; put a copy with data there.');
    seeds.set(binding, contents);
  }
  return seeds;
}

export function seedDatabases(worker: RunningWorker, seeds: Seeds, wrangler: WranglerConfig): void {
  for (const [binding, contents] of seeds) {
    if (isBound(wrangler, binding)) worker.fillDatabase(binding, contents);
  }
}

const NOTHING: SqliteContents = new Map();

async function compareDatabase(database: DatabaseMap, copy: string, worker: RunningWorker): Promise<Difference[]> {
  const { binding, file, tables } = database;
  const [node, workers] = [await readSqlite(copy, file), await worker.readDatabase(binding)];
  if (!node) return [{ where: `${file} ↔ ${binding}`, node: 'the file is gone', workers: 'a D1 database' }];
  const left = await worker.openDatabase(node, file);
  const right = await worker.openDatabase(workers ?? NOTHING, `D1:${binding}`);
  return compareDatabases(left, right, { title: `${file} ↔ ${binding}`, tables, isIgnored: (table, column) => isIgnored(database, table, column) });
}

/** Differences of the databases; `copy` is the folder that the original ran in. */
export async function compareAllDatabases(databases: DatabaseMap[], wrangler: WranglerConfig, copy: string, worker: RunningWorker): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const database of databases) {
    if (isBound(wrangler, database.binding)) differences.push(...(await compareDatabase(database, copy, worker)));
    else differences.push({ where: `binding ${database.binding}`, node: `database ${database.file}`, workers: 'not in d1_databases of the wrangler configuration' });
  }
  return differences;
}
