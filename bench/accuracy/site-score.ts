/** Counts lines: labels that were found, claims that a label bears out. */
import type { Claim } from './claims.js';
import type { Label, Labels } from './labels.js';
import { type Match, groupBy, isRequired, siteKey } from './match.js';
import { type Ratios, countRatio } from './ratio.js';

export interface SiteScore {
  /** Found core labels of all, by the label's area. */
  core: Ratios;
  /** The same with hard labels added. */
  required: Ratios;
  /** Claims on a core or hard label, of these and of claims that no label bears out; by the claim's area. */
  precision: Ratios;
  /** Claims on soft, indirect or import labels only: neither right nor wrong. */
  neutral: number;
  /** Claims in files that no reader has read. */
  outside: number;
  misses: Label[];
  falseAlarms: Claim[];
}

type Judgement = 'right' | 'wrong' | 'neutral' | 'outside';

function judge(match: Match, scope: ReadonlySet<string>): Judgement {
  if (!scope.has(match.claim.file)) return 'outside';
  if (match.labels.length === 0) return 'wrong';
  return match.labels.some(isRequired) ? 'right' : 'neutral';
}

/** The same line and area said twice, with two purposes, is judged once. */
function oncePerLine(matches: readonly Match[]): Match[] {
  return [...groupBy(matches, ({ claim }) => [claim.file, claim.line, claim.area].join('\0')).values()].flatMap((same) => same.slice(0, 1));
}

function recall(labels: readonly Label[], found: ReadonlySet<string>): Ratios {
  return countRatio(labels, (label) => label.category, (label) => found.has(siteKey(label)));
}

export function scoreSites(matches: readonly Match[], { labels, files }: Labels): SiteScore {
  const scope = new Set(files.map((entry) => entry.file));
  const found = new Set(matches.flatMap((match) => match.labels.map(siteKey)));
  const judged = oncePerLine(matches).map((match) => ({ claim: match.claim, judgement: judge(match, scope) }));
  const that = (judgement: Judgement): Claim[] => judged.filter((entry) => entry.judgement === judgement).map((entry) => entry.claim);
  const counted = judged.filter((entry) => entry.judgement === 'right' || entry.judgement === 'wrong');
  const required = labels.filter(isRequired);
  return {
    core: recall(labels.filter((label) => label.tier === 'core'), found),
    required: recall(required, found),
    precision: countRatio(counted, (entry) => entry.claim.area, (entry) => entry.judgement === 'right'),
    neutral: that('neutral').length,
    outside: that('outside').length,
    misses: required.filter((label) => !found.has(siteKey(label))),
    falseAlarms: that('wrong'),
  };
}
