/** Counts the sites whose data a person would miss: on today's host, on each target as the code stands, and after the plan. */
import type { Plan, StorageTarget } from '../../core/plan.js';
import type { Finding, Scan } from '../../core/scan.js';
import type { Target } from '../../core/vocabulary.js';
import { MISSED_WHEN_LOST } from '../wording.js';
import { counted } from './counted.js';

const LEFT_BEHIND: ReadonlySet<StorageTarget> = new Set(['keep', 'tmp', 'bundle', 'container', 'by-hand', 'decide']);

const missed = (finding: Finding): boolean => finding.persistence !== undefined && MISSED_WHEN_LOST.has(finding.persistence);

/** Sites that lose data on a target without an error, as the code stands. */
export function losingSites(scan: Scan, target: Target): Finding[] {
  return counted(scan).filter((finding) => missed(finding) && (finding.verdict[target] === 'ephemeral' || finding.verdict[target] === 'silent'));
}

/** Sites that lose data today already; null when today's host is not known well enough to say. */
export function losingToday(scan: Scan): Finding[] | null {
  const judged = [...new Set([...losingSites(scan, 'workers'), ...losingSites(scan, 'containers')])];
  if (judged.length > 0 && judged.every((finding) => finding.versusToday === undefined)) return null;
  return judged.filter((finding) => finding.versusToday === 'same' || finding.versusToday === 'better');
}

/** Sites that would still lose data once the plan is carried out: their resource has no new home yet. */
export function losingAfter(scan: Scan, plan: Plan, target: Target): Finding[] {
  const planned = new Map(plan.resources.map((resource) => [resource.resource, resource.target]));
  return losingSites(scan, target).filter((finding) => {
    const home = planned.get(finding.resource ?? '') ?? planned.get(`rule:${finding.rule}`);
    return home === undefined || LEFT_BEHIND.has(home);
  });
}
