/** Which findings a target still has to answer for, and what kind of answer each can get. It changes no verdict. */
import type { Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { Area, Target } from '../core/vocabulary.js';

/** Production findings that are not excused and do not simply work on the target. */
export function openFindings(findings: Finding[], target: Target): Finding[] {
  return findings.filter((finding) => finding.reach === 'production' && !finding.suppressed && finding.impactBy[target] !== 'none');
}

/** Findings that need more than a setting. */
export function workFindings(findings: Finding[], target: Target): Finding[] {
  return openFindings(findings, target).filter((finding) => finding.impactBy[target] !== 'setting');
}

export function blockers(findings: Finding[], target: Target): Finding[] {
  return openFindings(findings, target).filter((finding) => finding.impactBy[target] === 'blocker');
}

/** What is left to do when these modules stay in a Container: findings there count only as far as a Container has them too. */
export function leftOutside(findings: Finding[], target: Target, containerFiles: ReadonlySet<string>): Finding[] {
  return openFindings(findings, target).filter((finding) => !containerFiles.has(finding.at.file) || finding.impactBy.containers !== 'none');
}

/** Areas whose smallest answer is a real machine: compiled code, processes, local models. */
export const MACHINE_AREAS: ReadonlySet<Area> = new Set(['native-module', 'model-inference', 'child-process', 'git-cli', 'worker-threads']);

/** Areas whose data moves to a service, so that the package that held it leaves as well. */
export const DATA_AREAS: ReadonlySet<Area> = new Set(['filesystem', 'sqlite', 'database', 'session-auth']);

/** The package an origin speaks of, if it is one of `names`: `socket.io().on` is `socket.io`, `pg.Pool` is `pg`. */
export function packageOf(origin: string, names: ReadonlySet<string>): string | null {
  if (names.has(origin)) return origin;
  const ends = [...origin.matchAll(/[./(]/g)].map((match) => match.index).reverse();
  for (const end of ends) {
    const prefix = origin.slice(0, end);
    if (names.has(prefix)) return prefix;
  }
  return null;
}

/** Names that origins of this program may begin with. */
export const packageNames = (program: Program): Set<string> => new Set(program.packages.map((fact) => fact.name));
