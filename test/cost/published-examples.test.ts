/** The vendors' own worked examples, recomputed to the cent. Each names the page it stands on and the day it was read. */
import { describe, expect, it } from 'vitest';
import { addAmounts, formatAmount } from '../../cost/decimal.js';
import { charge } from '../../cost/charge.js';
import { findPrice } from '../../cost/prices.js';
import { cents, estimateOf, lineOf, PRICES, scenarioOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

const together = (...amounts: string[]): string => formatAmount(addAmounts(amounts));

describe('Workers: cloudflare-docs workers/platform/pricing.mdx@07acbb66, read 2026-11-21', () => {
  const bill = (requests: number, cpu: number) => {
    const result = estimateOf(scanOf({ entries: ['GET /'] }), `traffic: {"GET /": {requests_per_month: ${requests}, cpu_ms: ${cpu}, wall_ms: 1}}\nlogs: {events_per_request: 0}`);
    const amount = (meter: string): string => formatAmount(lineOf(result, 'workers', 'Workers', meter).amount?.[1] ?? '-1');
    return { subscription: amount('subscription'), requests: amount('requests'), cpu: amount('cpu'), total: formatAmount(scenarioOf(result, 'workers').total?.[1] ?? '-1') };
  };

  it('example 1: 15 million requests of 7 ms cost 8.00', () => {
    expect(bill(15_000_000, 7)).toEqual({ subscription: '5.00', requests: '1.50', cpu: '1.50', total: '8.00' });
  });
  it('example 2: 3 million dynamic requests beside free static assets cost the subscription', () => {
    expect(bill(3_000_000, 7).total).toBe('5.00');
  });
  it('example 3: an hourly cron of 3 CPU minutes, counted there as 720 runs, costs 6.99', () => {
    expect(bill(720, 180_000)).toMatchObject({ requests: '0.00', cpu: '1.99', total: '6.99' });
  });
  it('example 4: 100 million requests of 7 ms cost 45.40', () => {
    expect(bill(100_000_000, 7)).toEqual({ subscription: '5.00', requests: '27.00', cpu: '13.40', total: '45.40' });
  });
});

describe('Containers', () => {
  it('CPU of one hour at 20 % of one vCPU is 0.0144, before the allowance (cloudflare-docs changelog 2025-11-21-new-cpu-pricing)', () => {
    const price = findPrice(PRICES, 'containers', 'vcpu');
    expect(price && charge({ ...price, included: undefined }, [720, 720, 3600])?.amount).toEqual(['0.0144', '0.0144', '0.072']);
  });
  it('what the plan includes: 25 GiB-hours, 375 vCPU-minutes, 200 GB-hours cost nothing, a second more does', () => {
    expect([cents('containers', 'memory', 25 * 3600), cents('containers', 'vcpu', 375 * 60), cents('containers', 'disk', 200 * 3600)]).toEqual(['0.00', '0.00', '0.00']);
    expect(cents('containers', 'memory', 25 * 3600 + 4000)).toBe('0.01');
  });
});

describe('Durable Objects: durable-objects/platform/pricing.mdx@04a87f48, read 2026-11-21', () => {
  const seconds = (count: number): number => count * 0.128;
  const bill = (requests: number, active: number): string => together('5', cents('durable-objects', 'requests', requests), cents('durable-objects', 'duration', seconds(active)));

  it.each([
    ['example 1: a coordinator called 1.5 million times', 1_500_000, 1_000_000, '5.15'],
    ['example 2: 100 objects with 50 sockets each', 3_750_000, 86_400_000, '142.95'],
    ['example 3: 100 objects with one socket each', 12_960_100, 259_200_000, '419.30'],
    ['example 4: hibernating sockets', 21_610_000, 4_320_000, '20.65'],
  ])('%s', (_, requests, active, total) => expect(bill(requests, active)).toBe(total));

  it('the older copy of example 4 did not round up to the million (issue 24138 of cloudflare-docs): 10.00 instead of 20.65', () => {
    const unrounded = (meter: string, quantity: number): string => {
      const price = findPrice(PRICES, 'durable-objects', meter);
      return price ? formatAmount(charge({ ...price, step: undefined }, [quantity, quantity, quantity])?.amount[1] ?? '-1') : '-1';
    };
    expect(together('5', unrounded('requests', 21_610_000), unrounded('duration', seconds(4_320_000)))).toBe('10.00');
  });
});

describe('where pages contradict each other', () => {
  it('a line shows both readings: requests to objects, rounded up to the million and not', () => {
    const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:3', meter: 'durable-objects.requests', reachedBy: { 'GET /': [1, 1] } }] });
    const line = (runs: number) => lineOf(estimateOf(scan, `traffic: {"GET /": {requests_per_month: ${runs}}}`), 'workers', 'Durable Objects', 'requests');
    expect(line(1_500_000)).toMatchObject({ amount: ['0.15', '0.15', '0.15'], reading: { amount: ['0.075', '0.075', '0.075'] } });
    expect(line(2_000_000).reading, 'both agree at whole millions').toBeUndefined();
  });
});

describe('R2: r2/pricing.mdx@07ec87d4, read 2026-11-21', () => {
  it('standard storage: 1,000 objects of 1 GB, read 1,000 times each', () => {
    expect([cents('r2', 'storage', 1000), cents('r2', 'class_a', 1000), cents('r2', 'class_b', 1_000_000)]).toEqual(['14.85', '0.00', '0.00']);
  });
  it('infrequent access: the same, deleted after 5 days, is billed for 30', () => {
    const parts = [cents('r2', 'storage', 1000, 'infrequent'), cents('r2', 'class_a', 1000, 'infrequent'), cents('r2', 'class_b', 1_000_000, 'infrequent'), cents('r2', 'retrieval', 1000, 'infrequent')];
    expect([...parts, together(...parts)]).toEqual(['10.00', '9.00', '0.90', '10.00', '29.90']);
  });
  it('asset hosting: 10 million reads a day', () => {
    expect([cents('r2', 'storage', 10), cents('r2', 'class_a', 100_000), cents('r2', 'class_b', 300_000_000)]).toEqual(['0.00', '0.00', '104.40']);
  });
  it('rounds up: a million and one operations bill two million, 1.1 GB bills 2 GB', () => {
    const price = findPrice(PRICES, 'r2', 'class_a', 'infrequent');
    expect(price && charge(price, [1_000_000, 1_000_001, 1_000_001])?.billable).toEqual([1_000_000, 2_000_000, 2_000_000]);
    expect(cents('r2', 'storage', 1.1, 'infrequent')).toBe('0.02');
  });
});

describe('Queues: queues/platform/pricing.mdx@0309c8be, read 2026-11-21', () => {
  const bill = (messages: number, kilobytes: number): string => {
    const scan = scanOf({ entries: ['POST /jobs'], sites: [{ at: 'src/jobs.js:5', meter: 'queues.messages', reachedBy: { 'POST /jobs': [1, 1] } }] });
    const result = estimateOf(scan, `traffic: {"POST /jobs": {requests_per_month: ${messages}}}\nqueues: {message_kb: ${kilobytes}, reads_per_message: 1}`);
    return formatAmount(lineOf(result, 'workers', 'Queues', 'operations').amount?.[1] ?? '-1');
  };
  it('a million messages a day', () => expect(bill(30_000_000, 10)).toBe('35.60'));
  it('100 million messages of about 127 KB, each two operations', () => expect(bill(100_000_000, 127)).toBe('239.60'));
});

describe('D1 and KV: their pages give rates and counting rules but no worked bill; the rules are recomputed', () => {
  const database = { resources: [{ resource: 'db', target: 'd1' as const }] };
  const reads = (spec: string, access: string) => {
    const scan = scanOf({ entries: ['GET /users'], resources: [{ id: 'db', kind: 'sqlite' }], sites: [{ at: 'src/db.js:9', access, resource: 'db', reachedBy: { 'GET /users': [1, 1] } }] });
    return estimateOf(scan, `traffic: {"GET /users": {requests_per_month: 6000000}}\ndatabase: ${spec}`, planOf(database));
  };
  it('a full scan of 5,000 rows counts 5,000 rows read (d1-pricing.mdx@25a83ced): 6 million of them are 30 billion, 5 billion over', () => {
    const line = lineOf(reads('{rows_read_per_query: 5000}', 'read'), 'workers', 'D1', 'rows_read');
    expect([line.quantity?.[1], line.billable?.[1], line.amount?.[1]]).toEqual([30_000_000_000, 5_000_000_000, '5']);
  });
  it('an insert of 10 rows counts 10 rows written: 60 million are 10 million over, 10.00; 6 GB are 0.75', () => {
    expect(formatAmount(lineOf(reads('{rows_written_per_query: 10}', 'write'), 'workers', 'D1', 'rows_written').amount?.[1] ?? '-1')).toBe('10.00');
    expect(cents('d1', 'storage', 6)).toBe('0.75');
  });
  it('KV bills each key of 5,000 written as one write, reads of missing keys included (kv/platform/pricing.mdx@0c50ffa0)', () => {
    expect([cents('kv', 'reads', 11_000_000), cents('kv', 'writes', 1_005_000), cents('kv', 'lists', 2_000_000), cents('kv', 'storage', 3)]).toEqual(['0.50', '0.03', '5.00', '1.00']);
  });
});

describe('Logs', () => {
  it('until 2026-11-30: 15 million requests with two events each cost 6.00, a billion sampled at 10 % 108.00 (workers-logs.mdx@015f7bf7)', () => {
    expect([cents('logs', 'events', 30_000_000), cents('logs', 'events', 200_000_000)]).toEqual(['6.00', '108.00']);
  });
  it('from 2026-12-01: 75 GB in and 20 GB-months kept cost 7.05 (observability/pricing/index.mdx@0ec9be22)', () => {
    const december = { ...PRICES, asOf: '2026-12-01' };
    const amount = (meter: string, quantity: number): string => {
      const price = findPrice(december, 'logs', meter);
      return price ? (charge(price, [quantity, quantity, quantity])?.amount[1] ?? '-1') : '-1';
    };
    expect(together(amount('ingestion', 75), amount('storage', 20))).toBe('7.05');
    expect(findPrice(december, 'logs', 'events')).toBeNull();
  });
});

describe('Vectorize: vectorize-pricing.mdx@2468b841, read 2026-11-21', () => {
  it('10,000 vectors of 768 dimensions, queried 30,000 times, sum to 0.31 before the allowance', () => {
    const amount = (meter: string, quantity: number): string => {
      const price = findPrice(PRICES, 'vectorize', meter);
      return price ? (charge({ ...price, included: undefined }, [quantity, quantity, quantity])?.amount[1] ?? '-1') : '-1';
    };
    expect(together(amount('queried_dimensions', 40_000 * 768), amount('stored_dimensions', 10_000 * 768))).toBe('0.31');
  });
  it('the same example from call sites: 30,720,000 queried and 7,680,000 stored dimensions, all included', () => {
    const scan = scanOf({ entries: ['GET /search'], sites: [{ at: 'src/search.js:4', meter: 'vectorize.queried_dimensions', reachedBy: { 'GET /search': [1, 1] } }] });
    const result = estimateOf(scan, 'traffic: {"GET /search": {requests_per_month: 30000}}\nvectors: {dimensions: 768, stored: 10000}');
    expect(['queried_dimensions', 'stored_dimensions'].map((meter) => lineOf(result, 'workers', 'Vectorize', meter)).map(({ quantity, amount }) => [quantity?.[1], amount?.[1]])).toEqual([[30_720_000, '0'], [7_680_000, '0']]);
  });
});

describe('Fargate: aws.amazon.com/fargate/pricing, read 2026-10-09', () => {
  it.each([
    ['example 1, x86', 'x86', 5, 1, 2, 600, ['1.01', '0.22']],
    ['example 2, Arm', 'arm', 5, 1, 2, 600, ['0.81', '0.18']],
    ['example 3, ten small pods', 'x86', 10, 0.25, 1, 3600, ['3.04', '1.33']],
  ])('%s', (_, architecture, tasks, vcpu, memory, seconds, expected) => {
    const time = tasks * seconds * 30;
    expect([cents('fargate', 'vcpu', time * vcpu, architecture), cents('fargate', 'memory', time * memory, architecture)]).toEqual(expected);
  });
  it('ephemeral storage of 30 GB is 10 GB above what is included', () => expect(cents('fargate', 'disk', 5 * 10 * 600 * 30)).toBe('0.03'));
});

describe('Lambda: aws.amazon.com/lambda/pricing, read 2026-11-21', () => {
  it('a mobile backend with 3 million requests of 120 ms at 1536 MB costs 2.73', () => {
    const scan = scanOf({ entries: ['GET /orders'] });
    const result = estimateOf(scan, 'traffic: {"GET /orders": {requests_per_month: 3000000, wall_ms: 120}}\ntoday: {kind: lambda, memory_gib: 1.5}\negress_gb_per_month: 0');
    const amounts = [lineOf(result, 'today', 'Lambda (us-east-1)', 'duration (x86)'), lineOf(result, 'today', 'Lambda (us-east-1)', 'requests')].map((line) => formatAmount(line.amount?.[1] ?? '-1'));
    expect([...amounts, formatAmount(scenarioOf(result, 'today').total?.[1] ?? '-1')]).toEqual(['2.33', '0.40', '2.73']);
  });
  it('an older copy counted 18.34 for 1.1 million GB-s at the rate rounded to eight places; the rate of today gives 18.33', () => {
    expect(cents('lambda', 'duration', 1_500_000, 'x86')).toBe('18.33');
  });
  it('the price falls above 6 and 15 billion GB-s', () => {
    const price = findPrice(PRICES, 'lambda', 'duration', 'x86');
    expect(price && charge({ ...price, included: undefined }, [6e9, 7e9, 16e9])?.amount).toEqual(['100000.2', '115000.2', '248334.2']);
  });
});

describe('Cloud Run: Google publishes rates and no worked bill; a dated third-party bill of 2026-10-09 is recomputed', () => {
  it('120 active hours of 1 vCPU and 1 GiB are 11.448 at tier 1 and 16.027 at tier 2, before the free tier', () => {
    const gross = (tier: string): string => {
      const amounts = ['vcpu', 'memory'].map((meter) => {
        const price = findPrice(PRICES, 'cloud-run', meter, `request-${tier}`);
        return price ? (charge({ ...price, included: undefined, credit: undefined }, [432_000, 432_000, 432_000])?.amount[1] ?? '-1') : '-1';
      });
      return formatAmount(addAmounts(amounts), 3);
    };
    expect([gross('1'), gross('2')]).toEqual(['11.448', '16.027']);
  });
  it('the free tier is worth 4.32 of CPU and 0.90 of memory in every region', () => {
    expect([cents('cloud-run', 'vcpu', 180_000, 'request-1'), cents('cloud-run', 'memory', 360_000, 'request-1')]).toEqual(['0.00', '0.00']);
    expect(cents('cloud-run', 'vcpu', 432_000, 'request-2')).toBe(formatAmount(String(432_000 * 0.0000336 - 4.32)));
  });
  it('an idle warm instance at tier 2 is 0.0252 an hour', () => {
    const both = ['idle_vcpu', 'idle_memory'].map((meter) => Number(findPrice(PRICES, 'cloud-run', meter, 'request-2')?.price) * 3600);
    expect((both[0] ?? 0) + (both[1] ?? 0)).toBeCloseTo(0.0252, 10);
  });
});

describe('Neon: content/docs/introduction/plans.md@0020a391, read 2026-11-21', () => {
  it.each([
    ['Launch, example 1', 'launch', 10, 3, 1, '2.31'],
    ['Launch, example 2', 'launch', 120, 25, 10, '23.47'],
    ['Launch, example 3', 'launch', 250, 50, 20, '48.00'],
    ['Scale, example 1', 'scale', 1700, 125, 50, '431.15'],
    ['Scale, example 2', 'scale', 2600, 190, 75, '658.70'],
  ])('%s', (_, plan, hours, stored, history, total) => {
    expect(together(cents('neon', 'compute', hours, plan), cents('neon', 'storage', stored), cents('neon', 'restore_history', history))).toBe(total);
  });
});
