import fs from 'node:fs';
import path from 'node:path';

export async function ask(folder, anew) {
  const feesFile = path.join(folder, 'fees.json');
  const shipsFile = path.join(folder, 'ships.json');
  let fees = {};
  let ships = [];
  if (!anew) {
    fees = JSON.parse(fs.readFileSync(feesFile, 'utf8'));
    if (fs.existsSync(shipsFile)) {
      ships = JSON.parse(fs.readFileSync(shipsFile, 'utf8'));
    }
  }
  fs.writeFileSync(feesFile, JSON.stringify({ ...fees, asked: true }));
  return ships;
}

export const begin = (settings) => ask(settings.folder, true);
export const again = () => ask('data', false);
export const putShips = (all) => fs.writeFileSync('data/ships.json', JSON.stringify(all));
