import fs from 'node:fs/promises';
import path from 'node:path';

const PLACE = 'harbours/south/data';

export const loadSouth = () => fs.readFile(path.join(PLACE, 'ships.json'), 'utf8');
export const saveSouth = (text) => fs.writeFile(path.join(PLACE, 'ships.json'), text);
