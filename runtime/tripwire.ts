/** Plays the script once more against the migrated app with its calls followed, and tells promises of converted functions that nobody waited for. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import fastGlob from 'fast-glob';
import type { EscapedPromise, VerificationPass } from '../core/verification.js';
import { askControl, newControlWord } from './control.js';
import { convertedIn } from './converted.js';
import type { HandlerKind } from './entry.js';
import { playScript, type Side } from './play.js';
import { bundleMigrated, playedOnNode, playedOnWorkers, startMigrated, startOnNode, type Run } from './run.js';
import { TRIPWIRE_RUNTIME, type TripwireReport } from './tripwire-runtime.js';
import { followCalls, type CallSite, type PromiseUse } from './tripwire-sites.js';

const SOURCES = /\.[cm]?[jt]sx?$/;
const LOADERS: Record<string, 'ts' | 'tsx' | 'jsx'> = { '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.tsx': 'tsx' };
/** Once is enough to meet every call of the script, twice for those that only the second round reaches. */
const ROUNDS = 2;

/** Rewrites sources and keeps what was numbered. */
function tracer(original: string, migrated: string): { sites: CallSite[]; code(file: string, text: string): string } {
  const sites: CallSite[] = [];
  const convertedOf = convertedIn(original, migrated);
  return {
    sites,
    code(file, text) {
      const followed = followCalls(file, text, convertedOf(file), sites.length);
      if (!followed) return text;
      sites.push(...followed.sites);
      return followed.code;
    },
  };
}

const inside = (root: string, file: string): string => path.relative(root, file).split(path.sep).join('/');
const isOwn = (name: string): boolean => !name.startsWith('..') && !path.isAbsolute(name) && !name.includes('node_modules/') && SOURCES.test(name);

function bundlePlugin(root: string, code: (file: string, text: string) => string): Plugin {
  return {
    name: 'tripwire',
    setup(build) {
      build.onLoad({ filter: SOURCES }, ({ path: file }) => {
        const name = inside(root, file);
        if (!isOwn(name)) return null;
        return { contents: code(name, readFileSync(file, 'utf8')), loader: LOADERS[path.extname(file)] ?? 'jsx', resolveDir: path.dirname(file) };
      });
    },
  };
}

function rewriteFolder(folder: string, code: (file: string, text: string) => string): void {
  for (const file of fastGlob.sync('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}', { cwd: folder, ignore: ['**/node_modules/**', '**/*.d.{ts,mts,cts}'], followSymbolicLinks: false })) {
    const place = path.join(folder, file);
    writeFileSync(place, code(file, readFileSync(place, 'utf8')));
  }
}

const USE: Record<PromiseUse, (of: string) => string> = {
  dropped: () => 'called and not awaited',
  void: () => 'marked with void',
  condition: () => 'used as a condition, which is then always true',
  compared: () => 'compared with something',
  text: () => 'put into a text',
  spread: () => 'spread into a list or object',
  property: () => 'asked for a property',
  returned: () => 'returned to a caller that does not wait for it',
  argument: (of) => `handed to ${of}`,
  kept: () => 'kept, and not awaited before the response ended',
};

interface Seen {
  title: string;
  number: number;
  site: number;
  settled: TripwireReport['escaped'][number]['settled'];
}

/** Why a promise that escaped is only told: nothing was lost by it that a reader of the code does not know of. */
function reason(site: CallSite, late: boolean, { settled }: Seen): string | undefined {
  if (site.use === 'void') return 'marked as fire-and-forget';
  if (site.use === 'returned' && settled === 'nothing') return 'it had come to its end, without a value, when the response ended';
  return late ? 'awaited after the response had ended' : undefined;
}

/** One row for each place, however often it was seen; a place that counts once counts. */
function rowsOf(sites: CallSite[], seen: Seen[], late: Set<number>): EscapedPromise[] {
  const rows = new Map<number, EscapedPromise>();
  for (const one of seen) {
    const site = sites[one.site];
    if (!site) continue;
    const why = reason(site, late.has(one.number), one);
    const before = rows.get(one.site);
    const requests = [...new Set([...(before?.requests ?? []), one.title])];
    const told = before && before.informational === undefined ? undefined : why;
    rows.set(one.site, { file: site.file, line: site.line, call: site.call, use: USE[site.use](site.of ?? ''), requests, ...(told === undefined ? {} : { informational: told }) });
  }
  return [...rows.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** Plays, and asks after each answer what nobody has taken up. */
async function watched(run: Run, side: Side, sites: CallSite[], ask: () => Promise<unknown>): Promise<EscapedPromise[]> {
  const seen: Seen[] = [];
  const late = new Set<number>();
  const look = async (title: string): Promise<void> => {
    const report = (await ask()) as TripwireReport | null;
    for (const one of report?.escaped ?? []) seen.push({ title, ...one });
    for (const number of report?.late ?? []) late.add(number);
  };
  // What module code left behind belongs to no request; a side that is gone has nothing more to say.
  await look('start of the app');
  await playScript({ ...side, keepsCookies: run.options.script.cookies === 'keep', after: ({ title }) => (side.ended?.() ? Promise.resolve() : look(title)) }, run.options.script.requests, ROUNDS, run.limit);
  if (!side.ended?.()) await look('end of the script');
  return rowsOf(sites, seen, late);
}

const failed = { requests: [], state: null, equal: false };

function passOf(name: VerificationPass['name'], escaped: EscapedPromise[]): VerificationPass {
  return { name, informational: false, requests: [], state: null, equal: escaped.every((one) => one.informational !== undefined), escaped };
}

function traced(run: Run): { traced: Run; sites: CallSite[]; word: string } {
  const { sites, code } = tracer(run.options.original, run.options.migrated);
  const word = newControlWord();
  const instrument = { bundle: { plugin: bundlePlugin(path.resolve(run.options.migrated), code), banner: TRIPWIRE_RUNTIME }, prepare: (folder: string) => rewriteFolder(folder, code), preload: TRIPWIRE_RUNTIME };
  return { traced: { ...run, control: word, instrument }, sites, word };
}

/** `kind` is what the original's export turned out to be. */
export async function tripwireOnWorkers(run: Run, kind: HandlerKind | null): Promise<VerificationPass> {
  run.say('looking for promises that nobody waits for, on workerd');
  const name = 'tripwire-on-workers';
  const { traced: watchedRun, sites, word } = traced(run);
  const bundled = await bundleMigrated(watchedRun, kind);
  const started = bundled.ok ? await startMigrated(watchedRun, bundled.bundle, false) : bundled;
  if (!started.ok) return { name, informational: false, ...failed, problem: started.problem };
  try {
    return passOf(name, await watched(run, playedOnWorkers(watchedRun, started.worker), sites, () => askControl(started.worker.port, word, { tripwire: true }, run.limit)));
  } finally {
    await started.worker.stop();
  }
}

export async function tripwireOnNode(run: Run): Promise<VerificationPass> {
  run.say('looking for promises that nobody waits for, on Node');
  const name = 'tripwire-on-node';
  const { traced: watchedRun, sites } = traced(run);
  const started = await startOnNode(watchedRun, run.options.migrated);
  if (!started.ok) return { name, informational: false, ...failed, problem: started.problem };
  try {
    return passOf(name, await watched(run, playedOnNode(watchedRun, started.app), sites, () => started.app.order({ tripwire: true }, run.limit)));
  } finally {
    await started.app.stop();
  }
}
