/** The words for what the data names: areas, verdicts, impacts, targets. Exhaustive records, so that a new word in core asks for its text here. */
import type { Unprovable } from '../core/evidence.js';
import type { StorageTarget, Disposition } from '../core/plan.js';
import type { EntryKind } from '../core/program.js';
import type { Area, Confidence, Impact, Lifetime, Persistence, Reach, Readers, Target, Verdict, Writes } from '../core/vocabulary.js';
import type { Tone } from './blocks.js';

export const AREA_TITLE: Record<Area, string> = {
  filesystem: 'File system',
  sqlite: 'SQLite',
  database: 'Databases',
  'native-module': 'Native add-ons',
  'model-inference': 'Model inference',
  'long-job': 'Long jobs',
  'child-process': 'Child processes',
  'git-cli': 'Git commands',
  'in-memory-state': 'In-memory state',
  'session-auth': 'Sessions',
  'timer-cron': 'Timers and cron',
  'http-listen': 'HTTP server',
  'websocket-server': 'WebSockets',
  'worker-threads': 'Worker threads',
  'private-network': 'Private network',
  'cloud-identity': 'Cloud identity',
  observability: 'Observability',
  'env-config': 'Environment',
  other: 'Other',
};

/** What usually takes the place of it, when no plan says more. */
export const AREA_ADVICE: Record<Area, string> = {
  filesystem: 'Durable files to R2 or KV; temp files stay',
  sqlite: 'D1, or Postgres through Hyperdrive',
  database: 'Client per request, Hyperdrive in front',
  'native-module': 'Replace, or keep in a Container',
  'model-inference': 'An inference API, or a Container',
  'long-job': 'Queue or Workflow, or a Container',
  'child-process': 'A library or an API, or a Container',
  'git-cli': 'The host\'s API, or a Container',
  'in-memory-state': 'Durable Object, or accept the loss',
  'session-auth': 'A store outside the process',
  'timer-cron': 'Cron Trigger',
  'http-listen': 'Bridge with httpServerHandler',
  'websocket-server': 'Durable Object that holds the sockets',
  'worker-threads': 'Queue, or a Container',
  'private-network': 'Tunnel or Hyperdrive',
  'cloud-identity': 'Secrets of the Worker',
  observability: 'Workers Logs, or export by HTTP',
  'env-config': 'Vars and secrets in the configuration',
  other: 'See the finding',
};

export const TARGET_TITLE: Record<Target, string> = { workers: 'Workers', containers: 'Container' };
export const TARGET_PHRASE: Record<Target, string> = { workers: 'on Workers', containers: 'in a Container' };

export const VERDICT_TITLE: Record<Verdict, string> = {
  works: 'Works',
  setting: 'Needs setting',
  partial: 'Works partly',
  ephemeral: 'Data is lost',
  silent: 'Fails silently',
  throws: 'Throws',
  hangs: 'Hangs',
  absent: 'Does not load',
  limit: 'Meets a limit',
  unknown: 'Unknown',
};

export const VERDICT_MEANING: Record<Verdict, string> = {
  works: 'behaves as on Node',
  setting: 'behaves as on Node after a setting',
  partial: 'some arguments or options do not work',
  ephemeral: 'succeeds, and the data is gone later',
  silent: 'no error, and a wrong result',
  throws: 'throws when it is called',
  hangs: 'never answers',
  absent: 'does not bundle, load or start',
  limit: 'works until a limit of the platform is met',
  unknown: 'not established',
};

/** Loses data that nobody needs later. */
export const NO_HARM = 'No harm';

/** Gravest first. Losing data without an error is graver than any error. */
export const VERDICT_ORDER: Verdict[] = ['ephemeral', 'silent', 'hangs', 'throws', 'absent', 'limit', 'partial', 'unknown', 'setting', 'works'];

export const IMPACT_TITLE: Record<Impact, string> = { blocker: 'Blocker', risk: 'Risk', setting: 'Setting', none: 'None' };
export const IMPACT_ORDER: Impact[] = ['blocker', 'risk', 'setting', 'none'];
export const IMPACT_TONE: Record<Impact, Tone> = { blocker: 'danger', risk: 'warning', setting: 'info', none: 'good' };

export const CONFIDENCE_TITLE: Record<Confidence, string> = { certain: 'certain', likely: 'likely', possible: 'possible' };

export const PERSISTENCE_TITLE: Record<Persistence, string> = {
  asset: 'asset',
  config: 'configuration',
  secret: 'secret',
  temp: 'temporary',
  cache: 'cache',
  log: 'log',
  upload: 'upload',
  durable: 'durable',
  lock: 'lock',
  artefact: 'build artefact',
  unknown: 'unknown purpose',
};

/** Data that a person would miss. */
export const MISSED_WHEN_LOST: ReadonlySet<Persistence> = new Set(['durable', 'upload', 'lock']);

export const LIFETIME_TITLE: Record<Lifetime, string> = {
  request: 'needed for one request', job: 'needed for one job', instance: 'needed while the instance runs', forever: 'has to last', unknown: 'lifetime unknown',
};
export const WRITES_TITLE: Record<Writes, string> = {
  none: 'never written', once: 'written once', replace: 'replaced', 'read-modify-write': 'read, changed, written', append: 'appended', unknown: 'writes unknown',
};
export const READERS_TITLE: Record<Readers, string> = {
  none: 'not read', 'same-request': 'read in the same request', 'later-request': 'read by later requests', 'other-process': 'read by another process', unknown: 'readers unknown',
};

export const REACH_TITLE: Record<Reach, string> = { production: 'production', test: 'tests', build: 'build', script: 'scripts', dead: 'code that nothing reaches' };

export const ENTRY_TITLE: Record<EntryKind, string> = {
  start: 'start', bin: 'command', export: 'export', http: 'HTTP route', cron: 'cron', timer: 'timer', queue: 'queue', message: 'message', socket: 'socket', signal: 'signal', script: 'script', build: 'build', test: 'test',
};

export const STORAGE_TITLE: Record<StorageTarget, string> = {
  kv: 'KV',
  r2: 'R2',
  d1: 'D1',
  postgres: 'Postgres with Hyperdrive',
  'durable-object': 'Durable Object',
  queue: 'Queue',
  workflow: 'Workflow',
  api: 'an HTTP API',
  'cron-trigger': 'Cron Trigger',
  'worker-binding': 'a binding',
  bundle: 'the bundle',
  tmp: '/tmp, as today',
  container: 'the Container',
  keep: 'stays as it is',
  'by-hand': 'by hand',
  decide: 'to be decided',
};

/** What is done with so many resources: `2 to R2`. */
export const STORAGE_ACTION: Record<StorageTarget, string> = {
  kv: 'to KV', r2: 'to R2', d1: 'to D1', postgres: 'to Postgres', 'durable-object': 'to a Durable Object', queue: 'to a Queue', workflow: 'to a Workflow', api: 'to an HTTP API', 'cron-trigger': 'to a Cron Trigger',
  'worker-binding': 'to a binding', bundle: 'into the bundle', tmp: 'left in /tmp', container: 'kept in the Container', keep: 'left alone', 'by-hand': 'by hand', decide: 'to be decided',
};

/** Where the code keeps working without an edit. */
export const UNCHANGED_TARGETS: ReadonlySet<StorageTarget> = new Set(['keep', 'tmp', 'bundle', 'container']);

const METER_WORDS: Record<string, string> = { vcpu: 'vCPU', cpu: 'CPU', gpu: 'GPU' };

/** `class_a` as a reader would write it. */
export const meterTitle = (meter: string): string =>
  meter.split('_').map((word, index, words) => METER_WORDS[word] ?? (words[index - 1] === 'class' ? word.toUpperCase() : word)).join(' ');

/** `cloud-run` as its people write it. */
export const hostTitle = (name: string): string => name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

export const MOVE_TITLE: Record<Disposition['move'], string> = {
  worker: 'Move to a Worker',
  'worker-and-container': 'Worker, with a Container for what needs a machine',
  container: 'Container, and change nothing else',
  stay: 'Stay where it is',
};

/** Why a rule was not run. */
export const NOT_PROVABLE: Record<Unprovable, string> = {
  'no-code': 'it reads what a file of the host says, and there is no code to run',
  'needs-framework': 'it is a plug-in of a framework that does not run on a Worker',
  'real-limit': 'it speaks of a limit that the local runtime does not enforce',
  'needs-service': 'it takes a server or an account that a snippet does not have',
  'needs-place': 'it speaks of an address, a credential or a device that exists where the program runs today',
  'needs-program': 'it speaks of a program that a package brings for one machine',
  'a-choice': 'what happens is clear, and the verdict is a weighing of it',
  'says-unknown': 'the rule itself says that the code does not tell',
};
