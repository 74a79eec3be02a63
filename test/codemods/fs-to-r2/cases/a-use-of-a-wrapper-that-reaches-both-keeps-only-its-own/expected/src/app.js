import fs from 'node:fs';
import { write, writeStored } from './write.js';
import * as files from './storage/files.js';

export const setFees = async (all) => writeStored('data/fees.json', JSON.stringify(all));
export const fees = async () => JSON.parse(await files.get('data/fees.json', 'utf8'));
export const setBase = (all, shared) => write(shared ? 'package.json' : 'data/base.json', JSON.stringify(all));
export const base = () => JSON.parse(fs.readFileSync('data/base.json', 'utf8'));
export const version = () => JSON.parse(fs.readFileSync('package.json', 'utf8')).version;
