/** Picks findings to be read by hand, the same ones every time for the same scan. */
import type { Finding } from '../../core/scan.js';

const placeOf = ({ at, rule }: Finding): string => [at.file, String(at.line).padStart(8, '0'), String(at.column).padStart(5, '0'), rule].join('\0');

/** `count` findings at even distances from the list ordered by file, line, column and rule. */
export function sampleFindings(findings: readonly Finding[], count: number): Finding[] {
  const ordered = [...findings].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const taken = Math.min(count, ordered.length);
  return Array.from({ length: taken }, (_, index) => ordered[Math.floor(((index + 0.5) * ordered.length) / taken)]).filter((finding) => finding !== undefined);
}

/** One line for a tally: place, rule, what, purpose where there is one. */
export function sampleLine(finding: Finding): string {
  const detail = [finding.persistence, finding.impact, finding.confidence, finding.target].filter(Boolean).join(', ');
  return `${finding.at.file}:${finding.at.line}:${finding.at.column}  ${finding.rule}  ${finding.what}  (${detail})`;
}
