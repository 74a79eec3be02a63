import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as documents from './storage/documents.js';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'data', 'berths');
const fileOf = (id) => path.join(folder, `${id}.json`);

export async function names() {
  await documents.makeFolder(folder, { recursive: true });
  return documents.list(folder);
}

export const load = async (id) => JSON.parse(await documents.get(fileOf(id), 'utf8'));
export const save = (id, berth) => documents.put(fileOf(id), JSON.stringify(berth));
export const drop = (id) => documents.remove(fileOf(id));

export async function move(from, to) {
  await documents.check(fileOf(from));
  await documents.rename(fileOf(from), fileOf(to));
}
