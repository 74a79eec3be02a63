/** The recipe of a recording: scan, watch while the user's command runs, and put together what all its processes saw. This RUNS the user's code, as it stands, in its own folder. */
import { toolVersion } from '../core/home.js';
import { TRACE_SCHEMA, type Trace, type TraceLine, type TracedCall, type TracedFile, type TracedSite, type WatchList } from '../core/trace.js';
import { runTraced } from '../runtime/traced-run.js';
import { scanFolder } from './scan.js';
import { watchListOf } from './trace-watch.js';

export interface TraceRequest {
  directory: string;
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Traced {
  exitCode: number;
  trace: Trace;
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

/** Throws UserError when the folder cannot be read or the command cannot be started. */
export async function traceFolder({ directory, command, environment }: TraceRequest): Promise<Traced> {
  const scanned = scanFolder(directory, { everyFile: true });
  const lists: WatchList[] = [];
  const watch = (root: string): WatchList => {
    const list = watchListOf(scanned, root);
    lists.push(list);
    return list;
  };
  const { exitCode, processes } = await runTraced({ directory, command, environment, watch });
  const troubles = processes.flat().flatMap((line) => (line.kind === 'trouble' ? [line.text] : []));
  return { exitCode, trace: traceOf(processes, lists[0] ?? { root: directory, files: {} }, command, new Date().toISOString()), troubles: [...new Set(troubles)] };
}
