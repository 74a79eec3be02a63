/** The text of the seam for a folder that is opened and gone through entry by entry, as fs.Dir is. Put together in seam.ts. */
import type { TextOptions, Texts } from './seam-operations.js';

export const FOLDER_TYPES = `‹type Told<Value> = (error: Error | null, value?: Value) => void;
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
}›`;

export const openFolderTexts = ({ path, pathOf }: TextOptions): Texts => ({
  'open-folder': {
    exports: 'openFolder',
    code: `// A folder to go through once, with what is in it when it is opened.
async function openFolder(folder‹: ${path}›, _options‹?: object›)‹: Promise<OpenFolder>› {
  const found = await adapter.entries(keyOf(folder), false).catch((error‹: NodeJS.ErrnoException›) => {
    throw Object.assign(error, { syscall: 'opendir', message: error.message.replace(', scandir ', ', opendir ') });
  });
  if (found === null) throw missing('opendir', folder);
  const parentPath = ${pathOf('folder')};
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
  const later = ‹<Value>›(work‹: () => Value›, told‹?: Told<Value>›)‹: any› => {
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
    read: (told‹?: Told<Entry | null>›) => later(readSync, told),
    readSync,
    close: (told‹?: Told<void>›) => later(closeSync, told),
    closeSync,
    entries,
    [Symbol.asyncIterator]: entries,
  };
}`,
  },
});
