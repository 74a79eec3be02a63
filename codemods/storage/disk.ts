/** The adapter that keeps documents as files, as the app always did. */
import { MUTATING } from '../../core/storage-operations.js';
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderPart, merged, needed } from './adapter-text.js';

const DISK: Record<string, NewModule['body'][number]> = {
  get: { exports: 'get', code: `function get(key‹: string›) {
  return orNull(fs.promises.readFile(fileOf(key)));
}` },
  put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›) {
  await fs.promises.writeFile(fileOf(key), data);
}` },
  create: { exports: 'create', code: `async function create(key‹: string›, data‹: Uint8Array›) {
  try {
    await fs.promises.writeFile(fileOf(key), data, { flag: 'wx' });
    return true;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'EEXIST') return false;
    throw error;
  }
}` },
  has: { exports: 'has', code: `async function has(key‹: string›) {
  return fs.existsSync(fileOf(key));
}` },
  remove: { exports: 'remove', code: `async function remove(key‹: string›) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
}` },
  'remove-all': { exports: 'removeAll', code: `async function removeAll(key‹: string›) {
  return (await orNull(fs.promises.rm(fileOf(key), { recursive: true }))) !== null;
}` },
  entries: { exports: 'entries', code: `async function entries(key‹: string›, recursive‹: boolean›) {
  const found = await orNull(fs.promises.readdir(fileOf(key), { recursive, withFileTypes: true }));
  return found?.map((entry) => ({ name: path.relative(fileOf(key), path.join(entry.parentPath, entry.name)), isFolder: entry.isDirectory() })) ?? null;
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

const ATOMICALLY: NewModule['body'] = [
  { code: 'const step = new AsyncLocalStorage‹<true>›();\nlet last‹: Promise<unknown>› = Promise.resolve();' },
  { exports: 'atomically', code: `// One after the other, as it was while nothing waited; what changes a document waits for its turn too.
function atomically‹<T>›(work‹: () => Promise<T>›)‹: Promise<T>› {
  if (step.getStore()) return work();
  const turn = last.then(() => step.run(true, work));
  last = turn.catch(() => {});
  return turn;
}` },
];

/** The same function, as a step of its own. */
const inTurn = (part: NewModule['body'][number]): NewModule['body'][number] => ({
  ...part,
  code: part.code.replace(/^async function (\w+)\((.*)\) \{\n([^]*)\n\}$/, (_whole, name: string, parameters: string, body: string) => `function ${name}(${parameters}) {\n  return atomically(async () => {\n${body.replace(/^/gm, '  ')}\n  });\n}`),
});

const OR_NULL = `// What is not there is null instead of an error.
async function orNull‹<T>›(work‹: Promise<T>›) {
  try {
    return await work;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'ENOENT') return null;
    throw error;
  }
}`;

export function diskAdapter(adapter: AdapterText): NewModule {
  const used = needed(adapter.operations);
  const nullable = used.some((operation) => ['get', 'remove', 'remove-all', 'list', 'entries', 'rename', 'copy', 'stat'].includes(operation));
  return {
    header: ['Keeps the documents as files, as the app always did: everywhere but on Workers.'],
    imports: merged([{ kind: 'default', local: 'fs', from: 'node:fs' }, { kind: 'default', local: 'path', from: 'node:path' }, ...(used.includes('atomically') ? [{ kind: 'named' as const, names: ['AsyncLocalStorage'], from: 'node:async_hooks' }] : []), ...adapter.folder.imports]),
    body: [folderPart(adapter), { code: 'const fileOf = (key‹: string›) => path.join(folder, key);' }, ...(nullable ? [{ code: OR_NULL }] : []), ...(used.includes('atomically') ? ATOMICALLY : []), ...used.flatMap((operation) => DISK[operation] ?? []).map((part, i) => (used.includes('atomically') && MUTATING.has(used[i] ?? '') ? inTurn(part) : part))],
  };
}
