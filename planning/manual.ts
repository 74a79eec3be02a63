/** The work that stays with people: findings that no component rewrites, no setting mends and no Container takes over. Grouped by rule. */
import type { ManualWork, PlanComponent, PlannedResource, StorageTarget } from '../core/plan.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { grouped } from './grouped.js';
import { workFindings } from './open-findings.js';

export interface ManualParts {
  resources: PlannedResource[];
  components: PlanComponent[];
  /** Files that stay in a Container; what works there needs no hand. */
  containerFiles: ReadonlySet<string>;
  target: Target;
  /** Work that follows from the cut and from no finding. */
  shared?: ManualWork[];
}

/** Targets that leave the code as it is. */
const UNTOUCHED: ReadonlySet<StorageTarget> = new Set(['keep', 'bundle', 'tmp']);

const staysInContainer = (finding: Finding, parts: ManualParts): boolean =>
  parts.containerFiles.has(finding.at.file) && (finding.impactBy.containers === 'none' || finding.impactBy.containers === 'setting');

function byMachine(finding: Finding, parts: ManualParts): boolean {
  if (staysInContainer(finding, parts)) return true;
  if (finding.resource === undefined) return false;
  const planned = parts.resources.find((resource) => resource.resource === finding.resource);
  if (planned && UNTOUCHED.has(planned.target)) return true;
  return parts.components.some((component) => component.status === 'rewrite' && component.resources.includes(finding.resource ?? ''));
}

function reasonFor(own: Finding[], parts: ManualParts, rule: Rule | undefined): string {
  const ids = new Set(own.map((finding) => finding.resource));
  const blocked = parts.components.find((component) => component.status === 'blocked' && component.resources.some((id) => ids.has(id)));
  if (blocked) return `A rewrite would have to go through ${blocked.chain.at(-1)?.text ?? 'a call that cannot wait'}`;
  if (parts.resources.some((resource) => ids.has(resource.resource) && resource.target === 'decide')) return 'Waits for a decision';
  return rule?.instead ?? own[0]?.title ?? '';
}

export function manualWork(findings: Finding[], rules: Rule[], parts: ManualParts): ManualWork[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const left = workFindings(findings, parts.target).filter((finding) => !byMachine(finding, parts));
  const groups = [...grouped(left, (finding) => finding.rule)].map(([rule, own]) => ({
    rule,
    title: byId.get(rule)?.title ?? own[0]?.title ?? rule,
    files: [...new Set(own.map((finding) => finding.at.file))].sort(),
    sites: own.length,
    reason: reasonFor(own, parts, byId.get(rule)),
  }));
  return [...groups, ...(parts.shared ?? [])].sort((a, b) => b.sites - a.sites || a.rule.localeCompare(b.rule));
}
