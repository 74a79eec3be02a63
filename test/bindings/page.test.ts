import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_COMPATIBILITY_DATE } from '../../core/vocabulary.js';
import { homePath } from '../../core/home.js';
import { LOCAL_DIFFERENCES, localDifferences, type LocalDifferenceName } from '../../runtime/local-differences.js';
import { loadRuntime, type RuntimePackages } from '../../runtime/packages.js';
import { describeWorker } from '../../runtime/workerd.js';
import type { WranglerConfig } from '../../runtime/wrangler-config.js';
import { pagesText } from './page-text.js';
import { NOT_SHOWN, PAGES } from './pages.js';
import { SOURCES } from './sources.js';

const checks = PAGES.flatMap(({ checks }) => checks);

describe('docs/bindings.md', () => {
  let packages: RuntimePackages;
  beforeAll(async () => { packages = await loadRuntime(); });

  test('is what the checks say', async () => {
    const { workerd, miniflareVersion } = packages;
    await expect(pagesText(PAGES, { workerd: workerd.version, miniflare: miniflareVersion, compatibilityDate: DEFAULT_COMPATIBILITY_DATE })).toMatchFileSnapshot(homePath('docs', 'bindings.md'));
  });

  test('asks no question twice in one binding', () => {
    const twice = PAGES.flatMap(({ title, checks }) => checks.map(({ asks }) => `${title}: ${asks}`)).filter((one, index, all) => all.indexOf(one) !== index);
    expect(twice).toEqual([]);
  });

  test('names no source that nothing was read in', () => {
    const used = new Set<string>(checks.flatMap((check) => (check.documented ? [check.documented[1]] : [])));
    expect(Object.keys(SOURCES).filter((name) => !used.has(name))).toEqual([]);
  });

  test('speaks of unshown limits of bindings that it has a page for', () => {
    const titles = PAGES.map(({ title }) => title);
    expect(NOT_SHOWN.filter(([binding]) => !titles.includes(binding))).toEqual([]);
  });
});

describe('a difference', () => {
  const names = Object.keys(LOCAL_DIFFERENCES) as LocalDifferenceName[];

  test.each(names)('%s is shown by a check', (name) => {
    expect(checks.filter(({ differs }) => differs === name).length).toBeGreaterThan(0);
  });

  test('has a source for its documented side, but for what has no page', () => {
    const without = checks.filter(({ differs, documented }) => differs !== undefined && documented === undefined).map(({ differs }) => differs);
    expect(without).toEqual(['cron-expression']);
  });
});

describe('what verify says of an app', () => {
  const config: WranglerConfig = {
    kv_namespaces: [{ binding: 'NOTES' }],
    r2_buckets: [{ binding: 'FILES' }],
    d1_databases: [{ binding: 'DB' }],
    queues: { producers: [{ binding: 'JOBS', queue: 'jobs' }] },
    durable_objects: { bindings: [{ name: 'OBJECTS', class_name: 'Thing' }] },
    workflows: [{ binding: 'FLOWS', name: 'flows', class_name: 'Flow' }],
    triggers: { crons: ['0 5 * * *'] },
  };

  test('names every difference of its bindings but those of KV that have a line of their own', () => {
    const said = localDifferences(config).join('\n');
    const wanted = Object.values(LOCAL_DIFFERENCES).filter(({ kind }) => kind !== 'sentence').map(({ says }) => says);
    expect(wanted.filter((text) => !said.includes(text))).toEqual([]);
  });

  test('leaves out bindings that it has not', () => {
    expect(localDifferences({ r2_buckets: [{ binding: 'FILES' }], d1_databases: [], queues: { producers: [] } })).toEqual([
      'R2, documented and not enforced here: one write a second to the same key; 1,000 keys in a delete.',
      'R2, otherwise here: metadata of more than 2,048 bytes is refused (documented: of more than 8,192); storageClass is empty (documented: "Standard" or "InfrequentAccess").',
    ]);
  });

  test('says nothing of an app without bindings', () => {
    expect(localDifferences({})).toEqual([]);
  });
});

test('a queue consumer that says nothing is retried and batched as Cloudflare would', () => {
  const bundle = { modules: [], compatibilityFlags: [] } as unknown as Parameters<typeof describeWorker>[1]['bundle'];
  const queues = { consumers: [{ queue: 'jobs' }, { queue: 'few', max_retries: 0, max_batch_size: 1 }] };
  const { queueConsumers } = describeWorker('app', { bundle, wrangler: { queues }, compatibilityDate: DEFAULT_COMPATIBILITY_DATE, env: {}, network: 'loopback' });
  expect(queueConsumers).toEqual({ jobs: { maxBatchSize: 10, maxRetries: 3 }, few: { maxBatchSize: 1, maxRetries: 0 } });
});
