import * as documents from './storage/documents.js';

export const readTides = async () => ((await documents.has('tides.json')) ? JSON.parse(await documents.get('tides.json', 'utf-8')) : null);

export async function writeTides(tides) {
  await documents.put('tides.json', JSON.stringify(tides), 'utf8');
}

export const forgetTides = async () => documents.remove('tides.json');
