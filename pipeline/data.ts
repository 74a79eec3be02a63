/** The recipes of `data`: the copy that goes along, what changed since, the check of what arrived, and the way back. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { checkPlace } from '../core/new-folder.js';
import { finishReplacing, replaceFiles } from '../core/replace-files.js';
import { storeOf } from '../core/stores.js';
import { readWranglerConfig, type WranglerConfig } from '../runtime/wrangler-config.js';
import { type Behind, withBehind } from '../transfer/behind.js';
import { type StoreCheck, checkStore } from '../transfer/check.js';
import { type Exported, writeExport } from '../transfer/export.js';
import { readFetched, timeOf } from '../transfer/fetched.js';
import { listDocuments } from '../transfer/listing.js';
import { type Manifest, type ManifestStore, isExport, readManifest } from '../transfer/manifest.js';
import { matcher } from '../transfer/patterns.js';
import { ownKeys } from '../transfer/ownership.js';
import { type Places, type PlacedStore, checkNames, folderOf, keysApart, placedStore } from '../transfer/places.js';
import { type RecordedStore, labelOf, recordedStores, rememberRoots } from '../transfer/record.js';
import type { StoreJob } from '../transfer/store-files.js';
import { type WayBack, planWayBack } from '../transfer/way-back.js';

export { type Behind, readBehind } from '../transfer/behind.js';

export interface DataRequest extends Places {
  codemod: string;
  bucket: string | null;
  namespaceId: string | null;
}

export interface ExportRequest extends DataRequest {
  out: string;
  /** Roots that are no part of this copy. */
  without: readonly string[];
  /** Manifest of an earlier export. */
  since: string | null;
  /** What the adapter for both sides noted as not in the store. */
  behind?: readonly Behind[];
  replace: boolean;
  local: boolean;
}

const isInside = (folder: string, file: string): boolean => file === folder || file.startsWith(folder + path.sep);

/** What has to be done before the commands can be run: a store that the configuration does not name yet. */
function notices(request: ExportRequest, config: WranglerConfig, stores: readonly RecordedStore[]): string[] {
  if (request.local) return [];
  const { placeholder } = storeOf(request.codemod);
  return stores.flatMap((store) => {
    const configured = config[store.kind]?.find(({ binding }) => binding === store.binding);
    if (store.kind === 'r2_buckets') return bucketOf(request, config, store) === null ? [`The wrangler configuration names no bucket for ${store.binding}; make one (npx wrangler r2 bucket create NAME), then add it there or name it with --bucket.`] : [];
    const missing = request.namespaceId === null && (typeof configured?.id !== 'string' || configured.id === placeholder);
    return missing ? [`The wrangler configuration has no id for ${store.binding} yet. First: npx wrangler kv namespace create ${store.binding}, and put the id there.`] : [];
  });
}

/** Reads the documents and writes the export. Throws UserError, with nothing written, for what the user has to mend first. */
export function exportData(request: ExportRequest): Exported & { notices: string[] } {
  const placed = placedStores(request);
  checkPlace(request.out, request.replace, isExport);
  const { config } = readWranglerConfig(request.directory);
  const before = request.since === null ? null : readManifest(request.since);
  if (before && before.codemod !== request.codemod) throw new UserError('other-manifest', `The manifest is one of ${before.codemod}.`, `Name the manifest of an export of ${request.codemod}.`);
  const jobs = placed.map(({ store, from, levels }): StoreJob => {
    if (isInside(from, request.out)) throw new UserError('inside-the-data', `${request.out} lies inside of ${from}, whose files are copied.`, 'Name another folder with -o.');
    return { store, from, bucket: bucketOf(request, config, store), listing: listDocuments(from, matcher(store.include), levels), before: unsure(earlier(before, store), request.behind ?? []) };
  });
  const exported = writeExport(request.codemod, keysApart(jobs), { codemod: request.codemod, directory: request.directory, out: request.out, namespaceId: request.namespaceId, local: request.local });
  rememberRoots(request.directory, placed.flatMap(({ store }) => (store.root ? [{ binding: store.binding, root: store.root }] : [])));
  return { ...exported, notices: notices(request, config, placed.map(({ store }) => store)) };
}

/** The stores to copy, each with its folder and the beginning of its keys. */
function placedStores(request: ExportRequest): PlacedStore[] {
  const all = recordedStores(request.directory, request.codemod);
  const roots = all.flatMap((store) => store.root?.name ?? []);
  const stray = request.without.find((name) => !roots.includes(name));
  if (stray !== undefined) throw new UserError('bad-arguments', `--without names ${stray}, which this program does not have.`, roots.length === 0 ? 'It is for stores whose keys are whole paths, and there is none.' : `It has: ${roots.join(', ')}.`);
  const stores = all.filter((store) => store.root === null || !request.without.includes(store.root.name));
  checkNames('--from', request.from, stores.map(labelOf));
  checkNames('--worker-path', request.workerPaths, stores.flatMap((store) => store.root?.name ?? []));
  return stores.map((store) => placedStore(request, store));
}

/** The same store in an earlier export; its keys must have begun alike, or everything would go and come again under other names. */
function earlier(manifest: Manifest | null, store: RecordedStore): ManifestStore | null {
  const before = manifest?.stores.find((one) => one.binding === store.binding && one.root === store.root?.name) ?? null;
  if (before && before.keyPrefix !== store.keyPrefix) throw new UserError('other-worker-path', `In that export the keys of ${labelOf(store)} began with ${before.keyPrefix || 'nothing'}, now with ${store.keyPrefix || 'nothing'}.`, 'Say the same --worker-path as then, or make a whole export anew.');
  return before;
}

const unsure = (before: ManifestStore | null, behind: readonly Behind[]): ManifestStore | null => before && withBehind(before, behind);

function bucketOf(request: DataRequest, config: WranglerConfig, store: RecordedStore): string | null {
  if (store.kind !== 'r2_buckets') return null;
  const configured = config.r2_buckets?.find(({ binding }) => binding === store.binding)?.bucket_name;
  return request.bucket ?? (typeof configured === 'string' ? configured : null);
}

/** Holds what was fetched of the stores against the manifest. */
export function checkData(fetched: string, manifest: string): StoreCheck[] {
  const { stores } = readManifest(manifest);
  return stores.map((store) => checkStore(store, readFetched(fetched, store), (value) => timeOf(value, store), ownKeys(store, stores)));
}

export interface BackRequest extends DataRequest {
  fetched: string;
  manifest: string;
  /** Replace what changed here since the manifest. */
  force: boolean;
}

export interface WentBack {
  folders: WayBack[];
  /** Nothing was written, because of conflicts. */
  refused: boolean;
}

const folderBack = (request: BackRequest, store: ManifestStore): string => {
  const given = request.from[labelOf(store)] ?? request.from[''];
  return given === undefined ? store.from : store.root === undefined ? given : folderOf(given);
};

/** Brings what was fetched back into files: all of it, or nothing when files changed here and `force` was not given. */
export function bringBack(request: BackRequest): WentBack {
  const manifest: Manifest = readManifest(request.manifest);
  checkNames('--from', request.from, manifest.stores.map(labelOf));
  const plans = manifest.stores.map((store) => {
    const folder = folderBack(request, store);
    finishReplacing(folder);
    return planWayBack(store, readFetched(request.fetched, store), { folder, force: request.force, timeOf: (value) => timeOf(value, store), isOwn: ownKeys(store, manifest.stores) });
  });
  const refused = !request.force && plans.some((plan) => plan.conflicts.length > 0);
  if (!refused) for (const plan of plans) replaceFiles(plan.folder, plan.replacements);
  return { folders: plans, refused };
}
