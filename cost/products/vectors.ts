/** Vectors at rest in Vectorize, where some call queries them: stored once, and counted once more among the queried ones. */
import { read } from '../assumptions.js';
import type { Context } from '../context.js';
import { times } from '../quantity.js';
import type { Usage } from '../usage.js';

export function vectorUsage(context: Context, operations: readonly Usage[]): Usage[] {
  if (!operations.some((usage) => usage.product === 'vectorize')) return [];
  const stored = times(read(context.assumptions, 'vectors.stored'), read(context.assumptions, 'vectors.dimensions'));
  return [{ product: 'vectorize', meter: 'queried_dimensions', quantity: stored }, { product: 'vectorize', meter: 'stored_dimensions', quantity: stored }];
}
