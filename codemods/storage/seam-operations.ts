/** The text of each operation of the seam that stands for one of fs: of one document, and of folders and several names. They are put together in seam.ts. */
import type { NewModule } from '../shared/render.js';

export type Texts = Record<string, NewModule['body'][number]>;

export interface TextOptions {
  /** Type of a path in TypeScript. */
  path: string;
  /** The path as text. */
  pathOf(name: string): string;
  /** File modes are handed to the disk. */
  modes: boolean;
}

/** The file mode, as one more argument of an adapter. */
export const modeArgument = ({ modes }: TextOptions): string => (modes ? ', modeOf(options)' : '');

function documentTexts(options: TextOptions): Texts {
  const { path } = options;
  return {
  get: {
    exports: 'get',
    code: `// Bytes, or text when an encoding is named.
‹async function get(file: ${path}, options: Text): Promise<string>;
export async function get(file: ${path}, options?: Options): Promise<Buffer>;
export ›async function get(file‹: ${path}›, options‹?: Options›)‹: Promise<string | Buffer>› {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}`,
  },
  'get-or-none': {
    exports: 'getOrNone',
    code: `// Looks for it and reads it at once: null where has would say no.
‹async function getOrNone(file: ${path}, options: Text): Promise<string | null>;
export async function getOrNone(file: ${path}, options?: Options): Promise<Buffer | null>;
export ›async function getOrNone(file‹: ${path}›, options‹?: Options›)‹: Promise<string | Buffer | null>› {
  const bytes = file ? await adapter.getOrNone(keyOf(file)) : null;
  const encoding = encodingOf(options);
  return bytes !== null && encoding ? bytes.toString(encoding) : bytes;
}`,
  },
  put: {
    exports: 'put',
    code: `async function put(file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.put(keyOf(file), bytesOf(data, options)${modeArgument(options)});
}`,
  },
  create: {
    exports: 'create',
    code: `// Writes only what is not there yet.
async function create(file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  const created = await adapter.create(keyOf(file), bytesOf(data, options)${modeArgument(options)});
  if (!created) throw Object.assign(new Error(\`EEXIST: file already exists, open '\${file}'\`), { errno: -17, code: 'EEXIST', syscall: 'open', path: file });
}`,
  },
  has: {
    exports: 'has',
    code: `async function has(file‹: ${path}›) {
  return file ? adapter.has(keyOf(file)) : false;
}`,
  },
  check: {
    exports: 'check',
    code: `async function check(file‹: ${path}›) {
  if (!(await adapter.has(keyOf(file)))) throw missing('access', file);
}`,
  },
  replace: {
    exports: 'replace',
    code: `// The whole document at once: nobody sees half of it.
async function replace(file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.replace(keyOf(file), bytesOf(data, options)${modeArgument(options)});
}`,
  },
  'put-through': {
    exports: 'putThrough',
    code: `// Under the name of a draft first, which is then given the name of the file: nobody sees half of it.
async function putThrough(draft‹: ${path}›, file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.putThrough(keyOf(draft), keyOf(file), bytesOf(data, options)${modeArgument(options)});
}`,
  },
  append: {
    exports: 'append',
    code: `async function append(file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.append(keyOf(file), bytesOf(data, options)${modeArgument(options)});
}`,
  },
  truncate: {
    exports: 'truncate',
    code: `async function truncate(file‹: ${path}›, length‹?: number›) {
  if (!(await adapter.truncate(keyOf(file), length ?? 0))) throw missing('open', file);
}`,
  },
  remove: {
    exports: 'remove',
    code: `async function remove(file‹: ${path}›, options‹?: { force?: boolean }›) {
  const removed = await adapter.remove(keyOf(file));
  if (!removed && !options?.force) throw missing(options ? 'lstat' : 'unlink', file);
}`,
  },
};
}

/** What reaches several documents: folders, moves, steps. */
const folderTexts = ({ path, pathOf }: TextOptions): Texts => ({
  'remove-all': {
    exports: 'removeAll',
    code: `// A document, or a folder with all that lies below it.
async function removeAll(file‹: ${path}›, options‹?: { force?: boolean; recursive?: boolean }›) {
  const removed = await adapter.removeAll(keyOf(file));
  if (!removed && !options?.force) throw missing('lstat', file);
}`,
  },
  entries: {
    exports: 'entries',
    code: `// What is in a folder, with all that lies below when asked for, level by level and sorted: names, or what a Dirent tells.
‹async function entries(folder: ${path}, options: { withFileTypes: true; recursive?: boolean }): Promise<Entry[]>;
export async function entries(folder: ${path}, options?: { withFileTypes?: false; recursive?: boolean }): Promise<string[]>;
export ›async function entries(folder‹: ${path}›, options‹?: { withFileTypes?: boolean; recursive?: boolean }›)‹: Promise<Entry[] | string[]>› {
  const found = await adapter.entries(keyOf(folder), options?.recursive === true);
  if (found === null) throw missing('scandir', folder);
  const depthOf = (name‹: string›) => name.split('/').length;
  const bytes = (name‹: string›) => Buffer.from(name.replaceAll('/', '\\0'));
  found.sort((a, b) => depthOf(a.name) - depthOf(b.name) || Buffer.compare(bytes(a.name), bytes(b.name)));
  if (!options?.withFileTypes) return found.map(({ name }) => name);
  return found.map(({ name, isFolder }) => ({
    name: path.basename(name),
    parentPath: path.join(${pathOf('folder')}, path.dirname(name)),
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
    isSymbolicLink: () => false,
  }));
}`,
  },
  list: {
    exports: 'list',
    code: `// Names of the documents and folders in a folder, sorted.
async function list(folder‹: ${path}›) {
  const names = await adapter.list(keyOf(folder));
  if (names === null) throw missing('scandir', folder);
  return names;
}`,
  },
  'make-folder': {
    exports: 'makeFolder',
    code: `async function makeFolder(folder‹: ${path}›, options‹?: { recursive?: boolean }›) {
  return adapter.makeFolder(keyOf(folder), options);
}`,
  },
  'make-folder-sync': {
    exports: 'makeFolderSync',
    code: `function makeFolderSync(folder‹: ${path}›, options‹?: { recursive?: boolean }›) {
  return adapter.makeFolderSync(keyOf(folder), options);
}`,
  },
  rename: {
    exports: 'rename',
    code: `async function rename(from‹: ${path}›, to‹: ${path}›) {
  if (!(await adapter.rename(keyOf(from), keyOf(to)))) throw missing('rename', from, to);
}`,
  },
  copy: {
    exports: 'copy',
    code: `async function copy(from‹: ${path}›, to‹: ${path}›) {
  if (!(await adapter.copy(keyOf(from), keyOf(to)))) throw missing('copyfile', from, to);
}`,
  },
  atomically: {
    exports: 'atomically',
    code: `// What reads, changes and writes back, as one step: it is done again when another request wrote in between.
async function atomically‹<T>›(work‹: () => Promise<T>›) {
  return adapter.atomically(work);
}`,
  },
  stat: {
    exports: 'stat',
    code: `async function stat(file‹: ${path}›) {
  const found = await adapter.stat(keyOf(file));
  if (found === null) throw missing('stat', file);
  return found;
}`,
  },
});

export const fsTexts = (options: TextOptions): Texts => ({ ...documentTexts(options), ...folderTexts(options) });
