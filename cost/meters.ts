/** The meters that rules and `shared` may name. A test holds this list against the price list. */

/** Meters of the Cloudflare account whose allowance other projects may use up. */
export const METER_KEYS: readonly string[] = [
  'workers.requests', 'workers.cpu', 'containers.memory', 'containers.vcpu', 'containers.disk', 'containers.egress',
  'durable-objects.requests', 'durable-objects.duration', 'durable-objects.rows_read', 'durable-objects.rows_written', 'durable-objects.storage',
  'kv.reads', 'kv.writes', 'kv.deletes', 'kv.lists', 'kv.storage', 'r2.class_a', 'r2.class_b', 'r2.storage',
  'd1.rows_read', 'd1.rows_written', 'd1.storage', 'queues.operations', 'workers-ai.neurons', 'vectorize.queried_dimensions',
  'vectorize.stored_dimensions', 'images.transformations', 'logs.events', 'logs.ingestion', 'logs.storage',
];

/** Prices that nobody could find: the team may set them in its own file. Variants of a meter share the key. */
export const UNPRICED_KEYS: readonly string[] = [
  'containers.snapshots', 'cloud-run.egress', 'cloud-run.volumes', 'fargate.volumes', 'lambda.volumes', 'render.egress', 'render.volumes', 'fly.machines', 'together.tokens',
];

/** One spelling for `KV reads`, `kv:read`, `kv_reads`: product, dot, meter. Rules are written by many hands. */
export function meterName(text: string): string {
  const [product = '', ...rest] = text.trim().toLowerCase().split(/[.:/\s]+/);
  const meter = rest.join('_').replaceAll('-', '_');
  const known = PRODUCT_NAMES[product.replaceAll('_', '-')] ?? product.replaceAll('_', '-');
  return `${known}.${METER_NAMES[meter] ?? meter}`;
}

const PRODUCT_NAMES: Record<string, string> = {
  'workers-kv': 'kv', do: 'durable-objects', 'durable-object': 'durable-objects', ai: 'workers-ai', queue: 'queues', postgres: 'neon',
  embedding: 'embeddings', image: 'images', vector: 'vectorize',
};

const METER_NAMES: Record<string, string> = {
  read: 'reads', get: 'reads', write: 'writes', put: 'writes', delete: 'deletes', list: 'lists',
  class_a_operations: 'class_a', class_b_operations: 'class_b', row_read: 'rows_read', row_written: 'rows_written',
  request: 'requests', query: 'queries', message: 'messages', token: 'tokens', neuron: 'neurons',
  transformation: 'transformations', unique_transformations: 'transformations',
};
