import { ensureDirSync, readJsonSync, removeSync, writeJSONSync } from 'fs-extra/esm';

const FILE = 'data/settings.json';

export const load = () => readJsonSync(FILE, { throws: false }) ?? {};

export function save(settings) {
  ensureDirSync('data');
  writeJSONSync(FILE, settings);
}

export const forget = () => removeSync(FILE);
