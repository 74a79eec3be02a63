import fs from 'node:fs/promises';
import path from 'node:path';

const PLACE = 'harbours/north/data';

export const loadNorth = () => fs.readFile(path.join(PLACE, 'ships.json'), 'utf8');
export const saveNorth = (text) => fs.writeFile(path.join(PLACE, 'ships.json'), text);
