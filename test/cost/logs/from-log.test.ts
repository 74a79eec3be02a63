import { describe, expect, it } from 'vitest';
import { UserError } from '../../../core/errors.js';
import type { Estimate } from '../../../core/estimate.js';
import { loadAssumptions, type Assumptions } from '../../../cost/assumptions.js';
import { estimate } from '../../../cost/estimate.js';
import { AS_OF, lineOf, PRICES, scenarioOf } from '../bill-of.js';
import { scanOf } from '../scan-builder.js';
import { commonLog, jsonLog, type At } from './log-lines.js';

const SCAN = scanOf({ entries: ['GET /', 'GET /rooms/:room', 'POST /jobs', 'cron 0 3 * * *', 'start src/server.js'], sites: [{ at: 'src/a.js:1', meter: 'kv.reads', reachedBy: { 'GET /': [1, 1] } }] });
const DAY = 86_400;
/** One request at the start and at the end of ten days, `more` between them. */
const tenDays = (...more: At[]): At[] => [{ second: 0 }, ...more, { second: 10 * DAY }];
const MONTH_PER_TEN_DAYS = 730 / 240;

const load = (yaml: string, files: Record<string, string[]>, scan = SCAN): Assumptions => loadAssumptions(`version: 1\n${yaml}`, 'cf-migrate.cost.yaml', scan, (file) => files[file] ?? null);
const bill = (yaml: string, files: Record<string, string[]>, scan = SCAN): Estimate => estimate(scan, null, load(yaml, files, scan), PRICES, { asOf: AS_OF });

describe('traffic from an access log', () => {
  const files = { 'logs/access.log': commonLog(tenDays({ second: 5, request: 'GET /rooms/a', bytes: 1_000_000 }, { second: 6, request: 'GET /favicon.ico' })) };
  const { values } = load('traffic: {from: logs/access.log}', files);
  const likely = (key: string): number | undefined => values[key]?.value?.[1];

  it('scales counts to a month, measured', () => {
    expect(values['traffic.GET /.requests_per_month']).toMatchObject({ basis: 'measured', source: 'logs/access.log: 2 requests in 10.0 days' });
    expect(likely('traffic.GET /.requests_per_month')).toBeCloseTo(2 * MONTH_PER_TEN_DAYS, 3);
    expect(likely('traffic.GET /rooms/:room.requests_per_month')).toBeCloseTo(MONTH_PER_TEN_DAYS, 3);
  });
  it('measures 0 for a route that nobody called, and nothing for what has no line in a log', () => {
    expect(values['traffic.POST /jobs.requests_per_month']).toMatchObject({ value: [0, 0, 0], basis: 'measured' });
    expect(values['traffic.cron 0 3 * * *.requests_per_month']).toMatchObject({ basis: 'inferred' });
  });
  it('measures what is sent, and the hours with requests', () => {
    expect(likely('egress_gb_per_month')).toBeCloseTo((1_000_300 / 1e9) * MONTH_PER_TEN_DAYS, 8);
    expect(likely('today.busy_hours')).toBeCloseTo(2 * MONTH_PER_TEN_DAYS, 3);
  });
  it('leaves durations open where the log has none', () => expect(values['traffic.GET /.wall_ms']?.value).toBeNull());
  it('measures durations where the log has them', () => {
    const timed = load('traffic: {from: a.jsonl}', { 'a.jsonl': jsonLog([{ second: 0, ms: 100 }, { second: DAY, ms: 300 }, { second: 2 * DAY, request: 'POST /jobs', ms: 800 }]) }).values;
    expect(['traffic.GET /.wall_ms', 'traffic.POST /jobs.wall_ms', 'each_request.wall_ms'].map((key) => timed[key]?.value?.[1])).toEqual([200, 800, 400]);
    expect(timed['traffic.GET /.wall_ms']?.source).toBe('a.jsonl: mean of responseTime (ms) of 2 requests');
  });
  it('yields to what somebody declared, unset on purpose included', () => {
    const own = load('egress_gb_per_month: 5\ntoday: {busy_hours: null}\ntraffic:\n  from: logs/access.log\n  "GET /": {requests_per_month: 1000}', files).values;
    expect(own['egress_gb_per_month']).toMatchObject({ value: [5, 5, 5], basis: 'declared' });
    expect(own['today.busy_hours']).toMatchObject({ value: null, basis: 'declared' });
    expect(own['traffic.GET /.requests_per_month']).toMatchObject({ value: [1000, 1000, 1000], basis: 'declared' });
    expect(own['traffic.GET /rooms/:room.requests_per_month']).toMatchObject({ basis: 'measured' });
  });
  it('fills what --init left at null', () => expect(load('traffic:\n  from: logs/access.log\n  "GET /": {requests_per_month: null}', files).values['traffic.GET /.requests_per_month']).toMatchObject({ basis: 'measured' }));
  it('may be asked for one value only', () => {
    const one = load('egress_gb_per_month: {from: logs/access.log}\ntraffic:\n  "GET /": {requests_per_month: {from: logs/access.log}}', files);
    expect(one.values['traffic.GET /.requests_per_month']).toMatchObject({ basis: 'measured' });
    expect(one.values['traffic.GET /rooms/:room.requests_per_month']?.value).toBeNull();
    expect([one.awakeLog, one.logs.length]).toEqual([null, 1]);
  });
  it('is told in the estimate, with what matched nothing', () => {
    const result = bill('traffic: {from: logs/access.log}', files);
    expect(result.logs).toMatchObject([{ file: 'logs/access.log', requests: 4, days: 10, from: '2026-03-02T10:00:00Z', to: '2026-03-12T10:00:00Z', unmatched: { total: 1, top: [{ request: 'GET /favicon.ico', count: 1 }] } }]);
    expect(result.warnings.join('\n')).toContain('1 of 4 requests in logs/access.log (25.0 %) match no entry point');
    expect(lineOf(result, 'workers', 'Workers KV', 'reads')).toMatchObject({ basis: 'measured' });
  });
  it('warns of a log that is shorter than a day', () => {
    const short = { 'a.log': commonLog([{ second: 0 }, { second: 7200 }]) };
    expect(bill('traffic: {from: a.log}', short).warnings.join()).toContain('a.log covers 2.0 hours: too short for a month');
  });
  it('says nothing of logs where none is named', () => expect('logs' in bill('plan: paid', {})).toBe(false));
});

describe('awake hours from an access log', () => {
  const yaml = (more = '', container = ''): string => `traffic: {from: a.log${more}}\neach_request: {cpu_ms: 5, wall_ms: 1000}\ncontainer: {instance_type: standard-1, sleep_after_minutes: 10${container}}`;
  const scan = scanOf({ entries: ['GET /', 'GET /rooms/:room'] });
  const awake = (lines: string[], text = yaml()): number[] | null => lineOf(bill(text, { 'a.log': lines }, scan), 'container', 'Containers', 'memory').quantity?.map((value) => Math.round(value / 4)) ?? null;

  it('are the union of the times of its requests', () => {
    const lines = commonLog(tenDays({ second: 60 }, { second: 120, request: 'GET /rooms/a' }));
    // 0 to 120 s and 601 s more, and 601 s after the last: ten days of it.
    expect(awake(lines)).toEqual(Array.from({ length: 3 }, () => Math.round((120 + 601 + 601) * MONTH_PER_TEN_DAYS)));
  });
  it('grow when the priced traffic is more than that of the log, up to the hours that have any', () => {
    const lines = commonLog(tenDays());
    const [, once = 0] = awake(lines) ?? [];
    const [, twice = 0] = awake(lines, yaml(`, "GET /": {requests_per_month: ${4 * MONTH_PER_TEN_DAYS}}`)) ?? [];
    const [, often = 0] = awake(lines, yaml(', "GET /": {requests_per_month: 100000}')) ?? [];
    expect(twice / once).toBeGreaterThan(1.7);
    expect(twice / once).toBeLessThan(2);
    expect(often).toBe(Math.round(2 * 3600 * MONTH_PER_TEN_DAYS));
  });
  it('count what matches no entry point in the high value', () => {
    const [low = 0, likely = 0, high = 0] = awake(commonLog(tenDays({ second: DAY, request: 'GET /wp-login.php' }))) ?? [];
    expect([likely - low, Math.round((high - likely) / MONTH_PER_TEN_DAYS)]).toEqual([0, 600]);
  });
  it('are counted per instance where a key is declared', () => {
    const lines = commonLog(tenDays({ second: 100, request: 'GET /rooms/a' }, { second: 200, request: 'GET /rooms/b' }));
    expect((awake(lines, yaml('', ', instance_key: ":room"'))?.[1] ?? 0) - (awake(lines)?.[1] ?? 0)).toBe(Math.round((4 * 601 - (200 + 2 * 601)) * MONTH_PER_TEN_DAYS));
  });
  it('keep a health check that stands in the log, without a high end for one that might be', () => {
    const health = scanOf({ entries: ['GET /', 'GET /healthz'] });
    const result = bill(yaml(), { 'a.log': commonLog(tenDays()) }, health);
    const [low, , high] = lineOf(result, 'container', 'Containers', 'memory').quantity ?? [];
    expect(low).toBe(high);
    expect(scenarioOf(result, 'container').caveats.join()).not.toContain('monitor');
  });
  it('add the clocks that no log has', () => {
    const clocked = scanOf({ entries: ['GET /', 'cron */5 * * * *'] });
    expect(lineOf(bill(yaml(), { 'a.log': commonLog(tenDays()) }, clocked), 'container', 'Containers', 'memory').quantity?.[1]).toBeCloseTo(730 * 3600 * 4, 0);
  });
  it('yield to declared ones, and may come from a log of their own', () => {
    expect(awake(commonLog(tenDays()), yaml('', ', awake_hours: 10'))?.[1]).toBe(36_000);
    const own = bill('traffic: {"GET /": {requests_per_month: 6}, "GET /rooms/:room": {requests_per_month: 0}}\neach_request: {cpu_ms: 5, wall_ms: 1000}\ncontainer: {instance_type: standard-1, awake_hours: {from: a.log}}', { 'a.log': commonLog(tenDays()) }, scan);
    expect((lineOf(own, 'container', 'Containers', 'memory').quantity?.[1] ?? 0) / 4).toBeCloseTo(2 * 601 * MONTH_PER_TEN_DAYS, -2);
  });
  it('follow the traffic in the curve', () => {
    const points = bill(yaml(), { 'a.log': commonLog(tenDays()) }, scan).curve ?? [];
    const totals = points.map((point) => Number(point.totals.container));
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
  });
});

describe('mistakes with access logs', () => {
  const good = commonLog(tenDays());
  it.each([
    ['no such file', 'traffic: {from: nope.log}', 2, 17, /no file nope\.log/, /relative to cf-migrate\.cost\.yaml/],
    ['a file of another form', 'traffic: {from: bad.csv}', 2, 17, /bad\.csv:1 is no access log/, /common or combined/],
    ['a packed file', 'traffic: {from: a.log.gz}', 2, 17, /is packed/, /gunzip/],
    ['a JSON array', 'traffic: {from: array.json}', 2, 17, /JSON array/, /jq -c/],
    ['too many lines that cannot be read', 'traffic: {from: torn.log}', 2, 17, /torn\.log:3 has 2 of 4 lines/, /One form per file/],
    ['a log of one moment', 'traffic: {from: moment.log}', 2, 17, /covers no time/, /one day at least/],
    ['an empty log', 'egress_gb_per_month: {from: empty.log}', 2, 22, /is empty/, /null/],
    ['a value that no log has', 'each_request:\n  cpu_ms: {from: a.log}', 3, 11, /does not say cpu_ms/, /egress_gb_per_month/],
    ['a route\'s value that no log has', 'traffic:\n  "GET /": {cpu_ms: {from: a.log}}', 3, 21, /does not say cpu_ms/, /requests_per_month/],
    ['a cron job', 'traffic:\n  "cron 0 3 * * *": {requests_per_month: {from: a.log}}', 3, 42, /not called over HTTP/, /how often it runs/],
    ['durations from a log without any', 'each_request:\n  wall_ms: {from: a.log}', 3, 12, /does not say it/, /durations/],
    ['a reference with more in it', 'egress_gb_per_month: {from: a.log, to: b}', 2, 22, /expected \{from: FILE\}/, /access\.log/],
    ['a reference without a name', 'egress_gb_per_month: {from: 5}', 2, 22, /expected \{from: FILE\}/, /access\.log/],
  ])('%s', (_, yaml, line, column, message, hint) => {
    const files = { 'a.log': good, 'bad.csv': ['time,method', '1,GET'], 'a.log.gz': ['\u001f\ufffd\b'], 'array.json': ['[', '{}', ']'], 'torn.log': [...good, 'torn', 'torn'], 'moment.log': commonLog([{ second: 0 }, { second: 0 }]), 'empty.log': [] };
    let error: unknown = null;
    try {
      load(yaml, files);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    const { message: text, at, hint: advice } = error as UserError;
    expect(text).toMatch(message);
    expect(text).toContain(`cf-migrate.cost.yaml:${line}:${column}:`);
    expect([at?.line, at?.column]).toEqual([line, column]);
    expect(advice).toMatch(hint);
  });
});
