/** The recipes of `data`: the copy that goes along, what changed since, the check of what arrived, and the way back. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { checkPlace } from '../core/new-folder.js';
import { finishReplacing, replaceFiles } from '../core/replace-files.js';
import { storeOf } from '../core/stores.js';
import { readWranglerConfig, type WranglerConfig } from '../runtime/wrangler-config.js';
import { type StoreCheck, checkStore } from '../transfer/check.js';
import { type Exported, writeExport } from '../transfer/export.js';
import { readFetched, timeOf } from '../transfer/fetched.js';
import { listDocuments } from '../transfer/listing.js';
import { type Manifest, type ManifestStore, isExport, readManifest } from '../transfer/manifest.js';
import { matcher } from '../transfer/patterns.js';
import { type RecordedStore, recordedStores } from '../transfer/record.js';
import type { StoreJob } from '../transfer/store-files.js';
import { type WayBack, planWayBack } from '../transfer/way-back.js';

export interface DataRequest {
  codemod: string;
  /** Absolute folder of the migrated program. */
  directory: string;
  /** Folder of the data: of all stores (`''`), or by binding. */
  from: Readonly<Record<string, string>>;
  bucket: string | null;
  namespaceId: string | null;
}

export interface ExportRequest extends DataRequest {
  out: string;
  /** Manifest of an earlier export. */
  since: string | null;
  replace: boolean;
  local: boolean;
}

/** Where the files of a store are: as the user says, else where the program keeps them while no variable is set. */
function folderOf(request: DataRequest, store: Pick<RecordedStore, 'binding' | 'folder' | 'environment'>): string {
  const given = request.from[store.binding] ?? request.from[''];
  if (given !== undefined) return given;
  if (store.folder !== null) return path.resolve(request.directory, store.folder);
  throw new UserError('unknown-folder', `Only the variable ${store.environment ?? ''} of the running app says where the files of ${store.binding} are.`, 'Name that folder with --from.');
}

function checkFrom(request: DataRequest, stores: readonly { binding: string }[]): void {
  const known = stores.map(({ binding }) => binding);
  const stray = Object.keys(request.from).find((name) => name !== '' && !known.includes(name));
  if (stray !== undefined) throw new UserError('bad-arguments', `--from names the binding ${stray}, which this program does not have.`, `Its bindings: ${known.join(', ')}.`);
  if (request.from[''] !== undefined && known.length > 1) throw new UserError('bad-arguments', `There are several stores (${known.join(', ')}), so one folder is not enough.`, `Say which: --from ${known[0] ?? 'BINDING'}=FOLDER`);
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
  const stores = recordedStores(request.directory, request.codemod);
  checkFrom(request, stores);
  checkPlace(request.out, request.replace, isExport);
  const { config } = readWranglerConfig(request.directory);
  const before = request.since === null ? null : readManifest(request.since);
  if (before && before.codemod !== request.codemod) throw new UserError('other-manifest', `The manifest is one of ${before.codemod}.`, `Name the manifest of an export of ${request.codemod}.`);
  const jobs = stores.map((store): StoreJob => {
    const from = folderOf(request, store);
    if (isInside(from, request.out)) throw new UserError('inside-the-data', `${request.out} lies inside of ${from}, whose files are copied.`, 'Name another folder with -o.');
    return { store, from, bucket: bucketOf(request, config, store), listing: listDocuments(from, matcher(store.include)), before: before?.stores.find((one) => one.binding === store.binding) ?? null };
  });
  const exported = writeExport(request.codemod, jobs, { codemod: request.codemod, directory: request.directory, out: request.out, namespaceId: request.namespaceId, local: request.local });
  return { ...exported, notices: notices(request, config, stores) };
}

function bucketOf(request: DataRequest, config: WranglerConfig, store: RecordedStore): string | null {
  if (store.kind !== 'r2_buckets') return null;
  const configured = config.r2_buckets?.find(({ binding }) => binding === store.binding)?.bucket_name;
  return request.bucket ?? (typeof configured === 'string' ? configured : null);
}

/** Holds what was fetched of the stores against the manifest. */
export function checkData(fetched: string, manifest: string): StoreCheck[] {
  return readManifest(manifest).stores.map((store) => checkStore(store, readFetched(fetched, store), (value) => timeOf(value, store)));
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

const folderBack = (request: BackRequest, store: ManifestStore): string => request.from[store.binding] ?? request.from[''] ?? store.from;

/** Brings what was fetched back into files: all of it, or nothing when files changed here and `force` was not given. */
export function bringBack(request: BackRequest): WentBack {
  const manifest: Manifest = readManifest(request.manifest);
  checkFrom(request, manifest.stores);
  const plans = manifest.stores.map((store) => {
    const folder = folderBack(request, store);
    finishReplacing(folder);
    return planWayBack(store, readFetched(request.fetched, store), folder, request.force, (value) => timeOf(value, store));
  });
  const refused = !request.force && plans.some((plan) => plan.conflicts.length > 0);
  if (!refused) for (const plan of plans) replaceFiles(plan.folder, plan.replacements);
  return { folders: plans, refused };
}
