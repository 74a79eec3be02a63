import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/berths/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/berths/${name}.json`, JSON.stringify(value));

const counts = new Map();
counts.set('north', () => load('north').length);
counts.set('south', () => load('south').length);
counts.set('none', () => 0);

export function isEmpty(side) {
  const count = counts.get(side);
  if (!count) return null;
  if (count() === 0) return true;
  return counts.get(side)() < 1;
}

export function all() {
  const lines = [];
  for (const [side, count] of counts) lines.push(`${side}: ${count()}`);
  counts.forEach((count, side) => {
    if (side === 'none') return;
    lines.push(`${side} again: ${count()}`);
  });
  return [...lines, ...[...counts.values()].map((count) => count()), Array.from(counts.entries()).map(([, count]) => count() + 1).join()];
}
