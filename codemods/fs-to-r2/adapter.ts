/** The adapter for R2, the only file of a migrated app that imports `cloudflare:workers`. */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderPart, merged, needed } from '../storage/adapter-text.js';
import { inOrder } from '../storage/seam.js';

const r2Operations = (adapter: AdapterText): Record<string, NewModule['body'][number]> => {
  const bucket = `env.${adapter.binding}`;
  return {
    get: { exports: 'get', code: `async function get(key‹: string›) {
  const object = await ${bucket}.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}` },
    put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(\`the path \${key} is longer than the 1024 bytes of an R2 key\`);
  await ${bucket}.put(key, data);
}` },
    has: { exports: 'has', code: `async function has(key‹: string›) {
  ${adapter.folders ? `return (key !== '' && (await ${bucket}.head(key)) !== null) || (await isFolder(key));` : `return (await ${bucket}.head(key)) !== null;`}
}` },
    remove: { exports: 'remove', code: `async function remove(key‹: string›) {
  if ((await ${bucket}.head(key)) === null) return false;
  await ${bucket}.delete(key);
  return true;
}` },
    list: { exports: 'list', code: `// One level of a folder, a thousand names at a time.
async function list(key‹: string›)‹: Promise<string[] | null>› {
  const prefix = key === '' ? '' : \`\${key}/\`;
  const names‹: string[]› = [];
  let cursor‹: string | undefined›;
  do {
    const page = await ${bucket}.list({ prefix, delimiter: '/', cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)), ...page.delimitedPrefixes.map((folder) => folder.slice(prefix.length, -1)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
${adapter.emptyFoldersAreMissing ? '  if (names.length === 0) return null;\n' : ''}  return [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}` },
    rename: { exports: 'rename', code: `// A copy and a removal: another request can see both.
async function rename(from‹: string›, to‹: string›) {
  if (from === to) return (await ${bucket}.head(from)) !== null;
  if (!(await copy(from, to))) return false;
  await ${bucket}.delete(from);
  return true;
}` },
    copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  const object = await ${bucket}.get(from);
  if (object === null) return false;
  await ${bucket}.put(to, object.body);
  return true;
}` },
    stat: { exports: 'stat', code: `// What was moved here with its time keeps it, as rclone writes it (seconds), until it is written again.
async function stat(key‹: string›) {
  const object = key === '' ? null : await ${bucket}.head(key);
  const folder = object === null && (await isFolder(key));
  if (object === null && !folder) return null;
  const mtimeMs = Number(object?.customMetadata?.mtime) * 1000 || (object?.uploaded.getTime() ?? 0);
  return { size: object?.size ?? 0, mtimeMs, mtime: new Date(mtimeMs), isFile: () => !folder, isDirectory: () => folder };
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

const isFolder = (binding: string): string => `async function isFolder(key‹: string›) {
  const page = await env.${binding}.list({ prefix: key === '' ? '' : \`\${key}/\`, limit: 1 });
  return page.objects.length > 0;
}`;

export function r2Adapter(adapter: AdapterText): NewModule {
  const operations = new Set(needed(adapter.operations));
  if (operations.has('rename')) operations.add('copy');
  const used = inOrder(operations);
  const texts = r2Operations(adapter);
  const asksForFolders = used.includes('stat') || (adapter.folders && used.includes('has'));
  const buffers = used.some((operation) => ['get', 'put', 'list'].includes(operation));
  return {
    header: ['Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.'],
    imports: merged([...(buffers ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []), { kind: 'named', names: ['env'], from: 'cloudflare:workers' }, ...adapter.folder.imports]),
    body: [folderPart(adapter), ...(asksForFolders ? [{ code: isFolder(adapter.binding) }] : []), ...used.flatMap((operation) => texts[operation] ?? [])],
  };
}
