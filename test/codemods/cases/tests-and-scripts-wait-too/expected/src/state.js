import * as documents from './storage/documents.js';

export async function load() {
  try {
    return JSON.parse(await documents.get('data/state.json', 'utf8'));
  } catch {
    return null;
  }
}

export const save = async (state) => documents.put('data/state.json', JSON.stringify(state));
