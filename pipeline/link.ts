/** Stage two: facts, manifests, lock files and host files joined into one program. */
import { manifestsOf } from '../core/manifest.js';
import { originIndex } from '../core/origin-pattern.js';
import { type Project, memoryProject } from '../core/project.js';
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import { createResolver } from '../core/resolve.js';
import { isHostFile, readHostFile } from '../program/host.js';
import { link } from '../program/link.js';
import { lockedPackages } from '../program/lockfiles.js';
import { isPage, scriptsOfPage } from '../program/pages.js';
import { apisOf } from '../rules/apis.js';
import { loadRules } from '../rules/load.js';
import { type FactsOfProject, readFacts } from './facts.js';

const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

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

export interface LinkWarnings {
  /** Lock files that were not understood, or that stand beside another one. */
  locks: string[];
}

export function linkProject(project: Project, { facts }: FactsOfProject, pack: RulePack): { program: Program; warnings: LinkWarnings } {
  const locks = LOCK_FILES.filter((file) => project.has(file));
  const read = locks.map((file) => ({ file, packages: lockedPackages(file, readQuietly(project, file)) }));
  const understood = read.find((lock) => lock.packages !== null);
  const readings = project.others.filter(isHostFile).map((file) => readHostFile(file, readQuietly(project, file)));
  const program = link({
    root: project.root,
    name: project.name,
    facts,
    resolve: createResolver(project).resolve,
    apisOf,
    wanted: wantedBy(pack),
    manifests: manifestsOf(project),
    locked: understood?.packages ?? [],
    host: { facts: readings.flatMap((r) => r.facts), commands: readings.flatMap((r) => r.commands) },
    pages: project.others.filter(isPage).flatMap((file) => scriptsOfPage(file, readQuietly(project, file))),
    others: project.others,
  });
  const warnings = [
    ...read.filter((lock) => lock.packages === null).map((lock) => `${lock.file} could not be read; the versions it locks are not known`),
    ...(read.filter((lock) => lock.packages !== null).length > 1 ? [`${locks.join(' and ')} stand side by side; ${understood?.file ?? ''} was read`] : []),
  ];
  return { program, warnings: { locks: warnings } };
}

/** The program of files in memory: keys are paths. For examples of rules and tests. */
export function programOfText(files: Record<string, string>): Program {
  const project = memoryProject(files);
  return linkProject(project, readFacts(project), loadRules()).program;
}
