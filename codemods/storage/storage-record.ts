/** .cf-migrate/storage.json: which binding holds which folder, for `verify`, for moving data, and for the next run. */
import type { StorageRoot } from '../../core/storage-roots.js';
import type { Store } from '../../core/stores.js';
import type { Folder } from './folder.js';
import { readJson } from '../shared/json-text.js';

export const STORAGE_FILE = '.cf-migrate/storage.json';

export interface StorageBinding {
  kind: Store['kind'];
  binding: string;
  /** Relative to the project root (or absolute) when no variable is set; null when only the environment knows. */
  folder: string | null;
  /** Variable that can move the folder. */
  environment: string | null;
  /** Documents, relative to the folder. A key is `keyPrefix` and the path relative to the folder. */
  include: string[];
  keyPrefix: string;
  /** Where keys are whole paths: what those begin with, instead of one folder. */
  roots?: StorageRoot[];
  seam: SeamRecord;
}

/** How the seam was made: what a later run needs to know to extend it. */
export interface SeamRecord {
  file: string;
  operations: string[];
  /** The folder as the plan writes it (`<env DATA_DIR|data>`), and as the adapters do. */
  path: string;
  expression: Folder['expression'];
  urls: boolean;
  looksForFolders: boolean;
  emptyFoldersAreMissing: boolean;
  /** Of whole paths: folders whose documents are in other stores. */
  elsewhere?: Folder[];
  /** The program asks for its working folder. */
  asksWhere?: boolean;
}

export interface StorageRecord {
  version: 1;
  bindings: StorageBinding[];
}

export function readRecord(text: string | null): StorageRecord {
  const value = text === null ? null : (readJson(text) as Partial<StorageRecord> | null);
  return { version: 1, bindings: Array.isArray(value?.bindings) ? value.bindings : [] };
}

/** The record with one binding replaced or added; what it held before stays in it. */
export function withBinding(record: StorageRecord, binding: StorageBinding): StorageRecord {
  const before = record.bindings.find((one) => one.binding === binding.binding);
  const joined = before ? { ...binding, include: [...new Set([...before.include, ...binding.include])].sort(), seam: { ...binding.seam, operations: [...new Set([...before.seam.operations, ...binding.seam.operations])].sort() } } : binding;
  return { version: 1, bindings: before ? record.bindings.map((one) => (one === before ? joined : one)) : [...record.bindings, joined] };
}

export const recordText = (record: StorageRecord): string => `${JSON.stringify(record, null, 2)}\n`;
