import fs from 'node:fs/promises';
import path from 'node:path';

const PLACE = 'harbours/west/data';

export const loadWest = () => fs.readFile(path.join(PLACE, 'ships.json'), 'utf8');
export const saveWest = (text) => fs.writeFile(path.join(PLACE, 'ships.json'), text);
