/** Scores one scan against the labels of its program, and adds scores up. Definitions: bench/labels/README.md. */
import type { Scan } from '../../core/scan.js';
import { claimsOf, rewriteShares } from './claims.js';
import { type FileScore, type RewriteError, rewriteDistance, rewriteErrors, scoreFiles } from './file-score.js';
import type { Labels } from './labels.js';
import { matchClaims } from './match.js';
import { type PersistenceScore, scorePersistence } from './persistence-score.js';
import { addRatios, median, mergeRatios } from './ratio.js';
import { type SiteScore, scoreSites } from './site-score.js';
import { type TrapScore, scoreTraps } from './trap-score.js';

export interface Score {
  sites: SiteScore;
  files: FileScore;
  traps: TrapScore;
  persistence: PersistenceScore;
  rewrite: RewriteError[];
}

export function scoreScan(scan: Pick<Scan, 'findings' | 'files'>, labels: Labels): Score {
  const claims = claimsOf(scan.findings, labels);
  const matches = matchClaims(claims, labels.labels);
  return {
    sites: scoreSites(matches, labels),
    files: scoreFiles(claims, labels),
    traps: scoreTraps(claims, labels),
    persistence: scorePersistence(matches, labels.labels),
    rewrite: rewriteErrors(rewriteShares(scan.files, labels), labels),
  };
}

/** Several programs as one: counts are added, not averaged. */
export function addScores(scores: readonly Score[]): Score {
  const sites = scores.map((score) => score.sites);
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    sites: {
      core: mergeRatios(sites.map((site) => site.core)),
      required: mergeRatios(sites.map((site) => site.required)),
      precision: mergeRatios(sites.map((site) => site.precision)),
      neutral: sum(sites.map((site) => site.neutral)),
      outside: sum(sites.map((site) => site.outside)),
      misses: sites.flatMap((site) => site.misses),
      falseAlarms: sites.flatMap((site) => site.falseAlarms),
    },
    files: { recall: mergeRatios(scores.map((score) => score.files.recall)), precision: mergeRatios(scores.map((score) => score.files.precision)) },
    traps: { hit: addRatios(scores.map((score) => score.traps.hit)), hits: scores.flatMap((score) => score.traps.hits) },
    persistence: {
      right: addRatios(scores.map((score) => score.persistence.right)),
      losses: sum(scores.map((score) => score.persistence.losses)),
      answers: scores.flatMap((score) => score.persistence.answers),
    },
    rewrite: scores.flatMap((score) => score.rewrite),
  };
}

/** Median distance, in points, over the files that a reader says must change; null when there is none. */
export const rewriteMedian = (errors: readonly RewriteError[]): number | null => median(errors.filter((error) => error.label > 0).map(rewriteDistance));
