/** The closed lists that every room shares. Adding a word here is a schema change. */

export const AREAS = [
  'filesystem', 'sqlite', 'database', 'native-module', 'model-inference', 'long-job', 'child-process', 'git-cli',
  'in-memory-state', 'session-auth', 'timer-cron', 'http-listen', 'websocket-server', 'worker-threads',
  'private-network', 'cloud-identity', 'observability', 'env-config', 'other',
] as const;
export type Area = (typeof AREAS)[number];

export const TARGETS = ['workers', 'containers'] as const;
export type Target = (typeof TARGETS)[number];

/**
 * works: same as on Node. setting: works after a setting (date, flag, bundler platform, Container hook). partial: some
 * arguments or options do not. ephemeral: succeeds, gone later. silent: no error, wrong result. throws, hangs: as said.
 * absent: does not bundle, load or start. limit: works until a platform limit. unknown: not established.
 */
export const VERDICTS = [
  'works', 'setting', 'partial', 'ephemeral', 'silent', 'throws', 'hangs', 'absent', 'limit', 'unknown',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export const IMPACTS = ['blocker', 'risk', 'setting', 'none'] as const;
export type Impact = (typeof IMPACTS)[number];

/** What stored data is for. */
export const PERSISTENCES = [
  'asset', 'config', 'secret', 'temp', 'cache', 'log', 'upload', 'durable', 'lock', 'artefact', 'unknown',
] as const;
export type Persistence = (typeof PERSISTENCES)[number];

/** How long stored data must live. */
export const LIFETIMES = ['request', 'job', 'instance', 'forever', 'unknown'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export const WRITES = ['none', 'once', 'replace', 'read-modify-write', 'append', 'unknown'] as const;
export type Writes = (typeof WRITES)[number];

export const READERS = ['none', 'same-request', 'later-request', 'other-process', 'unknown'] as const;
export type Readers = (typeof READERS)[number];

export const REACHES = ['production', 'test', 'build', 'script', 'dead'] as const;
export type Reach = (typeof REACHES)[number];

export const CONFIDENCES = ['certain', 'likely', 'possible'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The compatibility date the rule pack speaks of when the project names none. */
export const DEFAULT_COMPATIBILITY_DATE = '2026-11-17';
