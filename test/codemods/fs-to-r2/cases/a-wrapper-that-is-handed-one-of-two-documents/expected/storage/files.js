// Documents that outlive a request: data/pilots/captains/*.json, data/pilots/captains/*.json.tmp, data/pilots/mates/*.json, data/pilots/mates/*.json.tmp.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#files-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

// Under the name of a draft first, which is then given the name of the file: nobody sees half of it.
export async function putThrough(draft, file, data, options) {
  await adapter.putThrough(keyOf(draft), keyOf(file), bytesOf(data, options));
}

export async function has(file) {
  return file ? adapter.has(keyOf(file)) : false;
}
