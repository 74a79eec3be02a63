import fs from 'node:fs';
import { Registry } from './registry.js';

const load = (name) => JSON.parse(fs.readFileSync(`data/berths/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/berths/${name}.json`, JSON.stringify(value));

const title = () => `${load('north').length} ships`;
const run = (side) => load(side).join(' and ');

export const registry = new Registry();
registry.register('list', { title, run }).register('help', { title: () => 'help', run: () => 'no help' });
