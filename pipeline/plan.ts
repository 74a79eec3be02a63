/** The recipe of a plan: what goes where, what is rewritten, what stays and why; from a scan, without touching a file. */
import type { Plan } from '../core/plan.js';
import type { Target } from '../core/vocabulary.js';
import { assemblePlan } from '../planning/plan.js';
import { planStorage } from '../planning/storage.js';
import { codemodNames } from './codemod-names.js';
import { readDecisions } from './decisions-file.js';
import type { Scanned } from './scan.js';
import { topLevelIn } from './top-level.js';

export interface PlanRequest {
  /** Name of the codemod, or null for the whole plan of a report. */
  codemod: string | null;
  accept?: string[];
  only?: string[];
}

export interface Planned {
  plan: Plan;
  /** Answers of decisions.yaml that fit nothing, one sentence each. */
  problems: string[];
}

/** The target a plan is for: a scan with `auto` plans for Workers. */
const planTarget = (target: Target | 'auto'): Target => (target === 'containers' ? 'containers' : 'workers');

export function planScan(scanned: Scanned, request: PlanRequest): Planned {
  const { scan, program, pack } = scanned;
  const target = planTarget(scan.target);
  const storage = planStorage(program, scan.findings, {
    codemod: request.codemod ?? codemodNames(),
    target,
    topLevel: topLevelIn(scanned.project),
    ...(request.accept ? { accept: request.accept } : {}),
    ...(request.only ? { only: request.only } : {}),
  });
  const { answers, explain } = readDecisions(scanned.project);
  const { plan, problems } = assemblePlan({ program, findings: scan.findings, rules: pack.rules, storage, target, codemod: request.codemod, files: scan.files, answers });
  return { plan: scanned.trace ? { ...plan, trace: scanned.trace } : plan, problems: [...storage.problems, ...explain(problems)] };
}
