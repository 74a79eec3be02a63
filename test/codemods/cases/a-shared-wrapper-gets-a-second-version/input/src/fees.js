import path from 'node:path';
import { readJson, writeJson } from './json.js';
import { DATA } from './paths.js';

const FEES = path.join(DATA, 'fees.json');

export const fees = () => readJson(FEES, { day: 10 });

export function setFee(name, amount) {
  const all = fees();
  all[name] = amount;
  writeJson(FEES, all);
  return all;
}
