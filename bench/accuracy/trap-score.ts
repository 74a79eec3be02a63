/** Counts look-alikes that were taken for sites. */
import type { Claim } from './claims.js';
import type { Labels, LookAlike } from './labels.js';
import { fits, groupBy } from './match.js';
import type { Ratio } from './ratio.js';

export interface TrapScore {
  /** Entries hit, of all. */
  hit: Ratio;
  hits: { claim: Claim; entry: LookAlike }[];
}

const standsIn = (claim: Claim, entry: LookAlike): boolean =>
  entry.line === 0 ? claim.file === entry.file || claim.file.startsWith(`${entry.file}/`) : claim.file === entry.file && claim.line === entry.line;

/** A line may hold a site and a look-alike: a claim that a label on the line bears out has not walked into the trap. */
export function scoreTraps(claims: readonly Claim[], { labels, lookAlikes }: Labels): TrapScore {
  const labelsIn = groupBy(labels, (label) => label.file);
  const isLabelled = (claim: Claim): boolean => (labelsIn.get(claim.file) ?? []).some((label) => label.line === claim.line && fits(claim, label));
  const hits = lookAlikes.map((entry) => claims
    .filter((claim) => standsIn(claim, entry) && (entry.looks_like === 'any' || entry.looks_like === claim.area) && !isLabelled(claim))
    .map((claim) => ({ claim, entry })));
  return { hit: { hit: hits.filter((entry) => entry.length > 0).length, of: lookAlikes.length }, hits: hits.flat() };
}
