import fs from 'node:fs';
import path from 'node:path';
import { write } from './write.js';

const folderOf = (isCaptain) => (isCaptain ? 'data/pilots/captains' : 'data/pilots/mates');

export const save = (name, isCaptain, text) => write(path.join(folderOf(isCaptain), `${name}.json`), text);
export const captain = (name) => fs.existsSync(`data/pilots/captains/${name}.json`);
export const mate = (name) => fs.existsSync(`data/pilots/mates/${name}.json`);
