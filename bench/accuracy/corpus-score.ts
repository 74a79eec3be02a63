/** Lays the findings of a scan beside what a program of the corpus expects. It reads no file. */
import type { Finding, Scan } from '../../core/scan.js';
import type { Expectation, FalseFriend } from './corpus-markers.js';
import type { CorpusProgram } from './corpus-programs.js';

export interface CorpusScore {
  name: string;
  met: number;
  expectations: number;
  silent: number;
  friends: number;
  /** One sentence for each difference; none when everything is as expected. */
  problems: string[];
}

export type Scanned = Pick<Scan, 'findings' | 'suppressed' | 'entryPoints' | 'modules' | 'skipped'> & { apart?: Finding[] };

const isDoubted = (finding: Finding): boolean => finding.reasons.some((reason) => /^(?:guarded by|in a try block)/.test(reason));

/** What a finding lacks of an expectation at its place and of its rule; '' for nothing. */
function lacks(finding: Finding, wanted: Expectation): string {
  if (wanted.persistence !== undefined && finding.persistence !== wanted.persistence) return `is ${finding.persistence ?? 'no storage'}, not ${wanted.persistence}`;
  if (finding.reach !== wanted.reach) return `is reached by ${finding.reach}, not ${wanted.reach}`;
  if (isDoubted(finding) !== wanted.guarded) return wanted.guarded ? 'names no guard' : 'names a guard';
  const { from } = wanted;
  if (from !== undefined && !finding.reachedBy.some((r) => r.entryPoint.startsWith(from))) return `is reached from ${finding.reachedBy.map((r) => r.entryPoint).join(', ') || 'nowhere'}, not ${from}`;
  return '';
}

const standsAt = (finding: Finding, wanted: Expectation): boolean =>
  finding.rule === wanted.rule && finding.at.file === wanted.file && (wanted.line === 0 || finding.at.line === wanted.line);

const placed = ({ file, line }: { file: string; line: number }): string => (line === 0 ? file : `${file}:${line}`);

/** Each expectation takes one finding; what remains is told as well. */
function siteProblems(findings: readonly Finding[], expectations: readonly Expectation[]): { met: number; problems: string[]; rest: Finding[] } {
  const rest = [...findings];
  const problems: string[] = [];
  for (const wanted of expectations) {
    const near = rest.filter((finding) => standsAt(finding, wanted));
    const right = near.find((finding) => lacks(finding, wanted) === '');
    const taken = right ?? near[0];
    if (taken) rest.splice(rest.indexOf(taken), 1);
    if (!right) problems.push(`${placed(wanted)} ${wanted.rule} ${taken ? lacks(taken, wanted) : 'is missing'}`);
  }
  return { met: expectations.length - problems.length, problems, rest };
}

const hits = (friend: FalseFriend, findings: readonly Finding[]): Finding[] =>
  findings.filter((finding) => finding.at.file === friend.file && (friend.line === 0 || finding.at.line === friend.line));

function structureProblems({ structure }: CorpusProgram, scan: Scanned): string[] {
  const modules = new Map(scan.modules.map((module) => [module.file, module]));
  return [
    ...structure.entries.filter((id) => !scan.entryPoints.some((entry) => entry.id.startsWith(id))).map((id) => `no entry point ${id}; there are ${scan.entryPoints.map((entry) => entry.id).join(', ') || 'none'}`),
    ...Object.entries(structure.reach).filter(([file, reach]) => modules.get(file)?.reach !== reach).map(([file, reach]) => `${file} is ${modules.get(file)?.reach ?? 'no module'}, not ${reach}`),
    ...Object.entries(structure.chains).filter(([file, chain]) => modules.get(file)?.chain.join() !== chain.join()).map(([file, chain]) => `${file} is reached by ${modules.get(file)?.chain.join(' > ') || 'nothing'}, not ${chain.join(' > ')}`),
    ...structure.skipped.filter((file) => !scan.skipped.some((row) => row.file === file)).map((file) => `${file} is not among the skipped files`),
  ];
}

/** Everything found, whatever reaches it, is held against the program's expectations. */
export function scoreProgram(program: CorpusProgram, scan: Scanned): CorpusScore {
  const findings = [...scan.findings, ...(scan.apart ?? []), ...scan.suppressed];
  const { met, problems, rest } = siteProblems(findings, program.expectations);
  const loud = program.friends.filter((friend) => hits(friend, findings).length > 0);
  return {
    name: program.name,
    met,
    expectations: program.expectations.length,
    silent: program.friends.length - loud.length,
    friends: program.friends.length,
    problems: [
      ...problems,
      ...rest.map((finding) => `${finding.at.file}:${finding.at.line} ${finding.rule} (${finding.what}) is not expected${loud.some((friend) => hits(friend, [finding]).length > 0) ? ': a false friend' : ''}`),
      ...structureProblems(program, scan),
    ],
  };
}

/** The same program with nothing expected of it: a comparison that is worth anything finds fault with that. */
export const withoutExpectations = (program: CorpusProgram): CorpusProgram => ({ ...program, expectations: [], friends: [], structure: { entries: [], reach: {}, chains: {}, skipped: [] } });
