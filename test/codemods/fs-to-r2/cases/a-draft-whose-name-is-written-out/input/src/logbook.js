import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

const FOLDER = 'data';

export function save(ship, log) {
  fs.writeFileSync(path.join(FOLDER, `${ship}.json.tmp`), JSON.stringify(log));
  fs.renameSync(path.join(FOLDER, `${ship}.json.tmp`), path.join(FOLDER, `${ship}.json`));
}

export function saveLast(log) {
  fs.writeFileSync('data/last.tmp', JSON.stringify(log));
  fs.renameSync('data/last.tmp', FOLDER + '/last.json');
}

export function saveSlowly(ship, log) {
  const draft = `data/${randomUUID()}.tmp`;
  const text = JSON.stringify(log);
  fs.writeFileSync(draft, text);
  if (text.length > 1000) console.log(`a long logbook: ${ship}`);
  fs.renameSync(draft, path.join(FOLDER, `${ship}.json`));
}

export const load = (ship) => JSON.parse(fs.readFileSync(path.join(FOLDER, `${ship}.json`), 'utf8'));
