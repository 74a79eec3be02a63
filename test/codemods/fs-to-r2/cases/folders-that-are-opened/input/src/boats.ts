import { opendirSync, promises as fs, writeFileSync } from 'node:fs';
import path from 'node:path';

const DATA = process.env.BOATS_DIR || 'data/boats';

export const save = (name: string, boat: object) => writeFileSync(path.join(DATA, `${name}.json`), JSON.stringify(boat));

export async function* boats(): AsyncGenerator<string> {
  for await (const entry of await fs.opendir(DATA, { bufferSize: 8 })) {
    if (entry.isFile()) yield entry.name;
  }
}

export function first(): string | null {
  const folder = opendirSync(DATA);
  try {
    return folder.readSync()?.name ?? null;
  } finally {
    folder.closeSync();
  }
}
