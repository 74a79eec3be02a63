import { Settings } from './settings.js';
import * as documents from './storage/documents.js';

const settings = new Settings();
let title;

// Read when it is first needed: storage is not there while the module loads.
const load = async () => {
  const title = (await settings.all()).title ?? 'Quay';
  return title;
};
let loaded = false;
const ready = async () => {
  if (loaded) return;
  const first = await load();
  if (loaded) return;
  title = first;
  loaded = true;
};

export const save = async (value) => { await ready(); return documents.put('data/settings.json', JSON.stringify(value)); };
export async function show() {
  await ready();
  return `# ${title}`;
}
