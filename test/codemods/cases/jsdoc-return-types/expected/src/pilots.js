import * as documents from './storage/documents.js';

/**
 * All pilots on duty.
 * @returns {Promise<Array<{ name: string }>>} the pilots
 */
export async function pilots() {
  return JSON.parse(await documents.get('data/pilots.json', 'utf8'));
}

/** @return {Promise<boolean>} whether it changed */
export const setPilots = async (list) => {
  await documents.put('data/pilots.json', JSON.stringify(list));
  return true;
};

/** @returns {Promise<number>} */
export async function countPilots() {
  return (await pilots()).length;
}
