import fs from 'node:fs/promises';
import path from 'node:path';

const PLACE = '2023';

export const load = () => fs.readFile(path.join(PLACE, 'ships.json'), 'utf8');
export const save = (text) => fs.writeFile(path.join(PLACE, 'ships.json'), text);
