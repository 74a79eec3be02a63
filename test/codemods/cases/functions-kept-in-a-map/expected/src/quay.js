import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/berths/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/berths/${name}.json`, JSON.stringify(value));

const counts = new Map();
counts.set('north', async () => (await load('north')).length);
counts.set('south', async () => (await load('south')).length);
counts.set('none', () => 0);

export async function isEmpty(side) {
  const count = counts.get(side);
  if (!count) return null;
  if ((await count()) === 0) return true;
  return (await counts.get(side)()) < 1;
}

export async function all() {
  const lines = [];
  for (const [side, count] of counts) lines.push(`${side}: ${await count()}`);
  for (const [side, count] of counts) {
    if (side === 'none') continue;
    lines.push(`${side} again: ${await count()}`);
  }
  return [...lines, ...(await Promise.all([...counts.values()].map(async (count) => count()))), (await Promise.all(Array.from(counts.entries()).map(async ([, count]) => (await count()) + 1))).join()];
}
