import { load } from './tree.js';

export async function label(id) {
  return `${(await load(id)).name} (${id})`;
}
