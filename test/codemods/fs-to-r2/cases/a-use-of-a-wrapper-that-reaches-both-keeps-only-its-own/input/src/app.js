import fs from 'node:fs';
import { write } from './write.js';

export const setFees = (all) => write('data/fees.json', JSON.stringify(all));
export const fees = () => JSON.parse(fs.readFileSync('data/fees.json', 'utf8'));
export const setBase = (all, shared) => write(shared ? 'package.json' : 'data/base.json', JSON.stringify(all));
export const base = () => JSON.parse(fs.readFileSync('data/base.json', 'utf8'));
export const version = () => JSON.parse(fs.readFileSync('package.json', 'utf8')).version;
