// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/pilots';

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

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function has(key) {
  return (await env.FILES.head(key)) !== null;
}

// A copy and a removal: another request can see both. A folder goes document by document.
export async function rename(from, to) {
  if (from === to) return has(from);
  if (await copy(from, to)) {
    await kept(env.FILES.delete(from));
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
  const object = await kept(env.FILES.get(from));
  if (object === null) return false;
  await kept(env.FILES.put(to, object.body));
  return true;
}
