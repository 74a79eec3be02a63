/** Which operations a storage access becomes when its data moves, and where data and work go in each scenario. */
import type { Scenario } from '../core/estimate.js';
import type { PlannedResource, StorageTarget } from '../core/plan.js';

export interface Operation {
  meter: string;
  operations: number;
}

type Access = 'read' | 'write' | 'append' | 'delete' | 'list' | 'probe' | 'create' | 'watch' | 'open';

const read = (meter: string): Operation => ({ meter, operations: 1 });

/** Operations by access. `open` and `watch` are free: what is read through a handle is counted where it is read. */
const table = (reads: string, writes: string, deletes: string, lists: string): Record<Access, Operation[]> => ({
  read: [read(reads)], probe: [read(reads)], write: [read(writes)], create: [read(writes)],
  // No store here appends: the object is read and written again.
  append: [read(reads), read(writes)],
  delete: [read(deletes)], list: [read(lists)], open: [], watch: [],
});

function withRequest(rows: Record<Access, Operation[]>): Record<Access, Operation[]> {
  const entries = Object.entries(rows).map(([access, operations]) => [access, operations.length > 0 ? [read('durable-objects.requests'), ...operations] : []]);
  return Object.fromEntries(entries) as Record<Access, Operation[]>;
}

const TABLES: Partial<Record<StorageTarget, Record<Access, Operation[]>>> = {
  kv: table('kv.reads', 'kv.writes', 'kv.deletes', 'kv.lists'),
  r2: table('r2.class_b', 'r2.class_a', 'r2.deletes', 'r2.class_a'),
  d1: table('d1.rows_read', 'd1.rows_written', 'd1.rows_written', 'd1.rows_read'),
  'durable-object': withRequest(table('durable-objects.rows_read', 'durable-objects.rows_written', 'durable-objects.rows_written', 'durable-objects.rows_read')),
  postgres: table('hyperdrive.queries', 'hyperdrive.queries', 'hyperdrive.queries', 'hyperdrive.queries'),
};

/** Nothing is metered: the data stays with the code or lives for one request. */
const UNMETERED: ReadonlySet<StorageTarget> = new Set(['bundle', 'tmp', 'container', 'keep', 'cron-trigger', 'workflow']);

/** Operations of one access when its data goes to `target`; null when the target does not say. */
export function operationsFor(target: StorageTarget, access: string): Operation[] | null {
  if (UNMETERED.has(target)) return [];
  if (target === 'queue') return [{ meter: 'queues.messages', operations: 1 }];
  return TABLES[target]?.[access as Access] ?? null;
}

/** Meter of the bytes that lie in a target. */
export const STORAGE_METER: Partial<Record<StorageTarget, { product: string; meter: string }>> = {
  kv: { product: 'kv', meter: 'storage' }, r2: { product: 'r2', meter: 'storage' }, d1: { product: 'd1', meter: 'storage' },
  'durable-object': { product: 'durable-objects', meter: 'storage' }, postgres: { product: 'neon', meter: 'storage' },
};

const TARGETS: Record<string, StorageTarget> = { kv: 'kv', r2: 'r2', d1: 'd1', 'durable-objects': 'durable-object', neon: 'postgres', hyperdrive: 'postgres' };

/** Target that a product's meter speaks of: `kv.reads` of KV. */
export const targetOfProduct = (product: string): StorageTarget | null => TARGETS[product] ?? null;

/** What an unchanged process in a Container keeps doing by itself. */
const KEPT_IN_PROCESS: ReadonlySet<StorageTarget> = new Set(['queue', 'workflow', 'durable-object', 'cron-trigger', 'api', 'worker-binding']);

/**
 * Where a planned resource goes in a scenario. An app that moves into a Container unchanged still loses its disk at every sleep, so
 * durable files go to R2 over the S3 interface there; what it does in memory stays in memory.
 */
export function targetIn(scenario: Scenario['id'], planned: Pick<PlannedResource, 'resource' | 'target'>): StorageTarget {
  if (scenario !== 'container') return planned.target;
  if (planned.target === 'kv') return 'r2';
  return planned.resource.startsWith('rule:') && KEPT_IN_PROCESS.has(planned.target) ? 'container' : planned.target;
}
