import * as documents from './storage/documents.js';

const FILE = 'data/dock.txt';

export async function load(): Promise<string> {
  return documents.get(FILE, 'utf8');
}

export async function save(text: string): Promise<void> {
  await documents.put(FILE, text);
}
