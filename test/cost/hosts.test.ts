import { describe, expect, it } from 'vitest';
import { formatAmount } from '../../cost/decimal.js';
import { estimateOf, lineOf, linesOf, scenarioOf } from './bill-of.js';
import { scanOf } from './scan-builder.js';

const MONTH = 730 * 3600;
const SCAN = scanOf({ entries: ['GET /', 'cron 0 3 * * *'] });
const bill = (today: string, traffic = 'requests_per_month: 1000000, wall_ms: 200, cpu_ms: 20', scan = SCAN) =>
  estimateOf(scan, `traffic: {"GET /": {${traffic}}}\neach_request: {cpu_ms: 1, wall_ms: 1}\negress_gb_per_month: 0\ntoday: {${today}}`);
const amount = (result: ReturnType<typeof bill>, product: string, meter: string): string => formatAmount(lineOf(result, 'today', product, meter).amount?.[1] ?? '-1');

describe('Cloud Run by request', () => {
  const CLOUD_RUN = 'kind: cloud-run-request, vcpu: 1, memory_gib: 1, busy_hours: 730';

  it('bills instance time once for requests that overlap', () => {
    const [low = 0, likely = 0, high = 0] = lineOf(bill(CLOUD_RUN), 'today', 'Cloud Run', 'vcpu (request-1)').quantity ?? [];
    expect(likely).toBeCloseTo(MONTH * (1 - Math.exp(-200_000 / MONTH)), 3);
    expect([low, high]).toEqual([likely, 200_000]);
  });
  it('rounds each request up to 100 ms', () => {
    expect(lineOf(bill(`${CLOUD_RUN}, concurrency: 1`, 'requests_per_month: 1000000, wall_ms: 101, cpu_ms: 1'), 'today', 'Cloud Run', 'vcpu (request-1)').quantity?.[2]).toBeCloseTo(200_000, 3);
    expect(lineOf(bill(`${CLOUD_RUN}, concurrency: 1`, 'requests_per_month: 1000000, wall_ms: 100, cpu_ms: 1'), 'today', 'Cloud Run', 'vcpu (request-1)').quantity?.[2]).toBeCloseTo(100_000, 3);
  });
  it('adds instances when concurrency or CPU asks for them', () => {
    const heavy = 'requests_per_month: 100000000, wall_ms: 1000, cpu_ms: 1';
    const seconds = (today: string, traffic: string): number => lineOf(bill(today, traffic), 'today', 'Cloud Run', 'vcpu (request-1)').quantity?.[1] ?? 0;
    expect(seconds(`${CLOUD_RUN}, concurrency: 10`, heavy) / MONTH).toBeCloseTo(1e8 / MONTH / 6, 3);
    expect(seconds(CLOUD_RUN, 'requests_per_month: 10000000, wall_ms: 2000, cpu_ms: 1000') / MONTH).toBeCloseTo(1e7 / MONTH / 0.6, 3);
  });
  it('keeps the minimum warm at the idle price, and does not when there is none', () => {
    expect(lineOf(bill(`${CLOUD_RUN}, min_instances: 2`), 'today', 'Cloud Run', 'idle_vcpu (request-1)').quantity?.[0]).toBeCloseTo(2 * MONTH - 200_000, 0);
    expect(linesOf(bill(CLOUD_RUN), 'today', 'Cloud Run', 'idle_vcpu (request-1)')).toEqual([]);
  });
  it('leaves out what runs inside the instance by the clock', () => expect(lineOf(bill(CLOUD_RUN), 'today', 'Cloud Run', 'requests (request-1)').quantity).toEqual([1e6, 1e6, 1e6]));
  it('warns that it gives no CPU to work after the answer', () => {
    const scan = scanOf({ entries: ['GET /'], jobs: [{ entryPoint: 'GET /' }] });
    expect(scenarioOf(bill(CLOUD_RUN, 'requests_per_month: 1', scan), 'today').caveats[0]).toContain('src/jobs.js:7');
  });
  it('uses the other price tier when told', () => expect(lineOf(bill(`${CLOUD_RUN}, region_tier: 2`), 'today', 'Cloud Run', 'vcpu (request-2)').unitPrice).toBe('0.0000336'));
});

describe('Cloud Run by instance', () => {
  const CLOUD_RUN = 'kind: cloud-run-instance, vcpu: 2, memory_gib: 4, busy_hours: 730';
  it('bills a warm instance all month: 2 vCPU and 4 GiB are 110.41', () => {
    expect(formatAmount(scenarioOf(bill(`${CLOUD_RUN}, min_instances: 1`), 'today').total?.[1] ?? '-1')).toBe('110.41');
  });
  it('is known as far as the minimum goes while traffic is unknown', () => {
    const [known, open] = linesOf(bill(`${CLOUD_RUN}, min_instances: 1`, 'requests_per_month: null'), 'today', 'Cloud Run', 'vcpu (instance-1)');
    expect([known?.quantity?.[1], open?.amount, open?.missing]).toEqual([2 * MONTH, null, ['traffic.GET /.requests_per_month']]);
  });
  it('stays 15 minutes after the last request when it scales to zero', () => {
    const seconds = lineOf(bill(CLOUD_RUN, 'requests_per_month: 10, wall_ms: 1000, cpu_ms: 1'), 'today', 'Cloud Run', 'vcpu (instance-1)').quantity?.[1] ?? 0;
    expect(seconds / 2).toBeCloseTo(10 * 901, -2);
  });
  it('counts work after the answer, and is unknown while nobody says how long it takes', () => {
    const scan = scanOf({ entries: ['GET /'], jobs: [{ entryPoint: 'GET /' }] });
    expect(lineOf(bill(CLOUD_RUN, 'requests_per_month: 10, wall_ms: 1', scan), 'today', 'Cloud Run', 'vcpu (instance-1)').missing).toEqual(['traffic.GET /.background_ms']);
    const long = lineOf(bill(CLOUD_RUN, 'requests_per_month: 10, wall_ms: 1000, background_ms: 3600000', scan), 'today', 'Cloud Run', 'vcpu (instance-1)').quantity?.[1] ?? 0;
    expect(long / 2).toBeGreaterThan(10 * 4000);
  });
});

describe('hosts paid by the machine', () => {
  it('Fargate: one task of 1 vCPU and 2 GB is 36.04 a month', () => {
    const result = bill('kind: fargate, vcpu: 1, memory_gib: 2, average_instances: 1');
    expect([amount(result, 'Fargate (us-east-1)', 'vcpu (x86)'), amount(result, 'Fargate (us-east-1)', 'memory (x86)')]).toEqual(['29.55', '6.49']);
  });
  it('counts instances between the minimum and the maximum when the average is unset', () => {
    expect(lineOf(bill('kind: fargate, vcpu: 1, memory_gib: 2, min_instances: 2, max_instances: 4'), 'today', 'Fargate (us-east-1)', 'vcpu (x86)').quantity).toEqual([2 * MONTH, 2 * MONTH, 4 * MONTH]);
  });
  it('does not take the minimum of a host that scales to zero for an average', () => {
    expect(lineOf(bill('kind: fargate, vcpu: 1, memory_gib: 2'), 'today', 'Fargate (us-east-1)', 'vcpu (x86)').missing).toEqual(['today.average_instances']);
  });
  it.each([
    ['fly', 'shared-cpu-4x-1gb', 'Fly.io', 'machines (shared-cpu-4x-1gb)', '17.56'],
    ['render', 'pro_plus', 'Render', 'instances (pro-plus)', '350.00'],
    ['heroku', 'Standard-2X', 'Heroku', 'dynos (standard-2x)', '100.00'],
  ])('%s: two of %s', (kind, size, product, meter, total) => expect(amount(bill(`kind: ${kind}, size: ${size}, average_instances: 2`), product, meter)).toBe(total));
  it('asks for the size that is unset, and says when it has no price', () => {
    const line = (today: string) => lineOf(bill(`kind: render, average_instances: 1${today}`), 'today', 'Render', 'instances');
    expect([line('').missing, line(', size: huge').missing]).toEqual([['today.size'], ['today.size']]);
    expect(line(', size: huge').note).toContain('no size is named "huge"; known: starter, standard');
  });
  it('prices volumes where a price is known, and does not drop them where none is', () => {
    expect(amount(bill('kind: fly, size: shared-cpu-4x-1gb, average_instances: 1, volume_gb: 10'), 'Fly.io', 'volumes')).toBe('1.50');
    expect(lineOf(bill('kind: cloud-run-instance, vcpu: 1, memory_gib: 1, volume_gb: 10'), 'today', 'Cloud Run', 'volumes').missing).toEqual(['prices.cloud-run.volumes']);
  });
  it('the invoice is its own price', () => expect(scenarioOf(bill('kind: invoice, invoice_usd_per_month: [100, 120.5, 300]'), 'today').total).toEqual(['100', '120.5', '300']));
});
