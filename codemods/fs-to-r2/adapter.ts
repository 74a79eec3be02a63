/** The adapter for R2, the only file of a migrated app that knows the bindings: those of `cloudflare:workers`, or in a Container what stands in for them (s3.ts). */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderImports, folderParts, isKept, keeping, looksForFolders, merged, storeOperations, unusedMode, withKept } from '../storage/adapter-text.js';
import { ANSWERS_MADE_OF, answerImports, pieceTexts, storeAnswers } from '../storage/answers.js';
import { formImports, formParts, formTypes, storeForms } from '../storage/forms.js';
import { inOrder } from '../storage/seam.js';
import { handleParts } from '../storage/store-handles.js';
import { type WriteStreamText, draftParts, removesDrafts, storeStreams } from '../storage/store-streams.js';
import { ASKS_FOR_FOLDERS, LISTS_BELOW, LOOKS, STORE_MADE_OF, storeImports, storeTexts } from '../storage/store-texts.js';
import { UPLOADS_MADE_OF, storeUploads, uploadImports, uploadTypes } from '../storage/uploads.js';
import { r2Content, r2Pieces, r2WriteStream } from './streams.js';

const MADE_OF = { ...STORE_MADE_OF, append: ['get', 'put', 'atomically'], truncate: ['get', 'put', 'atomically'], ...ANSWERS_MADE_OF, ...UPLOADS_MADE_OF };

const r2Operations = (adapter: AdapterText, steps: boolean, text: WriteStreamText): Record<string, NewModule['body'][number]> => {
  const bucket = `env.${adapter.binding}`;
  const [keep, folders] = [keeping(text.onWorkers), looksForFolders(adapter)];
  /** Looks a key up; in a step it is kept what was seen. */
  const seen = (look: string): string => (steps ? `seen(key, await ${bucket}.${look}(key))` : `await ${bucket}.${look}(key)`);
  return {
    ...storeStreams(adapter), ...storeUploads, ...storeForms,
    'write-stream': r2WriteStream(text, bucket),
    ...storeTexts(adapter, (key) => keep(`${bucket}.delete(${key})`)),
    get: { exports: 'get', code: `async function get(key‹: string›) {
  const object = ${seen('get')};
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}` },
    put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(\`the path \${key} is longer than the 1024 bytes of an R2 key\`);
  ${steps ? 'await write(key, data)' : `await ${keep(`${bucket}.put(key, data)`)}`};
}` },
    create: { exports: 'create', code: `async function create(key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  if (Buffer.byteLength(key) > 1024) throw new RangeError(\`the path \${key} is longer than the 1024 bytes of an R2 key\`);
  return (await ${keep(`${bucket}.put(key, data, { onlyIf: { etagDoesNotMatch: '*' } })`)}) !== null;
}` },
    has: { exports: 'has', code: `async function has(key‹: string›) {
  ${folders ? `return (key !== '' && (${seen('head')}) !== null) || (await isFolder(key));` : `return (${seen('head')}) !== null;`}
}` },
    remove: { exports: 'remove', code: `async function remove(key‹: string›) {
${removesDrafts(text.used) ? '  const isDraft = removeDrafts(key);\n' : ''}  if ((await ${keep(`${bucket}.head(key)`)}) === null) return ${removesDrafts(text.used) ? 'isDraft' : 'false'};
  await ${keep(`${bucket}.delete(key)`)};
  return true;
}` },
    'remove-all': { exports: 'removeAll', code: `async function removeAll(key‹: string›) {
  const names = (await below(key === '' ? '' : \`\${key}/\`)).map((name) => (key === '' ? name : \`\${key}/\${name}\`));
  for (let from = 0; from < names.length; from += 1000) await ${keep(`${bucket}.delete(names.slice(from, from + 1000))`)};
  return (key !== '' && (await remove(key))) || names.length > 0;
}` },
    ...pieceTexts(adapter, `const object = await ${bucket}.get(key, { range: { offset, length } });`, 'object', 'Readable.fromWeb(object.body‹ as never›)'),
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
    append: { exports: 'append', code: `// Read, added to and written back, again when another request wrote in between.
async function append(key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  await atomically(async () => {
    const before = await get(key);
    await put(key, before === null ? data : Buffer.concat([before, data]));
  });
}` },
    truncate: { exports: 'truncate', code: `async function truncate(key‹: string›, length‹: number›) {
  return atomically(async () => {
    const before = await get(key);
    if (before === null) return false;
    const after = Buffer.alloc(length);
    before.copy(after);
    await put(key, after);
    return true;
  });
}` },
    'change-times': { exports: 'changeTimes', code: `// Only the time of the last change is kept; the document is written anew with it.
async function changeTimes(key‹: string›, _accessed‹: number | string | Date›, changed‹: number | string | Date›) {
  const object = key === '' ? null : await ${bucket}.get(key);
  if (object === null) return isFolder(key);
  const mtime = String(changed instanceof Date ? changed.getTime() / 1000 : Number(changed));
  await ${keep(`${bucket}.put(key, object.body, { onlyIf: { etagMatches: object.etag }, customMetadata: { ...object.customMetadata, mtime } })`)};
  return true;
}` },
    copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  ${steps ? `const data = step.getStore()?.drafts.get(from) ?? (await ${bucket}.get(from))?.body;
  if (!data) return false;
  await write(to, data);` : `const object = await ${keep(`${bucket}.get(from)`)};
  if (object === null) return false;
  await ${keep(`${bucket}.put(to, object.body)`)};`}
  return true;
}` },
    stat: { exports: 'stat', code: `// What was moved here with its time keeps it, as rclone writes it (seconds), until it is written again.
async function stat(key‹: string›) {
  const object = key === '' ? null : ${seen('head')};
  const folder = object === null && (await isFolder(key));
  if (object === null && !folder) return null;
  const mtimeMs = Number(object?.customMetadata?.mtime) * 1000 || (object?.uploaded.getTime() ?? 0);
  return { size: object?.size ?? 0, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false };
}` },
  };
};

const isFolder = (binding: string): string => `async function isFolder(key‹: string›) {
  const page = await env.${binding}.list({ prefix: key === '' ? '' : \`\${key}/\`, limit: 1 });
  return page.objects.length > 0;
}`;

const STEPS = (binding: string, keep: (work: string) => string): NewModule['body'] => [
  { code: `// What a step has seen of each key: its version, or that there is none; and what it has written itself beside that, such as a draft
// that is given its name afterwards: another request may write a draft of the same name.
const step = new AsyncLocalStorage‹<{ versions: Map<string, string | null>; drafts: Map<string, ArrayBufferView> }>›();
const CONFLICT = new Error('another request wrote in between');` },
  { code: `function seen‹<T extends { etag: string }>›(key‹: string›, object‹: T | null›) {
  const versions = step.getStore()?.versions;
  if (versions && !versions.has(key)) versions.set(key, object?.etag ?? null);
  return object;
}` },
  { code: `// In a step, a key that was seen is written only as long as it is as it was.
async function write(key‹: string›, data‹: ArrayBufferView | ReadableStream›) {
  const { versions, drafts } = step.getStore() ?? {};
  const version = versions?.get(key);
  if (!versions || version === undefined) {
    if (ArrayBuffer.isView(data)) drafts?.set(key, data);
    await ${keep(`env.${binding}.put(key, data)`)};
    return;
  }
  const written = await ${keep(`env.${binding}.put(key, data, { onlyIf: version === null ? { etagDoesNotMatch: '*' } : { etagMatches: version } })`)};
  if (written === null) throw CONFLICT;
  versions.set(key, written.etag);
}` },
  { exports: 'atomically', code: `// Done again with what the others wrote, up to twenty times, each time after a longer pause.
async function atomically‹<T>›(work‹: () => Promise<T>›)‹: Promise<T>› {
  if (step.getStore()) return work();
  for (let attempt = 1; ; attempt++) {
    try {
      return await step.run({ versions: new Map(), drafts: new Map() }, work);
    } catch (error) {
      if (error !== CONFLICT || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1000, 10 * 2 ** attempt)));
    }
  }
}` },
];

const below = (binding: string): string => `// All that lies below a prefix, a thousand names at a time.
async function below(prefix‹: string›)‹: Promise<string[]>› {
  const names‹: string[]› = [];
  let cursor‹: string | undefined›;
  do {
    const page = await env.${binding}.list({ prefix, cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return names;
}`;

export function r2Adapter(adapter: AdapterText): NewModule {
  const used = inOrder(storeOperations(adapter, MADE_OF));
  const steps = used.includes('atomically');
  const text = { used, onWorkers: adapter.platform === undefined };
  const texts = r2Operations(adapter, steps, text);
  const some = (which: RegExp): boolean => used.some((operation) => which.test(operation));
  const asksForFolders = some(ASKS_FOR_FOLDERS) || (looksForFolders(adapter) && some(LOOKS));
  const body: NewModule['body'] = [
    ...uploadTypes(adapter.operations),
    ...formTypes(adapter.operations),
    ...folderParts(adapter),
    ...(steps ? STEPS(adapter.binding, keeping(text.onWorkers)) : []),
    ...(some(LISTS_BELOW) ? [{ code: below(adapter.binding) }] : []),
    ...(asksForFolders ? [{ code: isFolder(adapter.binding) }] : []),
    ...(used.includes('read-stream') ? [{ code: r2Pieces(`env.${adapter.binding}`, steps ? `seen(key, await env.${adapter.binding}.get(key))` : `await env.${adapter.binding}.get(key)`) }] : []),
    ...(used.includes('open') ? [{ code: r2Content(`env.${adapter.binding}`, steps ? `seen(key, await env.${adapter.binding}.get(key))` : `await env.${adapter.binding}.get(key)`) }, ...handleParts(adapter)] : []),
    ...formParts(adapter.operations),
    ...draftParts(text),
    ...used.flatMap((operation) => texts[operation] ?? []),
    ...storeAnswers(adapter.operations),
  ];
  return {
    header: ['Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.'],
    imports: merged([
      ...(some(/^(?:get|put|create|list|open)$/) ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
      ...(steps ? [{ kind: 'named' as const, names: ['AsyncLocalStorage'], from: 'node:async_hooks' }] : []),
      ...storeImports(used, adapter),
      { kind: 'named', names: ['env', ...(isKept(body) ? ['waitUntil'] : [])], from: adapter.platform ?? 'cloudflare:workers' },
      ...formImports(adapter.operations),
      ...answerImports(adapter),
      ...uploadImports(adapter.operations),
      ...folderImports(adapter),
    ]),
    body: withKept(body),
  };
}
