// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data/pilots';

const fileOf = (key) => path.join(folder, key);

const drafts = new Map();

// As a draft first, which is renamed: a crash leaves the old or the new. Those that share the name of a draft do so one after the other, as it was while nothing waited.
export function putThrough(draft, key, data) {
  const turn = (drafts.get(draft) ?? Promise.resolve()).then(async () => {
    await fs.promises.writeFile(fileOf(draft), data);
    await fs.promises.rename(fileOf(draft), fileOf(key));
  });
  const done = turn.catch(() => {}).then(() => {
    if (drafts.get(draft) === done) drafts.delete(draft);
  });
  drafts.set(draft, done);
  return turn;
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}
