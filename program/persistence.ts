/** Decides what each storage access is for and how the data is used, from the path, from who else touches it, and from the host's volumes. Without evidence it says unknown. */
import type { HostFact, Resource, StorageUse } from '../core/program.js';
import type { Lifetime, Persistence, Readers, Writes } from '../core/vocabulary.js';
import type { SiteDraft } from './sites.js';
import { textValue } from './sites.js';
import type { PathText } from './path-text.js';

export interface Purpose {
  persistence: Persistence;
  reasons: string[];
}

export interface Family {
  text: string;
  path: PathText;
  drafts: SiteDraft[];
}

/** What the project itself shows: does a path name a file or folder that ships with it? */
export interface Surroundings {
  ships: (path: string) => boolean;
  host: readonly HostFact[];
}

const NAMES = {
  temp: /(?:^|\/)\.?(?:tmp|temp)(?:\/|$)|(?:^|\/)(?:tmp|temp)[-_.]/i,
  cache: /cache/i,
  log: /\.log(?:\.|\*|$)|(?:^|\/)logs?(?:\/|$)/i,
  lock: /\.(?:lock|pid|sock|lck)$|(?:^|\/)(?:lockfile|pidfile)/i,
  secret: /\.(?:pem|key|crt|cer|p12|pfx|jks|pub)$|id_rsa|(?:^|\/)secrets?(?:\/|$)|credentials?(?:\.|\/|$)|service-?account/i,
  upload: /upload|avatar|attachment|user-?files|(?:^|\/)blobs?(?:\/|$)|(?:^|\/)media(?:\/|$)/i,
  config: /(?:^|\/)(?:config|conf|etc|settings)(?:\/|\.|$)|\.(?:ya?ml|toml|ini|conf|properties)$|[\w-]*(?:config|rc)\.json$|(?:^|\/)\.[\w-]+rc$|(?:^|\/)\.env/i,
  artefact: /(?:^|\/)(?:dist|build|out|coverage|\.next|artifacts?)(?:\/|$)/i,
  data: /(?:^|\/)(?:data|db|databases?|storage|store|state|var|persist\w*|user-?data)(?:\/|$)|\.(?:json|db|sqlite3?|ndjson|jsonl|csv|dat|bin|blob)$/i,
};

const environmentNames = (path: PathText): string => [...path.environment.map((e) => e.name), ...path.roots.filter((root) => root.startsWith('setting ')).map((root) => root.slice('setting '.length))].join(' ');

/** A volume whose mount covers the path, directly or through the value the host gives to its environment variable. */
function volumeOf(path: PathText, host: readonly HostFact[]): HostFact | undefined {
  const valueOf = (name: string): string | undefined => host.find((fact) => fact.kind === 'env' && fact.name === name)?.value;
  const candidates = [path.text, ...path.environment.flatMap((e) => [valueOf(e.name) ?? '', e.fallback ?? '']).filter(Boolean)];
  return host.find((fact) => fact.kind === 'volume' && candidates.some((c) => c === fact.value || c.startsWith(`${fact.value.replace(/\/$/, '')}/`) || c.startsWith(`<env`) === false && `/${c}`.startsWith(`${fact.value}/`)));
}

const accesses = (family: Family): Set<StorageUse['access']> => new Set(family.drafts.map((d) => d.site.storage?.access ?? 'open'));

const writes = (d: SiteDraft): boolean => /^(?:write|append|delete)$/.test(d.site.storage?.access ?? '') || (d.site.storage?.access === 'open' && d.api?.area === 'sqlite');
/** Written by the program that runs, or by a family that only tools touch. */
const isWritten = (family: Family): boolean => family.drafts.some((d) => writes(d) && (d.site.reach === 'production' || !family.drafts.some((other) => other.site.reach === 'production')));
const isRead = (family: Family): boolean => family.drafts.some((d) => /^(?:read|list)$/.test(d.site.storage?.access ?? ''));

/** The call writes here, rather than taking something away from here. */
const isMain = (draft: SiteDraft, family: Family): boolean => draft.otherPaths.every((path) => path.text !== family.text && !covers(family.text, path.text));

/** The call moves something to another name; what happens to either name says nothing about scratch data. */
const isRename = (draft: SiteDraft): boolean => /\.(?:rename|renameSync|move|moveSync)$/.test(draft.site.origin);

/** Removed again by the function that made it, or by one that shares its caller: scratch data of one job. */
function removedByItsMaker(family: Family): boolean {
  // Written under another name and moved into place: what is removed is what a failure left behind.
  if (family.drafts.some(isRename)) return false;
  const makers = family.drafts.filter((d) => d.site.reach !== 'test' && /^(?:write|create)$/.test(d.site.storage?.access ?? '') && isMain(d, family));
  const removers = family.drafts.filter((d) => d.site.reach !== 'test' && d.site.storage?.access === 'delete');
  return makers.some((m) => removers.some((r) => r.site.fn === m.site.fn));
}

/** Beside the place that a setting names, or in a folder below it that only run time knows: more than the setting itself. */
const isElsewhere = (path: PathText): boolean => path.roots.some((root) => root.startsWith('setting ')) && /\/\.\.(?:\/|$)|\/\*\//.test(path.text);

const hasHole = (path: PathText): boolean => path.text.includes('*');

const isTemporary = (path: PathText): boolean => path.roots.includes('tmp') || /\b(?:te?mp)(?:_|Dir|Path|Folder|$)/i.test(environmentNames(path)) || path.environment.some((e) => e.fallback?.startsWith('<tmp>'));

function byName(family: Family): Purpose | null {
  const { path } = family;
  const text = `${path.text} ${environmentNames(path)}`;
  const name = path.text;
  if (NAMES.lock.test(name)) return { persistence: 'lock', reasons: ['its name is that of a lock, pid or socket file'] };
  if (isTemporary(path)) return { persistence: 'temp', reasons: ['it lies under the temporary folder'] };
  if (NAMES.temp.test(name) && isWritten(family)) return { persistence: 'temp', reasons: ['its folder is named as temporary'] };
  if (isWritten(family) && removedByItsMaker(family) && hasHole(path)) return { persistence: 'temp', reasons: ['the function that makes it removes it again'] };
  if (NAMES.log.test(name) || /\bLOG/.test(environmentNames(path))) return isWritten(family) ? { persistence: 'log', reasons: ['it is written and named as a log'] } : null;
  if (NAMES.cache.test(text) && isWritten(family)) return { persistence: 'cache', reasons: ['its name says cache'] };
  return null;
}

function whenRead(family: Family, around: Surroundings): Purpose {
  const { path } = family;
  const name = path.text;
  if (family.drafts.some(writes)) return { persistence: 'asset', reasons: ['the running program only reads it; builds, scripts or tests write it'] };
  if (NAMES.upload.test(`${name} ${environmentNames(path)}`) && !around.ships(name)) return { persistence: 'upload', reasons: ['its name says that users put it there'] };
  if (NAMES.secret.test(name) || /(?:SSL|TLS|_KEY|CERT|SECRET|CREDENTIAL)/.test(environmentNames(path))) return { persistence: 'secret', reasons: ['it is named as key, certificate or secret, and only read'] };
  if (accesses(family).has('create') && family.drafts.some((d) => d.site.reach === 'production')) return whenWritten(family, around);
  if (path.roots.includes('package')) return { persistence: 'asset', reasons: ['it belongs to an installed package'] };
  const known = path.roots.some((root) => root === 'module' || root === 'cwd');
  if (NAMES.config.test(name) && !/package\.json$/.test(name)) return { persistence: 'config', reasons: ['it is only read, and named as configuration'] };
  if (known && around.ships(name)) return { persistence: 'asset', reasons: ['it ships with the code and is only read'] };
  if ((path.environment.length > 0 || path.roots.some((root) => root.startsWith('setting '))) && (path.text.startsWith('<') || !path.roots.includes('unknown')) && !isElsewhere(path)) return { persistence: 'config', reasons: [`its place comes from the environment (${environmentNames(path)}), and it is only read`] };
  if (path.roots.includes('absolute') && !hasHole(path)) return { persistence: 'config', reasons: ['it lies outside of the application and is only read'] };
  if (path.roots.includes('home')) return { persistence: 'config', reasons: ['it lies in the home folder and is only read'] };
  if (path.roots.includes('module')) return { persistence: 'asset', reasons: ['its place is beside the code, and nothing writes it'] };
  if (known && !/^\*/.test(name) && !path.roots.includes('argument')) return { persistence: 'asset', reasons: ['a relative path that nothing writes'] };
  return { persistence: 'unknown', reasons: ['where the path comes from is not known'] };
}

/** Read by a function that does not write it, under a name that is not all placeholders: kept from one to the other, wherever it lies. */
const isReadElsewhere = (family: Family): boolean => /[a-z]{2}/i.test(family.path.text) &&
  family.drafts.some((r) => r.site.storage?.access === 'read' && !family.drafts.some((w) => w.site.storage?.access === 'write' && w.site.fn === r.site.fn));

/** Something is put there, not only taken away. */
const isMade = (family: Family): boolean => ['write', 'append', 'create', 'open'].some((access) => accesses(family).has(access as StorageUse['access']));

/** Asked for and written by one function: it is expected to be there from an earlier run. */
function isMadeOnce(family: Family): boolean {
  const writers = family.drafts.filter((d) => d.site.storage?.access === 'write' && isMain(d, family));
  return family.drafts.some((d) => d.site.storage?.access === 'probe' && writers.some((w) => w.site.fn === d.site.fn));
}

function whenWritten(family: Family, around: Surroundings): Purpose {
  const { path } = family;
  const volume = volumeOf(path, around.host);
  const production = family.drafts.some((d) => d.site.reach === 'production');
  if (!production && family.drafts.some((d) => d.site.reach === 'build' || d.site.reach === 'script')) return { persistence: 'artefact', reasons: ['only builds and scripts write it'] };
  if (NAMES.upload.test(`${path.text} ${environmentNames(path)}`)) return { persistence: 'upload', reasons: ['its name says that users put it there', ...(volume ? [`on a volume (${volume.value})`] : [])] };
  if (volume) return { persistence: 'durable', reasons: [`it lies on a volume that the host mounts at ${volume.value}`] };
  const rooted = path.roots.some((root) => root === 'module' || root === 'cwd' || root === 'absolute' || root === 'home' || root.startsWith('env') || root.startsWith('setting')) && !/^\*/.test(path.text);
  const onlyAppended = accesses(family).has('append') && !accesses(family).has('write') && !isRead(family);
  if (onlyAppended) return { persistence: 'log', reasons: ['it is only appended to'] };
  if ((rooted || isReadElsewhere(family)) && isRead(family)) return { persistence: 'durable', reasons: ['it is written and read again', ...(NAMES.data.test(path.text) ? ['its name is that of stored data'] : [])] };
  if (NAMES.artefact.test(path.text)) return { persistence: 'artefact', reasons: ['it is written into a build folder'] };
  if (rooted && isMadeOnce(family)) return { persistence: 'durable', reasons: ['the program asks whether it is there before it makes it'] };
  if (rooted && NAMES.data.test(path.text)) return { persistence: 'durable', reasons: ['it is written outside of temporary folders and named as stored data'] };
  if (rooted && isMade(family) && /DATA|STOR(?:E|AGE)|DIR|PATH|DB|FILE|USER|PERSIST|ROOT|FOLDER|HOME/i.test(environmentNames(path).replace(/^(?:path|file|root|dir)$/i, ''))) return { persistence: 'durable', reasons: [`it is written where the environment says (${environmentNames(path)})`] };
  return { persistence: 'unknown', reasons: [rooted ? 'it is written, but nothing in the program reads it' : 'it is written, but where to is not known'] };
}

function databaseFile(family: Family): Purpose | null {
  const database = family.drafts.find((d) => d.api?.area === 'sqlite' || (d.api?.area === 'database' && d.paths.length > 0 && d.api.access === 'open'));
  if (!database) return null;
  const { path } = family;
  if (/:memory:/.test(path.text)) return { persistence: 'temp', reasons: ['an in-memory database'] };
  if (isTemporary(path)) return { persistence: 'temp', reasons: ['a database under the temporary folder'] };
  const readOnly = database.site.args.some((arg) => arg.properties?.readonly === true || arg.properties?.readOnly === true);
  const replaced = family.drafts.some((d) => d.api?.area !== 'sqlite' && d.api?.area !== 'database' && writes(d));
  return readOnly && !replaced ? { persistence: 'asset', reasons: ['a database that is opened read-only'] } : { persistence: 'durable', reasons: ['a database file'] };
}

/** Purpose of a family of accesses, with the evidence. */
export function purposeOf(family: Family, around: Surroundings): Purpose {
  const declared = family.drafts.find((d) => d.api?.persistence !== undefined)?.api?.persistence;
  const database = databaseFile(family);
  if (database) return database;
  const named = byName(family);
  if (named) return named;
  if (declared && family.path.roots.every((root) => root !== 'tmp')) return { persistence: declared, reasons: ['the package that touches it says so'] };
  return isWritten(family) ? whenWritten(family, around) : whenRead(family, around);
}

function writesOf(family: Family): Writes {
  const all = accesses(family);
  if (!isWritten(family)) return 'none';
  if (all.has('append') && !all.has('write')) return 'append';
  const writers = family.drafts.filter((d) => d.site.storage?.access === 'write');
  const readsFirst = writers.some((w) => family.drafts.some((r) => r.site.storage?.access === 'read' && r.site.fn === w.site.fn && r.site.at.start < w.site.at.start));
  if (readsFirst) return 'read-modify-write';
  const once = writers.length > 0 && writers.every((w) => w.site.args.some((arg) => /^w?x/.test(String(arg.properties?.flag ?? arg.properties?.flags ?? ''))));
  return once ? 'once' : writers.length > 0 ? 'replace' : 'unknown';
}

function readersOf(family: Family): Readers {
  const readers = family.drafts.filter((d) => /^(?:read|list|probe)$/.test(d.site.storage?.access ?? ''));
  if (readers.length === 0) return 'none';
  const writers = family.drafts.filter((d) => /^(?:write|append)$/.test(d.site.storage?.access ?? ''));
  if (writers.length === 0) return 'later-request';
  return readers.every((r) => writers.some((w) => w.site.fn === r.site.fn)) ? 'same-request' : 'later-request';
}

function lifetimeOf(family: Family, persistence: Persistence): Lifetime {
  if (persistence === 'temp') {
    if (!removedByItsMaker(family)) return readersOf(family) === 'later-request' && hasHole(family.path) ? 'job' : 'request';
    const background = family.drafts.some((d) => d.site.afterResponse || d.site.reachedBy.some((r) => !/^[A-Z*]+ \//.test(r.entryPoint)));
    return background ? 'job' : 'request';
  }
  if (persistence === 'cache') return 'instance';
  return persistence === 'unknown' ? 'unknown' : 'forever';
}

/** Worst first: what must not be lost decides for a wrapper that serves several families. */
const SEVERITY: Persistence[] = ['durable', 'upload', 'lock', 'secret', 'log', 'cache', 'artefact', 'temp', 'config', 'asset', 'unknown'];

const parentFolder = (text: string): string => (text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : '.');

const covers = (pattern: string, text: string): boolean =>
  pattern.includes('*') && !pattern.startsWith('*') && new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^/]*')}$`).test(text);

const isFolderAccess = (draft: SiteDraft): boolean => /^(?:list|create|delete|probe|watch)$/.test(draft.site.storage?.access ?? '');

const hasPath = (path: PathText): boolean => !/^\*+$/.test(path.text.replaceAll('/', '')) && path.text !== '.';

/** Groups accesses that touch the same path expression; folder accesses join the files below them. */
export function familiesOf(drafts: readonly SiteDraft[]): Family[] {
  const families = new Map<string, Family>();
  const join = (path: PathText, draft: SiteDraft): void => {
    const family = families.get(path.text) ?? { text: path.text, path, drafts: [] };
    family.drafts.push(draft);
    families.set(path.text, family);
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
  return name && keeps && draft.site.reach === 'production' ? [{ text: `<files of ${name}>`, constant: false, roots: ['unknown'], parameters: [], environment: [] }] : [];
}

function mergeCovered(families: Family[]): Family[] {
  const kept = [...families];
  for (const family of families) {
    const wider = kept.find((other) => other !== family && covers(other.text, family.text));
    if (!wider || !kept.includes(family)) continue;
    wider.drafts.push(...family.drafts);
    kept.splice(kept.indexOf(family), 1);
  }
  return kept;
}

function mergeFolders(families: Family[]): Family[] {
  const kept = [...families];
  for (const family of families) {
    if (!family.drafts.every(isFolderAccess)) continue;
    const below = kept.filter((other) => other !== family && (parentFolder(other.text) === family.text || other.text.startsWith(`${family.text}/`) || family.text === `${other.text}/..`));
    const best = below.sort((a, b) => Number(parentFolder(b.text) === family.text) - Number(parentFolder(a.text) === family.text) || b.drafts.length - a.drafts.length)[0];
    if (!best) continue;
    best.drafts.push(...family.drafts);
    kept.splice(kept.indexOf(family), 1);
  }
  return kept;
}

const topOf = (text: string): string => /^(?:<.*?>(?=\/|$)|\/?[^/]+)/.exec(text)?.[0] ?? text;

/** Folders in which the program keeps data: what it writes durably names them. */
function ownedFolders(purposes: ReadonlyMap<Family, Purpose>): Set<string> {
  const owned = [...purposes].filter(([, purpose]) => purpose.persistence === 'durable' || purpose.persistence === 'upload').map(([family]) => topOf(family.text));
  return new Set(owned.filter((top) => top.startsWith('<') || NAMES.data.test(top)));
}

/** Written under a name of its own and then moved to where the data is: it is that data. */
function movedInto(family: Family, purpose: Purpose, purposes: ReadonlyMap<Family, Purpose>): Purpose {
  if (purpose.persistence !== 'unknown') return purpose;
  const moves = family.drafts.filter((draft) => isRename(draft) && !isMain(draft, family));
  const target = [...purposes].find(([other, { persistence }]) => other !== family && (persistence === 'durable' || persistence === 'upload') && other.drafts.some((d) => moves.includes(d) && isMain(d, other)));
  return target ? { persistence: target[1].persistence, reasons: [`it is moved to ${target[0].text}`] } : purpose;
}

/** A probe, a folder made, a read: in a folder where the program keeps data it is about that data, unless the file ships or is a secret. */
function inOwnFolder(family: Family, purpose: Purpose, owned: ReadonlySet<string>, around: Surroundings): Purpose {
  const open = purpose.persistence === 'unknown' || purpose.persistence === 'config' || purpose.persistence === 'asset';
  if (!open || !owned.has(topOf(family.text)) || around.ships(family.text) || family.drafts.some((d) => d.api?.persistence !== undefined)) return purpose;
  return { persistence: 'durable', reasons: [`it lies in ${topOf(family.text)}, where the program keeps its data`] };
}

/** Fills in the storage of every draft's site and returns the resources. */
export function decidePersistence(drafts: readonly SiteDraft[], around: Surroundings): { drafts: SiteDraft[]; resources: Resource[] } {
  const resources = new Map<string, Resource>();
  const decided = new Map<SiteDraft, StorageUse>();
  const purposes = new Map(familiesOf(drafts).map((family) => [family, purposeOf(family, around)]));
  const owned = ownedFolders(purposes);
  for (const [family, first] of purposes) {
    const purpose = inOwnFolder(family, movedInto(family, first, purposes), owned, around);
    const database = family.drafts.some((d) => d.api?.area === 'sqlite');
    const resource: Resource = {
      id: `${database ? 'sqlite' : 'files'}:${family.text}`,
      kind: database ? 'sqlite' : 'files',
      pattern: family.text,
      persistence: purpose.persistence,
      lifetime: lifetimeOf(family, purpose.persistence),
      writes: writesOf(family),
      readers: readersOf(family),
      reasons: purpose.reasons,
      sites: [...new Set(family.drafts.map((d) => d.site.id))],
    };
    resources.set(family.text, resource);
    for (const draft of family.drafts) {
      if (!draft.site.storage || (!isMain(draft, family) && decided.has(draft))) continue;
      decided.set(draft, gravest(draft, draft.site.storage, resource, decided.get(draft)));
    }
  }
  const done = drafts.map((draft): SiteDraft => {
    const storage = decided.get(draft) ?? several(draft, [...resources.values()], around);
    return storage ? { ...draft, site: { ...draft.site, storage: byUse(draft, storage) } } : draft;
  });
  return { drafts: done, resources: [...resources.values()] };
}

/** Where the path says nothing, what is done with the file may. */
function byUse({ use }: SiteDraft, storage: StorageUse): StorageUse {
  if (!use || storage.persistence !== 'unknown') return storage;
  return { ...storage, persistence: use.persistence, lifetime: 'forever', reasons: [use.reason] };
}

/** Most demanding first: what one of several families needs, the call must give. */
const DEMAND: Writes[] = ['read-modify-write', 'append', 'replace', 'once', 'unknown', 'none'];

const moreDemanding = (a: Writes, b: Writes): Writes => (DEMAND.indexOf(a) <= DEMAND.indexOf(b) ? a : b);

/** What a call is for that touches `resource`, and perhaps others before: the class that is worst to lose. */
function gravest(draft: SiteDraft, storage: StorageUse, resource: Resource, before: StorageUse | undefined): StorageUse {
  const { persistence, lifetime, writes, readers, reasons } = resource;
  const mine = { ...storage, resource: resource.id, persistence, lifetime, writes, readers, reasons };
  if (!before || draft.paths.length < 2) return before && rank(before.persistence) <= rank(persistence) ? before : mine;
  const worse = rank(before.persistence) <= rank(persistence) ? before : mine;
  const names = [...new Set(draft.paths.map((path) => path.text))].slice(0, 3).join(', ');
  const told = before.reasons[0]?.startsWith('callers hand it') ? before.reasons.slice(1) : worse.reasons;
  return { ...worse, resource: before.resource === resource.id ? resource.id : '', writes: moreDemanding(before.writes, writes), reasons: [`callers hand it ${names}`, ...told] };
}

const rank = (persistence: Persistence): number => SEVERITY.indexOf(persistence);

/** A site with several possible paths takes the class that is worst to lose. */
function several(draft: SiteDraft, resources: Resource[], around: Surroundings): StorageUse | undefined {
  const storage = draft.site.storage;
  if (!storage) return undefined;
  const matches = draft.paths.flatMap((path) => resources.filter((r) => r.pattern === path.text || covers(r.pattern, path.text)));
  const worst = [...matches].sort((a, b) => rank(a.persistence) - rank(b.persistence))[0];
  if (worst) {
    const names = [...new Set(draft.paths.map((path) => path.text))].slice(0, 3).join(', ');
    return { ...storage, path: textValue(draft.paths[0] as PathText), resource: matches.every((m) => m.id === worst.id) ? worst.id : '', persistence: worst.persistence, lifetime: worst.lifetime, writes: worst.writes, readers: worst.readers, reasons: [`callers hand it ${names}`, ...worst.reasons] };
  }
  const path = draft.paths[0];
  if (!path) {
    const declared = draft.api?.persistence;
    if (!declared) return { ...storage, reasons: ['where the path comes from is not known'] };
    return { ...storage, persistence: declared, lifetime: declared === 'temp' ? 'request' : declared === 'cache' ? 'instance' : 'forever', reasons: ['the package that touches it says so'] };
  }
  const purpose = purposeOf({ text: path.text, path, drafts: [draft] }, around);
  return { ...storage, persistence: purpose.persistence, lifetime: lifetimeOf({ text: path.text, path, drafts: [draft] }, purpose.persistence), reasons: purpose.reasons };
}
