import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/errors.js';
import { homePath } from '../../core/home.js';
import { inferAssumptions } from '../../cost/assumptions.js';
import { METER_KEYS, UNPRICED_KEYS } from '../../cost/meters.js';
import { usesOf } from '../../cost/operations.js';
import { daysBetween, findPrice, loadPrices } from '../../cost/prices.js';
import { estimateOf, PRICES } from './bill-of.js';
import { scanOf } from './scan-builder.js';

const SOURCE = 'sources: {page: {document: "a page", dated: "2026", confidence: high}}';
const list = (row: string): string => `schema: 1\ncollected: "2026-11-21"\n${SOURCE}\nproducts:\n  kv:\n    title: KV\n    prices:\n      - ${row}\n`;
const GOOD = '{meter: reads, unit: operation, price: "0.50", per: 1000000, source: page, date: "2026-11-21"}';

function errorOf(text: string): UserError {
  try {
    loadPrices('2026-11-21', text, 'prices.yaml');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('the price list', () => {
  it('accepts a row that has all it needs', () => expect(loadPrices('2026-11-21', list(GOOD)).rows).toHaveLength(1));

  it.each([
    ['a price without a source', GOOD.replace('source: page, ', ''), 8, 9, /source/],
    ['a price without a date', GOOD.replace(', date: "2026-11-21"', ''), 8, 9, /date/],
    ['a date that is no day', GOOD.replace('"2026-11-21"', '"2026-13-01"'), 8, 90, /no such day/],
    ['a source that is not listed', GOOD.replace('source: page', 'source: pge'), 8, 78, /no source named "pge"/],
    ['a price as a floating number', GOOD.replace('"0.50"', '0.50'), 8, 48, /.+/],
    ['a negative price', GOOD.replace('"0.50"', '"-1"'), 8, 48, /US dollars as text/],
    ['a misspelt key', GOOD.replace('per:', 'pre:'), 8, 56, /pre/],
    ['units that are no power of ten', GOOD.replace('1000000', '64'), 8, 61, /1, 10, 100/],
  ])('%s is an error with line and column', (_, row, line, column, message) => {
    const error = errorOf(list(row));
    expect(error.message).toMatch(message);
    expect(error.at).toEqual({ file: 'prices.yaml', line, column });
  });

  it('suggests the key that was meant', () => expect(errorOf(list(GOOD.replace('per:', 'inclded: {amount: 1, per: month}, per:'))).hint).toBe('Did you mean "included"?'));

  it('ships with a price for every meter that rules and shared use may name', () => {
    const known = new Set(PRICES.rows.map((row) => row.key));
    expect(METER_KEYS.filter((key) => !known.has(key))).toEqual([]);
  });

  it('lets the team set exactly those prices that it does not know', () => {
    expect([...new Set(PRICES.rows.filter((row) => row.price === 'unknown').map((row) => row.key))].toSorted()).toEqual([...UNPRICED_KEYS].toSorted());
  });

  it('knows every meter that the shipped rules name', () => {
    const rules = readFileSync(homePath('rules', 'compat.yaml'), 'utf8');
    const meters = [...new Set([...rules.matchAll(/\bmeter: *"?([\w.-]+)/g)].map(([, meter]) => meter ?? ''))];
    const assumptions = inferAssumptions(scanOf());
    expect(meters.filter((meter) => usesOf(meter, 1, assumptions, PRICES) === null)).toEqual([]);
  });

  it('never prices a meter twice on one day', () => {
    for (const day of ['2026-11-21', '2026-12-01']) {
      const keys = PRICES.rows.filter((row) => (row.from ?? day) <= day && day <= (row.to ?? day)).map((row) => `${row.key} ${row.variant ?? ''}`);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('has no date after the day it was collected', () => expect(PRICES.rows.filter((row) => row.date > PRICES.collected)).toEqual([]));

  it('names no source that no row uses', () => {
    const text = readFileSync(homePath('rules', 'prices.yaml'), 'utf8');
    expect(Object.keys(PRICES.sources).filter((source) => !new RegExp(`source: ${source}[,}]`).test(text))).toEqual([]);
  });

  it('changes the price of logs on 2026-12-01', () => {
    const on = (asOf: string, meter: string) => findPrice({ ...PRICES, asOf }, 'logs', meter)?.price ?? null;
    expect([on('2026-11-30', 'events'), on('2026-11-30', 'ingestion'), on('2026-12-01', 'events'), on('2026-12-01', 'ingestion')]).toEqual(['0.60', null, null, '0.25']);
  });

  it('keeps unknown prices unknown', () => expect(findPrice(PRICES, 'containers', 'snapshots')?.price).toBe('unknown'));
});

describe('the age of prices', () => {
  const scan = scanOf({ entries: ['GET /'] });
  it('counts days', () => expect(daysBetween('2026-11-21', '2027-01-20')).toBe(60));
  it('is no warning within 60 days and one after', () => {
    expect(estimateOf(scan, 'plan: paid', null, '2026-11-21').prices).toMatchObject({ oldestDays: 0, stale: false });
    const late = estimateOf(scan, 'plan: paid', null, '2027-01-21');
    expect(late.prices.stale).toBe(true);
    expect(late.warnings.join()).toContain('Workers (2026-11-21)');
  });
  it('speaks only of prices that the bill uses: Heroku is old, and only a bill with Heroku says so', () => {
    const heroku = estimateOf(scan, 'today: {kind: heroku, size: standard-1x, average_instances: 1}');
    expect(heroku.warnings.join()).toContain('Heroku (2023-02-06)');
    expect(estimateOf(scan, 'plan: paid').warnings).toEqual([]);
  });
});
