import fs from 'node:fs';
import * as files from './storage/files.js';

export function write(file, text) {
  const draft = `${file}.tmp`;
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, file);
}

// write for documents that live in storage.
export async function writeStored(file, text) {
  const draft = `${file}.tmp`;
  await files.putThrough(draft, file, text);
}
