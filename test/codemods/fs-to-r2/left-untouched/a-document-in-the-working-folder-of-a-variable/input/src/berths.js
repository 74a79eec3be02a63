import fs from 'node:fs';
import path from 'node:path';

export const save = (berths) => fs.writeFileSync('harbour/berths.json', JSON.stringify(berths));
export const load = () => JSON.parse(fs.readFileSync('harbour/berths.json', 'utf8'));

// The same document, where nothing else is set.
export const size = () => fs.readFileSync(path.join(process.env.HARBOUR || './harbour', 'berths.json'), 'utf8').length;
