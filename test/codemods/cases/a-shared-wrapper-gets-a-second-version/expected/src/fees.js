import path from 'node:path';
import { readJsonStored, writeJsonStored } from './json.js';
import { DATA } from './paths.js';

const FEES = path.join(DATA, 'fees.json');

export const fees = async () => readJsonStored(FEES, { day: 10 });

export async function setFee(name, amount) {
  const all = await fees();
  all[name] = amount;
  await writeJsonStored(FEES, all);
  return all;
}
