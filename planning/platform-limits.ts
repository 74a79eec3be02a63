/** Limits of the platform that planning leans on, each with its source. It holds no prices and no verdicts: those are rule data. */

/** Largest Container instance (standard-4). developers.cloudflare.com/containers/platform/limits, read 2026-11-21. */
export const CONTAINER_VCPU = 4;
export const CONTAINER_MEMORY_GIB = 12;

/** Memory of one Worker isolate. developers.cloudflare.com/workers/platform/limits, read 2026-11-21. */
export const WORKER_MEMORY_MB = 128;

/** `sleepAfter` of the Container class when nothing is set; only requests renew it. @cloudflare/containers 0.3.7. */
export const CONTAINER_SLEEP_MINUTES = 10;

/** Wall time of a queue consumer, a cron handler and a Durable Object alarm. Same page as the Worker limits. */
export const QUEUE_WALL_MINUTES = 15;

/** How old a KV read may be. developers.cloudflare.com/kv/concepts/how-kv-works, read 2026-11-21. */
export const KV_STALE_SECONDS = 60;

/** How much of a working day goes into the work itself; the basis of person-days. An assumption of this tool. */
export const PRODUCTIVE_HOURS = 6;
