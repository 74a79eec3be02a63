/** Which stored resources a call can reach: the one that it names, or each of several where the program says while it runs which. */
import type { Program, Site } from './program.js';

/** Ids of resources, by site; none where nothing is stored, or nobody knows what. */
export function reachedResources(program: Pick<Program, 'resources' | 'sites'>): (site: Site) => string[] {
  const open = new Set(program.sites.filter((site) => site.storage?.resource === '').map((site) => site.id));
  const ways = new Map<string, string[]>();
  for (const { id, sites } of program.resources) for (const site of new Set(sites)) if (open.has(site)) ways.set(site, [...(ways.get(site) ?? []), id]);
  return ({ id, storage }) => (storage === undefined ? [] : storage.resource === '' ? ways.get(id) ?? [] : [storage.resource]);
}
