/** The shape of rules/prices.yaml and its checks. A price without a source or a date is no price. */
import { z } from 'zod';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date as "YYYY-MM-DD"').refine((text) => !Number.isNaN(Date.parse(text)), 'no such day');
const dollars = z.string().regex(/^\d+(\.\d+)?$/, 'expected US dollars as text: "0.30"');
const confidence = z.enum(['high', 'medium', 'low']);
const amount = z.number().nonnegative();

const allowance = z.strictObject({
  amount,
  per: z.enum(['month', 'day']),
  of: z.enum(['account', 'project', 'instance']).optional(),
});

const priceRow = z.strictObject({
  meter: z.string(),
  variant: z.string().optional(),
  unit: z.string(),
  price: z.union([dollars, z.literal('unknown')]),
  per: z.number().refine((value) => /^10*$/.test(String(value)), 'expected 1, 10, 100, 1000 …').default(1),
  included: allowance.optional(),
  free: allowance.optional(),
  step: z.number().positive().optional(),
  reading: z.strictObject({ step: z.number().positive().optional(), why: z.string().min(1) }).optional(),
  tiers: z.array(z.strictObject({ above: amount, price: dollars })).optional(),
  credit: dollars.optional(),
  minimum: z.strictObject({ amount, unit: z.string() }).optional(),
  from: day.optional(),
  to: day.optional(),
  source: z.string(),
  date: day,
  confidence: confidence.optional(),
  note: z.string().optional(),
});

const size = z.strictObject({ name: z.string(), vcpu: amount, memory_gib: amount, disk_gb: amount, source: z.string(), date: day });

const model = z.strictObject({
  name: z.string(),
  meter: z.string(),
  units_per_million_tokens: z.union([amount, z.literal('unknown')]),
  dimensions: amount.optional(),
  source: z.string(),
  date: day,
});

const product = z.strictObject({
  title: z.string(),
  duration_step_ms: amount.optional(),
  prices: z.array(priceRow),
  sizes: z.array(size).optional(),
  models: z.array(model).optional(),
});

const source = z.strictObject({ document: z.string().min(1), dated: z.string().min(1), confidence });

/** Every `source` must be a key of `sources`; the error stands at the row that names it. */
export const pricesFile = z
  .strictObject({ schema: z.literal(1), collected: day, sources: z.record(z.string(), source), products: z.record(z.string(), product) })
  .superRefine((file, context) => {
    for (const [name, { prices, sizes = [], models = [] }] of Object.entries(file.products)) {
      const lists = { prices, sizes, models };
      for (const [list, rows] of Object.entries(lists)) {
        rows.forEach((row, index) => {
          if (Object.hasOwn(file.sources, row.source)) return;
          context.addIssue({ code: 'custom', path: ['products', name, list, index, 'source'], message: `no source named "${row.source}" in this file` });
        });
      }
    }
  });

export type PricesFile = z.infer<typeof pricesFile>;
export type PriceRow = z.infer<typeof priceRow>;
export type Size = z.infer<typeof size>;
export type Model = z.infer<typeof model>;

/** Keys that are known at a place of the file, for hints. */
export function knownKeys(path: PropertyKey[]): readonly string[] {
  const list = path[2];
  if (path.length === 0) return Object.keys(pricesFile.shape);
  if (path[0] === 'sources') return Object.keys(source.shape);
  if (path.length === 2) return Object.keys(product.shape);
  if (path.length >= 4) return Object.keys(list === 'sizes' ? size.shape : list === 'models' ? model.shape : priceRow.shape);
  return [];
}
