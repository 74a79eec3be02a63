/** The recipe of a recording: scan, watch while the user's command runs, and put together what all its processes saw. This RUNS the user's code, as it stands, in its own folder. */
import { toolVersion } from '../core/home.js';
import { TRACE_SCHEMA, type Trace, type TraceLine, type TracedCall, type TracedFile, type TracedSite, type WatchList } from '../core/trace.js';
import { runTraced } from '../runtime/traced-run.js';
import { scanFolder } from './scan.js';
import { watchListOf } from './trace-watch.js';

export interface TraceRequest {
  /** An earlier recording that this one is added to. */
  earlier?: Trace;
  directory: string;
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Traced {
  exitCode: number;
  trace: Trace;
  /** Code of the program ran; otherwise there is nothing to keep. */
  recorded: boolean;
  /** Files of the earlier recording that have changed since: what it saw there is left out. */
  stale: string[];
  /** Why the recorder could not work somewhere, one sentence each. */
  troubles: string[];
}

/** Items with the same key become one. */
function merged<T>(items: readonly T[], keyOf: (item: T) => string, add: (a: T, b: T) => T): T[] {
  const known = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = known.get(key);
    known.set(key, before === undefined ? item : add(before, item));
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

const two = (number: number): string => String(number).padStart(7, '0');
const placeKey = (file: string, [line, column]: readonly [number, number]): string => `${file}:${two(line)}:${two(column)}`;

export const mergedCalls = (calls: readonly TracedCall[]): TracedCall[] =>
  merged(calls, ({ at, to, via }) => `${at ? placeKey(at.file, at.position) : ''} ${placeKey(to.file, to.start)} ${via ?? ''}`, (a, b) => ({ ...a, calls: a.calls + b.calls }));

export const mergedSites = (sites: readonly TracedSite[]): TracedSite[] =>
  merged(sites, ({ file, at }) => placeKey(file, at), (a, b) => ({ ...a, observed: a.observed + b.observed, ours: a.ours + b.ours }));

/** A file that was recorded somewhere counts as recorded; elsewhere it may have run in a form that nobody could read. */
function filesOf(lines: readonly TraceLine[], watch: WatchList): Pick<Trace, 'files' | 'left'> {
  const files = lines.flatMap((line) => (line.kind === 'file' ? [line] : []));
  const recorded = new Set(files.flatMap(({ file, how }) => (how === 'recorded' ? [file] : [])));
  const left = new Map(files.flatMap(({ file, how }): [string, Exclude<TracedFile, 'recorded'>][] => (how === 'recorded' || recorded.has(file) ? [] : [[file, how]])));
  return {
    files: Object.fromEntries([...recorded].sort().map((file) => [file, { sha256: watch.files[file]?.sha256 ?? '' }])),
    left: [...left].sort().map(([file, how]) => ({ file, how })),
  };
}

/** Lines of all processes as one recording. */
export function traceOf(processes: readonly TraceLine[][], watch: WatchList, command: readonly string[], recorded: string): Trace {
  const lines = processes.flat();
  return {
    schema: TRACE_SCHEMA,
    tool: toolVersion(),
    recorded,
    command: [...command],
    processes: processes.filter((own) => own.some((line) => line.kind === 'file' && line.how === 'recorded')).length,
    ...filesOf(lines, watch),
    calls: mergedCalls(lines.flatMap((line): TracedCall[] => (line.kind === 'call' ? [{ at: line.at, to: line.to, via: line.via, calls: line.calls }] : []))),
    sites: mergedSites(lines.flatMap((line): TracedSite[] => (line.kind === 'site' ? [{ file: line.file, at: line.at, observed: line.observed, ours: line.ours }] : []))),
  };
}

/** Two recordings as one. What the earlier one saw in files that have changed since is left out. */
export function addedTo(earlier: Trace, later: Trace, watch: WatchList): { trace: Trace; stale: string[] } {
  const stale = Object.entries(earlier.files).flatMap(([file, { sha256 }]) => (watch.files[file]?.sha256 === sha256 ? [] : [file]));
  const isStale = (file: string | undefined): boolean => file !== undefined && stale.includes(file);
  const files = { ...Object.fromEntries(Object.entries(earlier.files).filter(([file]) => !isStale(file))), ...later.files };
  return {
    stale,
    trace: {
      ...later,
      command: [...earlier.command, '&&', ...later.command],
      processes: earlier.processes + later.processes,
      files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
      left: [...earlier.left.filter(({ file }) => !later.left.some((other) => other.file === file)), ...later.left].filter(({ file }) => !Object.hasOwn(files, file)),
      calls: mergedCalls([...earlier.calls.filter(({ at, to }) => !isStale(at?.file) && !isStale(to.file)), ...later.calls]),
      sites: mergedSites([...earlier.sites.filter(({ file }) => !isStale(file)), ...later.sites]),
    },
  };
}

/** Throws UserError when the folder cannot be read or the command cannot be started. */
export async function traceFolder({ directory, command, environment, earlier }: TraceRequest): Promise<Traced> {
  const scanned = scanFolder(directory, { everyFile: true });
  const lists: WatchList[] = [];
  const watch = (root: string): WatchList => {
    const list = watchListOf(scanned, root);
    lists.push(list);
    return list;
  };
  const { exitCode, processes } = await runTraced({ directory, command, environment, watch });
  const troubles = processes.flat().flatMap((line) => (line.kind === 'trouble' ? [line.text] : []));
  const list = lists[0] ?? { root: directory, files: {} };
  const own = traceOf(processes, list, command, new Date().toISOString());
  return { exitCode, ...(earlier ? addedTo(earlier, own, list) : { trace: own, stale: [] }), recorded: Object.keys(own.files).length > 0, troubles: [...new Set(troubles)] };
}
