/**
 * Every key of cf-migrate.cost.yaml: its unit, what it means, and the value assumed when nobody sets it. Schema, hints, the file
 * that `--init` writes and the list of assumptions all come from here. A key without an assumed value is unknown until it is set.
 */
import type { Range } from '../core/estimate.js';

export interface Field {
  unit: string;
  about: string;
  /** The most that it can be, or what it must be above. */
  most?: number;
  above?: number;
  /** Only for what matters little or has a published default; the drivers of the bill have none. */
  assumed?: { value: Range; because: string };
}

export type FieldGroup = Record<string, Field>;

const field = (unit: string, about: string, assumed?: Range, because?: string): Field =>
  assumed === undefined ? { unit, about } : { unit, about, assumed: { value: assumed, because: because ?? 'assumed by cf-migrate' } };

/** Keys at the top of the file. */
export const TOP: FieldGroup = {
  horizon_months: field('month', 'the month whose bill is shown; storage grows until then', [1, 1, 1], 'the first month'),
  egress_gb_per_month: field('GB', 'data sent to the internet in a month'),
};

/** Keys of each entry point under `traffic`. */
export const TRAFFIC: FieldGroup = {
  requests_per_month: field('request', 'how often it runs in a month'),
  cpu_ms: field('ms', 'CPU time of one run'),
  wall_ms: field('ms', 'time from request to answer'),
  background_ms: field('ms', 'how long work goes on after the answer', [0, 0, 0], 'no work after the answer was found here'),
};

/** Keys of each resource under `storage`. */
export const STORAGE: FieldGroup = {
  gb: field('GB', 'stored now'),
  growth_gb_per_month: field('GB', 'added each month', [0, 0, 0], 'no growth declared'),
};

/** Each meter under `shared`. */
export const SHARED: Field = { unit: 'unit of the meter', about: 'used by other projects of the account', assumed: { value: [0, 0, 0], because: 'nothing else in the account' } };

/** Each meter under `prices`. */
export const OWN_PRICE: Field = { unit: 'USD', about: 'a price that the list does not know' };

/** Kinds of entry points that something outside calls, as a reader names many of them. */
export const CALLED_KINDS: Record<string, string> = { http: 'HTTP routes', message: 'messages', socket: 'socket connections', queue: 'queue consumers' };

/** Every kind that has traffic, in the order in which people know their numbers. */
export const KIND_TITLES: Record<string, string> = { ...CALLED_KINDS, cron: 'cron jobs', timer: 'timers', start: 'starts of the process', bin: 'starts from the command line' };

const byKind = Object.fromEntries(Object.entries(CALLED_KINDS).map(([kind, name]) => [kind, field('request', `runs in a month of all ${name} together that \`traffic\` leaves open, shared evenly`)]));

/** Groups with fixed keys. */
export const GROUPS: Record<string, FieldGroup> = {
  traffic_by_kind: byKind,
  each_request: {
    cpu_ms: field('ms', 'CPU time of one run, where `traffic` does not say it'),
    wall_ms: field('ms', 'time from request to answer, where `traffic` does not say it'),
  },
  today: {
    vcpu: field('vCPU', 'vCPU of one instance'),
    memory_gib: field('GiB', 'memory of one instance'),
    min_instances: field('instance', 'instances kept warm', [0, 0, 0], 'scales to zero'),
    max_instances: field('instance', 'most instances at once'),
    average_instances: field('instance', 'instances that run on average, all day'),
    concurrency: field('request', 'requests that one instance takes at once', [80, 80, 80], 'the default of Cloud Run'),
    busy_hours: { ...field('hour', 'hours of the month in which requests come', [220, 730, 730], '730: around the clock; 220: ten hours on working days'), most: 744 },
    idle_minutes: field('minute', 'how long an instance stays after its last request', [15, 15, 15], 'Cloud Run keeps an idle instance up to 15 minutes'),
    disk_gb: field('GB', 'disk of one instance', [0, 0, 0], 'within what is included'),
    volume_gb: field('GB', 'persistent volumes', [0, 0, 0], 'no volume found'),
    invoice_usd_per_month: field('USD', 'what the current host charges in a month'),
  },
  container: {
    peak_memory_gib: field('GiB', 'most memory that one instance needs'),
    sleep_after_minutes: field('minute', 'sleepAfter of the Container class', [10, 10, 10], 'the default of @cloudflare/containers'),
    awake_hours: field('hour', 'hours awake in a month, all instances together; computed from traffic when unset'),
    instances: field('instance', 'instances that traffic is spread over', [1, 1, 1], 'one instance serves everything'),
    health_check_seconds: field('second', 'how often a monitor calls it; 0: never'),
    requests_per_burst: field('request', 'requests that come together', [1, 1, 20], 'visitors load more than one thing'),
    proxy_cpu_ms: field('ms', 'CPU of the Worker that hands a request on', [1, 1, 3], 'a Worker that routes and streams'),
  },
  currency: { per_usd: { ...field('unit', 'what one US dollar is in the currency of --currency'), above: 0 } },
  migration: {
    day_rate_usd: field('USD', 'what a person-day of the migration costs'),
    payback_limit_months: field('month', 'a move that pays back later is not worth it; unset: no limit'),
  },
  database: {
    rows_read_per_query: field('row', 'rows scanned by one read'),
    rows_written_per_query: field('row', 'rows written by one write, one more for each index'),
    rows_per_file: field('row', 'rows of a database file that is built elsewhere and put in its place, one more for each index'),
    postgres_cu: field('CU', 'compute size of Postgres on Neon (1 CU is about 4 GB of memory)'),
    postgres_active_hours: field('hour', 'hours of the month in which Postgres is awake'),
  },
  durable_objects: { active_ms_per_request: field('ms', 'how long one request keeps an object active', [1, 10, 100], 'an object that can hibernate is billed only while it answers') },
  embeddings: { tokens_per_call: field('token', 'tokens sent to the model by one call') },
  vectors: {
    dimensions: field('dimension', 'length of one vector'),
    stored: field('vector', 'vectors in the index'),
  },
  queues: {
    message_kb: field('KB', 'size of one message', [1, 1, 64], 'one 64 KB operation'),
    reads_per_message: field('read', 'deliveries of one message, retries included', [1, 1, 2], 'few retries'),
  },
  logs: {
    events_per_request: field('event', 'log lines of one request, the invocation log included', [1, 2, 5], 'one invocation log and a line or two'),
    kb_per_event: field('KB', 'size of one log line', [0.5, 1, 2], 'a structured line'),
  },
  loops: { default: field('call', 'calls of a loop whose length the code does not tell', [1, 1, 10], 'the code sets no bound') },
  branches: { taken: { ...field('share', 'how often a branch is taken when the code does not tell', [0, 0.5, 1], 'the code does not tell'), most: 1 } },
};

/** Numbers that somebody chooses, or that a contract or another invoice says: nobody measures them in the running program. */
const SETTINGS: readonly string[] = [
  'horizon_months', 'today.vcpu', 'today.memory_gib', 'today.min_instances', 'today.max_instances', 'today.concurrency', 'today.idle_minutes', 'today.disk_gb', 'today.volume_gb',
  'today.invoice_usd_per_month', 'container.sleep_after_minutes', 'container.instances', 'container.health_check_seconds', 'database.postgres_cu', 'vectors.dimensions',
];

export const isSetting = (key: string): boolean => SETTINGS.includes(key) || /^(?:shared|prices)\./.test(key);

export interface Choice {
  options: readonly string[];
  about: string;
  assumed?: string;
}

/** Keys that are a word, not a number. An empty list of options means any text. */
export const CHOICES: Record<string, Choice> = {
  plan: { options: ['paid', 'already-paid', 'free'], about: 'Workers plan; already-paid: another project pays the subscription', assumed: 'paid' },
  rounding: { options: ['vendor', 'none'], about: 'vendor: units round up as the price pages say (R2, Durable Objects); none: the exact amount is billed', assumed: 'vendor' },
  'today.kind': { options: ['cloud-run-request', 'cloud-run-instance', 'fargate', 'lambda', 'fly', 'render', 'heroku', 'invoice'], about: 'where it runs now, or invoice: only what it costs' },
  'today.size': { options: [], about: 'machine preset, plan or dyno type of Fly, Render, Heroku' },
  'today.architecture': { options: ['x86', 'arm'], about: 'CPU of Fargate or Lambda', assumed: 'x86' },
  'today.region_tier': { options: ['1', '2'], about: 'price tier of the Cloud Run region', assumed: '1' },
  'currency.code': { options: [], about: 'currency of --currency, for example EUR' },
  'currency.date': { options: [], about: 'day of that rate, YYYY-MM-DD' },
  'container.instance_type': { options: ['lite', 'basic', 'standard-1', 'standard-2', 'standard-3', 'standard-4'], about: 'chosen from peak_memory_gib when unset' },
  'container.instance_key': { options: [], about: 'what picks the instance in an access log: a JSON field, ip, or :name of a route parameter; one instance serves all when unset' },
  'container.egress_region': { options: ['north-america-europe', 'oceania-korea-taiwan', 'elsewhere'], about: 'where most data goes', assumed: 'north-america-europe' },
  'database.postgres_plan': { options: ['launch', 'scale'], about: 'Neon plan', assumed: 'launch' },
  'embeddings.provider': { options: ['workers-ai', 'openai', 'together'], about: 'who computes embeddings when no local model does', assumed: 'workers-ai' },
  'embeddings.model': { options: [], about: 'model of that provider', assumed: '@cf/baai/bge-base-en-v1.5' },
};
