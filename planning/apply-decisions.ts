/**
 * Takes a team's answers into the plan: targets of resources, areas that are settled, owners and dates. What the answer cannot
 * know (the await closure of another target) is planned again by those who own it. A wrong answer is data, with a hint.
 */
import { nearest } from '../core/text.js';
import type { Plan, PlanDecision, PlannedResource, StorageTarget } from '../core/plan.js';
import type { Area } from '../core/vocabulary.js';

/** One entry of decisions.yaml. */
export interface DecisionAnswer {
  id: string;
  answer?: string;
  owner?: string;
  due?: string;
}

export interface AnswerProblem {
  id: string;
  message: string;
  hint: string;
}

function problemWith(decisions: PlanDecision[], given: DecisionAnswer): AnswerProblem | null {
  const decision = decisions.find((item) => item.id === given.id);
  if (!decision) {
    const near = nearest(given.id, decisions.map((item) => item.id));
    return { id: given.id, message: `no decision is called "${given.id}"`, hint: near ? `Did you mean "${near}"?` : 'It may have been settled by a change of the code: remove the entry.' };
  }
  if (given.answer === undefined || decision.options.some((option) => option.id === given.answer)) return null;
  const names = decision.options.map((option) => option.id);
  const near = nearest(given.answer, names);
  return { id: given.id, message: `"${given.answer}" is no option of "${given.id}"`, hint: near ? `Did you mean "${near}"?` : `Options: ${names.join(', ')}.` };
}

/** Decisions with their answers; answers that fit nothing are left out and told. */
export function answered(decisions: PlanDecision[], answers: DecisionAnswer[]): { decisions: PlanDecision[]; problems: AnswerProblem[] } {
  const problems = answers.flatMap((given) => problemWith(decisions, given) ?? []);
  const wrong = new Set(problems.map((problem) => problem.id));
  const byId = new Map(answers.filter((given) => !wrong.has(given.id)).map((given) => [given.id, given]));
  return {
    problems,
    decisions: decisions.map((decision) => {
      const given = byId.get(decision.id);
      if (!given) return decision;
      const { owner = decision.owner, due = decision.due, answer = decision.answer } = given;
      return { ...decision, ...(owner ? { owner } : {}), ...(due ? { due } : {}), ...(answer ? { answer } : {}) };
    }),
  };
}

const chosen = (decision: PlanDecision, id: string | undefined): PlanDecision['options'][number] | undefined => decision.options.find((option) => option.id === id);

/** Areas that a given answer takes out of the Container: their work goes to a service. */
export function settledAreas(decisions: PlanDecision[]): Set<Area> {
  const settled = decisions.filter((decision) => decision.answer && chosen(decision, decision.answer)?.target !== 'container');
  return new Set(settled.flatMap((decision) => decision.areas ?? []));
}

/** Where an answer sends a resource; open questions send nothing. */
export function answeredTargets(decisions: PlanDecision[]): Map<string, { target: StorageTarget; decision: PlanDecision }> {
  return new Map(decisions.flatMap((decision) => {
    const target = chosen(decision, decision.answer)?.target;
    return target ? (decision.resources ?? []).map((id) => [id, { target, decision }] as const) : [];
  }));
}

const FILE_CODEMODS: Partial<Record<StorageTarget, string>> = { kv: 'fs-to-kv', r2: 'fs-to-r2' };

export function moveResources(resources: PlannedResource[], decisions: PlanDecision[]): PlannedResource[] {
  const targets = answeredTargets(decisions);
  return resources.map((resource) => {
    const move = targets.get(resource.resource);
    if (!move) return resource;
    const who = move.decision.owner ? ` by ${move.decision.owner}` : '';
    const accepted = move.target === 'kv' ? { accepted: `staleness accepted${who} (decision ${move.decision.id})` } : {};
    if (move.target === resource.target) return { ...resource, ...accepted };
    return {
      ...resource,
      ...accepted,
      target: move.target,
      reason: `Decided${who}: ${chosen(move.decision, move.decision.answer)?.title ?? move.target}`,
      instead: [{ target: resource.target, reason: resource.reason }, ...resource.instead.filter((other) => other.target !== move.target)],
      codemod: resource.kind === 'files' ? FILE_CODEMODS[move.target] ?? null : null,
    };
  });
}

export function applyDecisions(plan: Plan, answers: DecisionAnswer[]): { plan: Plan; problems: AnswerProblem[] } {
  const { decisions, problems } = answered(plan.decisions, answers);
  return { plan: { ...plan, decisions, resources: moveResources(plan.resources, decisions) }, problems };
}
