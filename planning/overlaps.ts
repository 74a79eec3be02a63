/** Resources that can name the same file: a folder, or all that lies below it, and what lies there; or are the two names of one move. What moves apart from the other would be in two places. */
import type { Resource, Site } from '../core/program.js';
import { BLOCK_CODES } from '../core/repairs.js';
import { answerCall } from '../core/storage-answers.js';
import { copiesFile, movesFile } from '../core/stored-names.js';
import type { Block } from './closure-data.js';
import type { Ties } from './components.js';
import { crossingBetween } from './crossings.js';
import { whyLoaded } from './loaded-as-code.js';
import { readable } from './storage-names.js';
import { type StorageWorld, callKey } from './storage-evidence.js';

/** `data/uploads/**` and `data/uploads` both reach what is below `data/uploads`. */
const folderOf = (pattern: string): string => pattern.replace(/\/\*\*$/, '');

const spellings = new WeakMap<Resource, string[]>();

/** `<env DATA|/srv>/a.json` is `<env DATA>/a.json` or `/srv/a.json`: other calls may name the place by one of the two. */
function spelled(resource: Resource): string[] {
  const known = spellings.get(resource);
  if (known) return known;
  const found = spellingsOf(resource.pattern);
  spellings.set(resource, found);
  return found;
}

function spellingsOf(pattern: string): string[] {
  const [, name, fallback, rest] = /^<env ([^|<>]+)\|((?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)+)>(.*)$/s.exec(pattern) ?? [];
  return [plain(pattern), ...(name === undefined ? [] : [plain(`<env ${name}>${rest ?? ''}`), ...spellingsOf(`${fallback ?? ''}${rest ?? ''}`)])];
}

/** `./data//a.json` is `data/a.json`. */
const plain = (path: string): string => path.replace(/\/(?:\.?\/)+/g, '/').replace(/^(?:\.\/)+(?=.)/, '').replace(/(?<=.)\/\.?$/, '');

/** The working folder holds what has no folder in its name. */
const startsIn = (folder: string, text: string): boolean => (folder === '.' ? /^[^/<*][^/]*$/.test(text) && text !== '.' : text.startsWith(`${folder}/`));

export const isBelow = (folder: Resource, file: Resource): boolean => file !== folder && spelled(folder).some((above) => spelled(file).some((text) => startsIn(folderOf(above), text)));

const isSame = (a: Resource, b: Resource): boolean => a !== b && spelled(a).some((text) => spelled(b).includes(text));

const listed = new WeakMap<StorageWorld, Map<Resource, string[]>>();

/** Folders that its calls list or remove, and that it is not named by: they were counted with the files in them that are nearest, and have all others as well. */
function foldersSeen(world: StorageWorld, resource: Resource): string[] {
  const known = listed.get(world) ?? new Map<Resource, string[]>();
  listed.set(world, known);
  const calls = known.has(resource) ? [] : (world.sitesOf.get(resource.id) ?? []).filter(({ storage }) => storage?.access === 'list' || storage?.access === 'delete');
  const found = known.get(resource) ?? [...new Set(calls.flatMap(({ storage }) => storage?.path.text ?? []))].filter((folder) => isIn(folder, resource));
  known.set(resource, found);
  return found;
}

const isIn = (folder: string, file: Resource): boolean => spellingsOf(folder).some((above) => spelled(file).some((text) => startsIn(above, text)));

/** The folder that holds the file, and is listed or removed by a call on the resource. */
const folderSeen = (world: StorageWorld, resource: Resource, file: Resource): string | undefined => (file === resource ? undefined : foldersSeen(world, resource).find((folder) => isIn(folder, file)));

/** What lies below it, or below a folder that is listed or removed with it. */
export const hasBelow = (world: StorageWorld, resource: Resource, file: Resource): boolean => isBelow(resource, file) || folderSeen(world, resource, file) !== undefined;

const LAST_UNKNOWN = /\/(?:\*|<[^<>/]*>)$/;

/** It is read or written under names that may lead further down, and the file lies there. */
const reachesInto = (world: StorageWorld, resource: Resource, file: Resource): boolean =>
  file !== resource && LAST_UNKNOWN.test(resource.pattern) && isIn(resource.pattern.replace(LAST_UNKNOWN, ''), file) && (world.sitesOf.get(resource.id) ?? []).some(({ storage }) =>
    storage?.path.deeper && storage.path.text === resource.pattern && /^(?:read|write)$/.test(storage.access));

export const overlap = (a: Resource, b: Resource): boolean => isBelow(a, b) || isBelow(b, a) || isSame(a, b);

/** What is done to it, with the copies and moves that are counted with the other file they name. */
export function sitesNaming(world: StorageWorld, resource: Resource): Site[] {
  const named = new Set(resource.sites);
  const own = world.sitesOf.get(resource.id) ?? [];
  return [...own, ...world.copies.filter((site) => named.has(site.id) && !own.includes(site))];
}

/** It is made, looked for, or given a mode: what lies in it may be here or there. */
export const onlyHolds = (world: StorageWorld, resource: Resource): boolean => {
  const sites = world.sitesOf.get(resource.id) ?? [];
  return sites.length > 0 && sites.every((site) => /^(?:create|probe)$/.test(site.storage?.access ?? '') || /\.l?ch(?:mod|own)(?:Sync)?$/.test(site.origin));
};

/** Pairs that both move go together; what lies in a folder needs that; what moves while the other stays is blocked. `moving` are those of one store; all others stay, or go elsewhere. */
export function overlaps(world: StorageWorld, moving: readonly Resource[]): Ties {
  const all = world.program.resources.filter((resource) => resource.kind === 'files' && sitesNaming(world, resource).length > 0);
  const holding = new Set(all.filter((resource) => onlyHolds(world, resource)));
  const held = moving.flatMap((file) => all.filter((folder) => holding.has(folder) && moving.includes(folder) && isBelow(folder, file)).map((folder): [string, string] => [file.id, folder.id]));
  // What stays in a folder that only holds others has no part in its move.
  const loose = (folder: Resource, file: Resource): boolean => holding.has(folder) && moving.includes(folder) && isBelow(folder, file);
  const pairs = moving.flatMap((resource) => all.filter((other) => meets(world, resource, other) && !loose(resource, other) && !loose(other, resource)).map((other) => ({ resource, other })));
  const moves = moving.flatMap((resource) => namesOfMoves(world, resource));
  const goes = (other: Resource): boolean => moving.includes(other);
  const rewritten = new Set(moving.flatMap((resource) => world.sitesOf.get(resource.id) ?? []).map(callKey));
  // Every call on it moves because of what else it reaches, and takes it along.
  const goesAlong = (other: Resource): boolean => world.apart && sitesNaming(world, other).every((site) => rewritten.has(callKey(site)));
  return {
    needs: held,
    together: [...pairs, ...moves].filter(({ other }) => goes(other)).map(({ resource, other }) => [resource.id, other.id]),
    blocks: [
      ...pairs.filter(({ resource, other }) => !goes(other) && !goesAlong(other) && leavesAlone(world, resource, other) === null).map(({ resource, other }) => blocked(resource, `${readable(other.pattern)} stays, and ${meeting(world, resource, other)}${whyLoaded(other) || whyServed(world.sitesOf.get(other.id) ?? [])}`, sitesNaming(world, other)[0])),
      ...moves.filter(({ resource, other, site }) => !goes(other) && !world.apart && !crossingBetween(world.program, site, resource, other)).map(({ resource, other, site }) => blocked(resource, `this call moves or copies between ${readable(other.pattern)}, which stays, and ${readable(resource.pattern)}`, site)),
    ],
  };
}

/**
 * On Workers nothing keeps files but the store: what stays for good, and is written by the program, is not there for anybody. Whether it leaves alone what moves: each call in which the two meet fails
 * there, or misses nothing. Null: not so; else what a person has to know.
 */
export function leavesAlone(world: StorageWorld, moving: Resource, staying: Resource): string[] | null {
  if (!world.apart || world.mayMove?.has(staying.id) !== false || overlap(moving, staying)) return null;
  const own = sitesNaming(world, staying).filter(({ reach }) => reach === 'production');
  const isWritten = own.some(({ storage }) => /^(?:write|append)$/.test(storage?.access ?? ''));
  const into = reachesInto(world, moving, staying);
  if ((into || folderSeen(world, moving, staying) !== undefined) && !(isWritten && !/^(?:asset|config)$/.test(staying.persistence))) return null;
  const deeper = reachesInto(world, staying, moving) ? own.filter(({ storage }) => storage?.path.deeper && storage.path.text === staying.pattern) : [];
  if (deeper.some(({ storage }) => storage?.access === 'read')) return null;
  const seeing = own.filter(({ storage }) => /^(?:list|delete)$/.test(storage?.access ?? '') && isIn(storage?.path.text ?? '', moving));
  if (!seeing.every((site) => failsThere(world, site))) return null;
  const place = ({ at }: Site): string => `${at.file}:${at.line}`;
  // Where a name leads further down, a document may be one of the files that stay.
  const below = into ? (world.sitesOf.get(moving.id) ?? []).filter(({ storage }) => storage?.path.deeper && storage.access === 'write' && storage.path.text === moving.pattern) : [];
  return [
    ...below.map((site) => `${place(site)}: whatever is written below ${readable(moving.pattern)} here goes to the store, also what is one of ${readable(staying.pattern)}, which stays${whyLoaded(staying)}; on Workers it is not found there`),
    ...seeing.map((site) => `${place(site)}: ${readable(site.storage?.path.text ?? '')} is listed or removed on the disk here, also from now on: on Workers that fails, and does not see what moves`),
    ...deeper.filter(({ storage }) => storage?.access === 'write').map((site) => `${place(site)}: what is written below ${readable(staying.pattern)} here is written to the disk, also from now on, whatever it is: on Workers that fails`),
  ];
}

/** Nothing that ships can lie in the folder, so nothing is there on Workers; and the failure is not kept from a person: nobody in the program calls the function, who could catch it. */
const failsThere = ({ graph }: StorageWorld, { storage, tried, caught, style, fn }: Site): boolean =>
  !tried && !caught && style !== 'callback' && /^<(?!env [^<>]*\||tmp)/.test(storage?.path.text ?? '') && !(graph.into.get(fn) ?? []).some((edge) => edge.kind === 'call' || edge.kind === 'new');

/** How two that move apart meet: by a name, or in a folder that is listed or removed with one of them. */
function meeting(world: StorageWorld, resource: Resource, other: Resource): string {
  const around = overlap(resource, other) || reachesInto(world, resource, other) || reachesInto(world, other, resource) ? undefined : folderSeen(world, resource, other) ?? folderSeen(world, other, resource);
  return around === undefined ? `can name the same file as ${readable(resource.pattern)}` : `lies in ${readable(around)} as ${readable(resource.pattern)} does, which is listed or removed as a whole`;
}

/** How what stays is handed out, where that is what has to be changed by hand. */
function whyServed(sites: readonly Site[]): string {
  const reasons = sites.flatMap(({ origin, args }) => { const call = answerCall(origin, args); return call && 'reason' in call ? [call.reason] : []; });
  return reasons[0] === undefined ? '' : `: ${reasons[0]}`;
}

export const meets = (world: StorageWorld, a: Resource, b: Resource): boolean => isSame(a, b) || [[a, b] as const, [b, a] as const].some(([one, other]) => hasBelow(world, one, other) || reachesInto(world, one, other));

const blocked = (resource: Resource, text: string, site: Site | undefined): Block => ({ code: 'mixed-paths', resources: [resource.id], chain: [{ text: `${text}; ${BLOCK_CODES['mixed-paths']}`, ...(site ? { at: site.at } : {}) }] });

/** The other resource of each call that names two files, one of which moves. */
function namesOfMoves(world: StorageWorld, resource: Resource): { resource: Resource; other: Resource; site: Site }[] {
  const named = new Set(resource.sites);
  const calls = world.program.sites.filter((site) => named.has(site.id) && !site.wraps && (site.storage?.resource ?? '') !== '' && (movesFile(site.origin) || copiesFile(site.origin)));
  return calls.flatMap((site) => world.program.resources.filter((other) => other !== resource && other.sites.includes(site.id)).map((other) => ({ resource, other, site })));
}
