/** What one operation named by a rule or by a storage target uses of the meters that are priced. Counts nothing itself. */
import { choose, read, type Assumptions } from './assumptions.js';
import { meterName } from './meters.js';
import type { Model } from './price-schema.js';
import type { Prices } from './prices.js';
import { combine, exactly, scaled, times, unknown, type Quantity } from './quantity.js';

export interface Use {
  product: string;
  meter: string;
  variant?: string;
  perOperation: Quantity;
}

/** Memory that a Durable Object is billed for, whatever it uses. */
export const OBJECT_GB = 0.128;

type Recipe = (assumptions: Assumptions, prices: Prices) => Use[];

const one = (product: string, meter: string): Recipe => () => [{ product, meter, perOperation: exactly(1) }];
const rows = (product: string, meter: 'rows_read' | 'rows_written'): Recipe => (assumptions) =>
  [{ product, meter, perOperation: read(assumptions, `database.${meter}_per_query`) }];
/** A whole file of a database, put in the place of the one before. */
const published = (product: string): Recipe => (assumptions) => [{ product, meter: 'rows_written', perOperation: read(assumptions, 'database.rows_per_file') }];
const nothing: Recipe = () => [];

/** A request to an object, and the time that it keeps the object active. */
const objectRequest: Recipe = (assumptions) => [
  { product: 'durable-objects', meter: 'requests', perOperation: exactly(1) },
  { product: 'durable-objects', meter: 'duration', perOperation: scaled(read(assumptions, 'durable_objects.active_ms_per_request'), OBJECT_GB / 1000) },
];

/** A message is written once, read at each delivery and deleted once, each time per 64 KB. */
const message: Recipe = (assumptions) => [{
  product: 'queues',
  meter: 'operations',
  perOperation: combine([read(assumptions, 'queues.message_kb'), read(assumptions, 'queues.reads_per_message')], (size, reads) => Math.max(1, Math.ceil(size / 64)) * (2 + reads)),
}];

/** The model that was chosen, or the provider's first when only the provider was. */
export function embeddingModel(assumptions: Assumptions, prices: Prices, provider: string): Model | null {
  const models = prices.products[provider]?.models ?? [];
  const chosen = assumptions.choices['embeddings.model'];
  const own = models.find((model) => model.name === chosen?.value);
  const isOwnProvider = choose(assumptions, 'embeddings.provider') === provider;
  return own ?? (isOwnProvider && chosen?.basis === 'declared' ? null : (models[0] ?? null));
}

/** Meter units of one embedding call with a provider. */
export function embeddingUse(assumptions: Assumptions, prices: Prices, provider: string): Use {
  const model = embeddingModel(assumptions, prices, provider);
  const units = model === null ? unknown('embeddings.model') : model.units_per_million_tokens === 'unknown' ? unknown(`price of ${model.name}`) : exactly(model.units_per_million_tokens / 1e6);
  const variant = model !== null && model.meter === 'tokens' ? { variant: model.name } : {};
  return { product: provider, meter: model?.meter ?? 'tokens', ...variant, perOperation: times(read(assumptions, 'embeddings.tokens_per_call'), units) };
}

const embedding: Recipe = (assumptions, prices) => [embeddingUse(assumptions, prices, choose(assumptions, 'embeddings.provider') ?? 'workers-ai')];

const vectorQuery: Recipe = (assumptions) => [{ product: 'vectorize', meter: 'queried_dimensions', perOperation: read(assumptions, 'vectors.dimensions') }];

const EMBEDDING_METERS = ['embeddings.tokens', 'workers-ai.tokens', 'workers-ai.neurons', 'workers-ai.requests', 'openai.tokens', 'together.tokens'];

export const isEmbedding = (meter: string): boolean => EMBEDDING_METERS.includes(meterName(meter));

/** Counted from the entry points, from awake hours and from stored data, not per call site. */
const COUNTED_ELSEWHERE = [
  'workers.requests', 'workers.cpu', 'containers.memory', 'containers.vcpu', 'containers.disk', 'durable-objects.duration', 'logs.events', 'logs.ingestion',
  'kv.storage', 'r2.storage', 'd1.storage', 'durable-objects.storage', 'vectorize.stored_dimensions', 'workflows.storage',
];

/** By the meter's name as rules write it. Row meters count queries: how many rows one touches is an assumption. */
const RECIPES: Record<string, Recipe> = {
  'kv.reads': one('kv', 'reads'), 'kv.writes': one('kv', 'writes'), 'kv.deletes': one('kv', 'deletes'), 'kv.lists': one('kv', 'lists'),
  'r2.class_a': one('r2', 'class_a'), 'r2.class_b': one('r2', 'class_b'), 'r2.deletes': one('r2', 'deletes'),
  'r2.reads': one('r2', 'class_b'), 'r2.writes': one('r2', 'class_a'), 'r2.lists': one('r2', 'class_a'),
  'd1.rows_published': published('d1'), 'durable-objects.rows_published': published('durable-objects'),
  'd1.rows_read': rows('d1', 'rows_read'), 'd1.rows_written': rows('d1', 'rows_written'), 'd1.reads': rows('d1', 'rows_read'), 'd1.writes': rows('d1', 'rows_written'),
  'durable-objects.requests': objectRequest,
  'durable-objects.rows_read': rows('durable-objects', 'rows_read'), 'durable-objects.rows_written': rows('durable-objects', 'rows_written'),
  'queues.operations': one('queues', 'operations'), 'queues.messages': message,
  ...Object.fromEntries(EMBEDDING_METERS.map((meter) => [meter, embedding])),
  'vectorize.queried_dimensions': vectorQuery, 'vectorize.queries': vectorQuery,
  'images.transformations': one('images', 'transformations'),
  'hyperdrive.queries': one('hyperdrive', 'queries'), 'neon.queries': one('hyperdrive', 'queries'), 'neon.compute': one('hyperdrive', 'queries'),
  ...Object.fromEntries(COUNTED_ELSEWHERE.map((meter) => [meter, nothing])),
};

/** null: no such meter; the caller says so. */
export function usesOf(meter: string, operations: number, assumptions: Assumptions, prices: Prices): Use[] | null {
  const recipe = RECIPES[meterName(meter)];
  return recipe ? recipe(assumptions, prices).map((use) => ({ ...use, perOperation: scaled(use.perOperation, operations) })) : null;
}
