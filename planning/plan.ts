/** Puts the plan together from its parts: storage comes in planned, the rest is made here. It reads no file and writes none. */
import { PLAN_SCHEMA, type Binding, type Plan, type PlanComponent, type PlannedResource } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding, ScanFile } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { answered, heeded, settledAreas, type AnswerProblem, type DecisionAnswer } from './apply-decisions.js';
import { decisions } from './decisions.js';
import { deployed } from './deployed.js';
import { dependencyChanges } from './dependencies.js';
import { disposition } from './disposition.js';
import { machineFiles } from './machine-files.js';
import { manualWork } from './manual.js';
import { rewriteShare } from './rewrite-share.js';
import { sharedDocuments, sharedWork, withSharing } from './shared-documents.js';
import { ruleBindings, ruleTargets } from './rule-targets.js';
import { waves } from './waves.js';

export interface StorageParts {
  resources: PlannedResource[];
  components: PlanComponent[];
  bindings: Binding[];
}

export interface PlanParts {
  program: Program;
  findings: Finding[];
  rules: Rule[];
  storage: StorageParts;
  target: Target;
  /** The codemod the plan is for; null: all of the plan, for a report. */
  codemod: string | null;
  /** Estimated shares of the scan; made here when they are not at hand. */
  files?: ScanFile[];
  /** Answers of decisions.yaml. */
  answers?: DecisionAnswer[];
}

/** Data that only scripts, builds and tests touch stays where it is and moves with nothing. */
function ofProgram(program: Program, { resources, components }: StorageParts): PlannedResource[] {
  const production = new Set(program.modules.filter((module) => module.reach === 'production').map((module) => module.file));
  const rewritten = new Set(components.flatMap((component) => component.resources));
  return resources.filter((resource) => resource.sites.length === 0 || rewritten.has(resource.resource) || resource.sites.some(({ at }) => production.has(at.file)));
}

export function assemblePlan(parts: PlanParts): { plan: Plan; problems: AnswerProblem[] } {
  const { rules, target, codemod } = parts;
  const { program, findings } = deployed(parts.program, parts.findings);
  const storage = { ...parts.storage, resources: ofProgram(program, parts.storage) };
  const files = parts.files ?? rewriteShare(program, findings, rules, target);
  const answers = parts.answers ?? [];
  // The usual answer to one question may hang on the answer to another: jobs go where the machine is, if one is left.
  const settled = settledAreas(answered(decisions(program, findings, storage.resources), answers).decisions);
  const asked = answered(decisions(program, findings, storage.resources, settled), answers);
  const move = disposition(program, findings, { files, settled: settledAreas(asked.decisions), rules });
  const cut = move.cut ?? { must: [], modules: [], shared: [], together: [], edges: [] };
  const containerFiles = machineFiles(program, move);
  const elsewhere = ruleTargets(program, findings, rules, asked.decisions, target);
  const known = new Set(storage.resources.map((resource) => resource.resource));
  const stored = heeded(storage, asked.decisions);
  const homes = [...stored.resources, ...elsewhere.filter((resource) => !known.has(resource.resource))];
  const documents = target === 'workers' && move.move === 'worker-and-container' ? sharedDocuments(program, homes, cut) : [];
  const resources = withSharing(homes, documents);
  const container = target === 'containers' || move.move === 'container' || move.move === 'worker-and-container';
  const plan: Plan = {
    schema: PLAN_SCHEMA,
    codemod,
    target,
    disposition: move,
    resources,
    components: stored.components,
    byHand: manualWork(findings, rules, { resources, components: stored.components, containerFiles, target, shared: sharedWork(resources, documents) }),
    bindings: [...stored.bindings, ...ruleBindings(resources, stored.bindings)],
    dependencies: dependencyChanges(program, findings, { resources, decisions: asked.decisions, containerFiles, container, target }),
    waves: waves(program, findings, { resources, cut, rules, target, whole: move.move === 'container' || target === 'containers' }),
    decisions: asked.decisions,
  };
  return { plan, problems: asked.problems };
}
