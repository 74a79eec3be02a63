import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'data', 'berths');
const fileOf = (id) => path.join(folder, `${id}.json`);

export async function names() {
  await fs.mkdir(folder, { recursive: true });
  return fs.readdir(folder);
}

export const load = async (id) => JSON.parse(await fs.readFile(fileOf(id), 'utf8'));
export const save = (id, berth) => fs.writeFile(fileOf(id), JSON.stringify(berth));
export const drop = (id) => fs.unlink(fileOf(id));

export async function move(from, to) {
  await fs.access(fileOf(from));
  await fs.rename(fileOf(from), fileOf(to));
}
