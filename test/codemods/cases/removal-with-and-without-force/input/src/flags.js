import fs from 'node:fs';
import { rm } from 'node:fs/promises';

export const raise = (name) => fs.writeFileSync(`flags/${name}.json`, '{}');
export const lower = (name) => fs.rmSync(`flags/${name}.json`);
export const drop = (name) => fs.rmSync(`flags/${name}.json`, { force: true });
export const gone = (name) => rm(`flags/${name}.json`, { force: true });
export const isUp = (name) => fs.existsSync(`flags/${name}.json`) && fs.readFileSync(`flags/${name}.json`).length > 0;
