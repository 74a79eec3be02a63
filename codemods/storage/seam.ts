/** The text of the seam: the one file through which the app reaches its documents. Only the operations that are used stand in it. */
import type { ModuleImport, NewModule } from '../shared/render.js';

export interface SeamText {
  /** Operations of the seam, as in core/storage-operations, and `make-folder-sync`. */
  operations: ReadonlySet<string>;
  /** For the comment at the top. */
  documents: string[];
  /** Import specifier of the adapter. */
  adapter: string;
  /** Name of the store on Workers. */
  store: string;
  /** Paths may be file URLs. */
  urls: boolean;
}

const HEADER = (seam: SeamText): string[] => [
  `Documents that outlive a request: ${seam.documents.join(', ')}.`,
  'Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes',
  `are kept is the business of the adapter: package.json "imports" picks the disk, or ${seam.store} on Workers.`,
];

const KEY = (urls: boolean): NewModule['body'] => [
  ...(urls ? [{ code: 'const pathOf = (file‹: string | URL›) => (file instanceof URL ? fileURLToPath(file) : file);' }] : []),
  { code: `const keyOf = (file‹: ${urls ? 'string | URL' : 'string'}›) => path.relative(adapter.folder, ${urls ? 'pathOf(file)' : 'file'}).split(path.sep).join('/');` },
];

const missing = (path: string, two: boolean): string => (two
  ? `// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall‹: string›, file‹: ${path}›, dest‹?: ${path}›) {
  const message = \`ENOENT: no such file or directory, \${syscall} '\${file}'\${dest ? \` -> '\${dest}'\` : ''}\`;
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}`
  : `// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall‹: string›, file‹: ${path}›) {
  const message = \`ENOENT: no such file or directory, \${syscall} '\${file}'\`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}`);

const ENCODING = `const encodingOf = (options‹?: Options›) => (typeof options === 'string' ? options : options?.encoding);`;

const OPTIONS_TYPE = `type Text = BufferEncoding | { encoding: BufferEncoding; flag?: string };
type Options = Text | { encoding?: null; flag?: string } | null;`;

/** `path` is the type of a path in TypeScript. */
const operationTexts = (path: string): Record<string, NewModule['body'][number]> => ({
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
  put: {
    exports: 'put',
    code: `async function put(file‹: ${path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.put(keyOf(file), typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);
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
  remove: {
    exports: 'remove',
    code: `async function remove(file‹: ${path}›, options‹?: { force?: boolean }›) {
  const removed = await adapter.remove(keyOf(file));
  if (!removed && !options?.force) throw missing(options ? 'lstat' : 'unlink', file);
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
  stat: {
    exports: 'stat',
    code: `async function stat(file‹: ${path}›) {
  const found = await adapter.stat(keyOf(file));
  if (found === null) throw missing('stat', file);
  return found;
}`,
  },
});

const ORDER = ['get', 'put', 'has', 'check', 'remove', 'list', 'rename', 'copy', 'stat', 'make-folder', 'make-folder-sync'];

/** Operations in the order in which they stand in every file of the seam. */
export const inOrder = (operations: ReadonlySet<string>): string[] => ORDER.filter((operation) => operations.has(operation));

export function seamModule(seam: SeamText): NewModule {
  const used = inOrder(seam.operations);
  const encodes = used.includes('get') || used.includes('put');
  const fails = used.some((operation) => !['put', 'has', 'make-folder', 'make-folder-sync'].includes(operation));
  const path = seam.urls ? 'string | URL' : 'string';
  const texts = operationTexts(path);
  const imports: ModuleImport[] = [
    ...(used.includes('put') ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
    { kind: 'default', local: 'path', from: 'node:path' },
    ...(seam.urls ? [{ kind: 'named' as const, names: ['fileURLToPath'], from: 'node:url' }] : []),
    { kind: 'namespace', local: 'adapter', from: seam.adapter },
  ];
  return {
    header: HEADER(seam),
    imports,
    body: [
      ...(encodes ? [{ code: `‹${OPTIONS_TYPE}›` }] : []),
      ...KEY(seam.urls),
      ...(fails ? [{ code: missing(path, used.includes('rename') || used.includes('copy')) }] : []),
      ...(encodes ? [{ code: ENCODING }] : []),
      ...used.flatMap((operation) => texts[operation] ?? []),
    ],
  };
}
