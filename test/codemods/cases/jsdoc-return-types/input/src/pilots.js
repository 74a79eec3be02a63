import fs from 'node:fs';

/**
 * All pilots on duty.
 * @returns {Array<{ name: string }>} the pilots
 */
export function pilots() {
  return JSON.parse(fs.readFileSync('data/pilots.json', 'utf8'));
}

/** @return {boolean} whether it changed */
export const setPilots = (list) => {
  fs.writeFileSync('data/pilots.json', JSON.stringify(list));
  return true;
};

/** @returns {Promise<number>} */
export async function countPilots() {
  return pilots().length;
}
