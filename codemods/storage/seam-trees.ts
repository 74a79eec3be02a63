/** The text of the operations that fs-extra and small packages add to fs, and of those that look at or set what only a disk has. Put together in seam.ts. */
import { type TextOptions, type Texts, modeArgument } from './seam-operations.js';

const folderTexts = ({ path }: TextOptions): Texts => ({
  'ensure-folder': {
    exports: 'ensureFolder',
    code: `// With all folders above it.
async function ensureFolder(folder‹: ${path}›, options‹?: number | { mode?: number }›) {
  return adapter.makeFolder(keyOf(folder), { recursive: true, ...(typeof options === 'number' ? { mode: options } : options) });
}`,
  },
  'ensure-folder-sync': {
    exports: 'ensureFolderSync',
    code: `// With all folders above it.
function ensureFolderSync(folder‹: ${path}›, options‹?: number | { mode?: number }›) {
  return adapter.makeFolderSync(keyOf(folder), { recursive: true, ...(typeof options === 'number' ? { mode: options } : options) });
}`,
  },
  'remove-tree': {
    exports: 'removeTree',
    code: `// A document, or a folder with all that lies below it; nothing happens where there is none.
async function removeTree(file‹: ${path}›, _options‹?: object›) {
  await adapter.removeAll(keyOf(file));
}`,
  },
  'remove-folder': {
    exports: 'removeFolder',
    code: `// Only a folder in which nothing is.
async function removeFolder(folder‹: ${path}›, _options‹?: object›) {
  const removed = await adapter.removeFolder(keyOf(folder));
  if (removed === null) throw missing('rmdir', folder);
  if (!removed) throw Object.assign(new Error(\`ENOTEMPTY: directory not empty, rmdir '\${folder}'\`), { errno: -39, code: 'ENOTEMPTY', syscall: 'rmdir', path: folder });
}`,
  },
  'empty-folder': {
    exports: 'emptyFolder',
    code: `async function emptyFolder(folder‹: ${path}›) {
  const key = keyOf(folder);
  await adapter.makeFolder(key, { recursive: true });
  for (const name of (await adapter.list(key)) ?? []) await adapter.removeAll(key === '' ? name : \`\${key}/\${name}\`);
}`,
  },
  move: {
    exports: 'move',
    code: `// A file, or a folder with all that lies below it; the folder it goes to is made where it is missing.
async function move(from‹: ${path}›, to‹: ${path}›, options‹?: { overwrite?: boolean }›) {
  await mayGo('move', from, to);
  const target = keyOf(to);
  if (options?.overwrite) await adapter.removeAll(target);
  else if (await adapter.has(target)) throw new Error('dest already exists.');
  await adapter.makeFolder(path.posix.dirname(target), { recursive: true });
  await adapter.rename(keyOf(from), target);
}`,
  },
  'copy-all': {
    exports: 'copyAll',
    code: `// A file, or a folder with all that lies below it; what is there already is written over unless that is switched off.
async function copyAll(from‹: ${path}›, to‹: ${path}›, options‹?: { overwrite?: boolean; force?: boolean; recursive?: boolean }›) {
  await mayGo('copy', from, to);
  await adapter.copyAll(keyOf(from), keyOf(to), options?.overwrite ?? options?.force ?? true);
}`,
  },
});

/** Used by the moves and copies of whole trees. */
export const MAY_GO = (path: string): string => `async function mayGo(verb‹: string›, from‹: ${path}›, to‹: ${path}›) {
  const [source, target] = [keyOf(from), keyOf(to)];
  if (!(await adapter.has(source))) throw missing('lstat', from);
  if (source === target) throw new Error('Source and destination must not be the same.');
  if (target.startsWith(\`\${source}/\`)) throw new Error(\`Cannot \${verb} '\${from}' to a subdirectory of itself, '\${to}'.\`);
}`;

const crossingTexts = ({ path, pathOf }: TextOptions): Texts => ({
  'copy-in': {
    exports: 'copyIn',
    code: `// From a file that stays where it is: shipped with the code, or scratch data of the request.
async function copyIn(from‹: ${path}›, to‹: ${path}›) {
  if (!(await adapter.copyIn(${pathOf('from')}, keyOf(to)))) throw missing('copyfile', from, to);
}`,
  },
  'move-in': {
    exports: 'moveIn',
    code: `// From scratch data of the request.
async function moveIn(from‹: ${path}›, to‹: ${path}›) {
  if (!(await adapter.moveIn(${pathOf('from')}, keyOf(to)))) throw missing('rename', from, to);
}`,
  },
  'copy-out': {
    exports: 'copyOut',
    code: `// To scratch data of the request.
async function copyOut(from‹: ${path}›, to‹: ${path}›) {
  if (!(await adapter.copyOut(keyOf(from), ${pathOf('to')}))) throw missing('copyfile', from, to);
}`,
  },
});

const fileTexts = (options: TextOptions): Texts => ({
  output: {
    exports: 'output',
    code: `// The folder is made where it is missing.
async function output(file‹: ${options.path}›, data‹: string | Uint8Array›, options‹?: Options›) {
  await adapter.makeFolder(path.posix.dirname(keyOf(file)), { recursive: true });
  await adapter.put(keyOf(file), bytesOf(data, options)${modeArgument(options)});
}`,
  },
  'ensure-file': {
    exports: 'ensureFile',
    code: `// An empty document where there is none.
async function ensureFile(file‹: ${options.path}›) {
  const key = keyOf(file);
  if (await adapter.has(key)) return;
  await adapter.makeFolder(path.posix.dirname(key), { recursive: true });
  await adapter.put(key, Buffer.alloc(0));
}`,
  },
  'stat-or-none': {
    exports: 'statOrNone',
    code: `async function statOrNone(file‹: ${options.path}›, _options‹?: object›) {
  return (await adapter.stat(keyOf(file))) ?? undefined;
}`,
  },
  lstat: {
    exports: 'lstat',
    code: `async function lstat(file‹: ${options.path}›) {
  const found = await adapter.lstat(keyOf(file));
  if (found === null) throw missing('lstat', file);
  return found;
}`,
  },
  'real-path': {
    exports: 'realPath',
    code: `async function realPath(file‹: ${options.path}›, _options‹?: object | string›) {
  const found = await adapter.realPath(keyOf(file));
  if (found === null) throw missing('realpath', file);
  return found;
}`,
  },
  'change-mode': {
    exports: 'changeMode',
    code: `// Only a disk has modes; elsewhere the binding says who may read.
async function changeMode(file‹: ${options.path}›, mode‹: number | string›) {
  if (!(await adapter.changeMode(keyOf(file), mode))) throw missing('chmod', file);
}`,
  },
  'change-owner': {
    exports: 'changeOwner',
    code: `// Only a disk has owners.
async function changeOwner(file‹: ${options.path}›, owner‹: number›, group‹: number›) {
  if (!(await adapter.changeOwner(keyOf(file), owner, group))) throw missing('chown', file);
}`,
  },
  'change-times': {
    exports: 'changeTimes',
    code: `async function changeTimes(file‹: ${options.path}›, accessed‹: number | string | Date›, changed‹: number | string | Date›) {
  if (!(await adapter.changeTimes(keyOf(file), accessed, changed))) throw missing('utime', file);
}`,
  },
});

export const treeTexts = (options: TextOptions): Texts => ({ ...folderTexts(options), ...crossingTexts(options), ...fileTexts(options) });
