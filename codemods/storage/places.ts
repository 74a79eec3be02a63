/**
 * Between the seam and the adapters on Workers, where some calls reach what moved as well as what did not: the path says which of the few places there it is. Under /tmp is the
 * disk of the request, what the bundle ships is read from there, and whatever else is written is in the store: nothing else keeps a file.
 */
import type { NewModule } from '../shared/render.js';
import { needed, withParts } from './adapter-text.js';
import { seamFunction } from './calls.js';
import { ANSWERS_MADE_OF, answerImports, storeAnswers } from './answers.js';
import { UPLOADS_MADE_OF, storeUploads, uploadImports, uploadTypes } from './uploads.js';
import { inOrder } from './seam.js';

type Part = NewModule['body'][number];

/** Operations of the adapters that these are made of. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = { 'rename': ['copy', 'get', 'put', 'remove', 'stat', 'has'], 'copy': ['get', 'put'], 'put-through': ['put'], 'copy-all': ['copy', 'get', 'put', 'has', 'stat', 'entries', 'make-folder'], ...ANSWERS_MADE_OF, ...UPLOADS_MADE_OF, 'piece': ['has', 'get'] };

/** Calls of the seam as before, and what the paths are told apart with. */
export const withPlaces = (operations: ReadonlySet<string>): Set<string> => (operations.has('mixed') ? withParts([...operations, ...openedBy(operations), ...needed(operations)], MADE_OF) : new Set(operations));

const ONE_ARGUMENT = /^(?:get|get-or-none|remove|remove-all|remove-folder|stat|lstat|real-path)$/;

/** Parameters of an operation, those that it hands on, and the same after the key in a call. */
function parametersOf(operation: string): { declared: string; passed: string } {
  return ONE_ARGUMENT.test(operation) ? { declared: 'key‹: string›', passed: '' } : { declared: `key‹: string›, ...rest‹: Rest<typeof store.${seamFunction(operation)}>›`, passed: ', ...rest' };
}

/** Nothing that ships is written or removed, so the path is enough. */
const byPath = (operation: string): Part => {
  const [name, { declared, passed }] = [seamFunction(operation), parametersOf(operation)];
  return { exports: name, code: `function ${name}(${declared}) {
  return isScratch(key) ? disk.${name}(onDisk(key)${passed}) : store.${name}(key${passed});
}` };
};

/** What the store does not have may ship with the code. */
const orShipped = (operation: string): Part => {
  const name = seamFunction(operation);
  return { exports: name, code: `async function ${name}(key‹: string›) {
  if (isScratch(key)) return disk.${name}(onDisk(key));
  return (await store.${name}(key)) ?? disk.${name}(shipped(key));
}` };
};

/** The other side of these is a file of the machine already. */
const ofStore = (operation: string): Part => ({ exports: seamFunction(operation), code: `const ${seamFunction(operation)} = store.${seamFunction(operation)};` });

const TEXTS: Record<string, Part> = {
  has: { exports: 'has', code: `async function has(key‹: string›) {
  if (isScratch(key)) return disk.has(onDisk(key));
  return (await store.has(key)) || disk.has(shipped(key));
}` },
  list: { exports: 'list', code: `async function list(key‹: string›) {
  const kept = isScratch(key) ? await disk.list(onDisk(key)) : await store.list(key);
  const ships = isScratch(key) ? null : await disk.list(shipped(key));
  if (kept === null && ships === null) return null;
  return [...new Set([...(kept ?? []), ...(ships ?? [])])].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}` },
  entries: { exports: 'entries', code: `async function entries(key‹: string›, recursive‹: boolean›) {
  if (isScratch(key)) return entriesOnDisk(onDisk(key), recursive);
  const [kept, ships] = [await store.entries(key, recursive), await entriesOnDisk(shipped(key), recursive)];
  if (kept === null || ships === null) return kept ?? ships;
  return [...kept, ...ships.filter(({ name }) => !kept.some((entry) => entry.name === name))];
}` },
  'put-through': { exports: 'putThrough', code: `// Nobody but this request sees its disk, and a store needs no draft.
function putThrough(_draft‹: string›, key‹: string›, ...rest‹: Rest<typeof store.put>›) {
  return put(key, ...rest);
}` },
  'write-stream': { exports: 'writeStream', code: `// The disk of Workers writes over what is there without making it shorter.
function writeStream(key‹: string›, options‹?: Rest<typeof store.writeStream>[0]›) {
  if (!isScratch(key)) return store.writeStream(key, options);
  fs.rmSync(onDisk(key), { force: true });
  return disk.writeStream(onDisk(key), options);
}` },
  open: { exports: 'open', code: `async function open(key‹: string›, flags‹?: string›, mode‹?: number | string›) {
  if (isScratch(key)) return store.open(onDisk(key), flags, mode, diskOfRequest);
  return (await store.open(key, flags, mode)) ?? store.open(shipped(key), flags, mode, diskOfRequest);
}` },
  piece: { code: `// A part of a file, as a stream.
async function piece(key‹: string›, offset‹: number›, length‹: number›) {
  if (!isScratch(key) && (await store.has(key))) return store.piece(key, offset, length);
  const bytes = await get(key);
  if (bytes === null) throw Object.assign(new Error(\`ENOENT: no such file or directory, open '\${key}'\`), { code: 'ENOENT', status: 404, statusCode: 404 });
  return Readable.from([bytes.subarray(offset, offset + length)]);
}` },
  copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  if (!isScratch(from) && !isScratch(to) && (await store.copy(from, to))) return true;
  const data = await get(from);
  if (data === null) return false;
  await put(to, data);
  return true;
}` },
  rename: { exports: 'rename', code: `// From one place to another it is a copy and a removal; on the disk as well, which refuses a name that is taken.
async function rename(from‹: string›, to‹: string›) {
  if (!isScratch(from) && !isScratch(to)) return store.rename(from, to);
  if (isScratch(from) && isScratch(to) && (await disk.stat(onDisk(from)))?.isDirectory()) return disk.rename(onDisk(from), onDisk(to));
  if (from === to) return has(from);
  return (await copy(from, to)) && remove(from);
}` },
  'copy-all': { exports: 'copyAll', code: `async function copyAll(from‹: string›, to‹: string›, overwrite‹: boolean›) {
  const names = (await stat(from))?.isDirectory() ? (await entries(from, true) ?? []).flatMap(({ name, isFolder }) => (isFolder ? [] : [\`/\${name}\`])) : [''];
  for (const name of names) {
    if (isScratch(to)) await disk.makeFolder(onDisk(\`\${to}\${name}\`).replace(/\\/[^/]*$/, ''), { recursive: true });
    if (overwrite || !(await has(\`\${to}\${name}\`))) await copy(\`\${from}\${name}\`, \`\${to}\${name}\`);
  }
}` },
};

/** The disk of Workers tells the names of what lies deeper otherwise than Node does. */
const ENTRIES_ON_DISK = `async function entriesOnDisk(folder‹: string›, recursive‹: boolean›)‹: Promise<{ name: string; isFolder: boolean }[] | null>› {
  const found = await disk.entries(folder, false);
  if (!recursive || found === null) return found;
  const deeper = await Promise.all(found.filter((entry) => entry.isFolder).map(async ({ name }) => (await entriesOnDisk(\`\${folder}/\${name}\`, true) ?? []).map((entry) => ({ ...entry, name: \`\${name}/\${entry.name}\` }))));
  return [...found, ...deeper.flat()];
}`;

/** What Workers open themselves knows no positions where fs does, so that files of their disk are opened as those of the store are. */
const openOnDisk = (operations: ReadonlySet<string>): string => `const diskOfRequest = {
  async contentOf(file‹: string›) {
    const bytes = await disk.get(file);
    const mtimeMs = (await disk.stat(file))?.mtimeMs ?? 0;
    return bytes && { size: bytes.length, mtimeMs, piece: async (from‹: number›, length‹: number›) => bytes.subarray(from, from + length) };
  },
${operations.has('open-to-write') ? '  put: disk.put,\n' : ''}${operations.has('open-to-change') ? '  get: disk.get,\n  atomically: async ‹<T>›(work‹: () => Promise<T>›) => work(),\n' : ''}${operations.has('open-new') ? '  create: disk.create,\n' : ''}};`;

/** Operations of the disk that these are made of. */
const openedBy = (operations: ReadonlySet<string>): string[] => [...(operations.has('open') ? ['get', 'stat'] : []), ...(operations.has('open-to-write') ? ['put'] : []), ...(operations.has('open-new') ? ['create'] : [])];

const OR_SHIPPED = /^(?:get|get-or-none|stat|lstat|real-path)$/;
const OF_STORE = /^(?:flush|flush-sync|incoming|copy-in|move-in|copy-out|atomically|in-bundle)$/;

const partOf = (operation: string): Part => TEXTS[operation] ?? (OR_SHIPPED.test(operation) ? orShipped(operation) : OF_STORE.test(operation) ? ofStore(operation) : byPath(operation));

/** `disk` and `store`: specifiers of the adapters beside it; `send`: of the module that answers requests. */
export function placesModule(operations: ReadonlySet<string>, { disk, store, send }: { disk: string; store: string; send: string }): NewModule {
  const used = inOrder(new Set(needed(withPlaces(operations)))).filter((operation) => !/^(?:send|download|serve|uploads)$/.test(operation));
  const rest = used.some((operation) => /^(?:write-stream|put-through)$/.test(operation) || (!TEXTS[operation] && !OF_STORE.test(operation) && !ONE_ARGUMENT.test(operation)));
  return {
    header: ['On Workers a path tells where a file is: under /tmp, where it lives as long as the request; in the bundle, which', 'nobody writes; or, like all that is to last, in the store.'],
    imports: [
      ...(used.includes('list') ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
      ...(used.includes('write-stream') ? [{ kind: 'default' as const, local: 'fs', from: 'node:fs' }] : []),
      { kind: 'namespace', local: 'disk', from: disk },
      { kind: 'namespace', local: 'store', from: store },
      ...answerImports({ operations, send }),
      ...uploadImports(operations),
    ],
    body: [
      ...uploadTypes(operations),
      ...(rest ? [{ code: '‹type Rest<Call> = Call extends (key: string, ...rest: infer Others) => unknown ? Others : never;›' }] : []),
      { code: 'const isScratch = (key‹: string›) => /^tmp(?:\\/|$)/.test(key);' },
      { code: 'const onDisk = (key‹: string›) => `/${key}`;' },
      ...(used.some((operation) => /^(?:has|list|entries|get|get-or-none|stat|lstat|real-path|open)$/.test(operation)) ? [{ code: 'const shipped = (key‹: string›) => `/bundle/${key}`;' }] : []),
      ...(used.includes('entries') ? [{ code: ENTRIES_ON_DISK }] : []),
      ...(used.includes('open') ? [{ code: openOnDisk(operations) }] : []),
      { exports: 'keyOf', code: 'const keyOf = store.keyOf;' },
      ...used.map(partOf),
      ...(operations.has('uploads') ? [storeUploads.uploads as Part] : []),
      ...storeAnswers(operations),
    ],
  };
}
