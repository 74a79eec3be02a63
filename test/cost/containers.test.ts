import { describe, expect, it } from 'vitest';
import { awakeSeconds, shareOfClock, shareOfClocks } from '../../cost/awake.js';
import { estimateOf, lineOf, scenarioOf } from './bill-of.js';
import { planOf, scanOf, type ScanSpec } from './scan-builder.js';

const MONTH = 730 * 3600;
const GIB = 4; // standard-1

function awake(traffic: string, container: string, spec: ScanSpec = { entries: ['GET /'] }): number[] {
  const result = estimateOf(scanOf(spec), `traffic: {${traffic}}\neach_request: {cpu_ms: 10, wall_ms: 1000}\ntoday: {busy_hours: 730}\ncontainer: {instance_type: standard-1, requests_per_burst: 1, ${container}}`);
  return (lineOf(result, 'container', 'Containers', 'memory').quantity ?? []).map((value) => Math.round(value / GIB));
}
const VISITS = (count: number | string): string => `"GET /": {requests_per_month: ${count}}`;

describe('awake time', () => {
  it('is the held time of each visit while visits are rare', () => {
    expect(awake(VISITS(10), 'sleep_after_minutes: 10')[1]).toBeCloseTo(10 * 601, -2);
  });
  it('is the whole month at most', () => expect(awake(VISITS(10_000_000), 'sleep_after_minutes: 10')).toEqual([MONTH, MONTH, MONTH]));
  it('shrinks with sleepAfter', () => expect(awake(VISITS(1000), 'sleep_after_minutes: 1')[1]).toBeLessThan((awake(VISITS(1000), 'sleep_after_minutes: 10')[1] ?? 0) / 5));
  it('is shorter when visitors load several things at once', () => {
    const [low = 0, , high = 0] = awakeOfBurst('[1, 1, 20]');
    expect(high / low).toBeGreaterThan(10);
  });
  it('is what the team declares, when it does', () => expect(awake(VISITS(1000), 'awake_hours: [10, 20, 30]')).toEqual([36_000, 72_000, 108_000]));
  it('grows with the instances that traffic is spread over', () => {
    const one = awake(VISITS(5000), 'instances: 1')[1] ?? 0;
    const four = awake(VISITS(5000), 'instances: 4')[1] ?? 0;
    expect(four).toBeGreaterThan(one);
    expect(four).toBeLessThanOrEqual(4 * one);
  });
});

function awakeOfBurst(burst: string): number[] {
  const result = estimateOf(scanOf({ entries: ['GET /'] }), `traffic: {${VISITS(1000)}}\neach_request: {cpu_ms: 10, wall_ms: 1000}\ntoday: {busy_hours: 730}\ncontainer: {instance_type: standard-1, requests_per_burst: ${burst}}`);
  return lineOf(result, 'container', 'Containers', 'memory').quantity ?? [];
}

describe('clocks and monitors', () => {
  it('a cron job every five minutes keeps it awake all month', () => {
    expect(awake(VISITS(0), 'sleep_after_minutes: 10', { entries: ['GET /', 'cron */5 * * * *'] })).toEqual([MONTH, MONTH, MONTH]);
  });
  it('a daily cron job keeps it awake for its own time', () => {
    expect((awake(VISITS(0), 'sleep_after_minutes: 10', { entries: ['GET /', 'cron 0 3 * * *'] })[1] ?? 0) / 601).toBeCloseTo(365 / 12, 2);
  });
  it('a timer inside the process does not wake it', () => {
    expect(awake(VISITS(0), 'sleep_after_minutes: 10', { entries: ['GET /', 'timer every 1000 ms'] })).toEqual([0, 0, 0]);
  });
  it('a health check more often than sleepAfter keeps it awake all month', () => expect(awake(VISITS(1), 'health_check_seconds: 60')).toEqual([MONTH, MONTH, MONTH]));
  it('a health route that somebody may call sets the high end, until the team rules it out', () => {
    const spec = { entries: ['GET /', 'GET /healthz'] };
    const traffic = `${VISITS(10)}, "GET /healthz": {requests_per_month: 0}`;
    const [, likely = 0, high] = awake(traffic, 'sleep_after_minutes: 10', spec);
    expect([high, likely < 10_000]).toEqual([MONTH, true]);
    expect(awake(traffic, 'health_check_seconds: 0', spec)[2]).toBe(likely);
  });
  it('combine as independent shares of the month', () => {
    expect(shareOfClocks([0.5, 0.5])).toBe(0.75);
    expect([shareOfClock(600, 300), shareOfClock(600, 6000), shareOfClock(600, 0)]).toEqual([1, 0.1, 0]);
  });
  it('never exceed the month', () => {
    for (const busyHours of [0, 220, 730]) {
      for (const heldSeconds of [0, 1e5, 1e9]) {
        for (const clockShare of [0, 0.4, 1]) {
          const seconds = awakeSeconds({ heldSeconds, busyHours, clockShare, idleSeconds: 600 });
          expect(seconds).toBeGreaterThanOrEqual(clockShare * MONTH - 1e-6);
          expect(seconds).toBeLessThanOrEqual(MONTH + 1e-6);
        }
      }
    }
  });
});

describe('what a Container bills', () => {
  const yaml = (container: string): string => `traffic: {"GET /": {requests_per_month: 100000, cpu_ms: 500, wall_ms: 1000}}\negress_gb_per_month: 1200\ncontainer: {${container}}`;
  const result = estimateOf(scanOf({ entries: ['GET /'] }), yaml('instance_type: standard-1, awake_hours: 100'));
  const line = (product: string, meter: string) => lineOf(result, 'container', product, meter);

  it('memory and disk as provisioned while awake, CPU as used', () => {
    expect([line('Containers', 'memory').quantity?.[1], line('Containers', 'disk').quantity?.[1], line('Containers', 'vcpu').quantity?.[1]]).toEqual([1_440_000, 2_880_000, 50_000]);
    expect([line('Containers', 'memory').amount?.[1], line('Containers', 'disk').amount?.[1], line('Containers', 'vcpu').amount?.[1]]).toEqual(['3.375', '0.1512', '0.55']);
  });
  it('never more CPU than the instance has', () => {
    expect(lineOf(estimateOf(scanOf({ entries: ['GET /'] }), yaml('instance_type: lite, awake_hours: 1')), 'container', 'Containers', 'vcpu').quantity?.[1]).toBe(225);
  });
  it('each request also as a Worker request and a Durable Object request, and the object while it is active', () => {
    expect([line('Workers', 'requests').quantity?.[1], line('Durable Objects', 'requests').quantity?.[1]]).toEqual([100_000, 100_000]);
    expect(line('Durable Objects', 'duration').quantity).toEqual([100_000 * 0.128, 46_080, 46_080]);
  });
  it('data that leaves it, by region', () => {
    expect(line('Containers', 'egress (north-america-europe)').amount?.[1]).toBe('5');
    expect(lineOf(estimateOf(scanOf({ entries: ['GET /'] }), yaml('instance_type: lite, awake_hours: 1, egress_region: elsewhere')), 'container', 'Containers', 'egress (elsewhere)').amount?.[1]).toBe('28');
  });
  it.each([
    ['0.2', 'lite', 0.25], ['1', 'basic', 1], ['[0.5, 2, 5]', 'basic to standard-1 to standard-2', 4],
  ])('an instance for a peak of %s GiB is %s', (peak, name, gib) => {
    const sized = lineOf(estimateOf(scanOf({ entries: ['GET /'] }), yaml(`peak_memory_gib: ${peak}, awake_hours: 1`)), 'container', 'Containers', 'memory');
    expect(sized.note).toContain(`instance type ${name};`);
    expect(sized.quantity?.[1]).toBe(3600 * gib);
  });
  it('nothing that fits more than 12 GiB', () => {
    const container = scenarioOf(estimateOf(scanOf({ entries: ['GET /'] }), yaml('peak_memory_gib: 13, awake_hours: 1')), 'container');
    expect(container.caveats.join()).toContain('no Container instance has the 13 GiB');
  });
  it('falls back to the memory limit of today and says what CPU that costs', () => {
    const scan = scanOf({ entries: ['GET /'], host: [{ kind: 'memory', value: '4Gi' }, { kind: 'cpu', value: '2' }] });
    const container = scenarioOf(estimateOf(scan, yaml('awake_hours: 1')), 'container');
    expect(container.lines.find((own) => own.meter === 'memory')?.note).toContain('standard-1');
    expect(container.caveats.join()).toContain('has 0.5 vCPU where it has 2 today');
  });
  it('is unknown without any size', () => {
    expect(lineOf(estimateOf(scanOf({ entries: ['GET /'] }), yaml('awake_hours: 1')), 'container', 'Containers', 'memory').missing).toEqual(['container.peak_memory_gib']);
  });
});

describe('Worker + Container', () => {
  const scan = scanOf({
    entries: ['GET /', 'POST /embed'],
    sites: [{ at: 'src/clip.js:5', meter: 'workers-ai.neurons', reachedBy: { 'POST /embed': [1, 1] } }],
    findings: [{ area: 'model-inference', reach: 'production', at: { file: 'src/clip.js', line: 1, column: 1 }, reachedBy: [{ entryPoint: 'POST /embed', calls: [1, 1] }], impactBy: { workers: 'blocker', containers: 'none' } }],
  });
  const yaml = 'traffic: {"GET /": {requests_per_month: 100000}, "POST /embed": {requests_per_month: 500}}\neach_request: {cpu_ms: 20, wall_ms: 50}\nembeddings: {tokens_per_call: 400}\ncontainer: {instance_type: standard-1}';

  it.each([['a plan', planOf({ move: 'worker-and-container', containerModules: ['src/clip.js'] })], ['the findings alone', null]])('sends only what reaches the Container there, by %s', (_, plan) => {
    const result = estimateOf(scan, yaml, plan);
    expect(lineOf(result, 'worker-and-container', 'Durable Objects', 'requests').quantity).toEqual([500, 500, 500]);
    expect(lineOf(result, 'worker-and-container', 'Workers', 'cpu').quantity).toEqual([2_000_500, 2_000_500, 2_001_500]);
    expect(lineOf(result, 'container', 'Durable Objects', 'requests').quantity).toEqual([100_500, 100_500, 100_500]);
  });
  it('keeps the local model there, and buys tokens only on Workers', () => {
    const result = estimateOf(scan, yaml, planOf({ move: 'worker-and-container', containerModules: ['src/clip.js'] }));
    expect(lineOf(result, 'workers', 'Workers AI', 'neurons').quantity?.[1]).toBeCloseTo(500 * 400 * 6058 / 1e6, 6);
    expect(['worker-and-container', 'container'].flatMap((id) => scenarioOf(result, id as 'container').lines.filter((line) => line.product === 'Workers AI'))).toEqual([]);
  });
  it('says so when nothing is known to reach what stays in the Container', () => {
    const result = estimateOf(scanOf({ entries: ['GET /'] }), 'plan: paid', planOf({ move: 'worker-and-container', containerModules: ['src/clip.js'] }));
    expect(scenarioOf(result, 'worker-and-container').caveats.join()).toContain('no entry point is known to reach');
    expect(lineOf(result, 'worker-and-container', 'Containers', 'memory')).toMatchObject({ amount: null, missing: ['container.awake_hours', 'container.peak_memory_gib'] });
  });
  it('is the same as Workers when nothing needs a Container, and says so', () => {
    const result = estimateOf(scanOf({ entries: ['GET /'] }), 'plan: paid', planOf());
    expect(scenarioOf(result, 'worker-and-container').caveats).toEqual(['no entry point needs a Container: the same as Workers']);
  });
});

describe('the instance type that was chosen', () => {
  const bill = (type: string) => estimateOf(scanOf({ entries: ['GET /'] }), `traffic: {${VISITS(1000)}}\neach_request: {cpu_ms: 10, wall_ms: 1000}\ncontainer: {instance_type: ${type}, peak_memory_gib: [1.5, 2.2, 3.5]}`);
  it('prices nothing when it does not hold the memory, and says so', () => {
    expect(lineOf(bill('lite'), 'container', 'Containers', 'memory').amount).toBeNull();
    expect(scenarioOf(bill('lite'), 'container').caveats.join()).toMatch(/lite has 0\.25 GiB of memory, and it likely needs 2\.2 GiB/);
    expect(lineOf(bill('standard-1'), 'container', 'Containers', 'memory').amount).not.toBeNull();
  });
  it('shares its time among the entry points that keep it awake', () => {
    const { callSites } = lineOf(bill('standard-1'), 'container', 'Containers', 'memory');
    expect(callSites.map(({ share }) => share)).toEqual([1]);
  });
});
