import * as documents from './storage/documents.js';

const load = async () => JSON.parse(await documents.get('data/port.json', 'utf8'));

export const save = async (value) => documents.put('data/port.json', JSON.stringify(value));

export const all = async () => (await documents.entries('data', { withFileTypes: true })).filter((entry) => entry.isFile());
