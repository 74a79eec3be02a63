/** The texts of the adapters: the disk, as the app always used it, and Workers KV, the only file that imports `cloudflare:workers`. */
import type { ModuleImport, NewModule } from '../shared/render.js';
import { inOrder } from './seam.js';

export interface AdapterText {
  operations: ReadonlySet<string>;
  /** Imports that the folder's expression needs, and the expression. */
  folder: { imports: ModuleImport[]; expression: string };
  /** Name of the KV binding. */
  binding: string;
  /** A folder without documents does not exist, rather than being empty. */
  emptyFoldersAreMissing: boolean;
  /** Paths that are folders may be looked for. */
  folders: boolean;
}

const folderPart = (adapter: AdapterText): NewModule['body'][number] => ({ code: `const folder = ${adapter.folder.expression};`, exports: 'folder' });

/** One import line per module, names joined. */
function merged(imports: ModuleImport[]): ModuleImport[] {
  const out: ModuleImport[] = [];
  for (const one of imports) {
    const same = out.findIndex((other) => other.from === one.from && other.kind === one.kind);
    const before = out[same];
    if (before?.kind === 'named' && one.kind === 'named') out[same] = { ...before, names: [...new Set([...before.names, ...one.names])] };
    else if (!before) out.push(one);
  }
  return out;
}

const DISK: Record<string, NewModule['body'][number]> = {
  get: { exports: 'get', code: `function get(key‹: string›) {
  return orNull(fs.promises.readFile(fileOf(key)));
}` },
  put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›) {
  await fs.promises.writeFile(fileOf(key), data);
}` },
  has: { exports: 'has', code: `async function has(key‹: string›) {
  return fs.existsSync(fileOf(key));
}` },
  remove: { exports: 'remove', code: `async function remove(key‹: string›) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
}` },
  list: { exports: 'list', code: `function list(key‹: string›) {
  return orNull(fs.promises.readdir(fileOf(key)));
}` },
  rename: { exports: 'rename', code: `async function rename(from‹: string›, to‹: string›) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}` },
  copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  return (await orNull(fs.promises.copyFile(fileOf(from), fileOf(to)))) !== null;
}` },
  stat: { exports: 'stat', code: `function stat(key‹: string›) {
  return orNull(fs.promises.stat(fileOf(key)));
}` },
  'make-folder': { exports: 'makeFolder', code: `function makeFolder(key‹: string›, options‹?: { recursive?: boolean }›) {
  return fs.promises.mkdir(fileOf(key), options);
}` },
  'make-folder-sync': { exports: 'makeFolderSync', code: `function makeFolderSync(key‹: string›, options‹?: { recursive?: boolean }›) {
  return fs.mkdirSync(fileOf(key), options);
}` },
};

const OR_NULL = `// What is not there is null instead of an error.
async function orNull‹<T>›(work‹: Promise<T>›) {
  try {
    return await work;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'ENOENT') return null;
    throw error;
  }
}`;

/** Operations that an adapter needs for those of the seam. */
function needed(operations: ReadonlySet<string>): string[] {
  const all = new Set(operations);
  if (all.has('check')) all.add('has');
  return inOrder(all).filter((operation) => operation !== 'check');
}

export function diskAdapter(adapter: AdapterText): NewModule {
  const used = needed(adapter.operations);
  const nullable = used.some((operation) => ['get', 'remove', 'list', 'rename', 'copy', 'stat'].includes(operation));
  return {
    header: ['Keeps the documents as files, as the app always did: everywhere but on Workers.'],
    imports: merged([{ kind: 'default', local: 'fs', from: 'node:fs' }, { kind: 'default', local: 'path', from: 'node:path' }, ...adapter.folder.imports]),
    body: [folderPart(adapter), { code: 'const fileOf = (key‹: string›) => path.join(folder, key);' }, ...(nullable ? [{ code: OR_NULL }] : []), ...used.flatMap((operation) => DISK[operation] ?? [])],
  };
}

const kvOperations = (adapter: AdapterText): Record<string, NewModule['body'][number]> => {
  const kv = `env.${adapter.binding}`;
  const stats = adapter.operations.has('stat');
  return {
    get: { exports: 'get', code: `async function get(key‹: string›) {
  const bytes = await ${kv}.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}` },
    put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(\`the path \${key} is longer than the 512 bytes of a KV key\`);
  await ${kv}.put(key, data${stats ? ', { metadata: { size: data.byteLength, mtimeMs: Date.now() } }' : ''});
}` },
    has: { exports: 'has', code: `async function has(key‹: string›) {
  const body = ${adapter.folders ? "key === '' ? null : " : ''}await ${kv}.get(key, 'stream');
  await body?.cancel();
  return body !== null${adapter.folders ? ' || (await isFolder(key))' : ''};
}` },
    remove: { exports: 'remove', code: `async function remove(key‹: string›) {
  const body = await ${kv}.get(key, 'stream');
  await body?.cancel();
  if (body === null) return false;
  await ${kv}.delete(key);
  return true;
}` },
    list: { exports: 'list', code: `// One level of a folder; KV lists everything below, a thousand keys at a time.
async function list(key‹: string›)‹: Promise<string[] | null>› {
  const prefix = key === '' ? '' : \`\${key}/\`;
  const names = new Set‹<string>›();
  let cursor‹: string | undefined›;
  do {
    const page = await ${kv}.list({ prefix, cursor });
    for (const { name } of page.keys) names.add(name.slice(prefix.length).split('/')[0]‹ as string›);
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
${adapter.emptyFoldersAreMissing ? '  if (names.size === 0) return null;\n' : ''}  return [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}` },
    rename: { exports: 'rename', code: `// A copy and a removal: another request can see both, or the old one.
async function rename(from‹: string›, to‹: string›) {
  if (!(await copy(from, to))) return false;
  if (from !== to) await ${kv}.delete(from);
  return true;
}` },
    copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  const bytes = await ${kv}.get(from, 'arrayBuffer');
  if (bytes === null) return false;
  await ${kv}.put(to, bytes${stats ? ', { metadata: { size: bytes.byteLength, mtimeMs: Date.now() } }' : ''});
  return true;
}` },
    stat: { exports: 'stat', code: `// Size and time stand in the metadata; what was put there by other means is measured, and has no time.
async function stat(key‹: string›) {
  const { value, metadata } = await ${kv}.getWithMetadata‹<{ size: number; mtimeMs: number }>›(key, 'arrayBuffer');
  const folder = value === null && (await isFolder(key));
  if (value === null && !folder) return null;
  const size = metadata?.size ?? value?.byteLength ?? 0;
  const mtimeMs = metadata?.mtimeMs ?? 0;
  return { size, mtimeMs, mtime: new Date(mtimeMs), isFile: () => !folder, isDirectory: () => folder };
}` },
    'make-folder': { exports: 'makeFolder', code: `// Folders come and go with the documents in them.
async function makeFolder(_key‹: string›, _options‹?: object›)‹: Promise<string | undefined>› {
  return undefined;
}` },
    'make-folder-sync': { exports: 'makeFolderSync', code: `// Folders come and go with the documents in them.
function makeFolderSync(_key‹: string›, _options‹?: object›)‹: string | undefined› {
  return undefined;
}` },
  };
};

/** Types for `cloudflare:workers`, in a project that has none of them or only the general ones. */
export function workersTypes(binding: string, hasWorkersTypes: boolean): string {
  if (hasWorkersTypes) return `// The binding of documents.kv.ts; \`wrangler types\` declares it too, and then this file can go.
declare namespace Cloudflare {
  interface Env {
    ${binding}: KVNamespace;
  }
}
`;
  return `// The part of Workers KV that documents.kv.ts uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:workers' {
  interface Namespace {
    get(key: string, type: 'arrayBuffer'): Promise<ArrayBuffer | null>;
    get(key: string, type: 'stream'): Promise<ReadableStream | null>;
    getWithMetadata<T>(key: string, type: 'arrayBuffer'): Promise<{ value: ArrayBuffer | null; metadata: T | null }>;
    put(key: string, value: ArrayBuffer | ArrayBufferView, options?: { metadata?: unknown }): Promise<void>;
    delete(key: string): Promise<void>;
    list(options: { prefix?: string; cursor?: string; limit?: number }): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
  }
  export const env: { ${binding}: Namespace };
}
`;
}

const isFolder = (binding: string): string => `async function isFolder(key‹: string›) {
  const page = await env.${binding}.list({ prefix: key === '' ? '' : \`\${key}/\`, limit: 1 });
  return page.keys.length > 0;
}`;

export function kvAdapter(adapter: AdapterText): NewModule {
  const operations = new Set(needed(adapter.operations));
  if (operations.has('rename')) operations.add('copy');
  const used = inOrder(operations);
  const texts = kvOperations(adapter);
  const asksForFolders = used.includes('stat') || (adapter.folders && used.includes('has'));
  const buffers = used.some((operation) => ['get', 'put', 'list'].includes(operation));
  return {
    header: ['Keeps the documents in Workers KV; the only file that knows Cloudflare.', 'A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.'],
    imports: merged([...(buffers ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []), { kind: 'named', names: ['env'], from: 'cloudflare:workers' }, ...adapter.folder.imports]),
    body: [folderPart(adapter), ...(asksForFolders ? [{ code: isFolder(adapter.binding) }] : []), ...used.flatMap((operation) => texts[operation] ?? [])],
  };
}
