import { randomUUID } from 'node:crypto';
import fs from 'node:fs';

export function keep(ship, log) {
  const draft = `data/${randomUUID()}.tmp`;
  fs.writeFileSync(draft, log);
  fs.renameSync(draft, `data/${ship}.json`);
}

export function save(ship, log) {
  const draft = 'data/logbook.tmp';
  const text = JSON.stringify(log);
  fs.writeFileSync(draft, text);
  if (text.length > 1000) console.log(`a long logbook: ${ship}`);
  fs.renameSync(draft, `data/${ship}.json`);
}

export const load = (ship) => JSON.parse(fs.readFileSync(`data/${ship}.json`, 'utf8'));
