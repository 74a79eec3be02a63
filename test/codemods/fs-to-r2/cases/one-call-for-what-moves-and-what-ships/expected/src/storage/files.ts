// Documents that outlive a request: data/theme.json.
// Callers hand in the paths they always used; the whole path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import * as adapter from '#files-adapter';

type Text = BufferEncoding | { encoding: BufferEncoding; flag?: string };
type Options = Text | { encoding?: null; flag?: string } | null;

function keyOf(file: string) {
  if (file === '') throw Object.assign(new Error("ENOENT: no such file or directory, open ''"), { errno: -2, code: 'ENOENT', syscall: 'open', path: file });
  return adapter.keyOf(file);
}

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall: string, file: string, dest?: string) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'${dest ? ` -> '${dest}'` : ''}`;
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}

const encodingOf = (options?: { encoding?: BufferEncoding | null } | BufferEncoding | null) => (typeof options === 'string' ? options : options?.encoding);

// Bytes, or text when an encoding is named.
export async function get(file: string, options: Text): Promise<string>;
export async function get(file: string, options?: Options): Promise<Buffer>;
export async function get(file: string, options?: Options): Promise<string | Buffer> {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

export async function has(file: string) {
  return file ? adapter.has(keyOf(file)) : false;
}

// From scratch data of the request.
export async function moveIn(from: string, to: string) {
  if (!(await adapter.moveIn(from, keyOf(to)))) throw missing('rename', from, to);
}

// To scratch data of the request.
export async function copyOut(from: string, to: string) {
  if (!(await adapter.copyOut(keyOf(from), to))) throw missing('copyfile', from, to);
}

export async function stat(file: string) {
  const found = await adapter.stat(keyOf(file));
  if (found === null) throw missing('stat', file);
  return found;
}
