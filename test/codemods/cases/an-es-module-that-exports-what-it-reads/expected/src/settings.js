import * as documents from './storage/documents.js';

const FILE = 'data/settings.json';

export const settings = (await documents.has(FILE)) ? JSON.parse(await documents.get(FILE, 'utf8')) : { name: 'New', places: [] };
export const places = settings.places.map((place) => place.toUpperCase());

export async function save(changed) {
  await documents.put(FILE, JSON.stringify(changed));
}

export default settings.name;
