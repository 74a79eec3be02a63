import { describe, expect, it } from 'vitest';
import type { Estimate, EstimateLine } from '../../core/estimate.js';
import { compareAmounts, formatAmount } from '../../cost/decimal.js';
import { inferAssumptions } from '../../cost/assumptions.js';
import { estimate } from '../../cost/estimate.js';
import { AS_OF, estimateOf, lineOf, linesOf, PRICES, scenarioOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

const SCAN = scanOf({
  entries: ['GET /settings', 'PUT /settings', 'cron 0 3 * * *'],
  resources: [{ id: 'files:settings', pattern: 'data/settings.json' }],
  sites: [
    { at: 'src/settings.js:12', resource: 'files:settings', access: 'read', reachedBy: { 'GET /settings': [2, 2], 'cron 0 3 * * *': [1, 1] } },
    { at: 'src/settings.js:30', resource: 'files:settings', access: 'write', reachedBy: { 'PUT /settings': [1, 1] } },
  ],
});
const PLAN = planOf({ resources: [{ resource: 'files:settings', target: 'kv' }] });
const YAML = `
traffic:
  "GET /settings": {requests_per_month: [1000000, 8000000, 20000000]}
  "PUT /settings": {requests_per_month: 1500000}
each_request: {cpu_ms: 4, wall_ms: 20}
storage: {data/settings.json: {gb: 3}}
egress_gb_per_month: 10
today: {kind: cloud-run-request, vcpu: 1, memory_gib: 0.5}
container: {peak_memory_gib: 0.4}
`;
const allLines = (result: Estimate): EstimateLine[] => result.scenarios.flatMap((scenario) => scenario.lines);

describe('quantities from the code', () => {
  const result = estimateOf(SCAN, YAML, PLAN);

  it('are operations per call x calls per run x traffic, summed over entry points', () => {
    const reads = lineOf(result, 'workers', 'Workers KV', 'reads');
    expect(reads.quantity?.map(Math.round)).toEqual([2_000_030, 16_000_030, 40_000_030]);
    expect(reads).toMatchObject({ included: 10_000_000, unitPrice: '0.50', per: 1_000_000, callSites: [{ at: 'src/settings.js:12', share: 1 }] });
    expect(reads.amount?.map((amount) => formatAmount(amount))).toEqual(['0.00', '3.00', '15.00']);
  });

  it('name the entry points behind the requests with their share', () => {
    expect(lineOf(result, 'workers', 'Workers', 'requests').callSites).toEqual([{ at: 'src/server.js:10', share: 0.8421 }, { at: 'src/server.js:11', share: 0.1579 }, { at: 'src/server.js:12', share: 0 }]);
  });

  it('keep low <= likely <= high in every line and total', () => {
    const amounts = [...allLines(result).map((line) => line.amount), ...result.scenarios.map((scenario) => scenario.total)].filter((amount) => amount !== null);
    expect(amounts.filter(([low, likely, high]) => compareAmounts(low, likely) > 0 || compareAmounts(likely, high) > 0)).toEqual([]);
    const quantities = allLines(result).map((line) => line.quantity).filter((quantity) => quantity !== null);
    expect(quantities.filter(([low, likely, high]) => low > likely || likely > high)).toEqual([]);
    expect([amounts.length > 30, quantities.length > 30]).toEqual([true, true]);
  });

  it('cite the page of each price', () => {
    expect(lineOf(result, 'workers', 'Workers KV', 'reads').source).toBe('cloudflare-docs partials/workers/kv_pricing.mdx@16f657ef (undated), seen 2026-11-21, confidence high');
  });

  it('follow the target: the same accesses in R2 are class A and B, rounded up to the million', () => {
    const r2 = estimateOf(SCAN, YAML, planOf({ resources: [{ resource: 'files:settings', target: 'r2' }] }));
    expect(lineOf(r2, 'workers', 'R2', 'class_b').billable).toEqual([0, 7_000_000, 31_000_000]);
    expect(lineOf(r2, 'workers', 'R2', 'class_a').amount?.[1]).toBe('4.5');
    expect(linesOf(r2, 'workers', 'Workers KV', 'reads')).toEqual([]);
  });

  it.each(['bundle', 'tmp', 'keep', 'container'] as const)('price nothing for what goes to %s', (target) => {
    const kept = estimateOf(SCAN, YAML, planOf({ resources: [{ resource: 'files:settings', target }] }));
    expect(allLines(kept).filter((line) => ['Workers KV', 'R2'].includes(line.product))).toEqual([]);
    expect(kept.sitesPriced).toEqual({ priced: 0, of: 0 });
  });

  it('use the meters of the rules when there is no plan', () => {
    const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:3', meter: 'KV reads', operations: 2, reachedBy: { 'GET /': [1, 1] } }] });
    expect(lineOf(estimateOf(scan, 'traffic: {"GET /": {requests_per_month: 100}}'), 'workers', 'Workers KV', 'reads').quantity).toEqual([200, 200, 200]);
  });

  it('say so when a rule names a meter without a price', () => {
    const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:3', meter: 'kv.touches', reachedBy: { 'GET /': [1, 1] } }] });
    const result = estimateOf(scan, 'plan: paid');
    expect(result.warnings).toEqual(['rule some-rule names the meter "kv.touches", which has no price']);
    expect(result.sitesPriced).toEqual({ priced: 0, of: 1 });
  });
});

describe('calls that the code does not count', () => {
  const reads = (calls: [number, number | null], extra = '') => {
    const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:3', meter: 'kv.reads', reachedBy: { 'GET /': calls } }] });
    return lineOf(estimateOf(scan, `traffic: {"GET /": {requests_per_month: 100}}\n${extra}`), 'workers', 'Workers KV', 'reads');
  };
  it.each<[string, [number, number | null], number[]]>([
    ['a fixed count', [3, 3], [300, 300, 300]],
    ['a branch', [0, 1], [0, 50, 100]],
    ['a loop of unknown length', [1, null], [100, 100, 1000]],
    ['a loop behind a branch', [0, null], [0, 50, 1000]],
    ['at least five', [5, null], [500, 500, 1000]],
  ])('%s', (_, calls, quantity) => expect(reads(calls).quantity).toEqual(quantity));
  it('are marked as assumed, until the team says how long the loop is', () => {
    expect(reads([1, null]).basis).toBe('assumed');
    expect(reads([1, null], 'loops: {default: [2, 4, 8]}')).toMatchObject({ quantity: [200, 400, 800], basis: 'declared' });
    expect(reads([3, 3]).basis).toBe('declared');
  });
  it('are unknown when nobody may guess: loops.default is set to null', () => {
    expect(reads([1, null], 'loops: {default: null}')).toMatchObject({ quantity: null, amount: null, missing: ['loops.default'] });
  });
});

describe('what is unset', () => {
  const bare = estimate(SCAN, PLAN, inferAssumptions(SCAN), PRICES, { asOf: AS_OF });

  it('makes a line unknown and names the key, never zero', () => {
    const [known, unknown] = linesOf(bare, 'workers', 'Workers KV', 'reads');
    expect(known?.quantity?.map(Math.round)).toEqual([30, 30, 30]);
    expect(unknown).toMatchObject({ quantity: null, billable: null, amount: null, missing: ['traffic.GET /settings.requests_per_month'] });
  });
  it('is counted, and the total is the sum of the known lines', () => {
    const workers = scenarioOf(bare, 'workers');
    expect(workers.unknown).toBe(workers.lines.filter((line) => line.amount === null).length);
    expect(workers.unknown).toBeGreaterThan(3);
    expect(workers.total?.[1]).toBe('5');
  });
  it('leaves no total where nothing is known, and asks for the kind of host', () => {
    expect(scenarioOf(bare, 'today')).toMatchObject({ total: null, unknown: 1, title: 'Today (unknown host)' });
    expect(scenarioOf(bare, 'today').lines[0]?.missing).toEqual(['today.kind']);
  });
  it('is never called cheapest', () => expect(bare.cheapest).toBeNull());
  it('is listed among the assumptions', () => {
    expect(bare.assumptions.find((assumption) => assumption.key === 'each_request.cpu_ms')).toMatchObject({ value: null, source: 'not set' });
    expect(bare.assumptionsFile).toBeNull();
  });
  it('includes prices that nobody could find', () => {
    const result = estimateOf(scanOf(), 'today: {kind: fly, size: shared-cpu-1x-256mb, average_instances: 1}\negress_gb_per_month: 1');
    expect(lineOf(result, 'today', 'Fly.io', 'machines (shared-cpu-1x-256mb)')).toMatchObject({ unitPrice: 'unknown', amount: null, missing: ['prices.fly.machines'], quantity: [1, 1, 1] });
  });
});

describe('prices that only the team knows', () => {
  const scan = scanOf();
  const egress = (prices: string) => lineOf(estimateOf(scan, `today: {kind: cloud-run-instance, vcpu: 1, memory_gib: 1, min_instances: 1}\negress_gb_per_month: [10, 20, 30]\n${prices}`), 'today', 'Cloud Run', 'egress');
  it('are asked for by key', () => expect(egress('')).toMatchObject({ amount: null, missing: ['prices.cloud-run.egress'], unitPrice: 'unknown' }));
  it('are used as declared, with their place as the source', () => {
    expect(egress('prices: {cloud-run.egress: [0.085, 0.1, 0.12]}')).toMatchObject({ amount: ['0.85', '2', '3.6'], missing: [], unitPrice: '0.1', source: 'cf-migrate.cost.yaml:4' });
  });
  it('cannot replace a price of the list', () => expect(() => egress('prices: {kv.reads: 1}')).toThrow('no meter without a price named "kv.reads"'));
});

describe('call sites that nothing reaches', () => {
  const scan = scanOf({ entries: ['GET /'], sites: [
    { at: 'src/a.js:3', meter: 'kv.reads', reachedBy: { 'GET /': [1, 1] } },
    { at: 'src/lib.js:9', meter: 'kv.reads', reachedBy: { 'export src/lib.js': [1, 1] } },
  ] });
  it('are in no line and in the count of what is not priced, with a warning', () => {
    const result = estimateOf(scan, 'traffic: {"GET /": {requests_per_month: 100}}');
    expect(lineOf(result, 'workers', 'Workers KV', 'reads').quantity).toEqual([100, 100, 100]);
    expect(result.sitesPriced).toEqual({ priced: 1, of: 2 });
    expect(result.warnings.join()).toContain('reaches these metered sites (1), which are not priced: src/lib.js:9');
  });
});

describe('one changed assumption changes only the lines it drives', () => {
  const base = estimateOf(SCAN, YAML, PLAN);
  const changed = (yaml: string): string[] => {
    const other = estimateOf(SCAN, yaml, PLAN);
    const before = allLines(base);
    const after = allLines(other);
    expect(after.map((line) => `${line.scenario} ${line.product} ${line.meter}`)).toEqual(before.map((line) => `${line.scenario} ${line.product} ${line.meter}`));
    return after.filter((line, index) => JSON.stringify(line) !== JSON.stringify(before[index])).map((line) => `${line.scenario}: ${line.product} ${line.meter}`);
  };
  it('stored bytes', () => {
    expect(changed(YAML.replace('gb: 3', 'gb: 4'))).toEqual(['workers: Workers KV storage', 'worker-and-container: Workers KV storage', 'container: R2 storage']);
  });
  it('memory of today', () => expect(changed(YAML.replace('memory_gib: 0.5', 'memory_gib: 1'))).toEqual(['today: Cloud Run memory (request-1)']));
  it('sleepAfter', () => {
    expect(changed(YAML.replace('peak_memory_gib: 0.4', 'peak_memory_gib: 0.4, sleep_after_minutes: 1'))).toEqual(['container: Containers memory', 'container: Containers disk']);
  });
  it('traffic of one route', () => {
    const lines = changed(YAML.replace('1500000', '2500000'));
    expect(lines).toContain('workers: Workers KV writes');
    expect(lines).not.toContain('workers: Workers KV reads');
    expect(lines).not.toContain('workers: Workers KV storage');
  });
});

describe('allowances', () => {
  it('are applied once per meter, however many sites use it', () => {
    const scan = scanOf({ entries: ['GET /'], sites: ['src/a.js:1', 'src/b.js:2', 'src/c.js:3'].map((at) => ({ at, meter: 'kv.reads', reachedBy: { 'GET /': [1, 1] as [number, number] } })) });
    const line = lineOf(estimateOf(scan, 'traffic: {"GET /": {requests_per_month: 6000000}}'), 'workers', 'Workers KV', 'reads');
    expect([line.quantity?.[1], line.billable?.[1], line.amount?.[1]]).toEqual([18_000_000, 8_000_000, '4']);
    expect(line.callSites.map(({ share }) => share)).toEqual([0.3333, 0.3333, 0.3333]);
  });
  it('are used up by other projects of the account first', () => {
    const line = lineOf(estimateOf(SCAN, `${YAML}\nshared: {kv.reads: 9000000}`, PLAN), 'workers', 'Workers KV', 'reads');
    expect([line.included, formatAmount(line.amount?.[1] ?? '-1')]).toEqual([1_000_000, '7.50']);
  });
  it('and rounding count once for the account: what others pay already is not paid again', () => {
    const scan = scanOf({ entries: ['GET /'], sites: [{ at: 'src/a.js:1', meter: 'r2.class_a', reachedBy: { 'GET /': [1, 1] } }] });
    const amount = (shared: number) => lineOf(estimateOf(scan, `traffic: {"GET /": {requests_per_month: 300000}}\nshared: {r2.class_a: ${shared}}`), 'workers', 'R2', 'class_a').amount?.[1];
    expect([amount(0), amount(900_000), amount(1_200_000), amount(1_800_000)]).toEqual(['0', '4.5', '0', '4.5']);
  });
});

describe('the Workers plan', () => {
  const subscription = (yaml: string) => lineOf(estimateOf(SCAN, yaml, PLAN), 'workers', 'Workers', 'subscription').amount?.[1];
  it('costs five dollars unless another project pays it', () => expect([subscription('plan: paid'), subscription('plan: already-paid'), subscription('plan: free')]).toEqual(['5', '0', '0']));
  it('Free sells nothing above its limits: the scenario cannot run', () => {
    const workers = scenarioOf(estimateOf(SCAN, YAML.replace('\n', '\nplan: free\n'), PLAN), 'workers');
    expect(workers.runnable).toBe(false);
    expect(workers.caveats.join()).toMatch(/Workers KV reads: about 16000030 a month is over the limit/);
    expect(workers.lines.find((line) => line.meter === 'requests')?.amount).toEqual(['0', '0', '0']);
  });
});

describe('what can run', () => {
  it('is not Workers when modules must stay in a Container', () => {
    const workers = scenarioOf(estimateOf(SCAN, YAML, planOf({ move: 'worker-and-container', containerModules: ['src/clip.js'] })), 'workers');
    expect(workers.runnable).toBe(false);
    expect(workers.caveats[0]).toContain('src/clip.js (loads a native add-on)');
  });
  it('is nothing on Cloudflare when the advice is to stay', () => {
    const result = estimateOf(SCAN, YAML, planOf({ move: 'stay' }));
    expect(result.scenarios.map(({ id, runnable }) => [id, runnable])).toEqual([['today', true], ['workers', false], ['worker-and-container', false], ['container', false]]);
    expect(result.cheapest).toBeNull();
  });
  it('is not said of Workers while sites block and there is no plan', () => {
    expect(scenarioOf(estimateOf(scanOf({ blockingSites: 3 }), 'plan: paid'), 'workers').caveats[0]).toContain('3 of 10 sites block');
  });
  it('decides what is cheapest: only a complete bill below all that is known of the others', () => {
    const small = YAML.replace('[1000000, 8000000, 20000000]', '9000000').replace('"PUT /settings": {requests_per_month: 1500000}', '"PUT /settings": {requests_per_month: 900000, wall_ms: 900}');
    const invoice = (usd: number): string => small.replace('kind: cloud-run-request', `kind: invoice, invoice_usd_per_month: ${usd}`);
    const plan = planOf({ move: 'worker-and-container', containerModules: ['src/clip.js'], resources: [{ resource: 'files:settings', target: 'kv' }] });
    expect(estimateOf(SCAN, invoice(200), PLAN).cheapest).toBeNull(); // Workers and Worker + Container cost the same: nothing needs a Container
    expect(estimateOf(SCAN, invoice(2), plan).cheapest).toBe('today');
    expect(estimateOf(SCAN, invoice(200), plan).cheapest).toBeNull(); // nobody knows how long the Container is awake
    expect(estimateOf(SCAN, invoice(200).replace('peak_memory_gib: 0.4', 'peak_memory_gib: 0.4, awake_hours: 10'), plan).cheapest).toBe('container');
    expect(estimateOf(SCAN, invoice(200).replace('egress_gb_per_month: 10', ''), planOf({ ...PLAN, move: 'container' })).cheapest).toBeNull();
  });
});

describe('determinism', () => {
  it('the same input on the same day gives the same bytes', () => {
    expect(JSON.stringify(estimateOf(SCAN, YAML, PLAN))).toBe(JSON.stringify(estimateOf(SCAN, YAML, PLAN)));
  });
  it('the day decides which prices hold', () => {
    const meters = (asOf: string) => scenarioOf(estimateOf(SCAN, YAML, PLAN, asOf), 'workers').lines.filter((line) => line.product === 'Workers Logs').map((line) => line.meter);
    expect([meters('2026-11-30'), meters('2026-12-01')]).toEqual([['events'], ['ingestion', 'storage']]);
  });
  it('is plain JSON', () => {
    const result = estimateOf(SCAN, YAML, PLAN);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});
