/** Two small Workers that run beside the app: one fills and reads the stores, one stands in for KV as it behaves far away. Text only; workerd.ts starts them. */

/** Compatibility of these Workers, whatever the app's: any workerd of the last years has it. */
export const STORAGE_WORKER_DATE = '2024-09-23';

/**
 * POST { kind, binding, put: [{ key, base64 }] } fills; { kind, binding, list: true } answers the keys in order;
 * { kind, binding, get: [key] } answers [{ key, base64 }]; { queue, messages } sends; { backlog: [queue] } counts what waits. The loops stay inside workerd, where one operation costs under a millisecond.
 */
export const STORAGE_WORKER = `
import { Buffer } from 'node:buffer';

async function allKeys(store, kind) {
  const keys = [];
  let cursor;
  for (;;) {
    const page = await store.list({ cursor });
    for (const entry of kind === 'kv_namespaces' ? page.keys : page.objects) keys.push(kind === 'kv_namespaces' ? entry.name : entry.key);
    const done = kind === 'kv_namespaces' ? page.list_complete : !page.truncated;
    if (done) return keys;
    cursor = page.cursor;
  }
}

async function read(store, kind, key) {
  if (kind === 'kv_namespaces') return store.get(key, 'arrayBuffer');
  const object = await store.get(key);
  return object === null ? null : object.arrayBuffer();
}

export default {
  async fetch(request, env) {
    const order = await request.json();
    if (order.queue) {
      await env[order.queue].sendBatch(order.messages.map((body) => ({ body, contentType: 'json' })));
      return Response.json(null);
    }
    if (order.backlog) {
      const counts = await Promise.all(order.backlog.map((name) => env[name].metrics()));
      return Response.json(counts.reduce((sum, { backlogCount }) => sum + backlogCount, 0));
    }
    const store = env[order.binding];
    for (const { key, base64 } of order.put ?? []) await store.put(key, Buffer.from(base64, 'base64'));
    if (order.list) return Response.json(await allKeys(store, order.kind));
    const values = [];
    for (const key of order.get ?? []) {
      const bytes = await read(store, order.kind, key);
      if (bytes !== null) values.push({ key, base64: Buffer.from(bytes).toString('base64') });
    }
    return Response.json(values);
  },
};
`;

/**
 * A KV namespace seen from a place where nothing written in the last minute has arrived, a cached miss included, and where
 * a second write to a key within a second is refused. Facts: https://developers.cloudflare.com/kv/concepts/how-kv-works/
 * (60 seconds or more until a write is seen elsewhere; misses are cached too) and /kv/platform/limits/ (1 write a second to a key).
 * Its clock is moved on from outside between two requests: a script is played faster than people click, and only writes
 * within one request should meet the rate limit.
 */
export const STALE_KV_WORKER = `
const DELAY = 60_000;
const RATE = 1_000;

export default function (env) {
  const inner = env.inner;
  /** key -> versions, oldest first; the first stands for whatever was there before. */
  const written = new Map();

  const clock = async () => Date.now() + Number((await env.clock.get('offset')) ?? 0);

  async function remember(key, value) {
    const now = await clock();
    const versions = written.get(key);
    const last = versions?.at(-1);
    if (last && last.from !== -Infinity && now - last.from < RATE) throw new Error('KV PUT failed: 429 Too Many Requests');
    const before = versions ?? [{ from: -Infinity, entry: await inner.getWithMetadata(key, 'arrayBuffer') }];
    written.set(key, [...before, { from: now, entry: value }]);
  }

  async function visible(key) {
    const versions = written.get(key);
    if (!versions) return undefined;
    const until = (await clock()) - DELAY;
    const arrived = versions.filter((version) => version.from <= until);
    return arrived.length === versions.length ? undefined : arrived.at(-1).entry;
  }

  function as(bytes, type) {
    if (bytes === null) return null;
    if (type === 'arrayBuffer') return bytes.slice(0);
    if (type === 'stream') return new Response(bytes).body;
    const text = new TextDecoder().decode(bytes);
    return type === 'json' ? JSON.parse(text) : text;
  }

  const typeOf = (options) => (typeof options === 'string' ? options : options?.type ?? 'text');

  async function one(key, options) {
    const old = await visible(key);
    if (old === undefined) return inner.getWithMetadata(key, options);
    return { value: as(old.value, typeOf(options)), metadata: old.metadata, cacheStatus: null };
  }

  async function many(keys, options, whole) {
    const found = new Map();
    for (const key of keys) {
      const entry = await one(key, options);
      found.set(key, whole ? entry : entry.value);
    }
    return found;
  }

  async function names(prefix) {
    const found = new Map();
    let cursor;
    do {
      const page = await inner.list({ prefix, cursor });
      for (const key of page.keys) found.set(key.name, key);
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor);
    for (const key of written.keys()) {
      const old = await visible(key);
      if (old === undefined || !key.startsWith(prefix ?? '')) continue;
      if (old.value === null) found.delete(key);
      else if (!found.has(key)) found.set(key, { name: key, metadata: old.metadata ?? undefined });
    }
    const encoder = new TextEncoder();
    const bytes = (text) => [...encoder.encode(text)];
    return [...found.values()].sort((a, b) => {
      const [left, right] = [bytes(a.name), bytes(b.name)];
      const at = left.findIndex((byte, index) => byte !== right[index]);
      return at === -1 ? left.length - right.length : left[at] - (right[at] ?? -1);
    });
  }

  return {
    async get(key, options) {
      return Array.isArray(key) ? many(key, options, false) : (await one(key, options)).value;
    },
    async getWithMetadata(key, options) {
      return Array.isArray(key) ? many(key, options, true) : one(key, options);
    },
    async put(key, value, options) {
      const bytes = await new Response(value).arrayBuffer();
      await remember(key, { value: bytes, metadata: options?.metadata ?? null });
      await inner.put(key, bytes, options);
    },
    async delete(key) {
      await remember(key, { value: null, metadata: null });
      await inner.delete(key);
    },
    async list(options = {}) {
      const all = await names(options.prefix);
      const from = Number(options.cursor ?? 0);
      const limit = options.limit ?? 1000;
      const keys = all.slice(from, from + limit);
      const complete = from + limit >= all.length;
      return { keys, list_complete: complete, ...(complete ? {} : { cursor: String(from + limit) }), cacheStatus: null };
    },
  };
}
`;
