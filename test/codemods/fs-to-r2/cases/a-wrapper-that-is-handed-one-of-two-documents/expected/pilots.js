import path from 'node:path';
import { write } from './write.js';
import * as files from './storage/files.js';

const folderOf = (isCaptain) => (isCaptain ? 'data/pilots/captains' : 'data/pilots/mates');

export const save = async (name, isCaptain, text) => write(path.join(folderOf(isCaptain), `${name}.json`), text);
export const captain = async (name) => files.has(`data/pilots/captains/${name}.json`);
export const mate = async (name) => files.has(`data/pilots/mates/${name}.json`);
