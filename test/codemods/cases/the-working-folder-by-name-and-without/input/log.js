import fs from 'node:fs/promises';
import path from 'node:path';

const folder = path.join(process.cwd(), 'data');

export const load = () => fs.readFile(path.join(folder, 'log.json'), 'utf8');
export const save = (text) => fs.writeFile('data/log.json', text);
export const names = () => fs.readdir(path.resolve('data'));
