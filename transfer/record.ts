/** Which folders went to which stores, from the record that apply wrote; and what a person said of their places, kept in it. Reads no data. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { asUserError } from '../core/disk-errors.js';
import { UserError } from '../core/errors.js';
import { replaceSynced } from '../core/journal-files.js';
import { type StorageRoot, storageRoot } from '../core/storage-roots.js';
import { type Store, storeOf } from '../core/stores.js';
import { parseYaml } from '../core/yaml.js';

/** Written by apply into the migrated tree. Key = keyPrefix + path inside the folder. */
const RECORD = '.cf-migrate/storage.json';

export type StoreKind = Store['kind'];

const schema = z.looseObject({
  version: z.literal(1),
  bindings: z.array(z.discriminatedUnion('kind', [
    z.looseObject({
      kind: z.enum(['kv_namespaces', 'r2_buckets']),
      binding: z.string().regex(/^\w+$/),
      folder: z.string().nullable().default(null),
      environment: z.string().nullable().default(null),
      include: z.array(z.string()),
      keyPrefix: z.string().default(''),
      roots: z.array(storageRoot).default([]),
    }),
    // Named for verify; databases hold no documents.
    z.looseObject({ kind: z.literal('d1_databases') }),
  ])),
});

export interface RecordedStore {
  kind: StoreKind;
  binding: string;
  /** Relative to the program's folder (or absolute) while no variable is set; null when only the environment knows. */
  folder: string | null;
  /** Variable that can name another folder. */
  environment: string | null;
  /** Patterns of the documents, relative to the folder. */
  include: string[];
  keyPrefix: string;
  /** Where keys are whole paths: what those of these documents begin with. Its place is still to be told. */
  root: StorageRoot | null;
}

/** What the user calls it. */
export const labelOf = (store: { binding: string; root?: { name: string } | string | null | undefined }): string => (typeof store.root === 'string' ? store.root : store.root?.name) ?? store.binding;

/** The stores that `codemod` moved documents to; one for each root where keys are whole paths. Throws UserError when there is none. */
export function recordedStores(directory: string, codemod: string): RecordedStore[] {
  if (!existsSync(directory)) throw new UserError('no-such-folder', `There is no folder ${directory}.`, 'Give the folder of the application.');
  const file = path.join(directory, RECORD);
  const hint = `Run first: cf-migrate apply ${codemod} --write`;
  if (!existsSync(file)) throw new UserError('no-storage-record', `${directory} has no ${RECORD}, which says which files are documents.`, hint);
  const stores = parseYaml(readFileSync(file, 'utf8'), RECORD, schema).bindings.filter((one) => one.kind !== 'd1_databases').filter((one) => one.kind === storeOf(codemod).kind);
  if (stores.length === 0) throw new UserError('no-storage-record', `${RECORD} names no store that ${codemod} has made.`, hint);
  return stores.flatMap(({ roots, ...store }): RecordedStore[] => (roots.length === 0 ? [{ ...store, root: null }] : roots.map((root) => ({ ...store, folder: root.folder, environment: null, include: root.include, root }))));
}

/** Keeps what was said of roots, by binding and name: the next copy, the way back and verify need it too. Everything else in the record stays. */
export function rememberRoots(directory: string, said: readonly { binding: string; root: StorageRoot }[]): void {
  if (said.length === 0) return;
  const file = path.join(directory, RECORD);
  const before = readFileSync(file, 'utf8');
  const record = JSON.parse(before) as { bindings: { binding?: string; roots?: StorageRoot[] }[] };
  const bindings = record.bindings.map((one) => (one.roots ? { ...one, roots: one.roots.map((root) => said.find((other) => other.binding === one.binding && other.root.name === root.name)?.root ?? root) } : one));
  const after = `${JSON.stringify({ ...record, bindings }, null, 2)}\n`;
  try {
    if (after !== before) replaceSynced(file, after);
  } catch (error) {
    throw asUserError(error);
  }
}
