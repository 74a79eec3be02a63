/** Where each production file ends up: unchanged, edited, in the Container, or rewritten. One answer per file, for charts and tables. */
import type { Plan } from '../../core/plan.js';
import type { Scan, ScanFile } from '../../core/scan.js';
import type { Tone } from '../blocks.js';

export type FileFate = 'unchanged' | 'edited' | 'rewritten' | 'container';

export const FATE_TITLE: Record<FileFate, string> = {
  unchanged: 'unchanged', edited: 'edited', rewritten: 'rewritten', container: 'in the Container',
};
export const FATE_TONE: Record<FileFate, Tone> = { unchanged: 'good', edited: 'warning', rewritten: 'danger', container: 'info' };
export const FATES: FileFate[] = ['unchanged', 'edited', 'rewritten', 'container'];

/** From this share on, a file is written anew rather than edited. */
export const REWRITTEN_FROM = 80;

/** The smallest Container: modules that cannot leave a machine, whatever the move is. */
export function cutFiles(plan: Plan | null): Set<string> {
  if (!plan) return new Set();
  return new Set([...plan.disposition.containerModules.map(({ file }) => file), ...(plan.disposition.cut?.modules ?? [])]);
}

/** Files that the planned move leaves in a Container: those of the cut, or all. */
export function containerFiles(scan: Scan, plan: Plan | null): Set<string> {
  return plan?.disposition.move === 'container' ? new Set(productionFiles(scan).map(({ file }) => file)) : cutFiles(plan);
}

export function fateOf(file: ScanFile, inContainer: ReadonlySet<string>): FileFate {
  if (inContainer.has(file.file)) return 'container';
  if (file.rewritePercent >= REWRITTEN_FROM) return 'rewritten';
  return file.rewritePercent > 0 ? 'edited' : 'unchanged';
}

export const productionFiles = (scan: Scan): ScanFile[] => scan.files.filter((file) => file.reach === 'production');

export const changedLines = (file: ScanFile): number => Math.round((file.lines * file.rewritePercent) / 100);

export function linesByFate(scan: Scan, plan: Plan | null): { fate: FileFate; files: number; lines: number }[] {
  const inContainer = containerFiles(scan, plan);
  const files = productionFiles(scan).map((file) => ({ file, fate: fateOf(file, inContainer) }));
  return FATES.map((fate) => {
    const own = files.filter((entry) => entry.fate === fate);
    return { fate, files: own.length, lines: own.reduce((total, { file }) => total + file.lines, 0) };
  }).filter((row) => row.files > 0);
}

/** Production files that a test imports, directly or through others. Static: it says nothing about what the test asserts. */
export function filesTestsImport(scan: Scan): Set<string> {
  const imports = new Map(scan.modules.map((module) => [module.file, module.imports.map(({ to }) => to)]));
  const seen = new Set(scan.modules.filter((module) => module.reach === 'test').map((module) => module.file));
  for (const file of seen) for (const to of imports.get(file) ?? []) seen.add(to);
  return seen;
}
