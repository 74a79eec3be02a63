import * as files from './storage/files.js';

export class Shelf {
  async load() {
    return JSON.parse(await files.get('data/shelf.json', 'utf8'));
  }

  async save(all) {
    await files.put('data/shelf.json', JSON.stringify(all));
  }
}

const VERBS = ['get', 'post'];
const places = [];

export function offer(router, endpoints) {
  for (const { verb, at } of endpoints) {
    const method = verb.toLowerCase();
    if (!VERBS.includes(method)) {
      continue;
    }
    router[method](at, () => places.push(at));
  }
  return places;
}

export function registered(session, wanted) {
  if (typeof wanted.load !== 'string' || typeof wanted.save !== 'string') {
    return null;
  }
  session.wanted = { load: wanted.load, save: wanted.save };
  return session.wanted;
}

export const shared = { shelf: new Shelf(), ways: [] };
