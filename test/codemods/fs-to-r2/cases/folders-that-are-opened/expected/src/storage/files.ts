// Documents that outlive a request: data/boats/*.json.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#files-adapter';

type Text = BufferEncoding | { encoding: BufferEncoding; flag?: string };
type Options = Text | { encoding?: null; flag?: string } | null;

type Entry = { name: string; parentPath: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };

type Told<Value> = (error: Error | null, value?: Value) => void;
export interface OpenFolder {
  readonly path: string;
  read(): Promise<Entry | null>;
  read(told: Told<Entry | null>): void;
  readSync(): Entry | null;
  close(): Promise<void>;
  close(told: Told<void>): void;
  closeSync(): void;
  entries(): AsyncGenerator<Entry, void>;
  [Symbol.asyncIterator](): AsyncGenerator<Entry, void>;
}

const keyOf = (file: string) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall: string, file: string) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options?: { encoding?: BufferEncoding | null } | BufferEncoding | null) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data: string | Uint8Array, options?: { encoding?: BufferEncoding | null } | BufferEncoding | null) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

export async function put(file: string, data: string | Uint8Array, options?: Options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}

// A folder to go through once, with what is in it when it is opened.
export async function openFolder(folder: string, _options?: object): Promise<OpenFolder> {
  const found = await adapter.entries(keyOf(folder), false).catch((error: NodeJS.ErrnoException) => {
    throw Object.assign(error, { syscall: 'opendir', message: error.message.replace(', scandir ', ', opendir ') });
  });
  if (found === null) throw missing('opendir', folder);
  const parentPath = folder;
  const rest = found.map(({ name, isFolder }) => ({ name, parentPath, isFile: () => !isFolder, isDirectory: () => isFolder, isSymbolicLink: () => false }));
  let isOpen = true;
  const checked = () => {
    if (!isOpen) throw Object.assign(new Error('Directory handle was closed'), { code: 'ERR_DIR_CLOSED' });
  };
  const readSync = () => {
    checked();
    return rest.shift() ?? null;
  };
  const closeSync = () => {
    checked();
    isOpen = false;
  };
  const later = <Value>(work: () => Value, told?: Told<Value>): any => {
    const done = Promise.resolve().then(work);
    return told ? void done.then((value) => setImmediate(told, null, value), (error) => setImmediate(told, error)) : done;
  };
  async function* entries() {
    try {
      for (let entry = readSync(); entry !== null; entry = readSync()) yield entry;
    } finally {
      closeSync();
    }
  }
  return {
    path: parentPath,
    read: (told?: Told<Entry | null>) => later(readSync, told),
    readSync,
    close: (told?: Told<void>) => later(closeSync, told),
    closeSync,
    entries,
    [Symbol.asyncIterator]: entries,
  };
}
