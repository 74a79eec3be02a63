// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = '/data/berths';

// All that lies below a prefix; KV lists a thousand keys at a time.
async function below(prefix) {
  const names = [];
  let cursor;
  do {
    const page = await env.DOCUMENTS.list({ prefix, cursor });
    names.push(...page.keys.map((key) => key.name.slice(prefix.length)));
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
  return names;
}

async function isFolder(key) {
  const page = await env.DOCUMENTS.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 });
  return page.keys.length > 0;
}

export async function get(key) {
  const bytes = await env.DOCUMENTS.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`);
  await kept(env.DOCUMENTS.put(key, data));
}

export async function has(key) {
  const body = await env.DOCUMENTS.get(key, 'stream');
  await body?.cancel();
  return body !== null;
}

export async function remove(key) {
  const body = await kept(env.DOCUMENTS.get(key, 'stream'));
  await body?.cancel();
  if (body === null) return false;
  await kept(env.DOCUMENTS.delete(key));
  return true;
}

// One level of a folder; KV lists everything below, a thousand keys at a time.
export async function list(key) {
  const prefix = key === '' ? '' : `${key}/`;
  const names = new Set();
  let cursor;
  do {
    const page = await env.DOCUMENTS.list({ prefix, cursor });
    for (const { name } of page.keys) names.add(name.slice(prefix.length).split('/')[0]);
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
  return [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

// A copy and a removal: another request can see both. A folder goes document by document.
export async function rename(from, to) {
  if (from === to) return has(from);
  if (await copy(from, to)) {
    await kept(env.DOCUMENTS.delete(from));
    return true;
  }
  const names = await below(`${from}/`);
  if (names.length > 0 && (await isFolder(to))) {
    const [path, dest] = [`${folder}/${from}`, `${folder}/${to}`];
    throw Object.assign(new Error(`ENOTEMPTY: directory not empty, rename '${path}' -> '${dest}'`), { errno: -39, code: 'ENOTEMPTY', syscall: 'rename', path, dest });
  }
  for (const name of names) await rename(`${from}/${name}`, `${to}/${name}`);
  return names.length > 0;
}

export async function copy(from, to) {
  const bytes = await kept(env.DOCUMENTS.get(from, 'arrayBuffer'));
  if (bytes === null) return false;
  await kept(env.DOCUMENTS.put(to, bytes));
  return true;
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined;
}
