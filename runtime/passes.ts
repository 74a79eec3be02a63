/** The passes beside the main one: the migrated tree on Node, and the Worker on a KV that is a minute behind. */
import type { VerificationPass } from '../core/verification.js';
import type { Bundle } from './bundle.js';
import type { Answer } from './http.js';
import { playOnNode, playOnWorkers, startMigrated, startOnNode, type Run } from './run.js';
import { compareFolders } from './state.js';
import { allEqual, comparedRequests, stateIgnores, stateOf } from './verdicts.js';

const failed = { requests: [], state: null, equal: false };

/** Folders whose files are the state: those the script names, else those the stores stand for. */
function stateFolders(run: Run): string[] {
  const named = run.options.script.state;
  return named.length > 0 ? named : [...new Set((run.map?.bindings ?? []).map((binding) => binding.folder))];
}

/**
 * The migrated tree must still run on Node as it did: its tests and the way back depend on that. `node` holds the
 * answers of the original, `folder` is the copy it ran in. `executed`: numbers of rewritten calls; null when it did not start.
 */
export async function passOnNode(run: Run, node: Answer[][], folder: string): Promise<{ pass: VerificationPass; executed: Set<number> | null }> {
  run.say('playing the migrated app on Node');
  const pass = { name: 'migrated-on-node', informational: false } as const;
  const started = await startOnNode(run, run.options.migrated);
  if (!started.ok) return { pass: { ...pass, ...failed, problem: started.problem }, executed: null };
  try {
    const { script } = run.options;
    const requests = comparedRequests(script, node, await playOnNode(run, started.app));
    const folders = stateFolders(run);
    const state = stateOf(folders.length > 0 ? compareFolders(folders, run.databases, folder, started.app.folder, stateIgnores(script)) : null);
    return { pass: { ...pass, requests, state, equal: allEqual(requests) && state?.equal !== false }, executed: started.app.executed() };
  } finally {
    await started.app.stop();
  }
}

/** Differences here are no fault of the rewrite but of the choice of KV; they are told, and counted only when the script says that it does not accept them. */
export async function passOnStaleKv(run: Run, node: Answer[][], bundle: Bundle): Promise<VerificationPass> {
  run.say('playing through a KV that is a minute behind');
  const pass = { name: 'stale-kv', informational: run.options.script.staleKv === 'told' } as const;
  const started = await startMigrated(run, bundle, true);
  if (!started.ok) return { ...pass, ...failed, problem: started.problem };
  try {
    const requests = comparedRequests(run.options.script, node, await playOnWorkers(run, started.worker, true));
    return { ...pass, requests, state: null, equal: allEqual(requests) };
  } finally {
    await started.worker.stop();
  }
}
