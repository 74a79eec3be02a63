/** Lays claims beside labels: which label each claim is about. It counts nothing. */
import type { Claim } from './claims.js';
import type { Label } from './labels.js';

/** A callee may stand a line beside its argument; a reader marks one of them. */
export const TOLERANCE = 1;

export interface Match {
  claim: Claim;
  /** Labels that the claim is about; none for a claim that no label bears out. */
  labels: Label[];
}

/** The claim names the label's area, or one that its reader accepts as well. */
export const fits = (claim: Claim, label: Label): boolean => claim.area === label.category || (label.alt?.includes(claim.area) ?? false);

/** Labels with the same text are one site for the scorer. */
export const siteKey = (label: Label): string => [label.file, label.line, label.category, label.api].join('\0');

export function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

/** Labels on the claim's own line win over those beside it, so that one claim does not collect the next line's label too. */
export function matchClaims(claims: readonly Claim[], labels: readonly Label[], tolerance = TOLERANCE): Match[] {
  const byFile = groupBy(labels, (label) => label.file);
  return claims.map((claim) => {
    const near = (byFile.get(claim.file) ?? []).filter((label) => Math.abs(label.line - claim.line) <= tolerance && fits(claim, label));
    const exact = near.filter((label) => label.line === claim.line);
    return { claim, labels: exact.length > 0 ? exact : near };
  });
}

/** Labels that must be found; the rest is never held against the scan. */
export const isRequired = (label: Label): boolean => label.tier === 'core' || label.tier === 'hard';
