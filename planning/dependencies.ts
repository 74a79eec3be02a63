/**
 * What changes in package.json: packages whose every production use is replaced leave, what replaces them comes, the rest stays and
 * says why. A package with one use left is kept; versions are those of the manifest or the lock file.
 */
import semver from 'semver';
import type { DependencyChange, Plan, PlanDecision, PlannedResource, StorageTarget } from '../core/plan.js';
import type { PackageFact, Program, Site } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { openFindings, packageNames, packageOf } from './open-findings.js';
import { CONTAINER_PACKAGE, OPENAI_CLIENT, POSTGRES_CLIENT, UPGRADES, WRANGLER, replacementOf } from './replacements.js';

export interface DependencyParts {
  resources: PlannedResource[];
  decisions: PlanDecision[];
  containerFiles: ReadonlySet<string>;
  container: boolean;
  target: Target;
}

/** Targets whose code no longer calls the package. */
const MOVED: ReadonlySet<StorageTarget> = new Set(['kv', 'r2', 'd1', 'postgres', 'durable-object', 'queue', 'workflow', 'api', 'cron-trigger', 'worker-binding']);

/** Packages whose functions are those of fs: their sites carry fs's name. */
const FS_COPIES = new Set(['fs-extra', 'graceful-fs']);

interface Uses {
  /** Calls into the package. */
  sites: Site[];
  /** Places of findings about it, calls or import. */
  findings: Finding[];
}

const placeKey = (at: { file: string; line: number; column: number }): string => `${at.file}:${at.line}:${at.column}`;

function usesOf(fact: PackageFact, program: Program, findings: Finding[], names: ReadonlySet<string>): Uses {
  const importers = new Set(fact.importedBy.map((use) => use.file));
  const isUse = (origin: string, file: string): boolean =>
    packageOf(origin, names) === fact.name || (FS_COPIES.has(fact.name) && importers.has(file) && origin.startsWith('node:fs'));
  return {
    sites: program.sites.filter((site) => site.reach === 'production' && isUse(site.origin, site.at.file)),
    findings: findings.filter((finding) => isUse(finding.what, finding.at.file)),
  };
}

/** Where an open question would send a resource, as long as nobody answers otherwise. A SQLite file that may be lost still needs SQLite. */
function byDefault(resource: PlannedResource, decisions: PlanDecision[]): StorageTarget {
  const open = resource.target === 'decide' || (resource.kind === 'sqlite' && resource.target === 'keep');
  const question = open ? decisions.find((decision) => decision.resources?.includes(resource.resource)) : undefined;
  return question?.options.find((option) => option.id === (question.answer ?? question.default))?.target ?? resource.target;
}

/** Where the plan sends each place. */
function targetsByPlace(program: Program, parts: DependencyParts): Map<string, StorageTarget> {
  const targets = new Map<string, StorageTarget>();
  // A driver of a database over the network is still the driver when a binding stands in between.
  const resources = parts.resources.filter((resource) => resource.kind !== 'database').map((resource) => ({ ...resource, target: byDefault(resource, parts.decisions) }));
  const planned = new Map(resources.map((resource) => [resource.resource, resource.target]));
  for (const site of program.sites) {
    const target = planned.get(site.storage?.resource ?? '');
    if (target) targets.set(placeKey(site.at), target);
  }
  for (const resource of resources) for (const site of resource.sites) targets.set(placeKey(site.at), resource.target);
  return targets;
}

/** Stored data that moves leaves its package without a caller; elsewhere a package goes only when it is known what does its work. */
const mayLeave = (fact: PackageFact, uses: Uses): boolean => replacementOf(fact.name) !== undefined || FS_COPIES.has(fact.name) || uses.sites.some((site) => site.storage !== undefined);

function isReplaced(fact: PackageFact, uses: Uses, targets: Map<string, StorageTarget>, parts: DependencyParts): boolean {
  if (fact.importedBy.some((use) => parts.containerFiles.has(use.file))) return false;
  if (parts.target === 'workers' && replacementOf(fact.name)?.sameInterface) return true;
  if (!mayLeave(fact, uses)) return false;
  const importLines = new Set(fact.importedBy.map((use) => placeKey(use.at)));
  const calls = [
    ...uses.sites.map((site) => ({ key: placeKey(site.at), method: site.origin.includes('()') })),
    ...uses.findings.map((finding) => ({ key: placeKey(finding.at), method: finding.what.includes('()') })),
  ].filter((call) => !importLines.has(call.key));
  const sent = calls.map((call) => targets.get(call.key));
  // A method of a handle goes where its handle goes; any other call must be planned itself.
  return sent.some((target) => target && MOVED.has(target)) && calls.every((call, i) => (sent[i] ? MOVED.has(sent[i]) : call.method));
}

function upgradeOf(fact: PackageFact, target: Target): (typeof UPGRADES)[number] | undefined {
  const version = fact.version && semver.coerce(fact.version);
  return target === 'workers' && version ? UPGRADES.find((upgrade) => upgrade.name === fact.name && semver.lt(version, upgrade.below)) : undefined;
}

function keptBecause(fact: PackageFact, uses: Uses, parts: DependencyParts): DependencyChange {
  const upgrade = upgradeOf(fact, parts.target);
  if (upgrade) return { name: fact.name, version: upgrade.version, why: `raise from ${fact.version ?? 'an unknown version'}: ${upgrade.why}` };
  const inContainer = fact.importedBy.find((use) => parts.containerFiles.has(use.file));
  if (inContainer) return { name: fact.name, version: fact.version, why: `stays in the Container with ${inContainer.file}` };
  const open = uses.findings[0];
  if (open) return { name: fact.name, version: fact.version, why: `still used: ${open.title} (${open.at.file}:${open.at.line})` };
  return { name: fact.name, version: fact.version, why: fact.reach === 'production' ? 'nothing found against it' : 'not used by production code' };
}

function additions(program: Program, removed: DependencyChange[], parts: DependencyParts): DependencyChange[] {
  const present = new Set(program.packages.filter((fact) => fact.direct).map((fact) => fact.name));
  const replacing = removed.flatMap((change) => {
    const replacement = replacementOf(change.name);
    const wanted = replacement?.sameInterface || parts.decisions.some((decision) => decision.answer === 'isomorphic-git') ? replacement?.add ?? [] : [];
    return wanted.map((add) => ({ ...add, why: `takes the place of ${change.name}` }));
  });
  const postgres = parts.resources.some((resource) => resource.target === 'postgres');
  const openai = parts.decisions.some((decision) => decision.id === 'models' && decision.answer === 'openai');
  const wanted = [
    { ...WRANGLER, why: 'builds and deploys (development only)' },
    ...(parts.container ? [{ ...CONTAINER_PACKAGE, why: 'the class that starts and addresses Container instances' }] : []),
    ...(postgres ? [{ ...POSTGRES_CLIENT, why: 'Postgres through Hyperdrive, a client per request' }] : []),
    ...(openai ? [{ ...OPENAI_CLIENT, why: 'embeddings over HTTP' }] : []),
    ...replacing,
  ];
  const distinct = [...new Map(wanted.map((add) => [add.name, add])).values()];
  return distinct.filter((add) => !present.has(add.name)).map(({ name, version, why }) => ({ name, version, why }));
}

const replacedWhy = (fact: PackageFact): string => {
  const by = replacementOf(fact.name)?.by;
  return by ? `every production use is replaced by ${by}` : 'every production use is replaced';
};

/** Direct production dependencies only: development tools stay as they are. */
export function dependencyChanges(program: Program, findings: Finding[], parts: DependencyParts): Plan['dependencies'] {
  const names = packageNames(program);
  const targets = targetsByPlace(program, parts);
  const open = openFindings(findings, parts.target);
  const direct = program.packages.filter((fact) => fact.direct && !fact.dev).map((fact) => ({ fact, uses: usesOf(fact, program, open, names) }));
  const leaves = new Set(
    direct
      .filter(({ fact, uses }) => fact.reach === 'production' && isReplaced(fact, uses, targets, parts))
      .map(({ fact }) => fact.name),
  );
  const remove = direct.filter(({ fact }) => leaves.has(fact.name)).map(({ fact }) => ({ name: fact.name, version: fact.version, why: replacedWhy(fact) }));
  return {
    remove,
    add: additions(program, remove, parts),
    keep: direct.filter(({ fact }) => !leaves.has(fact.name)).map(({ fact, uses }) => keptBecause(fact, uses, parts)),
  };
}
