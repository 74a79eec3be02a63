import { load } from './tree.js';

export function label(id) {
  return `${load(id).name} (${id})`;
}
