import path from 'node:path';
import * as files from './storage/files.js';

export async function ask(folder, anew) {
  const feesFile = path.join(folder, 'fees.json');
  const shipsFile = path.join(folder, 'ships.json');
  let fees = {};
  let ships = [];
  if (!anew) {
    fees = JSON.parse(await files.get(feesFile, 'utf8'));
    const text = await files.getOrNone(shipsFile, 'utf8');
    if (text !== null) {
      ships = JSON.parse(text);
    }
  }
  await files.put(feesFile, JSON.stringify({ ...fees, asked: true }));
  return ships;
}

export const begin = (settings) => ask(settings.folder, true);
export const again = () => ask('data', false);
export const putShips = async (all) => files.put('data/ships.json', JSON.stringify(all));
