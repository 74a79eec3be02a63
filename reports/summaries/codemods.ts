/** Which codemods a plan leans on: the one it was made for, else those its resources name. */
import type { Plan } from '../../core/plan.js';

export function codemodsOf(plan: Plan): string[] {
  if (plan.codemod) return [plan.codemod];
  const rewritten = new Set(plan.components.filter((component) => component.status === 'rewrite').flatMap((component) => component.resources));
  return [...new Set(plan.resources.flatMap((resource) => (resource.codemod && rewritten.has(resource.resource) ? [resource.codemod] : [])))].toSorted();
}
