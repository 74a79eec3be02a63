import * as documents from './storage/documents.js';

const load = async () => JSON.parse(await documents.get('data/port.json', 'utf8'));

export const save = async (value) => documents.put('data/port.json', JSON.stringify(value));

export { load };
