// Documents that outlive a request: data/archive, data/archive/done.txt, data/settings.json, data/ships, data/ships/*, data/ships/voyages, data/ships/voyages/*.json, data/ships/voyages/*.txt, data/voyages.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or KV on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#documents-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

// A mark at the beginning is skipped, and an error names the file.
function parsed(file, bytes, options) {
  const { encoding, reviver, throws } = typeof options === 'object' && options !== null ? options : { encoding: options };
  try {
    return JSON.parse(bytes.toString(encoding ?? 'utf8').replace(/^\uFEFF/, ''), reviver ?? undefined);
  } catch (error) {
    if (throws === false) return null;
    error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function printed(value, options) {
  const { EOL = '\n', finalEOL = true, replacer = null, spaces } = typeof options === 'object' && options !== null ? options : {};
  return JSON.stringify(value, replacer, spaces).replace(/\n/g, EOL) + (finalEOL ? EOL : '');
}

async function mayGo(verb, from, to) {
  const [source, target] = [keyOf(from), keyOf(to)];
  if (!(await adapter.has(source))) throw missing('lstat', from);
  if (source === target) throw new Error('Source and destination must not be the same.');
  if (target.startsWith(`${source}/`)) throw new Error(`Cannot ${verb} '${from}' to a subdirectory of itself, '${to}'.`);
}

// The folder is made where it is missing.
export async function output(file, data, options) {
  await adapter.makeFolder(path.posix.dirname(keyOf(file)), { recursive: true });
  await adapter.put(keyOf(file), bytesOf(data, options));
}

export async function readJson(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  return parsed(file, bytes, options);
}

// Asked not to throw, it gives nothing for a file that is not there, too.
export async function loadJson(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes !== null) return parsed(file, bytes, options);
  if (typeof options === 'object' && options?.throws === false) return null;
  const error = missing('open', file);
  error.message = `${file}: ${error.message}`;
  throw error;
}

export async function writeJson(file, value, options) {
  await adapter.put(keyOf(file), bytesOf(printed(value, options), options));
}

// The folder is made where it is missing.
export async function outputJson(file, value, options) {
  await adapter.makeFolder(path.posix.dirname(keyOf(file)), { recursive: true });
  await adapter.put(keyOf(file), bytesOf(printed(value, options), options));
}

export async function has(file) {
  return file ? adapter.has(keyOf(file)) : false;
}

// A document, or a folder with all that lies below it; nothing happens where there is none.
export async function removeTree(file, _options) {
  await adapter.removeAll(keyOf(file));
}

export async function emptyFolder(folder) {
  const key = keyOf(folder);
  await adapter.makeFolder(key, { recursive: true });
  for (const name of (await adapter.list(key)) ?? []) await adapter.removeAll(key === '' ? name : `${key}/${name}`);
}

// Names of the documents and folders in a folder, sorted.
export async function list(folder) {
  const names = await adapter.list(keyOf(folder));
  if (names === null) throw missing('scandir', folder);
  return names;
}

// A file, or a folder with all that lies below it; the folder it goes to is made where it is missing.
export async function move(from, to, options) {
  await mayGo('move', from, to);
  const target = keyOf(to);
  if (options?.overwrite) await adapter.removeAll(target);
  else if (await adapter.has(target)) throw new Error('dest already exists.');
  await adapter.makeFolder(path.posix.dirname(target), { recursive: true });
  await adapter.rename(keyOf(from), target);
}

// A file, or a folder with all that lies below it; what is there already is written over unless that is switched off.
export async function copyAll(from, to, options) {
  await mayGo('copy', from, to);
  await adapter.copyAll(keyOf(from), keyOf(to), options?.overwrite ?? options?.force ?? true);
}

// With all folders above it.
export async function ensureFolder(folder, options) {
  return adapter.makeFolder(keyOf(folder), { recursive: true, ...(typeof options === 'number' ? { mode: options } : options) });
}

// With all folders above it.
export function ensureFolderSync(folder, options) {
  return adapter.makeFolderSync(keyOf(folder), { recursive: true, ...(typeof options === 'number' ? { mode: options } : options) });
}

// An empty document where there is none.
export async function ensureFile(file) {
  const key = keyOf(file);
  if (await adapter.has(key)) return;
  await adapter.makeFolder(path.posix.dirname(key), { recursive: true });
  await adapter.put(key, Buffer.alloc(0));
}
