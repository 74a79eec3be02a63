import * as documents from './storage/documents.js';

let total = 0;
const log = { text: '', lines: 0 };

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function add(name) {
  { const added = await load(name); total += added; }
  { const added = await load(name); log.text += added; }
  if (total > 5) { const added = await load(name); log.lines -= added; }
  let own = 1;
  own += await load(name);
  return [total, log.text, log.lines, own];
}
