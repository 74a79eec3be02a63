/** Turns findings into claims: where, in which area, kept how. Only what labels can answer becomes a claim. */
import type { Finding } from '../../core/scan.js';
import type { Area, Persistence } from '../../core/vocabulary.js';
import type { Labels } from './labels.js';

/** One thing that the scan says about a line. Two findings that say the same are one claim. */
export interface Claim {
  file: string;
  line: number;
  area: Area;
  persistence?: Persistence;
}

/** Areas that no reader has labelled: what is found in them is neither right nor wrong here. */
const UNLABELLED: ReadonlySet<Area> = new Set<Area>(['database', 'private-network', 'cloud-identity', 'session-auth', 'observability']);

/** Files that a reader has named: those of the scope, and those in which something looks like a site and is none. */
function knownFiles(labels: Labels): Set<string> {
  const named = labels.lookAlikes.map((entry) => entry.file).filter((file) => file.slice(file.lastIndexOf('/') + 1).includes('.'));
  return new Set([...labels.files.map((entry) => entry.file), ...named]);
}

/** The labelled file that `file` is: itself, or the longest one it ends with when the scan began further up. */
function labelledFile(file: string, known: ReadonlySet<string>): string {
  if (known.has(file)) return file;
  const ends = [...known].filter((candidate) => file.endsWith(`/${candidate}`));
  return ends.reduce((longest, candidate) => (candidate.length > longest.length ? candidate : longest), '') || file;
}

/** Share of each file that is to be rewritten, by labelled file. */
export function rewriteShares(files: readonly { file: string; rewritePercent: number }[], labels: Labels): Map<string, number> {
  const known = knownFiles(labels);
  return new Map(files.map((entry) => [labelledFile(entry.file, known), entry.rewritePercent]));
}

const textOf = (claim: Claim): string => `${claim.file}\0${String(claim.line).padStart(8, '0')}\0${claim.area}\0${claim.persistence ?? ''}`;

/** Distinct claims of `findings`, ordered by place. */
export function claimsOf(findings: readonly Finding[], labels: Labels): Claim[] {
  const known = knownFiles(labels);
  const claims = findings.filter((finding) => !UNLABELLED.has(finding.area)).map((finding): Claim => ({
    file: labelledFile(finding.at.file, known),
    line: finding.at.line,
    area: finding.area,
    ...(finding.persistence ? { persistence: finding.persistence } : {}),
  }));
  const distinct = new Map(claims.map((claim) => [textOf(claim), claim]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}
