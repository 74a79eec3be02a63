import fs from 'node:fs/promises';

export const ship = (name) => fs.readFile(`data/ships/${name}.json`, 'utf8');
export const dock = (name, text) => fs.writeFile(`data/ships/${name}.json`, text);
