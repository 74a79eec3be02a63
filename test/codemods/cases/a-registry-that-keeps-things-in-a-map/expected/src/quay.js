import { Registry } from './registry.js';
import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/berths/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/berths/${name}.json`, JSON.stringify(value));

const title = async () => `${(await load('north')).length} ships`;
const run = async (side) => (await load(side)).join(' and ');

export const registry = new Registry();
registry.register('list', { title, run }).register('help', { title: () => 'help', run: () => 'no help' });
