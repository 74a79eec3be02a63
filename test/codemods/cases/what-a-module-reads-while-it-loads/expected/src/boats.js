import path from 'node:path';
import * as documents from './storage/documents.js';

const FOLDER = 'data';
const FILE = path.join(FOLDER, 'boats.json');

// All boats, the newest last.
let boats, names;

// Read when it is first needed: storage is not there while the module loads.
const load = async () => {
  let boats = [];
  const text = await documents.getOrNone(FILE, 'utf8');
  if (text !== null) {
    boats = JSON.parse(text);
  }
  const names = new Set(boats.map((boat) => boat.name));
  return { boats, names };
};
let loaded = false;
const ready = async () => {
  if (loaded) return;
  const first = await load();
  if (loaded) return;
  ({ boats, names } = first);
  loaded = true;
};

const isKnown = (name) => names.has(name);

export const all = async () => { await ready(); return boats; };

export async function described(list) {
  await ready();
  return list.map((name) => (isKnown(name) ? `${name} (${boats.find((boat) => boat.name === name).number})` : name)).join(', ');
}

// Seen from the next start on.
export async function add(name) {
  await ready();
  const text = await documents.getOrNone(FILE, 'utf8');
  const list = text !== null ? JSON.parse(text) : [];
  list.push({ name, number: list.length + 1 });
  await documents.put(FILE, JSON.stringify(list));
}
