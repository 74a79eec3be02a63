/**
 * Documents that both sides of the Container cut would touch: it finds the modules in the Container that call, directly or through
 * modules shipped on both sides, what reads or writes them. It says so in the plan; it rewrites nothing.
 */
import type { ContainerCut, ManualWork, PlannedResource } from '../core/plan.js';
import type { EntryKind, FunctionId, Program, Site } from '../core/program.js';
import { grouped } from './grouped.js';
import { fileOf } from './joined-modules.js';

const RULE = 'shared-documents';
const WORK = 'there the same store must be reached over its HTTP or S3 API, which no rewrite of this version adds';
const NAMED = 3;

/** What runs outside of the deployed program. */
const APART: ReadonlySet<EntryKind> = new Set(['test', 'build', 'script']);

export interface SharedDocument {
  resource: string;
  /** Modules of the Container that touch it, nearest first. */
  files: string[];
  /** Places in those modules that lead to it, `file:start`. */
  places: string[];
  /** The Worker touches it as well. */
  both: boolean;
}

function sitesOf(program: Program): Map<string, Site[]> {
  const owner = new Map(program.resources.flatMap((resource) => resource.sites.map((site) => [site, resource.id])));
  return grouped(program.sites.filter((site) => site.reach === 'production'), (site) => owner.get(site.id) ?? site.storage?.resource ?? '');
}

function usersOf(program: Program, sites: Site[], cut: ContainerCut): Omit<SharedDocument, 'resource'> {
  const inside = new Set(cut.modules);
  // A call that becomes a request runs on the other side, and so does what it touches there.
  const requests = new Set(cut.edges.map((edge) => `${edge.from}\n${edge.to}`));
  const callers = grouped(program.edges.filter((edge) => !requests.has(`${fileOf(edge.from)}\n${fileOf(edge.to)}`)), (edge) => edge.to);
  const seen = new Set<FunctionId>(sites.map((site) => site.fn));
  const files = new Set(sites.map((site) => site.at.file).filter((file) => inside.has(file)));
  const places = new Set(sites.filter((site) => inside.has(site.at.file)).map((site) => site.id));
  for (const fn of seen) {
    if (inside.has(fileOf(fn))) continue;
    for (const edge of callers.get(fn) ?? []) {
      seen.add(edge.from);
      if (!inside.has(fileOf(edge.from))) continue;
      files.add(fileOf(edge.from));
      places.add(`${edge.at.file}:${edge.at.start}`);
    }
  }
  const both = program.entryPoints.some((entry) => !APART.has(entry.kind) && !inside.has(entry.file) && entry.fn !== null && seen.has(entry.fn));
  return { files: [...files], places: [...places], both };
}

export function sharedDocuments(program: Program, resources: PlannedResource[], cut: ContainerCut): SharedDocument[] {
  const sites = sitesOf(program);
  return resources
    .filter((resource) => resource.target === 'kv' || resource.target === 'r2')
    .map((resource) => ({ resource: resource.resource, ...usersOf(program, sites.get(resource.resource) ?? [], cut) }))
    .filter((document) => document.files.length > 0);
}

/** The resource as planned, and who else needs it. */
export function withSharing(resources: PlannedResource[], documents: SharedDocument[]): PlannedResource[] {
  const byId = new Map(documents.map((document) => [document.resource, document]));
  return resources.map((resource) => {
    const document = byId.get(resource.resource);
    if (!document) return resource;
    const { files, both } = document;
    const more = files.length > NAMED ? [`${files.length - NAMED} more`] : [];
    const users = `${both ? 'also' : 'only'} used by ${[...files.slice(0, NAMED), ...more].join(' and ')}, which ${files.length === 1 ? 'stays' : 'stay'} in the Container: ${WORK}`;
    return { ...resource, reason: [resource.reason.replace(/\.$/, ''), users].filter((part) => part !== '').join('; ') };
  });
}

export function sharedWork(resources: PlannedResource[], documents: SharedDocument[]): ManualWork[] {
  if (documents.length === 0) return [];
  const ids = new Set(documents.map((document) => document.resource));
  const patterns = resources.filter((resource) => ids.has(resource.resource)).map((resource) => resource.pattern);
  return [{
    rule: RULE,
    title: documents.some((document) => document.both) ? 'Documents that Worker and Container both use' : 'Documents in KV or R2 that the Container uses',
    files: [...new Set(documents.flatMap((document) => document.files))].sort(),
    sites: new Set(documents.flatMap((document) => document.places)).size,
    reason: `${patterns.join(', ')}: in the Container ${WORK.replace('there ', '')}`,
  }];
}
