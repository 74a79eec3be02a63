/** The adapter for Workers KV, the only file of a migrated app that imports `cloudflare:workers`. */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderImports, folderParts, isKept, keeping, looksForFolders, merged, storeOperations, unusedMode, withKept } from '../storage/adapter-text.js';
import { ANSWERS_MADE_OF, answerImports, pieceTexts, storeAnswers } from '../storage/answers.js';
import { formImports, formParts, formTypes, storeForms } from '../storage/forms.js';
import { inOrder } from '../storage/seam.js';
import { handleParts } from '../storage/store-handles.js';
import { type WriteStreamText, draftParts, removesDrafts, storeStreams } from '../storage/store-streams.js';
import { ASKS_FOR_FOLDERS, LISTS_BELOW, LOOKS, STORE_MADE_OF, storeImports, storeTexts } from '../storage/store-texts.js';
import { UPLOADS_MADE_OF, storeUploads, uploadImports, uploadTypes } from '../storage/uploads.js';
import { kvContent, kvPieces, kvWriteStream } from './streams.js';

const MADE_OF = { ...STORE_MADE_OF, truncate: ['get', 'put'], ...ANSWERS_MADE_OF, ...UPLOADS_MADE_OF };

const kvOperations = (adapter: AdapterText, text: WriteStreamText): Record<string, NewModule['body'][number]> => {
  const kv = `env.${adapter.binding}`;
  const keep = keeping(true);
  const stats = ['stat', 'stat-or-none', 'lstat', 'change-times', 'send', 'download', 'serve', 'open-stat'].some((operation) => adapter.operations.has(operation));
  const folders = looksForFolders(adapter);
  return {
    ...storeStreams(adapter),
    ...storeUploads,
    ...storeForms,
    'write-stream': kvWriteStream(text, kv),
    ...storeTexts(adapter, (key) => keep(`${kv}.delete(${key})`)),
    get: { exports: 'get', code: `async function get(key‹: string›) {
  const bytes = await ${kv}.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}` },
    put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(\`the path \${key} is longer than the 512 bytes of a KV key\`);
  await ${keep(`${kv}.put(key, data${stats ? ', { metadata: { size: data.byteLength, mtimeMs: Date.now() } }' : ''})`)};
}` },
    ...pieceTexts(adapter, `const bytes = await ${kv}.get(key, 'arrayBuffer'); // KV gives a document as a whole.`, 'bytes', 'Readable.from([Buffer.from(bytes, offset, length)])'),
    has: { exports: 'has', code: `async function has(key‹: string›) {
  const body = ${folders ? "key === '' ? null : " : ''}await ${kv}.get(key, 'stream');
  await body?.cancel();
  return body !== null${folders ? ' || (await isFolder(key))' : ''};
}` },
    remove: { exports: 'remove', code: `async function remove(key‹: string›) {
${removesDrafts(text.used) ? '  const isDraft = removeDrafts(key);\n' : ''}  const body = await ${keep(`${kv}.get(key, 'stream')`)};
  await body?.cancel();
  if (body === null) return ${removesDrafts(text.used) ? 'isDraft' : 'false'};
  await ${keep(`${kv}.delete(key)`)};
  return true;
}` },
    'remove-all': { exports: 'removeAll', code: `async function removeAll(key‹: string›) {
  const names = (await below(key === '' ? '' : \`\${key}/\`)).map((name) => (key === '' ? name : \`\${key}/\${name}\`));
  for (const name of names) await ${keep(`${kv}.delete(name)`)};
  return (key !== '' && (await remove(key))) || names.length > 0;
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
    truncate: { exports: 'truncate', code: `async function truncate(key‹: string›, length‹: number›) {
  const before = await get(key);
  if (before === null) return false;
  const after = Buffer.alloc(length);
  before.copy(after);
  await put(key, after);
  return true;
}` },
    'change-times': { exports: 'changeTimes', code: `// Only the time of the last change is kept; the document is written anew with it.
async function changeTimes(key‹: string›, _accessed‹: number | string | Date›, changed‹: number | string | Date›) {
  const bytes = key === '' ? null : await ${kv}.get(key, 'arrayBuffer');
  if (bytes === null) return isFolder(key);
  await ${keep(`${kv}.put(key, bytes, { metadata: { size: bytes.byteLength, mtimeMs: changed instanceof Date ? changed.getTime() : Number(changed) * 1000 } })`)};
  return true;
}` },
    copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  const bytes = await ${keep(`${kv}.get(from, 'arrayBuffer')`)};
  if (bytes === null) return false;
  await ${keep(`${kv}.put(to, bytes${stats ? ', { metadata: { size: bytes.byteLength, mtimeMs: Date.now() } }' : ''})`)};
  return true;
}` },
    stat: { exports: 'stat', code: `// Size and time stand in the metadata; what was put there by other means is measured, and has no time.
async function stat(key‹: string›) {
  const { value, metadata } = await ${kv}.getWithMetadata‹<{ size: number; mtimeMs: number }>›(key, 'arrayBuffer');
  const folder = value === null && (await isFolder(key));
  if (value === null && !folder) return null;
  const size = metadata?.size ?? value?.byteLength ?? 0;
  const mtimeMs = metadata?.mtimeMs ?? 0;
  return { size, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false };
}` },
  };
};

const isFolder = (binding: string): string => `async function isFolder(key‹: string›) {
  const page = await env.${binding}.list({ prefix: key === '' ? '' : \`\${key}/\`, limit: 1 });
  return page.keys.length > 0;
}`;

const below = (binding: string): string => `// All that lies below a prefix; KV lists a thousand keys at a time.
async function below(prefix‹: string›)‹: Promise<string[]>› {
  const names‹: string[]› = [];
  let cursor‹: string | undefined›;
  do {
    const page = await env.${binding}.list({ prefix, cursor });
    names.push(...page.keys.map((key) => key.name.slice(prefix.length)));
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
  return names;
}`;

export function kvAdapter(adapter: AdapterText): NewModule {
  const used = inOrder(storeOperations(adapter, MADE_OF));
  const text = { used, onWorkers: true };
  const texts = kvOperations(adapter, text);
  const some = (which: RegExp): boolean => used.some((operation) => which.test(operation));
  const asksForFolders = some(ASKS_FOR_FOLDERS) || (looksForFolders(adapter) && some(LOOKS));
  const body: NewModule['body'] = [
    ...uploadTypes(adapter.operations),
    ...formTypes(adapter.operations),
    ...folderParts(adapter),
    ...(some(LISTS_BELOW) ? [{ code: below(adapter.binding) }] : []),
    ...(asksForFolders ? [{ code: isFolder(adapter.binding) }] : []),
    ...(used.includes('read-stream') ? [{ code: kvPieces }] : []),
    ...(used.includes('open') ? [{ code: kvContent(`env.${adapter.binding}`) }, ...handleParts(adapter)] : []),
    ...formParts(adapter.operations),
    ...draftParts(text),
    ...used.flatMap((operation) => texts[operation] ?? []),
    ...storeAnswers(adapter.operations),
  ];
  return {
    header: ['Keeps the documents in Workers KV; the only file that knows Cloudflare.', 'A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.'],
    imports: merged([
      ...(some(/^(?:get|put|list|piece|open)$/) ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
      ...storeImports(used, adapter),
      { kind: 'named', names: ['env', ...(isKept(body) ? ['waitUntil'] : [])], from: 'cloudflare:workers' },
      ...formImports(adapter.operations),
      ...answerImports(adapter),
      ...uploadImports(adapter.operations),
      ...folderImports(adapter),
    ]),
    body: withKept(body),
  };
}
