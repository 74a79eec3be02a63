import { label } from './label.js';
import * as documents from './storage/documents.js';

export async function load(id) {
  return JSON.parse(await documents.get(`data/${id}.json`, 'utf8'));
}

export async function save(id, node) {
  await documents.put(`data/${id}.json`, JSON.stringify(node));
}

export async function depth(id) {
  const node = await load(id);
  return node.child ? 1 + (await depth(node.child)) : 1;
}

export const walk = async (id) => [await label(id), ...((await load(id)).child ? await walk((await load(id)).child) : [])];
