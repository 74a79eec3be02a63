/** The recipe of a rewrite: plan, edits as data, diff. Writing is left to the caller, who asked for it or did not. */
import type { Change } from '../core/changes.js';
import type { Plan, PlanComponent } from '../core/plan.js';
import { codemodNamed, codemods } from '../codemods/index.js';
import type { Refused, Rewrite } from '../codemods/define.js';
import { countLines, fileDiff } from '../codemods/diff.js';
import { type PlanRequest, planScan } from './plan.js';
import { readProjectFile } from '../core/project.js';
import type { Scanned } from './scan.js';
import { staleDeclarations } from './stale-declarations.js';
import { mistyped } from './type-check.js';
import { workersEntryOf } from './workers-entry.js';

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
  /** null: all of them, each as if it were applied alone; only to be shown, for two may change one file. */
  codemod: string | null;
  /** Mark the first call of what is blocked; only when the result is written. */
  markers?: boolean;
  step?: 'seam' | 'target';
  /** Also write what signs uploads that browsers put into the bucket themselves. */
  uploads?: 'presigned';
  /** Also write the adapter that writes to the disk and to the store, for the time between. */
  dualWrite?: boolean;
  /** Ids of the components whose files are written now, where not all are. */
  part?: ReadonlySet<string>;
  /** Why a component stays as it is although it could be rewritten; null when it does not. */
  leaveOut?: (component: PlanComponent) => string | null;
  /** Leave out what TypeScript finds fault with afterwards; takes as long as TypeScript takes. */
  checkTypes?: boolean;
}

function withoutLeftOut(plan: Plan, leaveOut: RewriteRequest['leaveOut']): Plan {
  if (!leaveOut) return plan;
  const components = plan.components.map((component): PlanComponent => {
    const reason = component.status === 'rewrite' ? leaveOut(component) : null;
    return reason === null ? component : { ...component, status: 'skipped', chain: [{ text: reason }] };
  });
  return { ...plan, components };
}

/** Plans and rewrites in memory. Throws UserError for a codemod that does not exist. */
export function rewriteScan(scanned: Scanned, request: RewriteRequest): Rewritten {
  const chosen = request.codemod === null ? codemods : [codemodNamed(request.codemod)];
  const { plan: whole, problems } = planScan(scanned, { codemod: request.codemod, ...(request.accept ? { accept: request.accept } : {}), ...(request.only ? { only: request.only } : {}) });
  const plan = withoutLeftOut(whole, request.leaveOut);
  const read = (file: string): string | null => readProjectFile(scanned.project, file);
  const entry = request.codemod === null || request.step === 'seam' || whole.target === 'containers' ? null : workersEntryOf({ program: scanned.program, pack: scanned.pack, plan, findings: scanned.scan.findings, date: scanned.scan.compatibilityDate.date, read: (file) => scanned.project.read(file) });
  const rewriteOf = (without: readonly Refused[]): Rewrite[] => chosen.map((codemod) => codemod.rewrite({
    plan: { ...plan, components: componentsOf(plan, codemod.name).filter((component) => !without.some((one) => one.component === component.id)) },
    program: scanned.program,
    read,
    compatibilityDate: scanned.scan.compatibilityDate.date,
    platform: plan.target,
    ...(entry ? { entry } : {}),
    ...(request.markers ? { markers: true } : {}),
    ...(request.step ? { step: request.step } : {}),
    ...(request.uploads ? { uploads: request.uploads } : {}),
    ...(request.dualWrite ? { dualWrite: true } : {}),
    ...(request.part ? { part: request.part } : {}),
  }));
  const { rewrites, mistypes, note } = request.checkTypes ? wellTyped(scanned, rewriteOf) : { rewrites: rewriteOf([]), mistypes: [], note: [] };
  const changes = rewrites.flatMap((rewrite) => rewrite.changes);
  const diffs = changes.map((change): FileDiff => {
    const diff = fileDiff(change, change.sha256 === null ? null : read(change.file));
    const { added, removed } = countLines(diff);
    return { file: change.file, component: change.component, diff, addedLines: added, removedLines: removed };
  });
  return { plan, changes, refused: [...rewrites.flatMap((rewrite) => rewrite.refused), ...mistypes], notes: [...rewrites.flatMap((rewrite) => rewrite.notes), ...note, ...staleDeclarations(plan.components, changes, read)], problems, diffs };
}

/** The rewrites without the components that bring new diagnostics. */
function wellTyped(scanned: Scanned, rewriteOf: (without: readonly Refused[]) => Rewrite[]): { rewrites: Rewrite[]; mistypes: Refused[]; note: string[] } {
  const mistypes: Refused[] = [];
  for (;;) {
    const rewrites = rewriteOf(mistypes);
    const found = mistyped(scanned, rewrites.flatMap((rewrite) => rewrite.changes));
    if (found === null) return { rewrites, mistypes, note: ['TypeScript is not installed beside cf-migrate, so types before and after were not compared'] };
    const fresh = found.filter((one) => !mistypes.some((known) => known.component === one.component));
    if (fresh.length === 0) return { rewrites, mistypes, note: [] };
    mistypes.push(...fresh);
  }
}

/** A component is named after the codemod that rewrites it. */
const componentsOf = (plan: Plan, codemod: string): Plan['components'] => plan.components.filter((component) => component.id.startsWith(`${codemod} `));
