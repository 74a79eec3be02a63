/**
 * Plays a script of requests against the original on Node and the migrated app on workerd, each twice, and compares
 * answers and stored state. It runs the user's code (in a copy, on loopback) and proves only what was played.
 */
import path from 'node:path';
import type { Verification, VerificationPass } from '../core/verification.js';
import { DEFAULT_COMPATIBILITY_DATE } from '../core/vocabulary.js';
import type { Bundle } from './bundle.js';
import { notedLines, noteText } from './bundle-notes.js';
import { newControlWord } from './control.js';
import { joinedDatabases, seedsOf } from './databases.js';
import { diagnose } from './diagnose.js';
import type { Answer } from './http.js';
import type { NodeApp } from './node-app.js';
import { notProved } from './not-proved.js';
import { defaultPackageFolders, loadRuntime } from './packages.js';
import { passOnNode, passOnStaleKv } from './passes.js';
import { NOTHING_EXECUTED, callCounter, countedOnNode, countedOnWorkers, executedOnWorkers, type Executed } from './rewritten-calls.js';
import { bundleMigrated, hasEvents, playOnNode, playOnWorkers, startMigrated, startOnNode, triedOnNodePlatform, type Problem, type Run, type VerifyOptions } from './run.js';
import { compareState, readStorageMap } from './state.js';
import { tripwireOnNode, tripwireOnWorkers } from './tripwire.js';
import { allEqual, comparedRequests, stateIgnores, stateOf } from './verdicts.js';
import type { RunningWorker } from './workerd.js';
import { readWranglerConfig } from './wrangler-config.js';

const TIME_LIMIT = 10_000;

type Outcome = Pick<Verification, 'bundle' | 'requests' | 'state' | 'passes' | 'logs' | 'causes' | 'diagnosis'> & { problem?: Problem; executed?: Executed };

const nothing: Outcome = { bundle: null, requests: [], state: null };

function bundleReport(run: Run, bundle: Bundle): Verification['bundle'] {
  const { file, config } = run.found;
  const added = file !== null && bundle.compatibilityFlags.includes('nodejs_compat') && !config.compatibility_flags?.includes('nodejs_compat');
  const { lines: warnings, tried } = notedLines(bundle.notes, (note) => (note.kind === 'warning' ? noteText(note) : `${noteText(note)} [${note.kind}]`));
  const flag = `${file}: nodejs_compat is not among the compatibility flags, and ${run.compatibilityDate} does not imply it; it was added for this run`;
  return { bytes: bundle.bytes, gzipBytes: bundle.gzipBytes, warnings: added ? [...warnings, flag] : warnings, ...(tried.length > 0 ? { tried } : {}) };
}

type Compared = Pick<Outcome, 'requests' | 'state' | 'logs'> & { reached: Pick<Executed, 'onWorkers' | 'problem'> };

async function compareSides(run: Run, node: Answer[][], app: NodeApp, worker: RunningWorker): Promise<Compared> {
  const { script, original } = run.options;
  run.say('playing the migrated app on workerd');
  const requests = comparedRequests(script, node, await playOnWorkers(run, worker, false));
  const question = { map: run.map, databases: run.databases, wrangler: run.found.config, folders: script.state, ignore: stateIgnores(script), original, copy: app.folder };
  const played = worker.ended();
  const state = stateOf(played === null ? await compareState(question, worker) : [{ where: 'stored state', node: 'kept', workers: `gone: ${played}` }]);
  const equal = allEqual(requests) && state?.equal !== false;
  return { requests, state, reached: await executedOnWorkers(run, worker), ...(equal ? {} : { logs: { node: app.log(), workers: worker.log() } }) };
}

async function furtherPasses(run: Run, node: Answer[][], app: NodeApp, bundle: Bundle): Promise<{ passes: VerificationPass[]; onNode: Executed['onNode'] }> {
  const { original, migrated, migratedOnNode, staleKv, tripwire } = run.options;
  const passes: VerificationPass[] = [];
  const alsoOnNode = migratedOnNode ?? path.resolve(original) !== path.resolve(migrated);
  const again = alsoOnNode ? await passOnNode(countedOnNode(run), node, app.folder) : null;
  if (again) passes.push(again.pass);
  if ((staleKv || run.options.script.staleKv === 'counted') && (run.found.config.kv_namespaces ?? []).length > 0) passes.push(await passOnStaleKv(run, node, bundle));
  if (tripwire) passes.push(await tripwireOnWorkers(run, app.kind));
  if (tripwire && alsoOnNode) passes.push(await tripwireOnNode(run));
  return { passes, onNode: again?.executed ?? null };
}

/** `counted`: the run that the bundle was made for. */
async function compareOnWorkers(run: Run, counted: Run, app: NodeApp, bundle: Bundle): Promise<Outcome> {
  const report = bundleReport(run, bundle);
  run.say('starting the migrated app on workerd');
  const started = await startMigrated(run, bundle, false);
  if (!started.ok) return { ...nothing, bundle: report, executed: { ...NOTHING_EXECUTED, bundled: true }, problem: await triedOnNodePlatform(run, app.kind, started.problem) };
  let node: Answer[][];
  let sides: Compared;
  try {
    run.say('playing the original on Node');
    node = await playOnNode(run, app);
    sides = await compareSides(counted, node, app, started.worker);
  } finally {
    await started.worker.stop();
  }
  const { reached, ...compared } = sides;
  const { passes, onNode } = await furtherPasses(run, node, app, bundle);
  const found = run.options.diagnose && !allEqual(compared.requests) ? await diagnose(run, app.kind, node, { requests: compared.requests, bundle: report }) : {};
  return { bundle: report, ...compared, executed: { bundled: true, onNode, ...reached }, ...(passes.length > 0 ? { passes } : {}), ...found };
}

/** What stops the app is told by `outcome`; here is what was seen past it. */
async function diagnosed(run: Run, app: NodeApp | null, outcome: Outcome): Promise<Outcome> {
  if (!run.options.diagnose || !outcome.problem) return outcome;
  const node = app ? await playOnNode(run, app) : null;
  return { ...outcome, ...(await diagnose(run, app?.kind ?? null, node, outcome)) };
}

async function outcomeOf(run: Run): Promise<Outcome> {
  run.say('starting the original on Node');
  const started = await startOnNode(run, run.options.original);
  if (!started.ok) return diagnosed(run, null, { ...nothing, problem: started.problem });
  try {
    const seeded = { ...run, seeds: await seedsOf(run.databases, run.options.original, started.app.folder) };
    run.say('bundling the migrated app for Workers');
    const counted = countedOnWorkers(seeded);
    const bundled = await bundleMigrated(counted, started.app.kind);
    const outcome = bundled.ok ? await compareOnWorkers(seeded, counted, started.app, bundled.bundle) : { ...nothing, problem: await triedOnNodePlatform(seeded, started.app.kind, bundled.problem) };
    return await diagnosed(seeded, started.app, outcome);
  } finally {
    await started.app.stop();
  }
}

/**
 * Runs the whole comparison. What goes wrong with the app is in `problem`; a UserError means that verify itself cannot
 * run (packages missing, a configuration that cannot be read).
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { original, migrated, script } = options;
  const packages = await loadRuntime(options.packageFolders ?? defaultPackageFolders(migrated, original));
  const found = readWranglerConfig(migrated);
  const map = readStorageMap(migrated, script.env);
  const counter = callCounter(migrated);
  const run: Run = {
    options,
    packages,
    found,
    map,
    databases: joinedDatabases(script.databases, map?.databases ?? []),
    seeds: new Map(),
    compatibilityDate: options.compatibilityDate ?? found.config.compatibility_date ?? DEFAULT_COMPATIBILITY_DATE,
    limit: options.timeLimit ?? script.timeLimit ?? TIME_LIMIT,
    ...(hasEvents(script) ? { control: newControlWord() } : {}),
    ...(counter ? { counter: counter.instrument } : {}),
    say: (step) => options.onProgress?.(step),
  };
  const { executed, ...outcome } = await outcomeOf(run);
  const rewritten = counter?.result(executed ?? NOTHING_EXECUTED);
  const counted = (outcome.passes ?? []).filter((pass) => !pass.informational);
  const equal = !outcome.problem && allEqual(outcome.requests) && outcome.state?.equal !== false && counted.every((pass) => pass.equal);
  const runtime = { workerd: packages.workerd.version, miniflare: packages.miniflareVersion, compatibilityDate: run.compatibilityDate };
  return { schema: 1, original, migrated, runtime, ...outcome, ...(rewritten ? { rewritten } : {}), equal, notProved: notProved(run, rewritten) };
}

export type { VerifyOptions } from './run.js';
