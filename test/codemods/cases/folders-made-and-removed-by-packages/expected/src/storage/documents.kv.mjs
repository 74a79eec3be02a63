// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/berths';

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

export async function get(key) {
  const bytes = await env.DOCUMENTS.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`);
  await kept(env.DOCUMENTS.put(key, data));
}

// Every put is seen as a whole.
export async function replace(key, data) {
  await put(key, data);
}

export async function remove(key) {
  const body = await kept(env.DOCUMENTS.get(key, 'stream'));
  await body?.cancel();
  if (body === null) return false;
  await kept(env.DOCUMENTS.delete(key));
  return true;
}

export async function removeAll(key) {
  const names = (await below(key === '' ? '' : `${key}/`)).map((name) => (key === '' ? name : `${key}/${name}`));
  for (const name of names) await kept(env.DOCUMENTS.delete(name));
  return (key !== '' && (await remove(key))) || names.length > 0;
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined;
}
