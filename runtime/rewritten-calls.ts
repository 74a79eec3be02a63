/**
 * Counts rewritten calls in the very run that is compared, not in one of its own: only then is a call that counts as executed one whose answers were compared, and a
 * counter is an argument that spreads nothing, which changes no value. Writes into copies only; a tree without a seam is left alone.
 */
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import fastGlob from 'fast-glob';
import type { RewrittenCall, RewrittenCalls } from '../core/verification.js';
import { counterText, countsIn, type CallCounts } from './call-counter.js';
import { askControl, newControlWord } from './control.js';
import { countedSource, type CountedCall, type CountedSource } from './counted-source.js';
import { EXECUTED_REPORT } from './preload.js';
import type { Instrument, Run } from './run.js';
import { seamsOf } from './state.js';
import type { RunningWorker } from './workerd.js';

/** What came of the counting: on workerd null where it could not be read, on Node null where that pass was not played. */
export interface Executed {
  /** The Worker could be bundled. */
  bundled: boolean;
  onWorkers: CallCounts | null;
  onNode: ReadonlySet<number> | null;
  problem?: string;
}

/** Where no Worker ran. */
export const NOTHING_EXECUTED: Executed = { bundled: false, onWorkers: {}, onNode: null };

export interface CallCounter {
  instrument: Instrument;
  result(executed: Executed): RewrittenCalls;
}

const LOADERS: Record<string, 'ts' | 'tsx'> = { '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.tsx': 'tsx' };

const withoutExtension = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '');

/** `storage/files`, by which aliases (`@/storage/files`) and packages of a workspace name the seam. */
const lastTwo = (file: string): string => file.split('/').slice(-2).join('/');

/** Whether a specifier of this file names one of the seams. */
function namesSeam(seams: readonly string[], file: string): (specifier: string) => boolean {
  const known = new Set(seams.map(withoutExtension));
  const ends = new Set([...known].map(lastTwo));
  return (specifier) => {
    const named = withoutExtension(specifier);
    return named.startsWith('.') ? known.has(path.posix.join(path.posix.dirname(file), named)) : named.includes('/') && ends.has(lastTwo(named));
  };
}

/** The seam and its adapters: `files.js`, `files.fs.js`, `files.r2.js`. */
const isGenerated = (seams: readonly string[], file: string): boolean => seams.some((seam) => file.startsWith(`${withoutExtension(seam)}.`));

interface Counted {
  sources: ReadonlyMap<string, CountedSource>;
  calls: CountedCall[];
  unread: string[];
}

function countedTree(root: string, seams: readonly string[]): Counted {
  const names = seams.map((seam) => path.posix.basename(withoutExtension(seam)));
  const files = fastGlob.sync('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}', { cwd: root, dot: true, ignore: ['**/node_modules/**', '**/.git/**', '.cf-migrate/**', '.wrangler/**', '**/*.d.{ts,mts,cts}'], followSymbolicLinks: false }).sort();
  const sources = new Map<string, CountedSource>();
  const calls: CountedCall[] = [];
  const unread: string[] = [];
  for (const file of files.filter((one) => !isGenerated(seams, one))) {
    const text = readFileSync(path.join(root, file), 'utf8');
    if (!names.some((name) => text.includes(`/${name}`))) continue;
    const counted = countedSource(file, text, namesSeam(seams, file), calls.length);
    if (counted === null) unread.push(file);
    else if (counted.calls.length + counted.lost.length > 0) {
      sources.set(file, counted);
      calls.push(...counted.calls);
    }
  }
  return { sources, calls, unread };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Hands counted sources to the bundler, and hears which of them it asks for. Other files are not even looked at. */
function inBundle(root: string, sources: ReadonlyMap<string, CountedSource>, asked: (file: string) => void): Instrument['bundle'] {
  const names = [...new Set([...sources.keys()].map((file) => escaped(path.posix.basename(file))))];
  const codeOf = (absolute: string): string | undefined => {
    const file = path.relative(root, absolute).split(path.sep).join('/');
    const source = sources.get(file);
    if (source) asked(file);
    return source?.code;
  };
  const plugin: Plugin = {
    name: 'rewritten-calls',
    setup(build) {
      if (names.length === 0) return;
      build.onLoad({ filter: new RegExp(`[/\\\\](?:${names.join('|')})$`) }, ({ path: absolute }) => {
        const contents = codeOf(absolute);
        return contents === undefined ? null : { contents, loader: LOADERS[path.extname(absolute)] ?? 'jsx', resolveDir: path.dirname(absolute) };
      });
    },
  };
  return { plugin, banner: counterText(), shipped: (file) => codeOf(realpathSync(file)) };
}

function writeCounted(folder: string, sources: ReadonlyMap<string, CountedSource>): void {
  for (const [file, { code }] of sources) {
    const place = path.join(folder, file);
    if (existsSync(place)) writeFileSync(place, code);
  }
}

/** Null for a tree in which no codemod has written a seam. */
export function callCounter(migrated: string): CallCounter | null {
  const seams = seamsOf(migrated);
  if (seams.length === 0) return null;
  const root = realpathSync(migrated);
  const { sources, calls, unread } = countedTree(root, seams);
  const bundledFiles = new Set<string>();
  const lost = [...sources.values()].flatMap((source) => source.lost);
  return {
    instrument: {
      bundle: inBundle(root, sources, (file) => void bundledFiles.add(file)),
      prepare: (folder) => writeCounted(folder, sources),
      preload: counterText(EXECUTED_REPORT),
    },
    result: ({ bundled, onWorkers, onNode, problem }) => ({
      calls: calls.map((call, number): RewrittenCall => ({ ...call, onWorkers: onWorkers === null ? null : onWorkers[number] ?? 0, inWorker: bundled ? bundledFiles.has(call.file) : null, ...(onNode ? { onNode: onNode.has(number) } : {}) })),
      notCounted: [...lost, ...unread.map((file) => ({ file, line: 1, what: 'the file', why: 'it could not be parsed' }))],
      ...(problem === undefined ? {} : { problem }),
    }),
  };
}

/** The run in which calls are counted on workerd, and told to who knows the word. */
export const countedOnWorkers = (run: Run): Run => (run.counter ? { ...run, control: run.control ?? newControlWord(), instrument: run.counter } : run);

export const countedOnNode = (run: Run): Run => (run.counter ? { ...run, instrument: run.counter } : run);

/** What the Worker of a counted run has executed so far. */
export async function executedOnWorkers(run: Run, worker: RunningWorker): Promise<Pick<Executed, 'onWorkers' | 'problem'>> {
  if (!run.counter) return { onWorkers: {} };
  const ended = worker.ended();
  if (ended !== null) return { onWorkers: null, problem: ended };
  try {
    const onWorkers = countsIn(await askControl(worker.port, run.control ?? '', { calls: true }, run.limit));
    return onWorkers ? { onWorkers } : { onWorkers: null, problem: 'the Worker answered the question itself' };
  } catch (error) {
    return { onWorkers: null, problem: `the Worker could not be asked (${error instanceof Error ? error.message : String(error)})` };
  }
}
