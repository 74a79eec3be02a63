// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data';

const fileOf = (key) => path.join(folder, key);

export async function put(key, data) {
  await fs.promises.writeFile(fileOf(key), data);
}
