/** Which findings count, and in which order they are told. Every output starts from here, so that no two outputs count differently. */
import type { Finding, Scan } from '../../core/scan.js';
import type { Impact, Target, Verdict } from '../../core/vocabulary.js';
import { IMPACT_ORDER, VERDICT_ORDER } from '../wording.js';

/** Findings in code that production reaches and that nobody has excused. */
export const counted = (scan: Scan): Finding[] => scan.findings.filter((finding) => finding.reach === 'production' && !finding.suppressed);

/** Findings in tests, build code, scripts and dead code: shown apart, never scored. */
export const apart = (scan: Scan): Finding[] => [...scan.findings.filter((finding) => finding.reach !== 'production' && !finding.suppressed), ...(scan.apart ?? [])];

/** The target whose impact is told first. */
export const focusOf = (scan: Scan): Target => (scan.target === 'auto' ? 'workers' : scan.target);

export const impactRank = (impact: Impact): number => IMPACT_ORDER.indexOf(impact);
export const verdictRank = (verdict: Verdict): number => VERDICT_ORDER.indexOf(verdict);

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** Gravest first for a target: by impact, then by verdict. */
export function gravest(findings: readonly Finding[], target: Target): Finding | undefined {
  return findings.toSorted((a, b) => impactRank(a.impactBy[target]) - impactRank(b.impactBy[target]) || verdictRank(a.verdict[target]) - verdictRank(b.verdict[target]))[0];
}

export const byPlace = (a: Finding, b: Finding): number => {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.line - b.at.line || a.at.column - b.at.column;
};

/** Import chain from an entry file to this one; empty when it is not known. */
export const chainTo = (scan: Scan, file: string): string[] => scan.modules.find((module) => module.file === file)?.chain ?? [];
