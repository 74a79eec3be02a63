/** What the decisions of a plan mean for the bill: open questions follow their default, as the report says, and a vendor that was chosen is the one that is priced. */
import type { Plan, PlanDecision, StorageTarget } from '../core/plan.js';
import type { Assumptions } from './assumptions.js';
import type { Prices } from './prices.js';

const PROVIDER = 'embeddings.provider';

const optionOf = (decision: PlanDecision): PlanDecision['options'][number] | undefined => decision.options.find((option) => option.id === (decision.answer ?? decision.default));

/** The plan in which stored data that waits for an answer goes where the default sends it. */
export function withDefaults(plan: Plan): Plan {
  const targets = new Map(plan.decisions.flatMap((decision) => {
    const target = optionOf(decision)?.target;
    return target && target !== 'by-hand' ? (decision.resources ?? []).map((id): [string, StorageTarget] => [id, target]) : [];
  }));
  return { ...plan, resources: plan.resources.map((resource) => (resource.target === 'decide' ? { ...resource, target: targets.get(resource.resource) ?? resource.target } : resource)) };
}

/** The vendor that an answer names goes before the one in the cost file; where the two differ, a warning says so. */
export function withAnswers(assumptions: Assumptions, plan: Plan, prices: Prices): { assumptions: Assumptions; warnings: string[] } {
  const decision = plan.decisions.find((item) => item.answer !== undefined && (prices.products[item.answer]?.models ?? []).length > 0);
  const answer = decision?.answer;
  if (!decision || answer === undefined) return { assumptions, warnings: [] };
  const before = assumptions.choices[PROVIDER];
  const differs = before?.basis === 'declared' && before.value !== answer;
  return {
    assumptions: { ...assumptions, choices: { ...assumptions.choices, [PROVIDER]: { value: answer, basis: 'declared', source: `decisions.yaml: ${decision.id}` } } },
    warnings: differs ? [`${assumptions.file ?? 'the cost file'} names ${before?.value ?? 'nothing'} for embeddings, and the decision "${decision.id}" ${answer}: the bill follows the decision`] : [],
  };
}
