/** The recipe of a rewrite: plan, edits as data, diff. Writing is left to the caller, who asked for it or did not. */
import type { Change } from '../core/changes.js';
import type { Plan } from '../core/plan.js';
import { codemodNamed } from '../codemods/index.js';
import type { Refused } from '../codemods/define.js';
import { countLines, fileDiff } from '../codemods/diff.js';
import { type PlanRequest, planScan } from './plan.js';
import { readProjectFile } from '../core/project.js';
import type { Scanned } from './scan.js';

export interface Rewritten {
  plan: Plan;
  changes: Change[];
  refused: Refused[];
  notes: string[];
  problems: string[];
  diffs: FileDiff[];
}

export interface FileDiff {
  file: string;
  component: string;
  diff: string;
  addedLines: number;
  removedLines: number;
}

export interface RewriteRequest extends Omit<PlanRequest, 'codemod'> {
  codemod: string;
  /** Mark the first call of what is blocked; only when the result is written. */
  markers?: boolean;
  step?: 'seam' | 'target';
}

/** Plans and rewrites in memory. Throws UserError for a codemod that does not exist. */
export function rewriteScan(scanned: Scanned, request: RewriteRequest): Rewritten {
  const codemod = codemodNamed(request.codemod);
  const { plan, problems } = planScan(scanned, { codemod: codemod.name, ...(request.accept ? { accept: request.accept } : {}), ...(request.only ? { only: request.only } : {}) });
  const read = (file: string): string | null => readProjectFile(scanned.project, file);
  const { changes, refused, notes } = codemod.rewrite({
    plan,
    program: scanned.program,
    read,
    compatibilityDate: scanned.scan.compatibilityDate.date,
    ...(request.markers ? { markers: true } : {}),
    ...(request.step ? { step: request.step } : {}),
  });
  const diffs = changes.map((change): FileDiff => {
    const diff = fileDiff(change, change.sha256 === null ? null : read(change.file));
    const { added, removed } = countLines(diff);
    return { file: change.file, component: change.component, diff, addedLines: added, removedLines: removed };
  });
  return { plan, changes, refused, notes, problems, diffs };
}
