import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/errors.js';
import { inferAssumptions, loadAssumptions } from '../../cost/assumptions.js';
import { initAssumptions } from '../../cost/initial-file.js';
import { scanOf } from './scan-builder.js';

const SCAN = scanOf({
  entries: ['GET /settings', 'POST /process', 'cron 0 3 * * *', 'start src/server.js', 'GET /a: "b"'],
  resources: [{ id: 'files:settings', pattern: 'data/settings.json' }],
  jobs: [{ entryPoint: 'POST /process' }],
});

const load = (yaml: string) => loadAssumptions(`version: 1\n${yaml}`, 'cf-migrate.cost.yaml', SCAN);

function errorOf(yaml: string): UserError {
  try {
    load(yaml);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('mistakes in cf-migrate.cost.yaml', () => {
  it.each([
    ['an unknown key', 'contaner: {}', 2, 1, /contaner/, 'Did you mean "container"?'],
    ['an unknown key in a group', 'container:\n  sleep_after: 10', 3, 3, /sleep_after/, /Known keys|Did you mean/],
    ['an unknown key of an entry point', 'traffic:\n  "GET /settings": {request_per_month: 5}', 3, 21, /request_per_month/, 'Did you mean "requests_per_month"?'],
    ['a route that does not exist', 'traffic:\n  "GET /setings": {requests_per_month: 5}', 3, 3, /no entry point named "GET \/setings"/, 'Did you mean "GET /settings"?'],
    ['a resource that does not exist', 'storage:\n  data/setings.json: {gb: 1}', 3, 3, /no resource named/, 'Did you mean "data/settings.json"?'],
    ['a meter that does not exist', 'shared: {kv.read: 5}', 2, 10, /no meter named "kv.read"/, 'Did you mean "kv.reads"?'],
    ['a negative number', 'container:\n  instances: -1', 3, 14, /-1 is negative/, /instances that traffic is spread over.*0 or more.*"instance"/],
    ['a negative number in a range', 'container:\n  instances: [-1, 2, 3]', 3, 15, /-1 is negative/, /The low value .*0 or more/],
    ['a rate of nothing', 'currency: {code: EUR, per_usd: 0}', 2, 32, /0 is not above 0/, /what one US dollar is.*above 0/],
    ['a share over one', 'branches: {taken: 3}', 2, 19, /3 is more than it can be/, /at most 1/],
    ['more hours than a month has', 'today: {busy_hours: 900}', 2, 21, /900 is more than it can be/, /at most 744/],
    ['low above high', 'container:\n  instances: [5, 2, 1]', 3, 14, /low 5, likely 2, high 1/, /the smallest first\. Did you mean \[1, 2, 5\]\?/],
    ['a range of two', 'container:\n  instances: [1, 2]', 3, 14, /found 2 values/, /three numbers in rising order/],
    ['a text where a number belongs', 'container:\n  instances: many', 3, 14, /"many"/, /is a number of the unit "instance"/],
    ['a negative share of other projects', 'shared: {kv.reads: -5}', 2, 20, /-5 is negative/, /other projects/],
    ['another rounding', 'rounding: up', 2, 11, /.+/, /vendor, none/],
    ['an unknown kind of host', 'today:\n  kind: cloudrun', 3, 9, /.+/, /cloud-run-request/],
    ['another version', 'version: 2', 2, 1, /.+/, /.+/],
    ['broken YAML', 'container: [', 2, 13, /.+/, /syntax/],
  ])('%s', (_, yaml, line, column, message, hint) => {
    const error = errorOf(yaml);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`cf-migrate.cost.yaml:${line}:${column}:`);
    expect(error.at).toEqual({ file: 'cf-migrate.cost.yaml', line, column });
    expect(error.hint).toMatch(hint);
  });
});

describe('values', () => {
  it('reads a number, a range and three ways to say unset', () => {
    const { values } = load('traffic:\n  "GET /settings": {requests_per_month: [1, 2, 3], cpu_ms: 5, wall_ms: ?}\neach_request:\n  cpu_ms: ?   # nobody measured it\n  wall_ms: "?"\ntoday: {vcpu: null}');
    expect(values['traffic.GET /settings.requests_per_month']?.value).toEqual([1, 2, 3]);
    expect(values['traffic.GET /settings.cpu_ms']).toMatchObject({ value: [5, 5, 5], basis: 'declared', source: 'cf-migrate.cost.yaml:3' });
    expect([values['traffic.GET /settings.wall_ms'], values['each_request.cpu_ms'], values['each_request.wall_ms'], values['today.vcpu']].map((value) => value?.value)).toEqual([null, null, null, null]);
  });

  it('keeps a value unknown that is set to null on purpose, though one is assumed otherwise', () => {
    expect(load('loops: {default: null}').values['loops.default']).toMatchObject({ value: null, basis: 'declared' });
    expect(load('loops: {}').values['loops.default']).toMatchObject({ value: [1, 1, 10], basis: 'assumed' });
  });

  it('counts the runs of a cron job exactly and knows no other traffic', () => {
    const { values } = inferAssumptions(SCAN);
    expect(values['traffic.cron 0 3 * * *.requests_per_month']).toMatchObject({ value: [30.4167, 30.4167, 30.4167], basis: 'inferred' });
    expect(values['traffic.GET /settings.requests_per_month']?.value).toBeNull();
  });

  it('does not assume how long work after the answer takes where there is some', () => {
    const { values } = inferAssumptions(SCAN);
    expect(values['traffic.POST /process.background_ms']?.value).toBeNull();
    expect(values['traffic.POST /process.background_ms']?.source).toContain('src/jobs.js:7');
    expect(values['traffic.GET /settings.background_ms']?.value).toEqual([0, 0, 0]);
  });
});

describe('the host of today', () => {
  const host = [
    { kind: 'cpu' as const, value: '2' }, { kind: 'memory' as const, value: '4Gi' }, { kind: 'concurrency' as const, value: '20' },
    { kind: 'min-instances' as const, value: '1' }, { kind: 'max-instances' as const, value: '4' },
  ];
  const kindOf = (spec: Parameters<typeof scanOf>[0]): string | null | undefined => inferAssumptions(scanOf(spec)).choices['today.kind']?.value;

  it('is read from its own file', () => {
    const { values, choices } = inferAssumptions(scanOf({ host }));
    expect(['vcpu', 'memory_gib', 'concurrency', 'min_instances', 'max_instances'].map((key) => values[`today.${key}`]?.value?.[1])).toEqual([2, 4, 20, 1, 4]);
    expect(values['today.memory_gib']).toMatchObject({ basis: 'inferred', source: 'service.yaml:3' });
    expect(choices['today.kind']).toMatchObject({ value: 'cloud-run-request', basis: 'inferred' });
  });
  it.each([
    ['CPU that is always allocated', { host: [...host, { kind: 'billing' as const, name: 'run.googleapis.com/cpu-throttling', value: 'false' }] }],
    ['work after the answer', { host, jobs: [{ entryPoint: 'POST /process' }] }],
    ['a volume', { host: [...host, { kind: 'volume' as const, value: '/data' }] }],
  ])('%s makes Cloud Run bill by instance', (_, spec) => expect(kindOf(spec)).toBe('cloud-run-instance'));
  it.each([
    ['fly.toml', 'fly'], ['deploy/render.yaml', 'render'], ['Procfile', 'heroku'], ['task-definition.json', 'fargate'], ['serverless.yml', 'lambda'],
  ])('%s means %s', (file, kind) => expect(kindOf({ host: [{ kind: 'memory', value: '512', file }] })).toBe(kind));
  it('is unknown when only a Dockerfile speaks', () => expect(kindOf({ host: [{ kind: 'base-image', value: 'node:20', file: 'Dockerfile' }] })).toBeNull());
  it.each([['512Mi', 0.5], ['2Gi', 2], ['1gb', 1], ['2048', 2]])('memory %s is %d GiB', (value, gib) => {
    expect(inferAssumptions(scanOf({ host: [{ kind: 'memory', value, file: 'fly.toml' }] })).values['today.memory_gib']?.value?.[1]).toBe(gib);
  });
  it.each([['1000m', 1], ['0.5', 0.5], ['256', 0.25]])('CPU %s is %d vCPU', (value, vcpu) => {
    expect(inferAssumptions(scanOf({ host: [{ kind: 'cpu', value, file: 'fly.toml' }] })).values['today.vcpu']?.value?.[1]).toBe(vcpu);
  });
});

describe('the file that --init writes', () => {
  it('loads without an error and says nothing that the scan did not say', () => {
    const text = initAssumptions(SCAN);
    const loaded = loadAssumptions(text, 'cf-migrate.cost.yaml', SCAN);
    const inferred = inferAssumptions(SCAN);
    expect(loaded).toEqual({ ...inferred, file: 'cf-migrate.cost.yaml' });
  });
  it('names every entry point, stored file and key, each with its unit', () => {
    const text = initAssumptions(SCAN);
    for (const part of ['"GET /settings":', '"data/settings.json":', 'sleep_after_minutes: 10', 'background_ms: null', 'kind: null', 'default: [1, 1, 10]']) expect(text).toContain(part);
  });
  it('gives the same bytes each time', () => expect(initAssumptions(SCAN)).toBe(initAssumptions(SCAN)));
  it('is written for a program in which nothing was found', () => {
    const empty = scanOf();
    expect(() => loadAssumptions(initAssumptions(empty), 'cf-migrate.cost.yaml', empty)).not.toThrow();
  });
  it('cannot be broken by names of the scanned program', () => {
    const strange = scanOf({ entries: ['GET /x\n  evil: 1', 'GET /"q" # c'], jobs: [{ entryPoint: 'GET /"q" # c', what: 'a\nversion: 9' }] });
    expect(() => loadAssumptions(initAssumptions(strange), 'f.yaml', strange)).not.toThrow();
  });
});
