/** The adapter that keeps documents as files, as the app always did. */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderPart, merged, needed } from './adapter-text.js';

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

export function diskAdapter(adapter: AdapterText): NewModule {
  const used = needed(adapter.operations);
  const nullable = used.some((operation) => ['get', 'remove', 'list', 'rename', 'copy', 'stat'].includes(operation));
  return {
    header: ['Keeps the documents as files, as the app always did: everywhere but on Workers.'],
    imports: merged([{ kind: 'default', local: 'fs', from: 'node:fs' }, { kind: 'default', local: 'path', from: 'node:path' }, ...adapter.folder.imports]),
    body: [folderPart(adapter), { code: 'const fileOf = (key‹: string›) => path.join(folder, key);' }, ...(nullable ? [{ code: OR_NULL }] : []), ...used.flatMap((operation) => DISK[operation] ?? [])],
  };
}
