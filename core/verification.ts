/** What `verify` saw: each request on Node and on the Workers runtime, equal or how not. */

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
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
  problem?: { stage: 'bundle' | 'start' | 'node-start' | 'play'; message: string; at?: { file: string; line: number } };
}
