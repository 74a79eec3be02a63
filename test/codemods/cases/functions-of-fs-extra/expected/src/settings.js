import * as documents from './storage/documents.js';

const FILE = 'data/settings.json';

export const load = async () => (await documents.loadJson(FILE, { throws: false })) ?? {};

export async function save(settings) {
  documents.ensureFolderSync('data');
  await documents.writeJson(FILE, settings);
}

export const forget = async () => documents.removeTree(FILE);
