import path from 'node:path';
import { randomUUID } from 'node:crypto';
import * as files from './storage/files.js';

const FOLDER = 'data';

export async function save(ship, log) {
  await files.putThrough(path.join(FOLDER, `${ship}.json.tmp`), path.join(FOLDER, `${ship}.json`), JSON.stringify(log));
}

export async function saveLast(log) {
  await files.putThrough('data/last.tmp', FOLDER + '/last.json', JSON.stringify(log));
}

export async function saveSlowly(ship, log) {
  const draft = `data/${randomUUID()}.tmp`;
  const text = JSON.stringify(log);
  await files.put(draft, text);
  if (text.length > 1000) console.log(`a long logbook: ${ship}`);
  await files.rename(draft, path.join(FOLDER, `${ship}.json`));
}

export const load = async (ship) => JSON.parse(await files.get(path.join(FOLDER, `${ship}.json`), 'utf8'));
