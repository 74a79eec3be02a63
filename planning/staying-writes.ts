/**
 * Calls that would move because of some of the files that they reach, while others of these go on being written, or read, on the disk: what was written there would be looked for in the store, or the other
 * way round. On Workers a path tells scratch files and shipped ones apart from documents, and nothing else. It finds such calls; scratch files are no concern of it, nor what nobody writes.
 */
import type { PlannedSeed } from '../core/plan.js';
import type { Program, Resource, Site } from '../core/program.js';
import { BLOCK_CODES } from '../core/repairs.js';
import { isPlainFileCall } from '../core/storage-calls.js';
import { MUTATING } from '../core/storage-operations.js';
import { copiesFile, movesFile } from '../core/stored-names.js';
import type { Block } from './closure-data.js';
import { takesIn } from './crossings.js';
import { grouped } from './grouped.js';
import { overlap, sitesNaming } from './overlaps.js';
import { readable } from './storage-names.js';
import type { StorageWorld } from './storage-evidence.js';

export interface RewrittenCalls {
  seeds: readonly (PlannedSeed & { resources: string[] })[];
  /** Calls of wrappers that move: file and offset. */
  wrapped: ReadonlySet<string>;
}

const keyOf = ({ at }: Pick<Site, 'at'>): string => `${at.file}:${at.start}`;

const isWritten = (site: Site): boolean => /^(?:write|append)$/.test(site.storage?.access ?? '') && site.reach === 'production';

const isRead = (site: Site): boolean => /^(?:read|list)$/.test(site.storage?.access ?? '') && site.reach === 'production';

/** Whether the call goes to the store: itself, or all that it reaches in the wrapper. */
function goesToStore({ seeds, wrapped }: RewrittenCalls): (site: Site) => boolean {
  const plain = new Set(seeds.filter((seed) => seed.variant === undefined).map(keyOf));
  const all = new Set(seeds.map(keyOf));
  return (site) => (site.wraps ? site.wraps.every((inner) => plain.has(inner) || (all.has(inner) && wrapped.has(keyOf(site)))) : all.has(site.id));
}

/** What each call inside of a wrapper, or outside of any, is used for. */
function usesOf({ sites }: Program): Map<string, Site[]> {
  const stored = sites.filter((site) => site.storage && site.reach === 'production');
  return new Map([...grouped(stored.flatMap((site) => (site.wraps ?? [site.id]).map((id) => ({ id, site }))), ({ id }) => id)].map(([id, group]) => [id, group.map(({ site }) => site)]));
}

const reachedBy = ({ several }: StorageWorld, site: Site): readonly string[] => several.get(site) ?? [site.storage?.resource ?? ''];

/** Blocks what such calls would move. */
export function stayingWrites(world: StorageWorld, rewritten: RewrittenCalls, migrating: ReadonlySet<string>): Block[] {
  const mixing = rewritten.seeds.filter((seed) => seed.also?.includes('mixed'));
  if (mixing.length === 0) return [];
  const uses = usesOf(world.program);
  const goes = goesToStore(rewritten);
  const staying = (resource: Resource, is: (site: Site) => boolean): Site | undefined => sitesNaming(world, resource).find((site) => is(site) && !goes(site));
  return mixing.flatMap((seed) => {
    // Of a second version, only what is called through it.
    const own = (uses.get(keyOf(seed)) ?? []).filter((site) => seed.variant === undefined || !site.wraps || rewritten.wrapped.has(keyOf(site)));
    const reached = new Set(own.flatMap((site) => reachedBy(world, site)));
    const stays = world.program.resources.filter((resource) => reached.has(resource.id) && !migrating.has(resource.id) && resource.persistence !== 'temp');
    // A folder that is copied or listed has it as well.
    const around = stays.length === 0 ? [] : world.program.resources.filter((resource) => !reached.has(resource.id) && !migrating.has(resource.id) && stays.some((one) => overlap(one, resource)));
    const first = (is: (site: Site) => boolean, among: (resource: Resource) => boolean = () => true): Found | undefined => [...stays, ...around].filter(among).flatMap((resource) => { const site = staying(resource, is); return site ? [{ name: `${reached.has(resource.id) ? '' : 'what may be in '}${readable(resource.pattern)}`, at: site.at, copied: copiesFile(site.origin) }] : []; })[0];
    const resources = mixedOf(world, own, stays, migrating) ?? seed.resources;
    // What stays for good cannot be written on the disk of a Worker: that fails where it is tried, and nothing is there to be found. What another run moves can.
    const written = first(isWritten, ({ id }) => world.mayMove?.has(id) ?? true) ?? first((site) => isWritten(site) && copiesFile(site.origin)) ?? unknownWrite(world.program, own, goes);
    if (written) return [blocked({ ...seed, resources }, written, `it is ${written.copied ? 'copied' : 'written'} on the disk here, and would be looked for in the store`)];
    // What is moved or copied from there is not written there.
    const isGiven = (resource: Resource): boolean => own.some((site) => (!movesFile(site.origin) && !copiesFile(site.origin)) || takesIn(resource.pattern, site.storage?.path.text ?? ''));
    const read = MUTATING.has(seed.operation) ? first(isRead, isGiven) : undefined;
    return read ? [blocked({ ...seed, resources }, read, 'it is read from the disk here, and would be written to the store')] : [];
  });
}

/** Where single uses reach both, what these would move is all that has to stay: the others may have the call to themselves then. Null: no single use does. */
function mixedOf(world: StorageWorld, own: readonly Site[], stays: readonly Resource[], migrating: ReadonlySet<string>): string[] | null {
  const staying = new Set(stays.map(({ id }) => id));
  const mixed = own.map((site) => reachedBy(world, site)).filter((ids) => ids.some((id) => staying.has(id))).flat().filter((id) => migrating.has(id));
  return mixed.length > 0 ? [...new Set(mixed)] : null;
}

/** Files that stay and are written on the disk, which calls that move look for in the store: for a person to know of. `moving`: what moves with these calls. */
export function writtenBeside(world: StorageWorld, seeds: readonly PlannedSeed[], moving: readonly string[]): { resource: Resource; at: Site['at'] }[] {
  const mixing = seeds.filter((seed) => seed.also?.includes('mixed'));
  if (mixing.length === 0) return [];
  const uses = usesOf(world.program);
  const own = mixing.flatMap((seed) => (uses.get(keyOf(seed)) ?? []).filter((site) => seed.variant === undefined || reachedBy(world, site).some((id) => moving.includes(id))));
  const reached = new Set(own.flatMap((site) => reachedBy(world, site)));
  const moved = new Set(seeds.map(keyOf));
  return world.program.resources.filter(({ id, persistence }) => reached.has(id) && !moving.includes(id) && persistence !== 'temp').flatMap((resource) => {
    const write = sitesNaming(world, resource).find((site) => isWritten(site) && !(site.wraps ?? [site.id]).every((id) => moved.has(id)));
    return write ? [{ resource, at: write.at }] : [];
  });
}

interface Found {
  name: string;
  at: Site['at'];
  copied?: boolean;
}

const blocked = (seed: RewrittenCalls['seeds'][number], { name, at }: Found, text: string): Block => ({ code: 'mixed-paths', resources: seed.resources, chain: [{ text: `this call reaches ${name} as well, which stays`, at: seed.at }, { text: `${text}; ${BLOCK_CODES['mixed-paths']}`, at }] });

/** A path of which nobody knows where it leads, handed in beside the documents, and written on the disk in the same file. */
function unknownWrite({ sites }: Program, own: readonly Site[], goes: (site: Site) => boolean): Found | undefined {
  const isUnknown = (site: Site): boolean => site.storage?.resource === '' && site.storage.path.text.startsWith('*');
  // What a parameter is, its callers say.
  const handed = new Set(own.filter((site) => isUnknown(site) && (site.wraps || site.callers.length === 0)).map((site) => `${site.at.file} ${site.storage?.path.text ?? ''}`));
  const write = sites.find((site) => isUnknown(site) && isWritten(site) && isPlainFileCall(site.origin) && handed.has(`${site.at.file} ${site.storage?.path.text ?? ''}`) && !goes(site));
  return write ? { name: 'a file of which nobody knows where it lies', at: write.at } : undefined;
}
