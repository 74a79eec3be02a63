/** Stage two: facts, manifests, lock files and host files joined into one program. */
import type { FileFacts } from '../core/facts.js';
import { installedPackages } from '../core/installed.js';
import { type Manifest, manifestsOf, withBesides } from '../core/manifest.js';
import { originIndex } from '../core/origin-pattern.js';
import { type Project, memoryProject } from '../core/project.js';
import type { OpenNames, Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import { createResolver } from '../core/resolve.js';
import type { InputWarning } from '../core/warnings.js';
import { isHostFile, readHostFile } from '../program/host.js';
import { link } from '../program/link.js';
import { type LockReading, chooseLock } from '../program/lockfiles.js';
import { hintsOf } from '../program/native.js';
import { isPage, scriptsOfPage } from '../program/pages.js';
import { apisOf } from '../rules/apis.js';
import { loadRules } from '../rules/load.js';
import { type FactsOfProject, readFacts } from './facts.js';

/** Origins that rules may name, beside those that apis.yaml describes. */
function wantedBy(pack: RulePack): (origin: string) => boolean {
  const index = originIndex(pack.rules, (rule) => rule.match.site ?? []);
  return (origin) => index(origin).length > 0;
}

const readQuietly = (project: Project, file: string): string => {
  try {
    return project.read(file);
  } catch {
    return ''; // A configuration file that cannot be read says nothing; sources are reported as skipped.
  }
};

/** Packages whose installed files may prove or disprove compiled code. */
function candidates(manifests: readonly Manifest[], lock: LockReading | null): string[] {
  const direct = manifests.flatMap((manifest) => [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.optionalDependencies ?? {})]);
  return [...new Set([...direct, ...hintsOf(lock?.packages ?? [])])];
}

export interface LinkedProject {
  program: Program;
  /** Facts of all files as they were known in the end. */
  facts: FileFacts[];
  warnings: InputWarning[];
  openNames: OpenNames;
}

export function linkProject(project: Project, { facts, open, readsIn }: FactsOfProject, pack: RulePack, resolve = createResolver(project).resolve, thorough = true): LinkedProject {
  const manifests = manifestsOf(project).map((manifest) => withBesides(project, manifest));
  const { lock, warnings } = chooseLock(project.others, (file) => readQuietly(project, file), manifests);
  const readings = [...project.others, ...project.sources].filter(isHostFile).map((file) => readHostFile(file, readQuietly(project, file)));
  const linked = link({
    root: project.root,
    name: project.name,
    facts,
    thorough,
    open,
    readsIn,
    resolve,
    apisOf,
    wanted: wantedBy(pack),
    manifests,
    lock,
    installed: installedPackages(project.root, candidates(manifests, lock)),
    host: { facts: readings.flatMap((r) => r.facts), commands: readings.flatMap((r) => r.commands) },
    pages: project.others.filter(isPage).flatMap((file) => scriptsOfPage(file, readQuietly(project, file))),
    others: project.others,
  });
  return { ...linked, warnings };
}

/** The program of files in memory: keys are paths. For examples of rules and tests. */
export function programOfText(files: Record<string, string>): Program {
  const project = memoryProject(files);
  return linkProject(project, readFacts(project), loadRules()).program;
}
