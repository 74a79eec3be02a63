import fs from 'node:fs';

const v1 = 'v1';

export function save(ship, log) {
  const draft = `data/${v1}.tmp`;
  const text = JSON.stringify(log);
  fs.writeFileSync(draft, text);
  if (text.length > 1000) console.log(`a long logbook: ${ship}`);
  fs.renameSync(draft, `data/${ship}.json`);
}

export const load = (ship) => JSON.parse(fs.readFileSync(`data/${ship}.json`, 'utf8'));
