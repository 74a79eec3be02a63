/** Runs the snippets on another workerd and compares what comes of them with the evidence. */
import { findWorkerdDated } from '../runtime/workerd-choice.js';
import { defaultPackageFolders, loadRuntime } from '../runtime/packages.js';
import { driftBetween, type Drift } from '../rules/drift.js';
import { loadEvidence } from '../rules/evidence.js';
import { loadRules } from '../rules/load.js';
import { observe, packagesOf } from './evidence.js';

export type { Drift, Drifted } from '../rules/drift.js';

export interface DriftOptions {
  /** A path or a version; without it the newest installed workerd. */
  workerd?: string;
  cwd: string;
  /** Only these snippets. */
  only?: readonly string[];
  onProgress?: (step: string) => void;
}

/** Throws UserError where the runtime or the wanted workerd is not installed, with the command that installs it. */
export async function drift({ workerd, cwd, only, onProgress }: DriftOptions): Promise<Drift> {
  const { binary, lastDate } = findWorkerdDated(workerd, cwd);
  const packages = await loadRuntime(defaultPackageFolders(), binary);
  const all = loadEvidence();
  const evidence = { ...all, snippets: all.snippets.filter(({ id }) => !only || only.includes(id)) };
  const snippets = evidence.snippets.filter((snippet) => packagesOf(snippet) !== null);
  const dates = [...new Set([...evidence.observed.dates.filter((date) => date <= lastDate), lastDate])];
  const outcomes = await observe({ packages, snippets, dates, ...(onProgress ? { onProgress } : {}) });
  return driftBetween(evidence, { provedWith: { workerd: binary.version }, dates, outcomes }, snippets, loadRules().rules);
}
