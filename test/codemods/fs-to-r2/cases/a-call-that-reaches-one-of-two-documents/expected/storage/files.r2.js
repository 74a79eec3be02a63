// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { AsyncLocalStorage } from 'node:async_hooks';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/pilots';

// What a step has seen of each key: its version, or that there is none; and what it has written itself beside that, such as a draft
// that is given its name afterwards: another request may write a draft of the same name.
const step = new AsyncLocalStorage();
const CONFLICT = new Error('another request wrote in between');

function seen(key, object) {
  const versions = step.getStore()?.versions;
  if (versions && !versions.has(key)) versions.set(key, object?.etag ?? null);
  return object;
}

// In a step, a key that was seen is written only as long as it is as it was.
async function write(key, data) {
  const { versions, drafts } = step.getStore() ?? {};
  const version = versions?.get(key);
  if (!versions || version === undefined) {
    if (ArrayBuffer.isView(data)) drafts?.set(key, data);
    await kept(env.FILES.put(key, data));
    return;
  }
  const written = await kept(env.FILES.put(key, data, { onlyIf: version === null ? { etagDoesNotMatch: '*' } : { etagMatches: version } }));
  if (written === null) throw CONFLICT;
  versions.set(key, written.etag);
}

// Done again with what the others wrote, up to twenty times, each time after a longer pause.
export async function atomically(work) {
  if (step.getStore()) return work();
  for (let attempt = 1; ; attempt++) {
    try {
      return await step.run({ versions: new Map(), drafts: new Map() }, work);
    } catch (error) {
      if (error !== CONFLICT || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1000, 10 * 2 ** attempt)));
    }
  }
}

export async function get(key) {
  const object = seen(key, await env.FILES.get(key));
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await write(key, data);
}

export async function has(key) {
  return (seen(key, await env.FILES.head(key))) !== null;
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined;
}
