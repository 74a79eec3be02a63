/**
 * Takes a team's answers into the plan: targets of resources, areas that are settled, owners and dates. What the answer cannot
 * know (the await closure of another target) is planned again by those who own it. A wrong answer is data, with a hint.
 */
import { STORES } from '../core/stores.js';
import { nearest } from '../core/text.js';
import type { Binding, Plan, PlanComponent, PlanDecision, PlannedResource, StorageTarget } from '../core/plan.js';
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

/** Resources whose stale reads an answer accepts: what storage planning has to know before it looks for components. */
export const acceptedResources = (decisions: PlanDecision[]): string[] => [...answeredTargets(decisions)].filter(([, { target }]) => target === 'kv').map(([id]) => id);

const FILE_CODEMODS: Partial<Record<StorageTarget, string>> = Object.fromEntries(STORES.map((store) => [store.target, store.codemod]));

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

/** Components as they were planned, but for those with a resource that an answer sends elsewhere: they are whole or not at all. */
export function heededComponents(components: PlanComponent[], planned: PlannedResource[], moved: PlannedResource[]): PlanComponent[] {
  const before = new Map(planned.map((resource) => [resource.resource, resource.target]));
  const gone = moved.filter((resource) => before.get(resource.resource) !== resource.target);
  return components.map((component) => {
    const first = gone.find((resource) => component.resources.includes(resource.resource));
    return first && component.status === 'rewrite' ? { ...component, status: 'skipped', chain: [{ text: `${first.pattern}: ${first.reason}` }] } : component;
  });
}

/** The KV binding names what still goes there, and falls away with the last of it. */
export function heededBindings(bindings: Binding[], components: PlanComponent[], moved: PlannedResource[]): Binding[] {
  const moving = new Set(components.filter((component) => component.status === 'rewrite').flatMap((component) => component.resources));
  const patterns = moved.filter((resource) => moving.has(resource.resource) && resource.target === 'kv').map((resource) => resource.pattern);
  return bindings.flatMap((binding) => (binding.kind !== 'kv_namespaces' ? [binding] : patterns.length > 0 ? [{ ...binding, for: patterns.join(', ') }] : []));
}

export interface Heeded {
  resources: PlannedResource[];
  components: PlanComponent[];
  bindings: Binding[];
}

/** Planned storage after the answers. Without an answer about stored data it is returned as it came. */
export function heeded(storage: Heeded, decisions: PlanDecision[]): Heeded {
  if (answeredTargets(decisions).size === 0) return storage;
  const resources = moveResources(storage.resources, decisions);
  const components = heededComponents(storage.components, storage.resources, resources);
  return { resources, components, bindings: heededBindings(storage.bindings, components, resources) };
}

/** Answers taken into a plan that was made before they were known. */
export function applyDecisions(plan: Plan, answers: DecisionAnswer[]): { plan: Plan; problems: AnswerProblem[] } {
  const { decisions, problems } = answered(plan.decisions, answers);
  return { plan: { ...plan, ...heeded(plan, decisions), decisions }, problems };
}
