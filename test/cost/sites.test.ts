import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/scan.js';
import { countedSites } from '../../cost/counted-sites.js';
import { routesOf, trafficEntries } from '../../cost/scan-names.js';
import { estimateOf, lineOf, linesOf } from './bill-of.js';
import { planOf, scanOf } from './scan-builder.js';

const finding = (id: string, at: string, callers: string[]): Partial<Finding> => {
  const place = (text: string) => ({ file: text.split(':')[0] ?? '', line: Number(text.split(':')[1]), column: 1 });
  return { id, reach: 'production', area: 'filesystem', at: place(at), callers: callers.map(place), reachedBy: [], impactBy: { workers: 'blocker', containers: 'none' } };
};

describe('sites that are counted', () => {
  const files = (spec: Parameters<typeof scanOf>[0]): string[] => countedSites(scanOf(spec)).map((site) => `${site.at.file}:${site.at.line}`);

  it('are the calls of a wrapper, not the call inside it', () => {
    expect(files({
      sites: [{ at: 'src/store.js:8', meter: 'r2.class_b' }, { at: 'src/settings.js:19', meter: 'r2.class_b', resource: 'files:settings' }],
      findings: [finding('src/store.js:8#0', 'src/store.js:8', ['src/settings.js:19'])],
    })).toEqual(['src/settings.js:19']);
  });
  it('are the call inside when none of its callers is metered', () => {
    expect(files({ sites: [{ at: 'src/store.js:8', meter: 'r2.class_b' }], findings: [finding('src/store.js:8#0', 'src/store.js:8', ['src/main.js:3'])] })).toEqual(['src/store.js:8']);
  });
  it('count one call once, though several rules judge it', () => {
    const scan = scanOf({ sites: [{ at: 'src/a.js:3', meter: 'kv.reads' }, { at: 'src/a.js:3', meter: 'kv.reads' }, { at: 'src/a.js:3', meter: 'embeddings.tokens' }] });
    expect(countedSites(scan).map((site) => site.meters.map(({ meter }) => meter))).toEqual([['kv.reads', 'embeddings.tokens']]);
  });
  it('leave out what only prepares or closes', () => {
    const scan = scanOf({ sites: [{ at: 'src/db.js:3', meter: 'd1.rows_read' }, { at: 'src/db.js:4', meter: 'd1.rows_read' }, { at: 'src/db.js:5', meter: 'd1.rows_read' }] });
    const origins = ['better-sqlite3().prepare', 'better-sqlite3().prepare().all', 'better-sqlite3().close'];
    const named = { ...scan, metered: scan.metered.map((site, index) => ({ ...site, origin: origins[index] ?? '' })) };
    expect(countedSites(named).map((site) => site.origin)).toEqual(['better-sqlite3().prepare().all']);
  });
});

describe('what an access costs when no target is decided', () => {
  const yaml = 'traffic: {"DELETE /x": {requests_per_month: 3000000}}';
  const scan = (access: string) => scanOf({ entries: ['DELETE /x'], resources: [{ id: 'files:x' }], sites: [{ at: 'src/x.js:3', access, resource: 'files:x', meter: 'r2.class_a', reachedBy: { 'DELETE /x': [1, 1] } }] });
  it('is what the access is in the product that the rule names: a delete is free in R2', () => {
    expect(lineOf(estimateOf(scan('delete'), yaml), 'workers', 'R2', 'deletes').amount?.[1]).toBe('0');
    expect(linesOf(estimateOf(scan('delete'), yaml), 'workers', 'R2', 'class_a')).toEqual([]);
    expect(lineOf(estimateOf(scan('write'), yaml, planOf({ resources: [{ resource: 'files:x', target: 'decide' }] })), 'workers', 'R2', 'class_a').amount?.[1]).toBe('9');
  });
  it('on Workers is priced as the rules propose for what the plan keeps in a Container', () => {
    const kept = estimateOf(scan('write'), yaml, planOf({ move: 'worker-and-container', resources: [{ resource: 'files:x', target: 'container' }] }));
    expect(lineOf(kept, 'workers', 'R2', 'class_a').amount?.[1]).toBe('9');
    expect(linesOf(kept, 'worker-and-container', 'R2', 'class_a')).toEqual([]);
  });
});

describe('middleware', () => {
  it('is the same with the star that a scan writes', () => {
    const scan = scanOf({ entries: ['USE /*', 'USE /api/*', 'GET /', 'GET /api/jobs'] });
    const runs = Object.fromEntries(scan.entryPoints.map((entry) => [entry.id, routesOf(scan, entry).map((route) => route.id)]));
    expect(runs).toMatchObject({ 'USE /*': ['GET /', 'GET /api/jobs'], 'USE /api/*': ['GET /api/jobs'] });
    expect(trafficEntries(scan).map((entry) => entry.id)).toEqual(['GET /', 'GET /api/jobs']);
  });
  const scan = scanOf({
    entries: ['USE /api', 'GET /api', 'GET /api/jobs/:id', 'GET /other', 'USE /static', 'ALL /id'],
    sites: [{ at: 'src/mw.js:3', meter: 'kv.reads', reachedBy: { 'USE /api': [1, 1] } }, { at: 'src/param.js:3', meter: 'kv.writes', reachedBy: { 'ALL /id': [2, 2] } }],
  });
  const params = { ...scan, entryPoints: scan.entryPoints.map((entry) => (entry.id === 'ALL /id' ? { ...entry, method: '*', source: 'express().param' } : entry)) };
  const yaml = 'traffic: {"GET /api": {requests_per_month: 100}, "GET /api/jobs/:id": {requests_per_month: 50}, "GET /other": {requests_per_month: 7}, "USE /static": {requests_per_month: 1}}';

  it('runs with the routes below its path and has no traffic of its own', () => {
    const middleware = params.entryPoints.find((entry) => entry.id === 'USE /api');
    expect(middleware && routesOf(params, middleware).map((entry) => entry.id)).toEqual(['GET /api', 'GET /api/jobs/:id']);
    expect(trafficEntries(params).map((entry) => entry.id)).toEqual(['GET /api', 'GET /api/jobs/:id', 'GET /other', 'USE /static']);
    expect(lineOf(estimateOf(params, yaml), 'workers', 'Workers', 'requests').quantity?.[1]).toBe(158);
  });
  it('multiplies its sites by those routes; a parameter handler by the routes with that parameter', () => {
    const result = estimateOf(params, yaml);
    expect(lineOf(result, 'workers', 'Workers KV', 'reads').quantity?.[1]).toBe(150);
    expect(lineOf(result, 'workers', 'Workers KV', 'writes').quantity?.[1]).toBe(100);
  });
});

describe('a database file that is built elsewhere and put in its place', () => {
  const scan = scanOf({
    entries: ['POST /build'],
    resources: [{ id: 'sqlite:data/x.sqlite', kind: 'sqlite' }, { id: 'files:data/x.sqlite.new' }],
    sites: [
      { at: 'src/build.js:8', access: 'write', resource: 'files:data/x.sqlite.new', meter: 'r2.class_a', reachedBy: { 'POST /build': [1, 1] } },
      { at: 'src/build.js:9', access: 'write', resource: 'files:data/x.sqlite.new', meter: 'r2.class_a', reachedBy: { 'POST /build': [1, 1] } },
    ],
  });
  const named = {
    ...scan,
    resources: scan.resources.map((resource) => ({ ...resource, pattern: resource.id.replace(/^\w+:/, '') })),
    metered: scan.metered.map((site, index) => ({ ...site, origin: ['node:fs.copyFileSync', 'node:fs.renameSync'][index] ?? '' })),
  };
  const plan = (target: 'd1' | 'postgres') => planOf({ resources: [{ resource: 'sqlite:data/x.sqlite', target }] });
  const yaml = (more: string) => `traffic: {"POST /build": {requests_per_month: 3000}}\n${more}`;
  it('is so many rows written, once for a copy with its move', () => {
    expect(lineOf(estimateOf(named, yaml('database: {rows_per_file: 20000}'), plan('d1')), 'workers', 'D1', 'rows_written')).toMatchObject({ quantity: [60e6, 60e6, 60e6], amount: ['10', '10', '10'] });
  });
  it('is unknown while nobody says how many, and not free', () => {
    expect(lineOf(estimateOf(named, yaml(''), plan('d1')), 'workers', 'D1', 'rows_written')).toMatchObject({ amount: null, missing: ['database.rows_per_file'] });
  });
  it('has no row meter on Postgres', () => expect(linesOf(estimateOf(named, yaml(''), plan('postgres')), 'workers', 'D1', 'rows_written')).toEqual([]));
});
