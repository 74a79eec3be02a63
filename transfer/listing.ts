/** Lists the documents below a folder, and what is there but cannot go along. Follows links to files inside of the folder only; reads no content. */
import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { TextDecoder } from 'node:util';
import { UserError } from '../core/errors.js';
import type { LeftOut, LeftOutCode } from './manifest.js';

export interface Listing {
  /** Relative to the folder, forward slashes, sorted. */
  documents: string[];
  leftOut: LeftOut[];
  /** Files that no pattern of the record names: they are no part of this move. */
  others: string[];
}

/** `hides`: documents may stand below it that no pattern can tell from here. */
type Found = { path: string; kind: 'file' | 'folder' } | (LeftOut & { hides: boolean });

/** Absolute paths in, paths relative to the folder out. `levels`: how deep to look. */
export function listDocuments(folder: string, isDocument: (path: string) => boolean, levels = Infinity): Listing {
  const root = realFolder(folder);
  const found = [...below(root, '', levels)];
  const leftOut = found.flatMap((one) => ('code' in one && (one.hides || isDocument(one.path)) ? { path: one.path, code: one.code, detail: one.detail } : []));
  const files = found.filter((one) => !('code' in one)).map((one) => one.path).sort(byBytes);
  return { documents: files.filter(isDocument), leftOut, others: files.filter((one) => !isDocument(one)) };
}

/** The order of keys in KV and R2. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function realFolder(folder: string): string {
  try {
    if (statSync(folder).isDirectory()) return realpathSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new UserError('unreadable-folder', `${folder} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, 'Check its permissions.');
    throw new UserError('no-data-folder', `There is no folder ${folder}, where the documents should be.`, 'Name the folder that holds the data of the running app with --from, for example a mounted volume.');
  }
  throw new UserError('not-a-folder', `${folder} is no folder.`, 'Name the folder that holds the data of the running app with --from.');
}

const leftOut = (file: string, code: LeftOutCode, detail: string, hides = false): Found => ({ path: file, code, detail, hides });

function* below(root: string, folder: string, levels: number): Generator<Found> {
  for (const { name, entry } of entriesOf(root, folder)) {
    if (name === null) {
      yield entry === null ? leftOut(folder, 'unreadable', 'its content cannot be listed', true) : leftOut(`${folder}${entry.name.toString('latin1')}`, 'unnameable', 'its name is no UTF-8, so no key can stand for it', true);
      continue;
    }
    const one = judge(root, `${folder}${name}`, entry);
    if ('code' in one || one.kind === 'file') yield one;
    else if (levels > 1) yield* below(root, `${one.path}/`, levels - 1);
  }
}

interface Entry {
  /** null: not UTF-8, or the whole folder cannot be listed. */
  name: string | null;
  entry: Dirent<Buffer> | null;
}

/** Names are read as bytes, because Node would replace what is no UTF-8 in silence. */
function entriesOf(root: string, folder: string): Entry[] {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return (readdirSync(path.join(root, folder), { withFileTypes: true, encoding: 'buffer' }) as unknown as Dirent<Buffer>[]).map((entry) => {
      try {
        return { name: utf8.decode(entry.name), entry };
      } catch {
        return { name: null, entry };
      }
    });
  } catch {
    return [{ name: null, entry: null }]; // Told as a row: the rest of the data can still go along.
  }
}

function judge(root: string, file: string, entry: Dirent<Buffer> | null): Found {
  if (entry?.isDirectory()) return { path: file, kind: 'folder' };
  if (entry?.isFile()) return { path: file, kind: 'file' };
  if (!entry?.isSymbolicLink()) return leftOut(file, 'no-file', 'it is a socket, a pipe or a device');
  return judgeLink(root, file);
}

function judgeLink(root: string, file: string): Found {
  try {
    const target = realpathSync(path.join(root, file));
    const stat = lstatSync(target);
    if (!target.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return leftOut(file, 'link-outside', `it is a link to ${target}, outside of the folder`, stat.isDirectory());
    if (stat.isFile()) return { path: file, kind: 'file' };
    if (stat.isDirectory()) return leftOut(file, 'link-to-folder', `it is a link to the folder ${target}, whose files go along under their own names only`, true);
    return leftOut(file, 'no-file', 'it is a link to a socket, a pipe or a device');
  } catch (error) {
    return leftOut(file, 'broken-link', `it is a link that leads nowhere (${(error as NodeJS.ErrnoException).code ?? 'error'})`, true);
  }
}
