// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data';

const fileOf = (key) => path.join(folder, key);

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce(work) {
  return work();
}

export async function put(key, data) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}
