/** Runs the snippets on another workerd, asks it for its exports, and compares both with the evidence. */
import { findWorkerdDated } from '../runtime/workerd-choice.js';
import { defaultPackageFolders, loadRuntime } from '../runtime/packages.js';
import { driftBetween, type Drift } from '../rules/drift.js';
import { loadEvidence, loadExports } from '../rules/evidence.js';
import { exportDrift, type ExportDrift } from '../rules/export-history.js';
import { loadRules } from '../rules/load.js';
import { observe, packagesOf, probeAll } from './evidence.js';

export type { Drifted } from '../rules/drift.js';
export type { ExportChange, ExportDrift } from '../rules/export-history.js';

export type FoundDrift = Drift & { exports: ExportDrift };

export interface DriftOptions {
  /** A path or a version; without it the newest installed workerd. */
  workerd?: string;
  cwd: string;
  /** Only these snippets. */
  only?: readonly string[];
  onProgress?: (step: string) => void;
}

/** Throws UserError where the runtime or the wanted workerd is not installed, with the command that installs it. */
export async function drift({ workerd, cwd, only, onProgress }: DriftOptions): Promise<FoundDrift> {
  const { binary, lastDate } = findWorkerdDated(workerd, cwd);
  const packages = await loadRuntime(defaultPackageFolders(), binary);
  const all = loadEvidence();
  const evidence = { ...all, snippets: all.snippets.filter(({ id }) => !only || only.includes(id)) };
  const snippets = evidence.snippets.filter((snippet) => packagesOf(snippet) !== null);
  const dates = [...new Set([...evidence.observed.dates.filter((date) => date <= lastDate), lastDate])];
  const outcomes = await observe({ packages, snippets, dates, ...(onProgress ? { onProgress } : {}) });
  const exports = exportDrift(loadExports(), await probeAll(packages, dates, onProgress));
  const found = driftBetween(evidence, { provedWith: { workerd: binary.version }, dates, outcomes }, snippets, loadRules().rules);
  return { ...found, exports };
}
