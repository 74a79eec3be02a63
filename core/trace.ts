/** What a recording of running code is made of: what to watch for, the lines that each process writes, and the file that plans read. Data only. */

export const TRACE_SCHEMA = 1;

/** Where a recording is kept, below the root of the program. */
export const TRACE_FILE = '.cf-migrate/trace.json';

/** Names, for the processes of the command, the folder of one recording. */
export const TRACE_ENV = 'CF_MIGRATE_TRACE';

/** What to watch for, in that folder. */
export const WATCH_FILE = 'watch.json';

/** Line and column, both from 1, as in `Place`. */
export type TracePosition = [line: number, column: number];

/** A function whose entry is watched. */
export interface WatchedFunction {
  start: TracePosition;
  /** Where its body begins: parameters before that may be evaluated or not. */
  body: TracePosition;
  end: TracePosition;
  /** Runs at once when it is called: what is no generator. */
  entered: boolean;
  async: boolean;
}

/** A call of which it is asked how often it runs, and how often into a function of the program; `candidates`, as far as they can be listed, are watched meanwhile. */
export interface WatchedSite {
  at: TracePosition;
  candidates: [file: string, fn: number][];
}

export interface WatchedFile {
  sha256: string;
  /** In the order of the scan; outer ones before those inside of them is not promised. */
  functions: WatchedFunction[];
  sites: WatchedSite[];
}

export interface WatchList {
  /** Absolute, as the processes will see it, with links resolved. */
  root: string;
  files: Record<string, WatchedFile>;
}

export type TracedFile = 'recorded' | 'changed' | 'unmapped';

/** One call, or many of the same kind, from one place to one function. */
export interface TracedCall {
  /** Where the program calls; null when no code of the program was on the stack. */
  at: { file: string; position: TracePosition } | null;
  to: { file: string; start: TracePosition };
  /** Who called on the program's behalf: `Array.map`, `lodash`, `node:events`; null when the program did itself. */
  via: string | null;
  calls: number;
}

/** How often a watched call ran, and how often it was seen to reach a function of the program. */
export interface TracedSite {
  file: string;
  at: TracePosition;
  observed: number;
  ours: number;
}

/** A line of what one process writes. */
export type TraceLine =
  | { kind: 'file'; file: string; how: TracedFile }
  | ({ kind: 'call' } & TracedCall)
  | ({ kind: 'site' } & TracedSite)
  /** The recorder could not work in this process. */
  | { kind: 'trouble'; text: string };

/** The whole recording. */
export interface Trace {
  schema: typeof TRACE_SCHEMA;
  tool: string;
  /** When it ended, ISO 8601. */
  recorded: string;
  command: string[];
  /** Processes and threads that ran code of the program. */
  processes: number;
  /** Files whose code ran, with the hash of the text that was run. */
  files: Record<string, { sha256: string }>;
  /** Files that ran and could not be recorded, and why. */
  left: { file: string; how: Exclude<TracedFile, 'recorded'> }[];
  calls: TracedCall[];
  sites: TracedSite[];
}
