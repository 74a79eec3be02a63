/** The text of operations that every store makes of its others: folders document by document, links and modes that it does not have. */
import type { ModuleImport, NewModule } from '../shared/render.js';
import { type AdapterText, looksForFolders, unusedMode } from './adapter-text.js';
import { STORE_IN_BUNDLE } from './in-bundle.js';

type Texts = Record<string, NewModule['body'][number]>;

/** What each of them calls. */
export const STORE_MADE_OF: Readonly<Record<string, string[]>> = {
  'get-or-none': ['get'],
  'rename': ['copy', 'has'],
  'remove-all': ['remove'],
  'replace': ['put'],
  'put-through': ['put'],
  'lstat': ['stat'],
  'real-path': ['stat'],
  'change-mode': ['has'],
  'change-owner': ['has'],
  'copy-all': ['has', 'copy'],
  'copy-in': ['put'],
  'move-in': ['put', 'copy-in'],
  'copy-out': ['get'],
  'read-stream': ['get'],
  'write-stream': ['put'],
  'open-to-write': ['put'],
  'open-to-change': ['get', 'put', 'atomically'],
  'open-new': ['create'],
};

/** Operations that list what lies below a key, and those that ask whether something does. */
export const LISTS_BELOW = /^(?:entries|remove-all|rename|copy-all)$/;
export const ASKS_FOR_FOLDERS = /^(?:stat|rename|remove-folder|change-times)$/;
/** Those that do so where a path that is looked for may be a folder. */
export const LOOKS = /^(?:has|get-or-none)$/;

/** Imports that these operations need. */
export const storeImports = (used: readonly string[], adapter: AdapterText): ModuleImport[] => [
  ...(used.some((operation) => /^(?:copy-in|copy-out)$/.test(operation)) ? [{ kind: 'default' as const, local: 'fs', from: 'node:fs' }] : []),
  ...(used.some((operation) => operation.endsWith('-stream')) ? [{ kind: 'named' as const, names: [...(used.includes('read-stream') ? ['Readable'] : []), ...(used.includes('write-stream') ? ['Writable'] : [])], from: 'node:stream' }] : []),
  ...(used.includes('real-path') && adapter.folder ? [{ kind: 'default' as const, local: 'path', from: 'node:path' }] : []),
];

const wholePuts = (adapter: AdapterText): Texts => ({
  replace: { exports: 'replace', code: `// Every put is seen as a whole.
async function replace(key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  await put(key, data);
}` },
  'put-through': { exports: 'putThrough', code: `// Every put is seen as a whole, so that it needs no draft.
async function putThrough(_draft‹: string›, key‹: string›, data‹: Uint8Array›${unusedMode(adapter)}) {
  await put(key, data);
}` },
});

const OR_FOLDER: Texts[string] = { exports: 'getOrNone', code: `// What documents lie in is there as well, and cannot be read.
async function getOrNone(key‹: string›) {
  const bytes = key === '' ? null : await get(key);
  if (bytes === null && (await isFolder(key))) throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { errno: -21, code: 'EISDIR', syscall: 'read' });
  return bytes;
}` };

/** `erase`: the call that removes a key. */
export const storeTexts = (adapter: AdapterText, erase: (key: string) => string): Texts => {
  /** The path that a key stands for, as text. */
  const placeOf = (key: string): string => (adapter.folder ? `\`\${folder}/\${${key}}\`` : `\`/\${${key}}\``);
  return {
  ...STORE_IN_BUNDLE,
  ...wholePuts(adapter),
  'get-or-none': looksForFolders(adapter) ? OR_FOLDER : { exports: 'getOrNone', code: 'const getOrNone = get;' },
  rename: { exports: 'rename', code: `// A copy and a removal: another request can see both. A folder goes document by document.
async function rename(from‹: string›, to‹: string›)‹: Promise<boolean>› {
  if (from === to) return has(from);
  if (await copy(from, to)) {
    await ${erase('from')};
    return true;
  }
  const names = await below(\`\${from}/\`);
  if (names.length > 0 && (await isFolder(to))) {
    const [path, dest] = [${placeOf('from')}, ${placeOf('to')}];
    throw Object.assign(new Error(\`ENOTEMPTY: directory not empty, rename '\${path}' -> '\${dest}'\`), { errno: -39, code: 'ENOTEMPTY', syscall: 'rename', path, dest });
  }
  for (const name of names) await rename(\`\${from}/\${name}\`, \`\${to}/\${name}\`);
  return names.length > 0;
}` },
  entries: { exports: 'entries', code: `async function entries(key‹: string›, recursive‹: boolean›)‹: Promise<{ name: string; isFolder: boolean }[] | null>› {
  const found = new Map‹<string, boolean>›();
  for (const name of await below(key === '' ? '' : \`\${key}/\`)) {
    const parts = name.split('/');
    const depth = recursive ? parts.length : 1;
    for (let length = 1; length <= depth; length++) found.set(parts.slice(0, length).join('/'), length < parts.length);
  }
${adapter.emptyFoldersAreMissing ? '  if (found.size === 0) return null;\n' : ''}  return [...found].map(([name, isFolder]) => ({ name, isFolder }));
}` },
  'make-folder': { exports: 'makeFolder', code: `// Folders come and go with the documents in them.
async function makeFolder(_key‹: string›, _options‹?: object›)‹: Promise<string | undefined>› {
  return undefined;
}` },
  'make-folder-sync': { exports: 'makeFolderSync', code: `// Folders come and go with the documents in them.
function makeFolderSync(_key‹: string›, _options‹?: object›)‹: string | undefined› {
  return undefined;
}` },
  'copy-all': { exports: 'copyAll', code: `async function copyAll(from‹: string›, to‹: string›, overwrite‹: boolean›) {
  for (const name of ['', ...(await below(\`\${from}/\`)).map((name) => \`/\${name}\`)]) {
    if (overwrite || !(await has(\`\${to}\${name}\`))) await copy(\`\${from}\${name}\`, \`\${to}\${name}\`);
  }
}` },
  'copy-in': { exports: 'copyIn', code: `// The file is one of the bundle, or of /tmp, which lives as long as the request.
async function copyIn(file‹: string›, key‹: string›) {
  try {
    await put(key, await fs.promises.readFile(file));
    return true;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'ENOENT') return false;
    throw error;
  }
}` },
  'move-in': { exports: 'moveIn', code: `async function moveIn(file‹: string›, key‹: string›) {
  if (!(await copyIn(file, key))) return false;
  await fs.promises.unlink(file);
  return true;
}` },
  'copy-out': { exports: 'copyOut', code: `async function copyOut(key‹: string›, file‹: string›) {
  const bytes = await get(key);
  if (bytes === null) return false;
  await fs.promises.writeFile(file, bytes);
  return true;
}` },
  'remove-folder': { exports: 'removeFolder', code: `// A folder in which nothing is is not there; false: something is in it.
async function removeFolder(key‹: string›)‹: Promise<boolean | null>› {
  return !(await isFolder(key));
}` },
  lstat: { exports: 'lstat', code: `// There are no links.
async function lstat(key‹: string›) {
  return stat(key);
}` },
  'real-path': { exports: 'realPath', code: `// There are no links to follow.
async function realPath(key‹: string›) {
  return (await stat(key)) === null ? null : ${adapter.folder ? 'path.resolve(folder, key)' : '`/${key}`'};
}` },
  'change-mode': { exports: 'changeMode', code: `// There are no modes: whoever has the binding may read and write.
async function changeMode(key‹: string›, _mode‹: number | string›) {
  return has(key);
}` },
  'change-owner': { exports: 'changeOwner', code: `// There are no owners.
async function changeOwner(key‹: string›, _owner‹: number›, _group‹: number›) {
  return has(key);
}` },
  };
};
