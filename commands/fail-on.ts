/** The exit code of a scan: a pure function of findings, threshold and baseline. */
import { UserError } from '../core/errors.js';
import type { Finding, Scan } from '../core/scan.js';

const COUNTS: Record<'blocker' | 'risk', readonly string[]> = { blocker: ['blocker'], risk: ['blocker', 'risk'] };

export function failing(findings: readonly Finding[], threshold: 'blocker' | 'risk', baseline: ReadonlySet<string>): Finding[] {
  return findings.filter((finding) => COUNTS[threshold].includes(finding.impact) && !baseline.has(finding.id));
}

/**
 * 0: fine. 1: findings at or over the threshold that the baseline does not hold.
 * Throws UserError (exit 2) when the analysis is incomplete, or when nothing was found in an input that was not as it
 * should be: a clean result would be a lie.
 */
export function exitCode(scan: Scan, threshold: 'blocker' | 'risk' | undefined, baseline: ReadonlySet<string> = new Set()): 0 | 1 {
  if (!threshold) return 0;
  if (!scan.coverage.complete) throw new UserError('incomplete', `The analysis is incomplete: ${scan.coverage.incompleteBecause.join('; ')}.`, 'With --fail-on an incomplete analysis is an error. Scan the whole program, or leave --fail-on out.');
  if (failing(scan.findings, threshold, baseline).length > 0) return 1;
  if (scan.coverage.warnings.length > 0) throw new UserError('lowered-trust', `Nothing at or over "${threshold}" was found, but not all of the program could be read and followed: ${scan.coverage.warnings.map((warning) => warning.message).join('; ')}.`, 'With --fail-on no clean result is given for such an input. Mend it, or name files that are no part of the program under "ignore" in the configuration.');
  return 0;
}
