/** Where a stored resource goes and why: by its purpose first, then by how it is written and read. The rules stand in docs/codemods/fs-to-kv.md. */
import type { Place } from '../core/facts.js';
import type { StorageTarget } from '../core/plan.js';
import type { EntryPoint, Resource } from '../core/program.js';
import type { Target } from '../core/vocabulary.js';
import { plural } from './plural.js';
import type { ResourceEvidence } from './storage-evidence.js';

export interface TargetChoice {
  target: StorageTarget;
  reason: string;
  instead: { target: StorageTarget; reason: string }[];
  codemod: string | null;
  /** A person may accept what speaks against it in writing. */
  acceptable: boolean;
  evidence: { text: string; at?: Place }[];
}

/** Said with every resource that goes to KV. */
export const STALENESS = 'A read may be up to 60 seconds old, also one that finds nothing, and each key takes one write per second.';

/** What is left where it is, or put where no codemod is needed. */
export const leave = (target: StorageTarget, reason: string, instead: TargetChoice['instead'] = [], codemod: string | null = null): TargetChoice => ({ target, reason, instead, codemod, acceptable: false, evidence: [] });

const INSTEAD_OF_KV: TargetChoice['instead'] = [
  { target: 'durable-object', reason: 'one object per record serialises its writers and its readers see each write' },
  { target: 'd1', reason: 'a row per record, with transactions, when records are also queried' },
  { target: 'postgres', reason: 'when the team runs Postgres already' },
];

/** The reason in brackets, unless the sentence has just said it. */
const also = (because: string, said: string): string => (because === said ? '' : ` (${because})`);

/** Files that are databases of SQLite, whoever copies them about. */
const SQLITE_FILE = /\.(?:sqlite3?|mbtiles|gpkg)$/i;

/** What is no durable document keeps its place, with the reason. */
function byPurpose(resource: Resource): TargetChoice | null {
  const because = resource.reasons[0] ?? 'nothing more is known';
  switch (resource.persistence) {
    case 'asset': return leave('bundle', `It ships with the code and is only read${also(because, 'it ships with the code and is only read')}; bundled files stay readable under /bundle.`);
    case 'config': return leave('bundle', `It is configuration that is only read${also(because, 'it is only read, and named as configuration')}; it ships with the bundle or becomes a variable.`);
    case 'secret': return leave('keep', 'It is a secret: never bundled, never moved as data; it becomes a secret binding by hand.');
    case 'temp': return leave(resource.lifetime === 'request' ? 'tmp' : 'keep', resource.lifetime === 'request' ? `It lives for one request (${because}); /tmp serves that on Workers too.` : `It is scratch data of one job (${because}), gone with it; it needs no storage, but /tmp on Workers ends with the request, so the job itself belongs into a Container or Workflow.`);
    case 'log': return leave('keep', 'It is a log: written to the console it becomes a log line; a key-value store cannot append.');
    case 'lock': return leave('keep', 'It is a lock: a key-value store cannot grant one, two callers could both see it free.', [{ target: 'durable-object', reason: 'a Durable Object grants a lock to one caller at a time' }]);
    case 'upload': return leave('r2', 'Users put it there; R2 takes files of any size, streams them, and shows each write at once.', [{ target: 'kv', reason: 'values end at 25 MiB and cannot be streamed in parts' }], 'fs-to-r2');
    case 'artefact': return leave('keep', 'It is a build product that only builds and scripts write.');
    case 'cache': return { ...leave('keep', 'It is a cache that may be lost at any time; nothing breaks without it.', [{ target: 'kv', reason: 'a cache in KV with an expiry outlives the instance' }]), acceptable: true };
    case 'unknown': return leave('decide', `What it is for could not be established (${because}); it is left as it is.`);
    case 'durable': return null;
  }
}

function otherKinds(resource: Resource): TargetChoice | null {
  if (resource.kind === 'files' && !(resource.persistence === 'durable' && SQLITE_FILE.test(resource.pattern))) return null;
  if (resource.kind === 'sqlite' && resource.persistence !== 'durable') return leave(resource.persistence === 'temp' ? 'keep' : 'decide', `A SQLite database of purpose ${resource.persistence}.`);
  if (resource.kind === 'sqlite' || resource.kind === 'files') return leave('decide', 'A SQLite file cannot be opened on Workers.', [{ target: 'd1', reason: 'SQLite as a service, with an asynchronous driver' }, { target: 'postgres', reason: 'through Hyperdrive' }, { target: 'container', reason: 'as it is, when its content can be rebuilt' }]);
  if (resource.kind === 'memory') return leave('keep', 'It lives in the memory of the process.');
  return leave('keep', 'It is no file.');
}

const names = (entries: EntryPoint[]): string => entries.slice(0, 3).map((entry) => entry.id).join(', ') + (entries.length > 3 ? ` and ${entries.length - 3} more` : '');

/** A schedule that fires at most once an hour: its minute is one number. */
const isRare = (entry: EntryPoint): boolean => entry.kind === 'cron' && /^\s*(?:\S+\s+)?\d+\s+\S+\s+\S+\s+\S+\s+\S+\s*$/.test(entry.schedule ?? '');

/** An HTTP route that a reader calls, rather than one that is called to change something. */
const isReadingRoute = (entry: EntryPoint): boolean => entry.kind === 'http' && !/^(?:PUT|PATCH|POST|DELETE)$/i.test(entry.method ?? '');

const isFrequent = (entry: EntryPoint): boolean => ['timer', 'queue', 'message', 'socket'].includes(entry.kind) || (entry.kind === 'cron' && entry.schedule !== undefined && !isRare(entry)) || isReadingRoute(entry);

interface Refusal {
  reason: string;
  at?: Place;
}

/** What in the use of a durable document speaks against a store with stale reads; the most telling first. */
function refusals(resource: Resource, evidence: ResourceEvidence): Refusal[] {
  const found: Refusal[] = [];
  const isWritten = evidence.writes.length > 0 || evidence.deletes.length > 0;
  const unreached = isWritten && evidence.writers.length === 0 && evidence.backgroundWrites.length === 0;
  const polled = evidence.readingRoutes.length > 0 ? `, while ${names(evidence.readingRoutes)} read it` : '';
  const late = evidence.readModifyWrites.find((unit) => unit.background);
  if (evidence.appends[0]) found.push({ reason: 'It is appended to; in KV that is a read, a change and a write that lose each other.', at: evidence.appends[0].at });
  if (evidence.createdThenUpdated[0]) found.push({ reason: `${names(evidence.createdThenUpdated)} writes it and answers, then the work that goes on writes it again${polled}: written, then polled. KV may serve a poll that is 60 seconds old.`, at: evidence.backgroundWrites[0]?.at ?? evidence.writes[0]?.at });
  if (late) found.push({ reason: `Work that goes on after the response reads it, changes it and writes it back${polled}.`, at: late.at });
  const single = !resource.pattern.includes('*');
  const repeated = evidence.backgroundWrites.find((site) => single && (site.loops > 0 || site.reachedBy.some((by) => by.calls[1] === null)));
  if (repeated) found.push({ reason: 'Work that goes on after the response writes this one document again and again; KV takes one write per second per key.', at: repeated.at });
  const frequent = evidence.writers.filter(isFrequent);
  if (frequent.length > 0) found.push({ reason: `${names(frequent)} ${frequent.length === 1 ? 'writes' : 'write'} it: as often as it is read, or by a clock or a queue.`, at: frequent[0]?.at });
  const posts = evidence.readModifyWrites.find((unit) => single && unit.entryPoints.some((entry) => entry.method?.toUpperCase() === 'POST'));
  if (posts) found.push({ reason: `Every ${names(posts.entryPoints.filter((entry) => entry.method?.toUpperCase() === 'POST'))} reads this one document, adds to it and writes it back; two of them within 60 seconds lose one addition.`, at: posts.at });
  const atomic = evidence.readModifyWrites.find((unit) => unit.atomic);
  if (atomic) found.push({ reason: `${names(atomic.entryPoints)} reads it, changes it and writes it back in one synchronous step that nothing can come between. Made asynchronous, two requests would overwrite each other's change, on Node already.`, at: atomic.at });
  if (unreached) found.push({ reason: 'From where the writing code is reached is not known, so neither is how often it writes; R2 shows each write at once, whoever makes it.', at: evidence.writes[0]?.at ?? evidence.deletes[0]?.at });
  return found;
}

/** Somebody outside of what is seen uses it too, who would look for it where it was. */
function unknownUse(evidence: ResourceEvidence): string | null {
  if (evidence.writes.length === 0 && evidence.deletes.length === 0) return 'Nothing in the running program writes it; who does, and how often, is not known.';
  if (evidence.reads.length === 0) return 'Nothing in the running program reads it; another process may.';
  return null;
}

/** A package that opens the file, serves it or has a format for it: its calls cannot be taken over one by one. */
function keptByPackage(evidence: ResourceEvidence): TargetChoice | null {
  const site = evidence.foreign[0];
  if (!site) return null;
  const name = site.origin.replace(/\(\)/g, '');
  if (site.storage?.access === 'watch') return { ...leave('decide', `${name} watches it, and nothing tells of changes in a store: who uses what was changed has to read it again, which is decided by hand.`), evidence: [{ text: `${name} watches it`, at: site.at }] };
  const serves = /\.(?:static|sendFile|download)$/.test(site.origin);
  const reason = serves ? `${name} hands its files out as they are; from R2 they are served by a route, or by the bucket itself.` : `The package behind ${name} keeps it in its own way; its store has to be replaced as a whole.`;
  return { ...leave(serves ? 'r2' : 'decide', reason), evidence: [{ text: reason, at: site.at }] };
}

const writtenBy = (evidence: ResourceEvidence): string => {
  const parts = [
    ...(evidence.writers.length > 0 ? [names(evidence.writers)] : []),
    ...(evidence.backgroundWrites.length > 0 ? ['work after the response, which replaces whole documents'] : []),
  ];
  return parts.join('; ');
};

/** What R2 takes whatever the use: all but appends, which are refused further down. */
function toR2(evidence: ResourceEvidence, target: Target, wish: StorageTarget | null): TargetChoice | null {
  if (evidence.appends.length > 0) return null;
  if (target === 'containers') return leave('r2', 'A Container has no KV binding; R2 is reached over its S3 API.', INSTEAD_OF_KV, 'fs-to-r2');
  return wish === 'r2' ? leave('r2', 'Sent to R2 in writing; every read sees the last write there.', INSTEAD_OF_KV, 'fs-to-r2') : null;
}

/** The choice for one resource. `wish` is what a person asked for in writing: KV although reads may be stale, or R2 although KV would do. */
export function chooseTarget(resource: Resource, evidence: ResourceEvidence, target: Target, wish: StorageTarget | null): TargetChoice {
  const accepted = wish !== null;
  const other = otherKinds(resource) ?? (resource.persistence === 'cache' && accepted ? null : byPurpose(resource));
  if (other) return other;
  const kept = keptByPackage(evidence);
  if (kept) return kept;
  const elsewhere = toR2(evidence, target, wish);
  if (elsewhere) return elsewhere;
  const append = evidence.appends.length > 0;
  const unknown = append ? null : unknownUse(evidence);
  if (unknown && !accepted) return { ...leave('decide', unknown, [{ target: 'r2', reason: 'consistent whatever the use' }]), acceptable: true };
  const against = [...(unknown ? [{ reason: unknown }] : []), ...refusals(resource, evidence)];
  const first = against[0];
  if (first && (!accepted || append)) {
    return {
      target: append ? 'decide' : 'r2',
      reason: first.reason,
      instead: [{ target: 'kv', reason: `${plural(against.length, 'reason')} against: ${against.map((refusal) => refusal.reason).join(' ')}` }, ...INSTEAD_OF_KV],
      codemod: append ? null : 'fs-to-r2',
      acceptable: !append,
      evidence: against.map((refusal) => ({ text: refusal.reason, ...(refusal.at ? { at: refusal.at } : {}) })),
    };
  }
  return {
    target: 'kv',
    reason: first ? `Accepted in writing, although: ${first.reason} ${STALENESS}` : `Written rarely (${writtenBy(evidence)}) and read by many. ${STALENESS}`,
    instead: [{ target: 'r2', reason: 'every read sees the last write; it comes from the region of the bucket instead of a cache nearby' }],
    codemod: 'fs-to-kv',
    acceptable: true,
    evidence: [],
  };
}
