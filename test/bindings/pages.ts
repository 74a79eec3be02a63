/** All pages of the checklist, in the order of docs/bindings.md. */
import type { BindingPage } from './check.js';
import { assets } from './checks/assets.js';
import { cache } from './checks/cache.js';
import { cron } from './checks/cron.js';
import { d1 } from './checks/d1.js';
import { durableObjects } from './checks/durable-objects.js';
import { kv } from './checks/kv.js';
import { queues } from './checks/queues.js';
import { r2 } from './checks/r2.js';
import { services } from './checks/services.js';
import { workflows } from './checks/workflows.js';

export const PAGES: BindingPage[] = [kv, r2, d1, queues, durableObjects, workflows, cron, cache, assets, services];

/** Documented, and not shown by a test: too large, too slow, or a matter of several machines. */
export const NOT_SHOWN: [binding: string, documented: string][] = [
  ['KV', '1 GB stored on the Free plan; 1,000 writes a day to other keys on the Free plan'],
  ['R2', 'objects of up to 4.995 TiB, 4.995 GiB in one put or part'],
  ['D1', 'databases of up to 10 GB (500 MB on the Free plan); 30 s a query or batch; six connections a request; replicas that lag behind'],
  ['Queues', '5,000 messages a second; 25 GB of backlog; messages kept for 4 days by default; 15 minutes a batch; a message may come twice'],
  ['Durable Objects', '10 GB an object; about 1,000 requests a second an object; eviction when idle; 15 minutes an alarm'],
  ['Workflows', '10,000 steps by default (1,024 on the Free plan); 1 GB of state an instance; 50,000 instances at a time; 300 created a second; sleeps of up to 365 days'],
  ['Cron triggers', '250 an account (5 on the Free plan); 15 minutes each'],
  ['Cache API', 'each data centre has its own; no effect in the previews of the dashboard'],
  ['Static assets', '100,000 files (20,000 on the Free plan), 25 MiB each'],
];
