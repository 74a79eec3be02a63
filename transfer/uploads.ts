/** What an export uploads, read from the files that wrangler would be given: for a store that is filled here. Sends nothing. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { manifestIn, readManifest } from './manifest.js';

export interface Upload {
  key: string;
  bytes: Buffer;
}

/** `wrangler kv bulk put` carries values, `wrangler r2 bulk put` names files. */
const batch = z.array(z.union([z.looseObject({ key: z.string(), value: z.string(), base64: z.boolean().optional() }), z.looseObject({ key: z.string(), file: z.string() })]));

function readBatch(file: string): Upload[] {
  const parsed = batch.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UserError('no-upload', `${file} is no file for a bulk upload.`, 'Export again with cf-migrate data.');
  return parsed.data.map((one) => ({ key: one.key, bytes: 'value' in one ? Buffer.from(String(one.value), one.base64 === true ? 'base64' : 'utf8') : readFileSync(String(one.file)) }));
}

/** By the name of the binding. Throws UserError when there is no export, or one of changes only. */
export function readUploads(given: string): Map<string, Upload[]> {
  const { stores } = readManifest(given);
  const root = path.dirname(manifestIn(given));
  if (stores.some(({ changes }) => changes !== undefined)) throw new UserError('changes-only', `${root} holds what changed since another export, not everything.`, 'Name an export that was made without --since.');
  return new Map(stores.map(({ binding }) => {
    const folder = path.join(root, binding);
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => /(?:^|-)put-\d+\.json$/.test(name)).sort() : [];
    return [binding, files.flatMap((name) => readBatch(path.join(folder, name)))];
  }));
}
