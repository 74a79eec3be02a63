// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = process.env.BOATS_DIR || 'data/boats';

const fileOf = (key: string) => path.join(folder, key);

// What is not there is null instead of an error.
async function orNull<T>(work: Promise<T>) {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce<T>(work: () => T) {
  return work();
}

export async function put(key: string, data: Uint8Array) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}

export async function entries(key: string, recursive: boolean) {
  const found = await orNull(atOnce(() => fs.readdirSync(fileOf(key), { recursive, withFileTypes: true })));
  return found?.map((entry) => ({ name: path.relative(fileOf(key), path.join(entry.parentPath, entry.name)), isFolder: entry.isDirectory() })) ?? null;
}
