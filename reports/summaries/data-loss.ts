/** Finds the sites whose data a person would miss: on today's host, on each target as the code stands, and after the plan. A write that is refused keeps as little as one that is lost. */
import type { Plan, StorageTarget } from '../../core/plan.js';
import type { Finding, Scan } from '../../core/scan.js';
import type { Target, Verdict } from '../../core/vocabulary.js';
import { MISSED_WHEN_LOST } from '../wording.js';
import { counted } from './counted.js';

const LEFT_BEHIND: ReadonlySet<StorageTarget> = new Set(['keep', 'tmp', 'bundle', 'container', 'by-hand', 'decide']);

/** Inside of a wrapper whose callers say which data it is: they are sites of their own. */
const isWrapped = (finding: Finding): boolean => finding.resource === undefined && finding.callers.length > 0;

const missed = (finding: Finding): boolean => finding.persistence !== undefined && MISSED_WHEN_LOST.has(finding.persistence) && !isWrapped(finding);

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

const REFUSED: ReadonlySet<Verdict> = new Set(['throws', 'hangs', 'absent']);

/** Sites of data to keep that a target loses or refuses, as the code stands. */
export function notKept(scan: Scan, target: Target): Finding[] {
  return [...losingSites(scan, target), ...counted(scan).filter((finding) => missed(finding) && REFUSED.has(finding.verdict[target]))];
}

/** Those of `sites` that stay so once the plan is carried out: their resource has no new home yet. */
export function leftAfter(sites: Finding[], plan: Plan): Finding[] {
  const planned = new Map(plan.resources.map((resource) => [resource.resource, resource.target]));
  return sites.filter((finding) => {
    const home = planned.get(finding.resource ?? '') ?? planned.get(`rule:${finding.rule}`);
    return home === undefined || LEFT_BEHIND.has(home);
  });
}
