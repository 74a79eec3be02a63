import { describe, expect, it } from 'vitest';
import { formatAmount } from '../../cost/decimal.js';
import { meterName, METER_KEYS } from '../../cost/meters.js';
import { operationsFor, targetIn } from '../../cost/targets.js';
import { AS_OF, estimateOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

const SCAN = scanOf({
  entries: ['GET /doc', 'PUT /doc', 'cron 0 3 * * *'],
  resources: [{ id: 'files:doc', pattern: 'data/doc.json' }, { id: 'sqlite:index', pattern: 'data/index.db', kind: 'sqlite' }],
  sites: [
    { at: 'src/doc.js:3', resource: 'files:doc', access: 'read', reachedBy: { 'GET /doc': [1, 1] } },
    { at: 'src/doc.js:9', resource: 'files:doc', access: 'write', reachedBy: { 'PUT /doc': [1, 1] } },
    { at: 'src/index.js:5', resource: 'sqlite:index', access: 'read', reachedBy: { 'GET /doc': [1, 1] } },
    { at: 'src/embed.js:5', meter: 'embeddings.tokens', reachedBy: { 'PUT /doc': [1, 1] } },
  ],
});
const PLAN = planOf({ resources: [{ resource: 'files:doc', pattern: 'data/doc.json', target: 'kv' }, { resource: 'sqlite:index', pattern: 'data/index.db', target: 'd1' }] });
const YAML = `
traffic: {"GET /doc": {requests_per_month: [10000000, 20000000, 40000000]}, "PUT /doc": {requests_per_month: 3000000}}
each_request: {cpu_ms: [1, 2, 3], wall_ms: 20}
storage: {data/doc.json: {gb: 1}, data/index.db: {gb: 10}}
database: {rows_read_per_query: 100, postgres_cu: 0.25, postgres_active_hours: 730}
embeddings: {tokens_per_call: 500}
egress_gb_per_month: 0
today: {kind: invoice, invoice_usd_per_month: 90}
container: {peak_memory_gib: 1}
`;
const RESULT = estimateOf(SCAN, YAML, PLAN);
const question = (text: string, result = RESULT) => result.alternatives?.find((alternative) => alternative.question === text);
const likely = (options: { id: string; amount: string[] | null }[] | undefined): Record<string, string> =>
  Object.fromEntries((options ?? []).map(({ id, amount }) => [id, amount === null ? '+?' : formatAmount(amount[1] ?? '-1')]));

describe('the same need at other products', () => {
  it('documents: writes cost more in KV, reads less often anything in R2', () => {
    const found = question('Documents in KV or R2');
    expect(found?.about).toEqual(['data/doc.json']);
    expect(likely(found?.options)).toEqual({ r2: '12.60', kv: '15.00' });
    expect(found?.options.map(({ id, chosen }) => [id, chosen])).toEqual([['r2', false], ['kv', true]]);
  });
  it('queries: D1, a Durable Object with its requests and active time, Postgres on Neon', () => {
    expect(likely(question('Queries on D1, a Durable Object or Postgres')?.options)).toEqual({ d1: '3.75', 'durable-object': '3.85', postgres: '22.85' });
  });
  it('embeddings: three vendors for the same tokens', () => {
    const found = question('Embeddings at which vendor');
    expect(likely(found?.options)).toEqual({ 'workers-ai': '96.61', openai: '30.00', together: '30.00' });
    expect(found?.options.map(({ title }) => title)).toEqual(['Workers AI, @cf/baai/bge-base-en-v1.5', 'OpenAI, text-embedding-3-small', 'Together AI, intfloat/multilingual-e5-large-instruct']);
  });
  it('the chosen model is the one that is priced', () => {
    const large = question('Embeddings at which vendor', estimateOf(SCAN, YAML.replace('tokens_per_call: 500', 'tokens_per_call: 500, provider: openai, model: text-embedding-3-large'), PLAN));
    expect(likely(large?.options).openai).toBe('195.00');
  });
  it('an unknown model has no price, and no other model takes its place', () => {
    const wrong = question('Embeddings at which vendor', estimateOf(SCAN, YAML.replace('tokens_per_call: 500', 'tokens_per_call: 500, provider: openai, model: text-embedding-9'), PLAN));
    expect(wrong?.options.find(({ id }) => id === 'openai')).toMatchObject({ amount: null, missing: ['embeddings.model'] });
  });
  it('are unknown where a number is missing, and say which', () => {
    const bare = question('Queries on D1, a Durable Object or Postgres', estimateOf(SCAN, YAML.replace('postgres_cu: 0.25, ', ''), PLAN));
    expect(bare?.options.find(({ id }) => id === 'postgres')).toMatchObject({ amount: null, missing: ['database.postgres_cu'] });
    expect(bare?.options.find(({ id }) => id === 'd1')?.amount).not.toBeNull();
  });
  it('are not asked when nothing moves', () => expect(estimateOf(scanOf({ entries: ['GET /'] }), 'plan: paid', planOf()).alternatives).toEqual([]));
});

describe('what moves the bill', () => {
  it('is ranked by how far each open number moves the total, others at their likely value', () => {
    expect(RESULT.drivers?.map(({ key }) => key)).toEqual(['traffic.GET /doc.requests_per_month', 'logs.events_per_request', 'each_request.cpu_ms']);
    const [first] = RESULT.drivers ?? [];
    expect([Number(first?.low), Number(first?.high)].every((total) => total > 5)).toBe(true);
    expect(Number(first?.high)).toBeGreaterThan(Number(first?.low));
  });
  it('follows traffic, with the kinks of the allowances', () => {
    const totals = Object.fromEntries((RESULT.curve ?? []).map(({ factor, totals: at }) => [factor, Number(at.workers)]));
    const today = new Set((RESULT.curve ?? []).map(({ totals: at }) => at.today));
    expect(today).toEqual(new Set(['90']));
    expect(totals[0]).toBe(5 + 3.75); // the subscription and the stored database
    expect((totals[100] ?? 0) - (totals[50] ?? 0)).toBeGreaterThan(40 * ((totals[1] ?? 0) - (totals[0] ?? 0)) / 2);
  });
  it('names the traffic at which a meter leaves its allowance and at which another way becomes the cheapest', () => {
    const requests = RESULT.kinks?.find((kink) => kink.scenario === 'workers' && kink.product === 'Workers' && kink.meter === 'requests');
    expect(requests?.factor).toBeCloseTo(10 / 23, 4); // 23 million a month, of which 10 are included
    const points = RESULT.curve ?? [];
    expect(RESULT.crossings?.length).toBeGreaterThan(0);
    for (const { factor, from, to } of RESULT.crossings ?? []) {
      const before = points.filter((point) => point.factor < factor).at(-1);
      const after = points.find((point) => point.factor >= factor);
      expect(Number(before?.totals[from])).toBeLessThan(Number(before?.totals[to]));
      expect(Number(after?.totals[from])).toBeGreaterThan(Number(after?.totals[to]));
    }
  });
  it('says the same as the bill does with that much traffic: the declared average of instances is no reason to grow', () => {
    const yaml = (requests: number) => `traffic: {"GET /": {requests_per_month: ${requests}, cpu_ms: 5, wall_ms: 20}}\ntoday: {kind: fargate, vcpu: 1, memory_gib: 2, average_instances: 2}\negress_gb_per_month: 0\nlogs: {events_per_request: 0}`;
    const scan = scanOf({ entries: ['GET /'] });
    const [one, hundred] = [estimateOf(scan, yaml(100_000)), estimateOf(scan, yaml(10_000_000))];
    const today = (estimate: typeof one) => estimate.scenarios.find(({ id }) => id === 'today')?.total?.[1];
    expect(one.curve?.find(({ factor }) => factor === 100)?.totals.today).toBe(today(hundred));
    expect(today(hundred)).toBe(today(one));
    expect(Number(today(estimateOf(scan, yaml(5_000_000_000))))).toBeGreaterThan(Number(today(one)));
  });
  it('has no driver when every number is exact', () => {
    const exact = YAML.replace('[10000000, 20000000, 40000000]', '20000000').replace('[1, 2, 3]', '2');
    expect(estimateOf(SCAN, `${exact}\nlogs: {events_per_request: 1, kb_per_event: 1}`, PLAN, AS_OF).drivers).toEqual([]);
  });
});

describe('where an access goes', () => {
  const names = (target: Parameters<typeof operationsFor>[0], access: string) => operationsFor(target, access)?.map(({ meter }) => meter);
  it.each([
    ['kv', 'read', ['kv.reads']], ['kv', 'probe', ['kv.reads']], ['kv', 'append', ['kv.reads', 'kv.writes']], ['kv', 'delete', ['kv.deletes']], ['kv', 'list', ['kv.lists']],
    ['r2', 'read', ['r2.class_b']], ['r2', 'create', ['r2.class_a']], ['r2', 'list', ['r2.class_a']], ['r2', 'delete', ['r2.deletes']],
    ['durable-object', 'write', ['durable-objects.requests', 'durable-objects.rows_written']], ['kv', 'open', []], ['tmp', 'write', []], ['queue', 'write', ['queues.messages']],
  ] as const)('%s %s', (target, access, meters) => expect(names(target, access)).toEqual(meters));
  it('is not said for an access that nobody knows, or a target that is undecided', () => {
    expect([operationsFor('kv', 'stroke'), operationsFor('decide', 'read'), operationsFor('by-hand', 'read')]).toEqual([null, null, null]);
  });
  it('is R2 for documents of an app that moves into a Container unchanged', () => {
    expect(targetIn('container', { resource: 'files:doc', target: 'kv' })).toBe('r2');
    expect(targetIn('container', { resource: 'rule:in-memory-state', target: 'durable-object' })).toBe('container');
    expect(targetIn('workers', { resource: 'files:doc', target: 'kv' })).toBe('kv');
  });
});

describe('names of meters', () => {
  it.each([
    ['KV reads', 'kv.reads'], ['kv:read', 'kv.reads'], ['workers-kv.writes', 'kv.writes'], ['r2.class-a', 'r2.class_a'], ['R2 class A', 'r2.class_a'], ['durable_objects.requests', 'durable-objects.requests'], ['do.rows_read', 'durable-objects.rows_read'], ['workers_ai.neurons', 'workers-ai.neurons'],
  ])('%s is %s', (written, name) => expect(meterName(written)).toBe(name));
  it('keeps the names of the list as they are', () => expect(METER_KEYS.map(meterName)).toEqual(METER_KEYS));
});
