// Documents that outlive a request: data/charts/**, data/charts/*.svg.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#files-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

export async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}

export async function has(file) {
  return file ? adapter.has(keyOf(file)) : false;
}

// response.sendFile, of a document.
export function send(response, file, options, done) {
  adapter.send(keyOf, response, file, options, done);
}

// response.download, of a document.
export function download(response, file, name, options, done) {
  adapter.download(keyOf, response, file, name, options, done);
}

// express.static, of the documents in a folder.
export function serve(root, options) {
  return adapter.serve(keyOf, root, options);
}
