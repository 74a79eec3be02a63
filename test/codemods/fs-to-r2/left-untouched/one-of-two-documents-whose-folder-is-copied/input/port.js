import fs from 'node:fs';
import path from 'node:path';

const placeOf = (kind) => (kind === 'ship' ? 'data/ships.json' : 'pages/log.json');

export const load = (kind) => fs.promises.readFile(placeOf(kind), 'utf8');
export const save = (kind, text) => fs.promises.writeFile(placeOf(kind), text);
export const backUp = (to) => fs.promises.cp('data', path.join('backups', to), { recursive: true, filter: (file) => !file.endsWith('.log') });
