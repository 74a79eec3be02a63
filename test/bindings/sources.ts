/** Where the documented side of the checks was read: stored copies of Cloudflare's documentation, read 2026-11-21 to 2026-11-28, not the pages of today. */

export const SOURCES = {
  'workers limits': ['developers.cloudflare.com/workers/platform/limits', 'second half of 2026, undated'],
  'kv limits': ['cloudflare-docs kv/platform/limits.mdx@1a596a54', 'undated'],
  'kv list': ['cloudflare-docs kv/api/list-keys.mdx@0ad0725d', 'undated'],
  'kv cacheTtl': ['developers.cloudflare.com/changelog/post/2026-01-30-kv-reduced-minimum-cachettl', '2026-01-30'],
  'r2 limits': ['cloudflare-docs r2/platform/limits.mdx@003617a1', 'undated'],
  'r2 limits, newer': ['developers.cloudflare.com/r2/platform/limits', 'a copy of 2026, undated, with the write rate that the older one lacks'],
  'r2 api': ['cloudflare-docs r2/api/workers/workers-api-reference.mdx@0058de84', 'undated'],
  's3': ['S3 DeleteObjects, which R2 also speaks', 'no page of R2 with this number was found'],
  'd1 limits': ['cloudflare-docs d1/platform/limits.mdx@0f863c17', 'undated; first rows equal in a copy of 2026-04-21'],
  'queues limits': ['cloudflare-docs queues/platform/limits.mdx@018b6dd9', 'undated'],
  'queues batching': ['cloudflare-docs queues/configuration/batching-retries.mdx@09885ddd', 'undated'],
  'do limits': ['developers.cloudflare.com/durable-objects/platform/limits', '2026-06-01'],
  'do storage': ['developers.cloudflare.com/durable-objects/api/storage-api', 'quoted by a third party on 2026-09-24'],
  'do alarms': ['cloudflare-docs durable-objects/api/alarms.mdx@04047ca5', 'undated'],
  'workflows limits': ['developers.cloudflare.com/workflows/reference/limits', 'first half of 2026'],
  'workflows api': ['cloudflare-docs workflows/build/workers-api.mdx@00afd45e', 'undated'],
  'cache api': ['cloudflare-docs workers/runtime-apis/cache.mdx@067fce3b', 'undated'],
} as const satisfies Record<string, readonly [document: string, dated: string]>;

export type SourceName = keyof typeof SOURCES;
