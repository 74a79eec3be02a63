/**
 * What local workerd does otherwise than Cloudflare documents, binding by binding: limits that are not enforced, and behaviour
 * that differs. Each is shown by a test in test/bindings, with the source of the documented side; says nothing about one app.
 */
import type { WranglerConfig } from './wrangler-config.js';

/** Keys of the wrangler configuration that bind it. */
type Section = 'kv_namespaces' | 'r2_buckets' | 'd1_databases' | 'queues' | 'durable_objects' | 'workflows' | 'triggers';

export interface LocalDifference {
  section: Section;
  /** `limit`: accepted here, refused there. `behaviour`: another answer. `sentence`: said on a line of its own. */
  kind: 'limit' | 'behaviour' | 'sentence';
  says: string;
}

export const LOCAL_DIFFERENCES = {
  'kv-consistency': { section: 'kv_namespaces', kind: 'sentence', says: 'KV consistency: locally a write is seen at once; elsewhere on the network it may take 60 seconds or more, and a miss is remembered too' },
  'kv-write-rate': { section: 'kv_namespaces', kind: 'sentence', says: 'KV write rate: one write a second to the same key; local KV takes any number' },
  'kv-operations': { section: 'kv_namespaces', kind: 'limit', says: '1,000 operations a request on the Free plan, 10,000 by default on the Paid plan' },
  'r2-write-rate': { section: 'r2_buckets', kind: 'limit', says: 'one write a second to the same key' },
  'r2-delete-many': { section: 'r2_buckets', kind: 'limit', says: '1,000 keys in a delete' },
  'r2-metadata': { section: 'r2_buckets', kind: 'behaviour', says: 'metadata of more than 2,048 bytes is refused (documented: of more than 8,192)' },
  'r2-storage-class': { section: 'r2_buckets', kind: 'behaviour', says: 'storageClass is empty (documented: "Standard" or "InfrequentAccess")' },
  'd1-queries': { section: 'd1_databases', kind: 'limit', says: '1,000 queries a request (50 on the Free plan)' },
  'd1-value': { section: 'd1_databases', kind: 'limit', says: '2,000,000 bytes in a text, a BLOB or a row' },
  'd1-arguments': { section: 'd1_databases', kind: 'limit', says: '32 arguments of an SQL function' },
  'queue-batch-bytes': { section: 'queues', kind: 'limit', says: '256 KB in a sendBatch (here 288 KB)' },
  'queue-delay': { section: 'queues', kind: 'limit', says: 'a delay of 12 hours' },
  'queue-acknowledged': { section: 'queues', kind: 'behaviour', says: 'messages that were acknowledged come again when the handler throws (documented: they do not)' },
  'do-keys': { section: 'durable_objects', kind: 'limit', says: '128 keys in a get, put or delete' },
  'do-value': { section: 'durable_objects', kind: 'limit', says: '2 MB in a key with its value' },
  'do-value-without-sqlite': { section: 'durable_objects', kind: 'limit', says: '128 KiB in a value where the class has no SQLite' },
  'do-sql-value': { section: 'durable_objects', kind: 'limit', says: '2 MB in a text, a BLOB or a row' },
  'workflow-step-result': { section: 'workflows', kind: 'limit', says: '1 MiB in what a step answers' },
  'workflow-params': { section: 'workflows', kind: 'limit', says: '1 MiB in the parameters of an instance' },
  'workflow-batch': { section: 'workflows', kind: 'limit', says: '100 instances in a createBatch' },
  'workflow-id': { section: 'workflows', kind: 'behaviour', says: 'create with an id that is taken answers with the instance that has it (documented: ids must be unique)' },
  'workflow-waiting': { section: 'workflows', kind: 'behaviour', says: 'an instance that sleeps or waits is "running" (documented: "waiting")' },
  'workflow-late-event': { section: 'workflows', kind: 'behaviour', says: 'sendEvent to an instance that is done is taken (documented: it throws)' },
  'cron-expression': { section: 'triggers', kind: 'behaviour', says: 'nothing fires by itself, and no cron expression is checked' },
} as const satisfies Record<string, LocalDifference>;

export type LocalDifferenceName = keyof typeof LOCAL_DIFFERENCES;

const TITLES: Record<Section, string> = {
  kv_namespaces: 'KV', r2_buckets: 'R2', d1_databases: 'D1', queues: 'Queues', durable_objects: 'Durable Objects', workflows: 'Workflows', triggers: 'Cron triggers',
};

/** Whether a configuration binds anything under a key; an empty list or object binds nothing. */
function isUsed(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(isUsed);
}

const SECTIONS = Object.keys(TITLES) as Section[];

/** For each binding that a configuration has, in lines: the limits that are not enforced here, and what is otherwise here. */
export function localDifferences(config: WranglerConfig): string[] {
  const all: LocalDifference[] = Object.values(LOCAL_DIFFERENCES);
  const used = config as Record<string, unknown>;
  return SECTIONS.filter((section) => isUsed(used[section])).flatMap((section) => {
    const say = (kind: LocalDifference['kind'], intro: string): string[] => {
      const texts = all.filter((one) => one.section === section && one.kind === kind).map(({ says }) => says);
      return texts.length > 0 ? [`${TITLES[section]}${intro}: ${texts.join('; ')}.`] : [];
    };
    return [...say('limit', ', documented and not enforced here'), ...say('behaviour', ', otherwise here')];
  });
}
