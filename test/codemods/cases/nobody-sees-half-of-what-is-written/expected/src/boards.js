import * as documents from './storage/documents.js';

const fileOf = (name) => `data/boards/${name}.json`;

export async function save(name, board) {
  await documents.makeFolder('data/boards', { recursive: true });
  await documents.put(fileOf(name), JSON.stringify(board));
}

export const load = async (name) => JSON.parse(await documents.get(fileOf(name), 'utf8'));

export const copy = async (from, to) => documents.copy(fileOf(from), fileOf(to));
