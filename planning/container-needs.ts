/** Modules that use what only a machine gives: compiled code, processes, local models. It looks at findings; what moves to a service is left out. */
import type { Place } from '../core/facts.js';
import type { Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { Area } from '../core/vocabulary.js';
import { DATA_AREAS, MACHINE_AREAS, blockers, packageNames, packageOf } from './open-findings.js';
import { replacementOf } from './replacements.js';

export interface ContainerNeed {
  file: string;
  area: Area;
  what: string;
  reason: string;
  at: Place;
}

export const placeOf = (at: { file: string; line: number; column: number }): Place => ({ ...at, start: 0, end: 0 });

/** Packages whose findings are about stored data: the data moves, and the package goes with it. */
function dataPackages(findings: Finding[], names: ReadonlySet<string>): Set<string> {
  const held = findings.filter((finding) => DATA_AREAS.has(finding.area)).map((finding) => packageOf(finding.what, names));
  return new Set(held.filter((name) => name !== null));
}

/** Packages that nothing but settled work brings in: the add-on below a model library leaves with the model. */
export function packagesLeaving(program: Program, findings: Finding[], settled: ReadonlySet<Area>): Set<string> {
  const names = packageNames(program);
  const moved = new Set(findings.filter((finding) => settled.has(finding.area)).map((finding) => packageOf(finding.what, names)));
  return new Set(program.packages.filter((pkg) => !pkg.direct && pkg.broughtInBy.length > 0 && pkg.broughtInBy.every((name) => moved.has(name))).map((pkg) => pkg.name));
}

const sentence: Partial<Record<Area, (what: string) => string>> = {
  'native-module': (what) => `loads the compiled add-on ${what}`,
  'model-inference': (what) => `runs a model in its own memory (${what})`,
  'child-process': (what) => `starts a process (${what})`,
  'git-cli': (what) => `runs git (${what})`,
  'worker-threads': (what) => `starts threads (${what})`,
};

/** `settled` are areas whose findings a decision has moved to a service. */
export function containerNeeds(program: Program, findings: Finding[], settled: ReadonlySet<Area> = new Set()): ContainerNeed[] {
  const names = packageNames(program);
  const open = blockers(findings, 'workers');
  const data = dataPackages(open, names);
  const leaving = packagesLeaving(program, open, settled);
  const needs = open.filter((finding) => {
    if (leaving.has(finding.what)) return false;
    if (!MACHINE_AREAS.has(finding.area) || settled.has(finding.area) || finding.impactBy.containers === 'blocker' || finding.fix?.codemod) return false;
    const name = packageOf(finding.what, names) ?? finding.what;
    const replacement = replacementOf(name);
    return !data.has(name) && !replacement?.holdsData && !replacement?.sameInterface;
  });
  return needs.map((finding) => ({
    file: finding.at.file,
    area: finding.area,
    what: finding.what,
    reason: sentence[finding.area]?.(finding.target ?? finding.what) ?? finding.title,
    at: placeOf(finding.at),
  }));
}
