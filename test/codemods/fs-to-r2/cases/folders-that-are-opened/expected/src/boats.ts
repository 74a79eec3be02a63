import path from 'node:path';
import * as files from './storage/files.js';

const DATA = process.env.BOATS_DIR || 'data/boats';

export const save = async (name: string, boat: object) => files.put(path.join(DATA, `${name}.json`), JSON.stringify(boat));

export async function* boats(): AsyncGenerator<string> {
  for await (const entry of await files.openFolder(DATA, { bufferSize: 8 })) {
    if (entry.isFile()) yield entry.name;
  }
}

export async function first(): Promise<string | null> {
  const folder = await files.openFolder(DATA);
  try {
    return folder.readSync()?.name ?? null;
  } finally {
    folder.closeSync();
  }
}
