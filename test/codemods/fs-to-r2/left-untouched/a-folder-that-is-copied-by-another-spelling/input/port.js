import fs from 'node:fs';
import path from 'node:path';

const SHIPS = path.join(process.env.PORT_HOME || '/srv/port', 'ships.json');

export const load = () => fs.promises.readFile(SHIPS, 'utf8');
export const save = (ships) => fs.promises.writeFile(SHIPS, ships);
export const backUp = (to) => fs.promises.cp(process.env.PORT_HOME, path.join('backups', to), { recursive: true, filter: (file) => !file.endsWith('.log') });
