// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data';

// All that lies below a prefix, a thousand names at a time.
async function below(prefix) {
  const names = [];
  let cursor;
  do {
    const page = await env.FILES.list({ prefix, cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return names;
}

async function isFolder(key) {
  const page = await env.FILES.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 });
  return page.objects.length > 0;
}

export async function get(key) {
  const object = await env.FILES.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function create(key, data) {
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  return (await kept(env.FILES.put(key, data, { onlyIf: { etagDoesNotMatch: '*' } }))) !== null;
}

export async function has(key) {
  return (key !== '' && (await env.FILES.head(key)) !== null) || (await isFolder(key));
}

// A folder in which nothing is is not there; false: something is in it.
export async function removeFolder(key) {
  return !(await isFolder(key));
}

// One level of a folder, a thousand names at a time.
export async function list(key) {
  const prefix = key === '' ? '' : `${key}/`;
  const names = [];
  let cursor;
  do {
    const page = await env.FILES.list({ prefix, delimiter: '/', cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)), ...page.delimitedPrefixes.map((folder) => folder.slice(prefix.length, -1)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

export async function copy(from, to) {
  const object = await kept(env.FILES.get(from));
  if (object === null) return false;
  await kept(env.FILES.put(to, object.body));
  return true;
}

export async function copyAll(from, to, overwrite) {
  for (const name of ['', ...(await below(`${from}/`)).map((name) => `/${name}`)]) {
    if (overwrite || !(await has(`${to}${name}`))) await copy(`${from}${name}`, `${to}${name}`);
  }
}
