/** What the text of an adapter depends on, and the parts that all adapters share. */
import type { ModuleImport, NewModule } from '../shared/render.js';
import { inOrder } from './seam.js';

/** Imports that the expression of a folder needs, and the expression. */
export interface FolderText {
  imports: ModuleImport[];
  expression: string;
}

export interface AdapterText {
  operations: ReadonlySet<string>;
  /** Where the documents are, and keys begin; null: anywhere, and a key is the whole path. */
  folder: FolderText | null;
  /** Of whole paths: folders whose documents are in other stores. */
  elsewhere?: readonly FolderText[];
  /** Name of the binding on Workers. */
  binding: string;
  /** A folder without documents does not exist, rather than being empty. */
  emptyFoldersAreMissing: boolean;
  /** Paths that are folders may be looked for. */
  folders: boolean;
  /** Specifier of the module that answers requests with documents, beside the adapter of a store. */
  send?: string;
  /** Specifier of the module that gives the bindings; absent: Workers itself. */
  platform?: string;
}

/** What an adapter of a store tells of its keys: the folder that they begin in, or the key of a path. */
export const folderParts = (adapter: AdapterText): NewModule['body'] => (adapter.folder ? [{ code: `const folder = ${adapter.folder.expression};`, exports: 'folder' }] : wholeKeys((adapter.elsewhere ?? []).map(({ expression }) => expression)));

/** Imports of these parts. */
export const folderImports = ({ folder, elsewhere }: AdapterText): ModuleImport[] => (folder ? folder.imports : [{ kind: 'default', local: 'path', from: 'node:path' }, ...(elsewhere ?? []).flatMap(({ imports }) => imports)]);

const wholeKeys = (elsewhere: readonly string[]): NewModule['body'] => [
  {
    code: `// However a path is written it is one place: relative, with \`..\`, with a drive or the backslashes of Windows. Workers run
// in /bundle and resolve relative paths from /, so both are the working folder.
function placeOf(file‹: string›) {
  const windows = /^(?:[a-z]:[\\\\/]|\\\\\\\\)/i.test(file);
  const place = path.resolve(windows ? \`/\${file.slice(0, 1).toUpperCase()}\${file.slice(1)}\`.replaceAll('\\\\', '/') : file);
  return place.replace(/^\\/bundle(?=\\/|$)/, '') || '/';
}`,
  },
  ...(elsewhere.length > 0 ? [{ code: `// Folders whose documents are kept in other stores.\nconst elsewhere = [${elsewhere.join(', ')}];` }] : []),
  {
    exports: 'keyOf',
    code: `// The whole path, without the slash at its front.
function keyOf(file‹: string›) {
  const place = placeOf(file);
${elsewhere.length > 0 ? `  const other = elsewhere.find((folder) => !/^\\.\\.(?:\\/|$)/.test(path.relative(placeOf(folder), place)));
  if (other !== undefined) throw new Error(\`\${file} lies in \${other}, whose documents are kept in another store\`);
` : ''}  return place.slice(1);
}`,
  },
];

/** One import line per module, names joined. */
export function merged(imports: ModuleImport[]): ModuleImport[] {
  const out: ModuleImport[] = [];
  for (const one of imports) {
    const same = out.findIndex((other) => other.from === one.from && other.kind === one.kind);
    const before = out[same];
    if (before?.kind === 'named' && one.kind === 'named') out[same] = { ...before, names: [...new Set([...before.names, ...one.names])] };
    else if (!before) out.push(one);
  }
  return out;
}

/** Operations of the seam that are made of those of an adapter. */
const MADE_OF: Record<string, string[]> = {
  'check': ['has'],
  'open-folder': ['entries'],
  'output': ['put', 'make-folder'],
  'read-json': ['get'],
  'read-json-or-none': ['get-or-none'],
  'load-json': ['get'],
  'write-json': ['put'],
  'output-json': ['put', 'make-folder'],
  'ensure-folder': ['make-folder'],
  'ensure-folder-sync': ['make-folder-sync'],
  'ensure-file': ['has', 'put', 'make-folder'],
  'remove-tree': ['remove-all'],
  'empty-folder': ['make-folder', 'list', 'remove-all'],
  'stat-or-none': ['stat'],
  'move': ['has', 'rename', 'remove-all', 'make-folder'],
  'copy-all': ['has', 'copy-all'],
  'express-4': [],
};

/** Operations that an adapter needs for those of the seam. */
export function needed(operations: ReadonlySet<string>): string[] {
  return inOrder(new Set([...operations].flatMap((operation) => MADE_OF[operation] ?? [operation])));
}

/** Whether a path is looked for that may be a folder. */
export const looksForFolders = (adapter: AdapterText): boolean => adapter.folders || ['move', 'copy-all', 'change-mode', 'change-owner'].some((operation) => adapter.operations.has(operation));

/** Operations that a store's adapter needs, with those that it makes others of. */
export function storeOperations(adapter: AdapterText, madeOf: Readonly<Record<string, string[]>>): Set<string> {
  return withParts([...needed(adapter.operations), ...[...adapter.operations].filter((operation) => operation.startsWith('open-'))], madeOf);
}

/** Operations with those that they are made of, and what these are made of. */
export function withParts(operations: Iterable<string>, madeOf: Readonly<Record<string, readonly string[]>>): Set<string> {
  const found = new Set(operations);
  for (const operation of found) for (const other of madeOf[operation] ?? []) found.add(other);
  return found;
}

/** Where the disk gets a file mode, TypeScript wants a store to take it too. */
export const unusedMode = ({ operations }: AdapterText): string => (operations.has('modes') ? '‹, _mode?: number | string›' : '');

/** How a call that changes the store is written: on Workers it goes on when the answer is out before, because nobody may be waiting for it. */
export const keeping = (onWorkers: boolean) => (call: string): string => (onWorkers ? `kept(${call})` : call);

const KEPT: NewModule['body'][number] = {
  code: `// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept‹<T>›(work‹: Promise<T>›)‹: Promise<T>› {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}`,
};

/** Something in it is kept going. */
export const isKept = (body: NewModule['body']): boolean => body.some(({ code }) => /\b(?:kept|waitUntil)\(/.test(code));

/** With the function that keeps changes going, where one is. */
export const withKept = (body: NewModule['body']): NewModule['body'] => (body.some(({ code }) => code.includes('kept(')) ? [KEPT, ...body] : body);
