/** Loads the price list as it holds on one day. It looks nothing up: the list ships with the tool. */
import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import { homePath } from '../core/home.js';
import { parseYaml } from '../core/yaml.js';
import { knownKeys, pricesFile, type Model, type PriceRow, type Size } from './price-schema.js';

/** A price older than this is shown with a warning. */
export const STALE_AFTER_DAYS = 60;

export interface Price extends PriceRow {
  product: string;
  /** `product.meter`, the name that rules and `shared` use. */
  key: string;
}

export interface Product {
  title: string;
  durationStepMs: number;
  sizes: Size[];
  models: Model[];
}

export interface Prices {
  file: string;
  collected: string;
  /** The day whose prices these are, YYYY-MM-DD. */
  asOf: string;
  products: Record<string, Product>;
  /** Every row, also those that hold on other days: ask `findPrice`. */
  rows: Price[];
  sources: Record<string, { document: string; dated: string; confidence: string }>;
}

/** Whole days from `from` to `to`, both YYYY-MM-DD. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/**
 * The price list, read for the day `asOf` (YYYY-MM-DD). `text` replaces the list that ships with the tool. Throws UserError with line and
 * column when the list breaks a rule of its own.
 */
export function loadPrices(asOf: string, text?: string, file = 'rules/prices.yaml'): Prices {
  if (!isDay(asOf)) throw new UserError('bad-date', `"${asOf}" is no day`, 'Write the day as YYYY-MM-DD.');
  const parsed = parseYaml(text ?? readFileSync(homePath('rules', 'prices.yaml'), 'utf8'), file, pricesFile, { keysAt: knownKeys });
  const rows = Object.entries(parsed.products).flatMap(([product, { prices }]) =>
    prices.map((row) => ({ ...row, product, key: `${product}.${row.meter}` })));
  const products = Object.entries(parsed.products).map(([name, { title, duration_step_ms = 0, sizes = [], models = [] }]) =>
    [name, { title, durationStepMs: duration_step_ms, sizes, models }] as const);
  return {
    file,
    collected: parsed.collected,
    asOf,
    products: Object.fromEntries(products),
    rows,
    sources: parsed.sources,
  };
}

const holdsOn = (row: Price, day: string): boolean => (row.from ?? day) <= day && day <= (row.to ?? day);

/** The price of a meter on the day of the list, or null when none holds then. */
export function findPrice(prices: Prices, product: string, meter: string, variant?: string): Price | null {
  return prices.rows.find((row) => row.product === product && row.meter === meter && row.variant === variant && holdsOn(row, prices.asOf)) ?? null;
}

/** `cloudflare-docs r2/pricing.mdx (2026, after 2026-05-28), seen 2026-11-21, confidence high`. */
export function citePrice(prices: Prices, price: Price): string {
  const source = prices.sources[price.source];
  const confidence = price.confidence ?? source?.confidence ?? 'low';
  return `${source?.document ?? price.source} (${source?.dated ?? 'undated'}), seen ${price.date}, confidence ${confidence}`;
}
