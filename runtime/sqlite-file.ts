/** Reads a SQLite file with what lies beside it (the write-ahead log holds rows that the file does not), and writes both elsewhere. Refuses what SQLite of today cannot open; understands no page of it. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../core/errors.js';

/** By suffix of the file's name: the database itself, its write-ahead log, the journal of a transaction that was cut off. */
export type SqliteContents = ReadonlyMap<string, Buffer>;

export const BESIDE = ['-wal', '-journal'] as const;
const PARTS = ['', ...BESIDE];

/** https://www.sqlite.org/fileformat.html, "The Database Header". */
const MAGIC = 'SQLite format 3\0';
const NEWEST_FORMAT = 2;
const WRITE_VERSION = 18;
const READ_VERSION = 19;

/** Contents are held in memory, so that what the original starts from cannot change under it. */
const LARGEST = 1024 ** 3;
const TRIES = 5;

const refused = (file: string, said: string, hint: string): UserError => new UserError('sqlite-file', `${file} ${said}`, hint);

/** An empty file is a database without tables. */
function checkHeader(file: string, bytes: Buffer): void {
  if (bytes.length === 0) return;
  const start = bytes.subarray(0, 64).toString('latin1');
  if (start.includes('SQLite 2')) throw refused(file, 'was written by SQLite 2.', 'Convert it with `.dump` of sqlite 2 and sqlite3.');
  if (!start.startsWith(MAGIC)) {
    throw refused(file, 'is no SQLite database, or an encrypted one: it does not begin with "SQLite format 3".', 'Name a SQLite file; export an encrypted one (`sqlcipher_export`) into a plain one and give that to both sides.');
  }
  const format = Math.max(bytes[WRITE_VERSION] ?? 0, bytes[READ_VERSION] ?? 0);
  if (format > NEWEST_FORMAT) throw refused(file, `has file format ${format}; SQLite 3 reads up to ${NEWEST_FORMAT}.`, 'Write it with a released version of SQLite 3.');
}

function stamp(file: string): string {
  return PARTS.map((suffix) => {
    const found = statSync(file + suffix, { throwIfNoEntry: false });
    return found ? `${found.size} ${found.mtimeMs}` : 'absent';
  }).join();
}

const readParts = (file: string): SqliteContents => new Map(PARTS.filter((suffix) => existsSync(file + suffix)).map((suffix) => [suffix, readFileSync(file + suffix)]));

/**
 * Contents of `file` below `root`; null when there is none. Read again while somebody writes: file and log have to be of one moment.
 * Throws UserError when it is no database that SQLite 3 opens, or too large to hold.
 */
export async function readSqlite(root: string, file: string, shown = file): Promise<SqliteContents | null> {
  const whole = path.join(root, file);
  const found = statSync(whole, { throwIfNoEntry: false });
  if (!found) return null;
  if (!found.isFile()) throw refused(shown, 'is not a file.', 'Name the SQLite file, not its folder.');
  if (found.size > LARGEST) throw refused(shown, 'is larger than 1 GiB.', 'Verify with a smaller copy of the data.');
  for (let tries = 1; ; tries++) {
    const before = stamp(whole);
    const contents = readParts(whole);
    if (stamp(whole) === before || tries === TRIES) {
      checkHeader(shown, contents.get('') ?? Buffer.alloc(0));
      return contents;
    }
    await pause(50);
  }
}

/** Writes a database with what lay beside it; nothing for an empty one, which SQLite then makes itself. */
export function writeSqlite(target: string, contents: SqliteContents): void {
  if ((contents.get('') ?? '').length === 0) return;
  mkdirSync(path.dirname(target), { recursive: true });
  for (const [suffix, bytes] of contents) writeFileSync(target + suffix, bytes);
}
