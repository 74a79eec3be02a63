/** Person-hours from rules: once per rule, then per site. It knows no calendar and no people; the sums are marked uncalibrated wherever they are shown. */
import type { ContainerCut } from '../core/plan.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import { PRODUCTIVE_HOURS } from './platform-limits.js';

export type Span = [low: number, high: number];

export const addSpans = (a: Span, b: Span): Span => [a[0] + b[0], a[1] + b[1]];

/** Hours for these findings. Rules in `begun` have had their fixed part paid by earlier work. */
export function effortHours(findings: Finding[], rules: Rule[], begun: ReadonlySet<string> = new Set()): Span {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const paid = new Set(begun);
  let hours: Span = [0, 0];
  for (const finding of findings) {
    const rule = byId.get(finding.rule);
    if (!rule) {
      hours = addSpans(hours, finding.effort);
      continue;
    }
    if (!paid.has(rule.id)) hours = addSpans(hours, rule.effort.fixed);
    paid.add(rule.id);
    hours = addSpans(hours, rule.effort.site);
  }
  return hours;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Days of productive hours, to a tenth. */
export const days = (hours: Span): Span => [tenths(hours[0] / PRODUCTIVE_HOURS), tenths(hours[1] / PRODUCTIVE_HOURS)];

/** Account, route and flags for a Worker in front of today's origin, with which every move begins. An assumption of this tool. */
export const FRONT_DOOR: Span = [3, 6];
/** Image, class, routing and a first deployment. An assumption of this tool, like the rules' hours. */
const CONTAINER_SETUP: Span = [4, 16];
/** One function that is called over the border: a request, its answer, its errors. */
const CROSSING: Span = [1, 3];

/** Hours for a Container that takes over the modules of a cut, or the whole app when there is none. */
export function containerHours(cut: ContainerCut | undefined): Span {
  if (!cut) return CONTAINER_SETUP;
  if (cut.modules.length === 0) return [0, 0];
  const functions = cut.edges.reduce((sum, edge) => sum + edge.crosses.length, 0);
  return addSpans(CONTAINER_SETUP, [functions * CROSSING[0], functions * CROSSING[1]]);
}
