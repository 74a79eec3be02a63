import * as files from './storage/files.js';

const FILE = 'data/guests.json';

export async function add(name) {
  return files.atomically(async () => {
    let guests = [];
    const text = await files.getOrNone(FILE, 'utf8');
    if (text !== null) {
      guests = JSON.parse(text);
    }
    guests.push(name);
    await files.put(FILE, JSON.stringify(guests));
    return guests.length;
  });
}

export async function remove(name) {
  return files.atomically(async () => {
    const text = await files.getOrNone(FILE, 'utf8');
    if (text === null) return false;
    const guests = JSON.parse(text);
    await files.put(FILE, JSON.stringify(guests.filter((guest) => guest !== name)));
    return guests.includes(name);
  });
}

export const list = async () => JSON.parse((await files.getOrNone(FILE, 'utf8')) ?? '[]');
