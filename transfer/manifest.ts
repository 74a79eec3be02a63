/** The manifest of an export: which file is which key, how long, with which hash and time. Read back and checked; it decides nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { STORES } from '../core/stores.js';
import { parseYaml } from '../core/yaml.js';

export const MANIFEST = 'manifest.json';

/** Why a file does not go along. */
export const LEFT_OUT = ['too-large', 'long-key', 'no-key', 'unnameable', 'unreadable', 'link-outside', 'link-to-folder', 'broken-link', 'no-file', 'changing'] as const;
export type LeftOutCode = (typeof LEFT_OUT)[number];

export interface LeftOut {
  path: string;
  code: LeftOutCode;
  detail: string;
}

const entrySchema = z.strictObject({
  /** Inside the folder, forward slashes. */
  path: z.string(),
  key: z.string(),
  size: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mtimeMs: z.number(),
});

const storeSchema = z.strictObject({
  kind: z.enum(['kv_namespaces', 'r2_buckets']),
  binding: z.string().regex(/^\w+$/),
  /** Where keys are whole paths: what the ones of these documents begin with. */
  root: z.string().optional(),
  /** Name of the bucket; null for KV, or when no configuration tells. */
  bucket: z.string().nullable(),
  /** The folder that was read, absolute. */
  from: z.string(),
  include: z.array(z.string()),
  keyPrefix: z.string(),
  files: z.number(),
  bytes: z.number(),
  /** Every document as it was, sorted by key. */
  entries: z.array(entrySchema),
  leftOut: z.array(z.strictObject({ path: z.string(), code: z.enum(LEFT_OUT), detail: z.string() })),
  /** With --since: what the files beside this manifest hold; absent when they hold everything. */
  changes: z.strictObject({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) }).optional(),
});

const schema = z.strictObject({ schema: z.literal(1), codemod: z.enum(STORES.map((store) => store.codemod)), stores: z.array(storeSchema) });

export type Entry = z.infer<typeof entrySchema>;
export type ManifestStore = z.infer<typeof storeSchema>;
export type Manifest = z.infer<typeof schema>;

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 1)}\n`;

/** Path of the manifest that `given` names: the file, or the export folder that holds it. */
export const manifestIn = (given: string): string => (existsSync(given) && statSync(given).isDirectory() ? path.join(given, MANIFEST) : given);

/** Throws UserError when there is none, or it is something else. */
export function readManifest(given: string): Manifest {
  const file = manifestIn(given);
  if (!existsSync(file)) throw new UserError('no-manifest', `There is no manifest ${file}.`, 'Name the export with --manifest: the folder that the first copy was written to, or its manifest.json.');
  const text = readFileSync(file, 'utf8');
  const parsed = schema.safeParse(jsonOrNull(text));
  return parsed.success ? parsed.data : parseYaml(text, file, schema);
}

/** Large manifests are read as JSON, which they are; the slower reader is asked only for the place of a mistake. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The other reader says where.
  }
}

/** The folder is an export that this tool has written. */
export function isExport(folder: string): boolean {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8'))).success;
  } catch {
    return false; // No manifest, or none that can be read: it belongs to somebody else.
  }
}
