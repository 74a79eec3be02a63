/** Which folders went to which stores, from the record that apply wrote. Reads no data. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
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
}

/** The stores that `codemod` moved documents to. Throws UserError when there is none. */
export function recordedStores(directory: string, codemod: string): RecordedStore[] {
  if (!existsSync(directory)) throw new UserError('no-such-folder', `There is no folder ${directory}.`, 'Give the folder of the application.');
  const file = path.join(directory, RECORD);
  const hint = `Run first: cf-migrate apply ${codemod} --write`;
  if (!existsSync(file)) throw new UserError('no-storage-record', `${directory} has no ${RECORD}, which says which files are documents.`, hint);
  const stores = parseYaml(readFileSync(file, 'utf8'), RECORD, schema).bindings.filter((one) => one.kind !== 'd1_databases').filter((one) => one.kind === storeOf(codemod).kind);
  if (stores.length === 0) throw new UserError('no-storage-record', `${RECORD} names no store that ${codemod} has made.`, hint);
  return stores;
}
