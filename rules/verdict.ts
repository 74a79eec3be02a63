/** The verdict of a rule for a target at a compatibility date. */
import type { Rule } from '../core/rules.js';
import { TARGETS, type Target, type Verdict } from '../core/vocabulary.js';

/** The entry with the latest date not after `date`; before the first one nothing is established. */
export function verdictAt(rule: Rule, target: Target, date: string): Verdict {
  const verdict = rule.verdict[target];
  if (typeof verdict === 'string') return verdict;
  const reached = verdict.filter((entry) => entry.since <= date).sort((a, b) => (a.since < b.since ? 1 : -1))[0];
  return reached?.verdict ?? 'unknown';
}

export const verdictsAt = (rule: Rule, date: string): Record<Target, Verdict> =>
  Object.fromEntries(TARGETS.map((target) => [target, verdictAt(rule, target, date)])) as Record<Target, Verdict>;
