import * as documents from './storage/documents.js';

export class Tides {
  async *each(name: string): AsyncGenerator<string, void> {
    yield* (await documents.get(`data/${name}.tides.txt`, 'utf8')).split('\n');
  }

  static async *all(names: string[]): AsyncIterableIterator<string> {
    for (const name of names) yield* new Tides().each(name);
  }
}

export async function save(name: string, text: string): Promise<void> {
  await documents.put(`data/${name}.tides.txt`, text);
}

export async function longest(names: string[]): Promise<string> {
  let found = '';
  for await (const line of Tides.all(names)) if (line.length > found.length) found = line;
  return found;
}
