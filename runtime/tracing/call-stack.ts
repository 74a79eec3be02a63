/** Looks at the stack of a function that has just been entered: who called it, from where in the program. Runs inside of the traced process and leaves no trace in its errors. */

/** How far up the program is looked for. */
const DEPTH = 30;

type Prepare = typeof Error.prepareStackTrace;

const capture = Error.captureStackTrace.bind(Error);
const TheError = Error;

/** The frames as V8 has them, whatever the program made of `Error`. */
function frames(below: (...args: never[]) => unknown): NodeJS.CallSite[] {
  const holder: { stack?: unknown } = {};
  const prepare: Prepare = TheError.prepareStackTrace;
  const limit = TheError.stackTraceLimit;
  try {
    TheError.stackTraceLimit = DEPTH;
    TheError.prepareStackTrace = (_error, sites) => sites;
    capture(holder, below);
    return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
  } finally {
    TheError.prepareStackTrace = prepare;
    TheError.stackTraceLimit = limit;
  }
}

export interface Frame {
  /** Path or URL of the script, as V8 names it; null for what is built into the language. */
  script: string | null;
  /** From 0. */
  line: number;
  column: number;
  name: string;
}

function frameOf(site: NodeJS.CallSite): Frame {
  const script = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? null;
  const type = script === null ? site.getTypeName() : null;
  return {
    script: script === '' ? null : script,
    line: (site.getLineNumber() ?? 1) - 1,
    column: (site.getColumnNumber() ?? 1) - 1,
    name: `${type ? `${type}.` : ''}${site.getMethodName() ?? site.getFunctionName() ?? ''}`,
  };
}

/** Frames above the function that was entered in the script for which `isEntered` answers yes, the nearest first; none of what an `await` continues. */
export function callersOf(isEntered: (script: string) => boolean, below: (...args: never[]) => unknown): Frame[] {
  const sites = frames(below);
  const entered = sites.findIndex((site) => isEntered(site.getFileName() ?? site.getScriptNameOrSourceURL() ?? ''));
  if (entered === -1) return [];
  const above = sites.slice(entered + 1);
  const continued = above.findIndex((site) => site.isAsync());
  return (continued === -1 ? above : above.slice(0, continued)).map(frameOf);
}
