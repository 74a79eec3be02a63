/** The recipe of a plan: what goes where, what is rewritten, what stays and why; from a scan, without touching a file. */
import { z } from 'zod';
import type { Plan } from '../core/plan.js';
import type { Target } from '../core/vocabulary.js';
import { parseYaml } from '../core/yaml.js';
import type { DecisionAnswer } from '../planning/apply-decisions.js';
import { assemblePlan } from '../planning/plan.js';
import { planStorage } from '../planning/storage.js';
import type { Scanned } from './scan.js';

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

const DECISIONS_FILE = 'decisions.yaml';

const decisionsSchema = z.strictObject({
  version: z.literal(1).optional(),
  decisions: z.array(z.strictObject({ id: z.string(), answer: z.string().optional(), owner: z.string().optional(), due: z.string().optional() })),
});

/** The team's answers, beside the application. Throws UserError with line and column for a mistake. */
function readAnswers({ project }: Scanned): DecisionAnswer[] {
  if (!project.has(DECISIONS_FILE)) return [];
  const { decisions } = parseYaml(project.read(DECISIONS_FILE), DECISIONS_FILE, decisionsSchema, { keysAt: (path) => (path.length === 0 ? ['version', 'decisions'] : ['id', 'answer', 'owner', 'due']) });
  return decisions.map(({ id, answer, owner, due }) => ({ id, ...(answer ? { answer } : {}), ...(owner ? { owner } : {}), ...(due ? { due } : {}) }));
}

/** The target a plan is for: a scan with `auto` plans for Workers. */
const planTarget = (target: Target | 'auto'): Target => (target === 'containers' ? 'containers' : 'workers');

export function planScan(scanned: Scanned, request: PlanRequest): Planned {
  const { scan, program, pack } = scanned;
  const target = planTarget(scan.target);
  const storage = planStorage(program, scan.findings, {
    codemod: 'fs-to-kv',
    target,
    ...(request.accept ? { accept: request.accept } : {}),
    ...(request.only ? { only: request.only } : {}),
  });
  const { plan, problems } = assemblePlan({ program, findings: scan.findings, rules: pack.rules, storage, target, codemod: request.codemod, files: scan.files, answers: readAnswers(scanned) });
  return { plan, problems: [...storage.problems, ...problems.map((problem) => `${DECISIONS_FILE}: ${problem.message}. ${problem.hint}`)] };
}
