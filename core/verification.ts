/** What `verify` saw: each request on Node and on the Workers runtime, equal or how not. */

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Set instead of a status for a step that is no request; `not run`: nothing on this side stands for it. */
  event?: 'done' | 'not run';
  /** Set instead of an answer when there was none. */
  failure?: { kind: 'timeout' | 'refused' | 'crashed' | 'hung' | 'error'; message: string };
  milliseconds: number;
}

export interface VerifiedRequest {
  index: number;
  /** First or second time the script was played. */
  round: number;
  title: string;
  node: HttpAnswer;
  workers: HttpAnswer;
  equal: boolean;
  differences: { where: string; node: string; workers: string }[];
}

/** A call of a converted function whose promise nobody had awaited, handled or returned when the response ended. */
export interface EscapedPromise {
  file: string;
  line: number;
  /** As it is written, cut. */
  call: string;
  /** What was done with the promise, in words. */
  use: string;
  /** Titles of the requests in which it was seen, each once. */
  requests: string[];
  /** Told, but not counted, and why. */
  informational?: string;
}

/** The script played once more on another pair of sides; `workers` holds the answers of the second one. */
export interface VerificationPass {
  /** migrated-on-node: the changed tree on Node. stale-kv: workerd with a KV that is a minute behind. tripwire: promises that nobody waits for; it has no requests. */
  name: 'migrated-on-node' | 'stale-kv' | 'tripwire-on-workers' | 'tripwire-on-node';
  /** Told, but not counted in `Verification.equal`. */
  informational: boolean;
  requests: VerifiedRequest[];
  state: Verification['state'];
  equal: boolean;
  /** Only of the tripwire. */
  escaped?: EscapedPromise[];
  problem?: Verification['problem'];
}

/** A request of the script in one of its rounds. */
export interface PlayedRequest {
  index: number;
  round: number;
}

/** What was seen in the sources. */
export interface SourcePlace {
  file: string;
  line: number;
}

/**
 * Why the app does not start or answers otherwise on Workers.
 * unresolved: a module is not there. not-loadable: it cannot be part of a Worker. refused-at-load, fails-at-load: what keeps it from starting, or from listening.
 * throws: a Node API refuses inside a request. refused-write: a file may not be written there. vanished: what was written is gone at a later
 * request. missing-file: a file of the app that the bundle does not have. hangs: nothing can answer any more. cut-off: work after the answer
 * that never ran. error: the app threw, and no refused call was seen before. unexplained: other answers for no reason that was seen.
 */
export const CAUSE_KINDS = ['unresolved', 'not-loadable', 'refused-at-load', 'fails-at-load', 'throws', 'refused-write', 'vanished', 'missing-file', 'hangs', 'cut-off', 'error', 'unexplained'] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

export interface Cause {
  kind: CauseKind;
  when: 'bundle' | 'start' | 'request';
  /** One line: what happened, on what. */
  what: string;
  /** The text of the runtime or the bundler. */
  says?: string;
  /** Origin of the call, or the package or file: `node:fs.writeFileSync`. */
  subject: string;
  target?: string;
  /** Where, innermost first: in the app's own code, else in a package. Empty when no stack tells. */
  at: SourcePlace[];
  /** The package that the app's own code called, when the call is not its own. */
  through?: string;
  /** For `vanished`: where it was missed. For `hangs`: where the connection was made. */
  elsewhere?: SourcePlace;
  /** The rule that explains it; null when none does. */
  rule: { id: string; title: string; instead: string } | null;
  /** Where no rule does, but what to do is known for all causes of its kind. */
  advice?: { id: string; title: string; instead: string };
  /** Requests in which it was seen, in the order they were played. Empty for what stops the start. */
  seen: PlayedRequest[];
  /** How many of these were answered otherwise than on Node. */
  differing: number;
  /** Requests that differ because of it, without an obstacle of their own. */
  followed: PlayedRequest[];
}

/** The run that looks past what stops the app. What it answers is no result: the app does not start as it is. */
export interface Diagnosis {
  /** Bundled as wrangler does, or as with WRANGLER_BUILD_PLATFORM=node. */
  platform: 'browser' | 'node';
  /** Where it could not go on. */
  stopped: { message: string; at?: SourcePlace } | null;
  /** Size of the bundle that was played, where the strict one could not be made: without what could not be bundled. `over`: limits that it is over. */
  size?: { bytes: number; gzipBytes: number; over: string[] };
  /** The original was not there to compare with. */
  workersOnly: boolean;
  requests: VerifiedRequest[];
}

/** A call of the generated storage seam in the program's own files, or a method of a file that it opened there. */
export interface RewrittenCall extends SourcePlace {
  column: number;
  /** As it is written, cut. */
  call: string;
  /** Times it was executed on workerd in the compared run; null where that could not be read. */
  onWorkers: number | null;
  /** Its file is a module of the Worker; null where there was no bundle. */
  inWorker: boolean | null;
  /** Whether the migrated program executed it on Node; only where that pass was played. */
  onNode?: boolean;
}

/** Which of the rewritten calls the script reached. One that hands out a handler, a store of uploads or a listener is executed when that is used. */
export interface RewrittenCalls {
  calls: RewrittenCall[];
  /** Uses of the seam that are no calls, so that nothing tells whether they were executed, and files that could not be read. */
  notCounted: (SourcePlace & { what: string; why: string })[];
  /** Why the counts could not be read. */
  problem?: string;
}

export interface Verification {
  schema: 1;
  original: string;
  migrated: string;
  runtime: { workerd: string; miniflare: string; compatibilityDate: string };
  /** `tried`: names that are imported in a try and are not there, with their places. */
  bundle: { bytes: number; gzipBytes: number; warnings: string[]; tried?: string[] } | null;
  requests: VerifiedRequest[];
  state: { equal: boolean; differences: { where: string; node: string; workers: string }[] } | null;
  equal: boolean;
  /** What local runs cannot show. */
  notProved: string[];
  /** `code` names a known symptom of the runtime, for the rules that explain it. */
  problem?: { stage: 'bundle' | 'start' | 'node-start' | 'play'; message: string; at?: { file: string; line: number }; code?: string };
  passes?: VerificationPass[];
  /** Only of a tree in which a codemod has written a seam. */
  rewritten?: RewrittenCalls;
  /** The requests were drafted from so many routes in the code, not written by anybody; `left` has no request. */
  drafted?: { routes: number; left: { what: string; at: string; why: string }[] };
  /** Why it does not start or answers otherwise; only when it does. */
  causes?: Cause[];
  diagnosis?: Diagnosis;
  /** The last lines each side printed; only when something differs. */
  logs?: { node: string; workers: string };
}
