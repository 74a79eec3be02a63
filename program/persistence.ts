/** Decides what each storage access is for and how the data is used, from the path, from who else touches it, and from the host's volumes. Without evidence it says unknown. */
import type { Resource, StorageUse } from '../core/program.js';
import type { Lifetime, Persistence, Readers, Writes } from '../core/vocabulary.js';
import type { SiteDraft } from './sites.js';
import { textValue } from './sites.js';
import { type Family, accesses, covers, familiesOf, hasHole, isMain, isMove, isOfOneRun, isWritten, removedByItsMaker } from './families.js';
import type { PathText } from './path-text.js';
import { NAMES, type Purpose, type Surroundings, purposeOf } from './purpose.js';

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
  return readers.every((r) => writers.some((w) => isOfOneRun(w, r))) ? 'same-request' : 'later-request';
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

const topOf = (text: string): string => /^(?:<.*?>(?=\/|$)|\/?[^/]+)/.exec(text)?.[0] ?? text;

/** Folders in which the program keeps data: what it writes durably names them. */
function ownedFolders(purposes: ReadonlyMap<Family, Purpose>): Set<string> {
  const owned = [...purposes].filter(([, purpose]) => purpose.persistence === 'durable' || purpose.persistence === 'upload').map(([family]) => topOf(family.text));
  return new Set(owned.filter((top) => top.startsWith('<') || NAMES.data.test(top)));
}

/** A probe, a folder made, a read: in a folder where the program keeps data it is about that data, unless the file ships or is a secret. */
function inOwnFolder(family: Family, purpose: Purpose, owned: ReadonlySet<string>, around: Surroundings): Purpose {
  const open = purpose.persistence === 'unknown' || purpose.persistence === 'config' || purpose.persistence === 'asset';
  if (!open || !owned.has(topOf(family.text)) || around.ships(family.text) || family.drafts.some((d) => d.api?.persistence !== undefined)) return purpose;
  return { persistence: 'durable', reasons: [`it lies in ${topOf(family.text)}, where the program keeps its data`] };
}

/** Written under a name of its own and then moved to where the data is: it is that data. */
function movedInto(family: Family, purpose: Purpose, purposes: ReadonlyMap<Family, Purpose>): Purpose {
  if (purpose.persistence !== 'unknown') return purpose;
  const moves = family.drafts.filter((draft) => isMove(draft) && !isMain(draft, family));
  const target = [...purposes].find(([other, { persistence }]) => other !== family && persistence !== 'unknown' && other.drafts.some((d) => moves.includes(d) && isMain(d, other)));
  return target ? { persistence: target[1].persistence, reasons: [`it is moved to ${target[0].text}`] } : purpose;
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
  const all = [...resources.values()];
  const done = drafts.map((draft): SiteDraft => {
    const storage = decided.get(draft) ?? several(draft, all, around);
    return storage ? { ...draft, site: { ...draft.site, storage: byUse(draft, storage) } } : draft;
  });
  return { drafts: done, resources: [...resources.values()] };
}

/** Where the path says nothing, what is done with the file may; a setting that names a certificate is read as configuration, and handed on as what it is. */
function byUse({ use }: SiteDraft, storage: StorageUse): StorageUse {
  if (!use || (storage.persistence !== 'unknown' && !(storage.persistence === 'config' && use.persistence === 'secret'))) return storage;
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
