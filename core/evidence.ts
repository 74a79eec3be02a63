/** The shape of evidence: snippets that show what a rule says, and what came of running them. */

/** What became of a snippet. `absent`: it did not bundle or did not start. `works`: as on Node, on both requests. */
export const OUTCOMES = ['works', 'silent', 'ephemeral', 'throws', 'hangs', 'absent'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Which `package.json` fields and conditions the bundler follows: wrangler's default, or its WRANGLER_BUILD_PLATFORM=node. */
export const PLATFORMS = ['browser', 'node'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A small program that does what a rule speaks of. */
export interface Snippet {
  id: string;
  /** What is tried, in a few words: the shape of the call. */
  shows: string;
  /** Rules whose call, package or state this is, as it is written. */
  rules: string[];
  /** Rules whose call this is once their setting is made. */
  settled: string[];
  /** Rules that speak of this call too, and whose verdict is that of another shape of it: shown, not judged. */
  besides: string[];
  /** function: the default export is called with 1, then 2, and answers a value. worker: it is a whole Worker and answers a request for /1, then /2. */
  form: 'function' | 'worker';
  source: string;
  /** Further files, by path. */
  files: Record<string, string>;
  /** Packages from npm, each at the one version it was tried with. */
  packages: Record<string, string>;
  /** Settings of the wrangler configuration that it is bundled with. */
  wrangler: Record<string, unknown>;
  platforms: Platform[];
  /** Which compatibility dates: all at which a flag for Node turns on, or the last only. */
  dates: 'flags' | 'last';
  /** 2: the second request meets another isolate of the same Worker, as it may on the platform; on Node it is one process. */
  isolates: 1 | 2;
  /** A program that runs on Node beside both and listens on a free port of 127.0.0.1, which the snippet finds in `process.env.SERVER_PORT`. */
  server?: { name: string; source: string };
  /** Values of the two requests to compare with; without it those of a run on Node. */
  expect?: [unknown, unknown];
}

/** One outcome, from the date `since` to that of the next one of the same platform. */
export interface Observation {
  since: string;
  platform: Platform;
  outcome: Outcome;
  /** `absent`: whether the bundler or the start refused it. */
  stage?: 'bundle' | 'start';
  /** What was thrown or refused, to the letter; for another value, both values. */
  text?: string;
}

export interface Observed {
  /** Versions of what ran. */
  provedWith: Record<string, string>;
  /** The compatibility dates of snippets that run at every flag, oldest first. */
  dates: string[];
  outcomes: Record<string, Observation[]>;
}

/** What `typeof` says of an export, or: `stub`, a function that says that it is not implemented; `empty`, one that does nothing; `absent`, none of that name. */
export type ExportKind = 'function' | 'stub' | 'empty' | 'absent' | 'object' | 'string' | 'number' | 'boolean' | 'undefined' | 'symbol' | 'bigint' | 'null';

/** What workerd itself exports at one date: kind by name, by module. A module that cannot be imported is not there. */
export type ExportsAt = Record<string, Record<string, ExportKind>>;

/** Names by what became of them over the dates, `2024-09-23 stub, 2025-09-15 function`, by module. */
export interface ObservedExports {
  workerd: string;
  modules: Record<string, Record<string, string[]>>;
}

/** Why no runtime on this machine can show what a rule says. */
export const UNPROVABLE = ['no-code', 'needs-framework', 'real-limit', 'needs-service', 'needs-program', 'needs-place', 'a-choice', 'says-unknown'] as const;
export type Unprovable = (typeof UNPROVABLE)[number];

export interface Evidence {
  snippets: Snippet[];
  observed: Observed;
  unprovable: { reason: Unprovable; rules: string[] }[];
}

/** The outcome at a date on a platform; null where the snippet was not run. */
export function outcomeAt(observed: Observed, snippet: Snippet, date: string, platform: Platform): Observation | null {
  if (!datesOf(observed, snippet).includes(date)) return null;
  const own = (observed.outcomes[snippet.id] ?? []).filter((one) => one.platform === platform && one.since <= date);
  return own.reduce<Observation | null>((latest, one) => (latest && latest.since > one.since ? latest : one), null);
}

/** The dates that a snippet runs at. */
export const datesOf = (observed: Pick<Observed, 'dates'>, snippet: Snippet): string[] => (snippet.dates === 'flags' ? observed.dates : observed.dates.slice(-1));
