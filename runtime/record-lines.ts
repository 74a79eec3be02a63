/** What the recorder of a diagnosis prints from inside workerd, line by line, and the names that both sides know. Prints and reads nothing itself. */

/** Begins every line that the recorder prints; nothing an app prints looks like it. */
export const RECORD_MARK = '\u0001cf-migrate ';

/** Printed when all is told: what is printed reaches us later than the answer does. */
export const RECORD_END = '\u0001cf-migrate-end';

/** How the recorder is imported inside of the bundle. */
export const RECORDER = 'cf-migrate-recorder';

/** The module beside the bundle that says what this start goes past: another start needs no other bundle. */
export const PLAN_MODULE = 'cf-migrate-plan.mjs';

/** Asked for by the diagnosis itself after the last request: what began and never came to its end. */
export const PENDING_PATH = '/.cf-migrate/pending';

/** Begins the key of a module that was imported late and failed; a package or file follows. */
export const FAILED_UNIT = 'unit ';

/** The key of one that failed for want of `__dirname`. */
export const LACKS_FOLDER = 'folder';

export type RecordLine = { stack: number; text: string } | LoadStep | RecordedCall;

/** `request`: counted from 1 in the order of arrival; 0 while modules load. */
export interface RecordedCall {
  request: number;
  /** refused: it threw or rejected. skipped: refused while modules load, and gone past. listens: a server, on the port that is the target. made, used: a connection. unfinished: it began and never ended. printed: an error that the app, or workerd, printed. escaped: an error that nobody caught. arrived: a request came. */
  kind: 'arrived' | 'refused' | 'skipped' | 'done' | 'listens' | 'made' | 'used' | 'unfinished' | 'printed' | 'escaped' | 'absent';
  /** As origins are written: `node:fs.writeFileSync`. */
  api: string;
  /** Path, command or address, as far as it can be told. */
  target?: string;
  error?: { name: string; message: string; code?: string };
  /** Number of a stack told before. */
  stack: number;
  /** For `used`: the request that made the object. */
  madeIn?: number;
  /** For `refused` while modules load: names the call in this bundle. */
  key?: string;
}

/** What kept modules from loading, and how the recorder went past it. */
export interface LoadStep {
  /**
   * call: a refused call answers something inert from now on. folder: `__dirname` answers. unit: a package or file that failed is
   * replaced. rebuild: it can be replaced only by bundling again, and loading ended here.
   */
  past: 'call' | 'folder' | 'unit' | 'rebuild';
  /** API, package or file. */
  subject: string;
  says: string;
  target?: string;
  /** Names a refused call, in this bundle. */
  key?: string;
  stack: number;
}
