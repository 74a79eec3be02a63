// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data/tides';

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

const drafts = new Map<string, Promise<void>>();

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce<T>(work: () => T) {
  return work();
}

export function get(key: string) {
  return orNull(atOnce(() => fs.readFileSync(fileOf(key))));
}

// As a draft first, which is renamed: a crash leaves the old or the new. Those that share the name of a draft do so one after the other, as it was while nothing waited.
export function putThrough(draft: string, key: string, data: Uint8Array): Promise<void> {
  const turn = (drafts.get(draft) ?? Promise.resolve()).then(async () => {
    await fs.promises.writeFile(fileOf(draft), data);
    await fs.promises.rename(fileOf(draft), fileOf(key));
  });
  const done: Promise<void> = turn.catch(() => {}).then(() => {
    if (drafts.get(draft) === done) drafts.delete(draft);
  });
  drafts.set(draft, done);
  return turn;
}
