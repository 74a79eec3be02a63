import { describe, expect, it } from 'vitest';
import { isBeyondLimit } from '../../cost/payback.js';
import { estimateOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

const SCAN = scanOf({ entries: ['GET /'] });
const PLAN = planOf({ move: 'worker' });
const YAML = `traffic: {"GET /": {requests_per_month: 1000, cpu_ms: 1, wall_ms: 1}}
today: {kind: invoice, invoice_usd_per_month: [80, 105, 140]}
egress_gb_per_month: 0
logs: {events_per_request: 0}
`;
const WITH_DAYS = { ...SCAN, score: { ...SCAN.score, effortDays: { workers: [10, 20] as [number, number], containers: [1, 2] as [number, number] } } };
const paybackOf = (more: string, yaml = YAML) => estimateOf(WITH_DAYS, yaml + more, PLAN).payback;

describe('payback of a move from an invoice of 105 to a subscription of 5', () => {
  it('is what the days cost, over what a month saves', () => {
    expect(paybackOf('migration: {day_rate_usd: 1000}')).toMatchObject({
      scenario: 'workers', days: [10, 20], oneOff: ['10000', '15000', '20000'], saving: ['75', '100', '135'], months: [74.1, 150, 266.7], limit: null, missing: [],
    });
  });
  it('is compared with the limit that the team set', () => {
    const within = paybackOf('migration: {day_rate_usd: 1000, payback_limit_months: 151}');
    const beyond = paybackOf('migration: {day_rate_usd: 1000, payback_limit_months: 149}');
    expect([within, beyond].map((found) => found && isBeyondLimit(found))).toEqual([false, true]);
  });
  it('is never, where the move costs more than today', () => {
    const dear = paybackOf('migration: {day_rate_usd: 1000, payback_limit_months: 24}', YAML.replace('[80, 105, 140]', '[1, 4, 20]'));
    expect(dear?.months).toEqual([666.7, null, null]);
    expect(dear && isBeyondLimit(dear)).toBe(true);
  });
  it('is unknown without a day rate or with an open line, and unknown is no reason to stay', () => {
    expect(paybackOf('')).toMatchObject({ oneOff: null, months: null, missing: ['migration.day_rate_usd'] });
    const open = paybackOf('migration: {day_rate_usd: 1000, payback_limit_months: 1}', YAML.replace('[80, 105, 140]', 'null'));
    expect(open).toMatchObject({ saving: null, months: null, missing: ['today.invoice_usd_per_month'] });
    expect(open && isBeyondLimit(open)).toBe(false);
  });
});
