// Documents that outlive a request: data/tides/*.draft, data/tides/*.json.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#files-adapter';

type Text = BufferEncoding | { encoding: BufferEncoding; flag?: string };
type Options = Text | { encoding?: null; flag?: string } | null;

const keyOf = (file: string) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall: string, file: string) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options?: { encoding?: BufferEncoding | null } | BufferEncoding | null) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data: string | Uint8Array, options?: { encoding?: BufferEncoding | null } | BufferEncoding | null) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

// Bytes, or text when an encoding is named.
export async function get(file: string, options: Text): Promise<string>;
export async function get(file: string, options?: Options): Promise<Buffer>;
export async function get(file: string, options?: Options): Promise<string | Buffer> {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

// Under the name of a draft first, which is then given the name of the file: nobody sees half of it.
export async function putThrough(draft: string, file: string, data: string | Uint8Array, options?: Options) {
  await adapter.putThrough(keyOf(draft), keyOf(file), bytesOf(data, options));
}
