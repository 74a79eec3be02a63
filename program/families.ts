/** Groups accesses that touch the same path expression: a family, the unit whose purpose is decided. Folder accesses join the files below them. */
import type { StorageUse } from '../core/program.js';
import { movesFile } from '../core/stored-names.js';
import type { PathText } from './path-text.js';
import type { SiteDraft } from './sites.js';
import { isBefore } from './ways.js';

export interface Family {
  text: string;
  path: PathText;
  drafts: SiteDraft[];
}

/** The program itself touches it, not only its tests, builds and scripts. */
const ofProgram = (family: Family): boolean => family.drafts.some((d) => d.site.reach === 'production');

export const parentFolder = (text: string): string => (text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : '.');

const isWide = (pattern: string): boolean => pattern.includes('*') && !pattern.startsWith('*');

const patternTest = (pattern: string): RegExp => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`);

/** What a pattern with a placeholder takes in; null for a name that stands for itself alone. */
export function covering(pattern: string): ((text: string) => boolean) | null {
  if (!isWide(pattern)) return null;
  const fixed = pattern.slice(0, pattern.indexOf('*'));
  let test: RegExp | null = null;
  return (text) => text.startsWith(fixed) && (test ??= patternTest(pattern)).test(text);
}

/** A name that two patterns with placeholders both take in: `data/*.js` and `data/ship-*`. */
export function meet(a: string, b: string): boolean {
  const [ours, theirs] = [a.split('/'), b.split('/')];
  return ours.length === theirs.length && ours.every((segment, i) => segmentsMeet(segment, theirs[i] ?? ''));
}

/** What stands before and behind the placeholders fits; what is between two of them can be anywhere in the other's. */
function segmentsMeet(a: string, b: string): boolean {
  if (!a.includes('*') || !b.includes('*')) return a.includes('*') ? patternTest(a).test(b) : b.includes('*') ? patternTest(b).test(a) : a === b;
  const fits = (x: string, y: string): boolean => x.startsWith(y) || y.startsWith(x);
  const [before, behind] = [(text: string) => text.slice(0, text.indexOf('*')), (text: string) => [...text].slice(text.lastIndexOf('*') + 1).toReversed().join('')];
  return fits(before(a), before(b)) && fits(behind(a), behind(b));
}

export const covers = (pattern: string, text: string): boolean => covering(pattern)?.(text) ?? false;

const isFolderAccess = (draft: SiteDraft): boolean => /^(?:list|create|delete|probe|watch)$/.test(draft.site.storage?.access ?? '');

const makes = (draft: SiteDraft): boolean => /^(?:write|create)$/.test(draft.site.storage?.access ?? '');

const hasPath = (path: PathText): boolean => !/^\*+$/.test(path.text.replaceAll('/', '')) && path.text !== '.';

/** Groups accesses that touch the same path expression; folder accesses join the files below them. */
export function familiesOf(drafts: readonly SiteDraft[]): Family[] {
  const families = new Map<string, Family>();
  const join = (path: PathText, draft: SiteDraft): void => {
    const family = families.get(path.text);
    // Where a path of the program begins says what it is, not where a test has its own of that name.
    const speaks = family === undefined || (draft.site.reach === 'production' && !ofProgram(family));
    const drafts = family?.drafts ?? [];
    drafts.push(draft);
    if (speaks) families.set(path.text, { text: path.text, path, drafts });
  };
  for (const draft of drafts) {
    if (!draft.site.storage) continue;
    const named = [...draft.paths, ...draft.otherPaths].filter(hasPath);
    for (const path of named.length > 0 ? named : byPackage(draft)) join(path, draft);
  }
  return mergeFolders(mergeCovered([...families.values()]));
}

/** A package that keeps data of its own in a place nobody can read off the code: the data is one resource all the same. */
function byPackage(draft: SiteDraft): PathText[] {
  const name = /^(?!node:)(?:@[^/]+\/)?[^./(]+/.exec(draft.site.origin)?.[0];
  const keeps = draft.api?.persistence === 'durable' || draft.api?.persistence === 'upload';
  return name && keeps && draft.site.reach === 'production' ? [{ text: `<files of ${name}>`, constant: false, roots: ['unknown'], parameters: [], environment: [], said: '', whole: false }] : [];
}

/**
 * A pattern takes in the names that it covers, first those of what stays: of scratch data beside it, the one says nothing of the other. A folder that more is known to lie in stays by itself:
 * what is done to it concerns that.
 */
function mergeCovered(families: Family[]): Family[] {
  const kept = new Set(families);
  const folders = byFolder(families);
  const isFolder = (family: Family): boolean => folders.get(family.text)?.some((other) => other !== family) === true;
  const wide = families.filter((family) => isWide(family.text)).map((family) => ({ family, fixed: family.text.slice(0, family.text.indexOf('*')), test: patternTest(family.text) }));
  for (const family of [...families.filter((one) => !removedByItsMaker(one)), ...families.filter(removedByItsMaker)]) {
    const wider = wide.find((other) => other.family !== family && family.text.startsWith(other.fixed) && kept.has(other.family) && other.test.test(family.text))?.family;
    if (!wider || isFolder(family) || (ofProgram(family) && !ofProgram(wider)) || (family.drafts.some(makes) && wider.drafts.some(makes) && removedByItsMaker(family) !== removedByItsMaker(wider))) continue;
    wider.drafts.push(...family.drafts);
    kept.delete(family);
  }
  return [...kept];
}

/** Families by each folder they lie in, however deep. */
function byFolder(families: readonly Family[]): Map<string, Family[]> {
  const folders = new Map<string, Family[]>();
  const put = (folder: string, family: Family): void => {
    const known = folders.get(folder);
    if (known) known.push(family);
    else folders.set(folder, [family]);
  };
  for (const family of families) {
    const { text } = family;
    if (!text.includes('/')) put('.', family);
    for (let at = text.lastIndexOf('/'); at >= 0; at = text.lastIndexOf('/', at - 1)) {
      put(text.slice(0, at), family);
      if (at === 0) break;
    }
    put(`${text}/..`, family);
  }
  return folders;
}

const isDatabase = (family: Family): boolean => family.drafts.some((d) => d.api?.area === 'sqlite');

function mergeFolders(families: Family[]): Family[] {
  const kept = new Set(families);
  const folders = byFolder(families);
  const isNearer = (a: Family, b: Family, folder: string): boolean => {
    // Who looks through a folder does not read the database in it.
    if (isDatabase(a) !== isDatabase(b)) return isDatabase(b);
    const direct = Number(parentFolder(a.text) === folder) - Number(parentFolder(b.text) === folder);
    return direct === 0 ? a.drafts.length > b.drafts.length : direct > 0;
  };
  for (const family of families) {
    if (!family.drafts.every(isFolderAccess)) continue;
    const below = (folders.get(family.text) ?? []).filter((other) => other !== family && kept.has(other) && (ofProgram(other) || !ofProgram(family)));
    const best = below.reduce<Family | undefined>((found, other) => (found === undefined || isNearer(other, found, family.text) ? other : found), undefined);
    if (!best) continue;
    best.drafts.push(...family.drafts);
    kept.delete(family);
  }
  return [...kept];
}

export const accesses = (family: Family): Set<StorageUse['access']> => new Set(family.drafts.map((d) => d.site.storage?.access ?? 'open'));

export const writes = (d: SiteDraft): boolean => /^(?:write|append|delete)$/.test(d.site.storage?.access ?? '') || (d.site.storage?.access === 'open' && d.api?.area === 'sqlite');
/** Written by the program that runs, or by a family that only tools touch. */
export const isWritten = (family: Family): boolean => family.drafts.some((d) => writes(d) && (d.site.reach === 'production' || !family.drafts.some((other) => other.site.reach === 'production')));
export const isRead = (family: Family): boolean => family.drafts.some((d) => /^(?:read|list)$/.test(d.site.storage?.access ?? ''));

/** The call moves something to another name; what happens to either name says nothing about scratch data. */
export const isMove = (draft: SiteDraft): boolean => movesFile(draft.site.origin);

/** The call writes here, rather than taking something away from here. */
export const isMain = (draft: SiteDraft, family: Family): boolean => draft.paths.some(({ text }) => text === family.text) || draft.otherPaths.every((path) => path.text !== family.text && !covers(family.text, path.text));

/** Calls of the program, without those in a wrapper of what its callers name: these speak for themselves. */
function spoken(family: Family, access: RegExp): SiteDraft[] {
  const wrapped = new Set(family.drafts.flatMap(({ site }) => site.wraps ?? []));
  return family.drafts.filter((d) => d.site.reach !== 'test' && access.test(d.site.storage?.access ?? '') && d.paths.length > 0 && !wrapped.has(d.site.id));
}

/** Calls that put something here; folders only where nothing is put into them. */
export function makersOf(family: Family): SiteDraft[] {
  const makers = spoken(family, /^(?:write|append|create)$/).filter((d) => isMain(d, family));
  const contents = makers.filter((d) => d.site.storage?.access !== 'create');
  return contents.length > 0 ? contents : makers;
}

/**
 * Whatever is put there is taken away again in the same run, by whichever way it goes: scratch data of one job. A file that is taken away before is cleared for what comes, and a handler that writes at one
 * request and removes at another keeps what it writes. What stays where something failed, and is read by other runs, is kept for them: what could not be sent yet.
 */
export function removedByItsMaker(family: Family): boolean {
  // Written under another name and moved into place: what is removed is what a failure left behind.
  if (family.drafts.some(isMove)) return false;
  const makers = makersOf(family);
  if (makers.length === 0 || !makers.every((d) => d.takenAway)) return false;
  return makers.every((d) => d.takenAway === 'in any case') || spoken(family, /^read$/).every((d) => d.madeBefore);
}

export const hasHole = (path: PathText): boolean => path.text.includes('*');

/** A run that comes by the one comes by the other. */
export function isOfOneRun(a: SiteDraft, b: SiteDraft): boolean {
  const one = { start: a.site.at.start, ways: a.ways };
  const other = { start: b.site.at.start, ways: b.ways };
  return a.site.fn === b.site.fn && (isBefore(one, other) || isBefore(other, one));
}

/** Read by a function that does not write it, or on another way than it is written, under a name that is not all placeholders: kept from one to the other, wherever it lies. */
export const isReadElsewhere = (family: Family): boolean => /[a-z]{2}/i.test(family.path.text) &&
  family.drafts.some((r) => r.site.storage?.access === 'read' && !family.drafts.some((w) => w.site.storage?.access === 'write' && isOfOneRun(w, r)));

/** Something is put there, not only taken away. */
export const isMade = (family: Family): boolean => ['write', 'append', 'create', 'open'].some((access) => accesses(family).has(access as StorageUse['access']));

/** Asked for and written by one function: it is expected to be there from an earlier run. */
export function isMadeOnce(family: Family): boolean {
  const writers = family.drafts.filter((d) => d.site.storage?.access === 'write' && isMain(d, family));
  return family.drafts.some((d) => d.site.storage?.access === 'probe' && writers.some((w) => w.site.fn === d.site.fn));
}
