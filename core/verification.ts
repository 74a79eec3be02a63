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

export interface Verification {
  schema: 1;
  original: string;
  migrated: string;
  runtime: { workerd: string; miniflare: string; compatibilityDate: string };
  bundle: { bytes: number; gzipBytes: number; warnings: string[] } | null;
  requests: VerifiedRequest[];
  state: { equal: boolean; differences: { where: string; node: string; workers: string }[] } | null;
  equal: boolean;
  /** What local runs cannot show. */
  notProved: string[];
  /** `code` names a known symptom of the runtime, for the rules that explain it. */
  problem?: { stage: 'bundle' | 'start' | 'node-start' | 'play'; message: string; at?: { file: string; line: number }; code?: string };
  passes?: VerificationPass[];
  /** The requests were drafted from so many routes in the code, not written by anybody; `left` has no request. */
  drafted?: { routes: number; left: { what: string; at: string; why: string }[] };
  /** The last lines each side printed; only when something differs. */
  logs?: { node: string; workers: string };
}
