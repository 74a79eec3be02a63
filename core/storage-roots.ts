/** Where paths begin that a store keeps as whole paths: settings and folders of which only the running program knows the place, and what each of them means on the disk and on Workers. Opens no file. */
import path from 'node:path';
import { z } from 'zod';

export const storageRoot = z.object({
  /** What it is called on the command line. */
  name: z.string(),
  /** As the plan writes it: `<userDir>`, `<env DATA_DIR|data>`, `data`. */
  path: z.string(),
  /** Relative to the program (or absolute), as far as the code or a person has said it. */
  folder: z.string().nullable().default(null),
  /** Documents, relative to the root; '' is the root itself, `../x` lies beside it. */
  include: z.array(z.string()),
  /** The path that the program gives it on Workers; null while nobody has said it. */
  workerPath: z.string().nullable().default(null),
});

export type StorageRoot = z.infer<typeof storageRoot>;

/** The key of a path on Workers, as the adapters make it: they run in /bundle, and resolve relative paths from /. */
export function workersKey(file: string): string {
  const windows = /^(?:[a-z]:[\\/]|\\\\)/i.test(file);
  const place = path.posix.resolve('/', windows ? `/${file.slice(0, 1).toUpperCase()}${file.slice(1)}`.replaceAll('\\', '/') : file);
  return place.replace(/^\/bundle(?=\/|$)/, '').slice(1);
}

export interface PlacedRoot {
  /** The folder on the disk that the patterns are relative to. */
  folder: string;
  include: string[];
  /** A key is this and the path inside the folder. */
  keyPrefix: string;
}

const prefixOf = (folder: string): string => (folder === '' || folder === '.' ? '' : `${folder}/`);

/** A root that is a file, or has documents beside it, is read from the folder that it lies in; null when it is called otherwise on Workers than on the disk. */
export function placedRoot({ include }: Pick<StorageRoot, 'include'>, place: string, workerPath: string, isFolder: boolean): PlacedRoot | null {
  const key = workersKey(workerPath);
  if (isFolder && !include.some((pattern) => pattern.startsWith('../'))) return { folder: place, include: include.filter((pattern) => pattern !== ''), keyPrefix: prefixOf(key) };
  const name = path.basename(place);
  if (path.posix.basename(key) !== name) return null;
  return { folder: path.dirname(place), include: include.map((pattern) => path.posix.join(name, pattern)), keyPrefix: prefixOf(path.posix.dirname(key)) };
}
