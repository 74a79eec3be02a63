import fs from 'node:fs/promises';

export const load = () => fs.readFile('quay.json', 'utf8');
export const save = (text) => fs.writeFile('quay.json', text);
