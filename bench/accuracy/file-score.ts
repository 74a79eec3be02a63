/** Counts files: whether each area that a file is about was named for it, and how far the rewrite share is off. */
import type { Area } from '../../core/vocabulary.js';
import type { Claim } from './claims.js';
import type { Label, Labels } from './labels.js';
import { groupBy } from './match.js';
import { type Ratios, countRatio } from './ratio.js';

export interface FileScore {
  /** Areas of core and hard labels that were claimed for their file. */
  recall: Ratios;
  /** Claimed areas that the file's labels have, of those claimed; what is soft for the file counts in neither part. */
  precision: Ratios;
}

export interface RewriteError {
  file: string;
  label: number;
  /** Null when the scan says nothing about the file, which counts as 0. */
  ours: number | null;
}

interface Pair {
  area: Area;
  wanted: boolean;
  claimed: boolean;
}

function pairsOf(entry: Labels['files'][number], claims: readonly Claim[], labels: readonly Label[]): Pair[] {
  const wanted = new Set(entry.categories);
  const claimed = new Set(claims.map((claim) => claim.area));
  const imported = labels.filter((label) => label.tier === 'import').map((label) => label.category);
  const accepted = new Set([...entry.soft_categories, ...labels.flatMap((label) => label.alt ?? []), ...imported]);
  return [...new Set([...wanted, ...claimed])]
    .filter((area) => wanted.has(area) || !accepted.has(area))
    .map((area) => ({ area, wanted: wanted.has(area), claimed: claimed.has(area) }));
}

export function scoreFiles(claims: readonly Claim[], { labels, files }: Labels): FileScore {
  const claimsIn = groupBy(claims, (claim) => claim.file);
  const labelsIn = groupBy(labels, (label) => label.file);
  const pairs = files.flatMap((entry) => pairsOf(entry, claimsIn.get(entry.file) ?? [], labelsIn.get(entry.file) ?? []));
  return {
    recall: countRatio(pairs.filter((pair) => pair.wanted), (pair) => pair.area, (pair) => pair.claimed),
    precision: countRatio(pairs.filter((pair) => pair.claimed), (pair) => pair.area, (pair) => pair.wanted),
  };
}

export const rewriteErrors = (shares: ReadonlyMap<string, number>, { files }: Labels): RewriteError[] =>
  files.map((entry) => ({ file: entry.file, label: entry.rewrite_percent, ours: shares.get(entry.file) ?? null }));

export const rewriteDistance = (error: RewriteError): number => Math.abs((error.ours ?? 0) - error.label);
