import * as documents from './storage/documents.js';

const FILE = 'data/settings.json';

const text = await documents.getOrNone(FILE, 'utf8');
export const settings = text !== null ? JSON.parse(text) : { name: 'New', places: [] };
export const places = settings.places.map((place) => place.toUpperCase());

export async function save(changed) {
  await documents.put(FILE, JSON.stringify(changed));
}

export default settings.name;
