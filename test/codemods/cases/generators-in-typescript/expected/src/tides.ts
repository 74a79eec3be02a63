import * as documents from './storage/documents.js';

// All that an async generator gives, or the first so many, behind which it ends.
async function gathered<Item>(items: AsyncIterable<Item>, most = Infinity): Promise<Item[]> {
  const found: Item[] = [];
  if (most > 0) for await (const item of items) if (found.push(item) >= most) break;
  return found;
}

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

export async function firstOf(names: string[]): Promise<[string | undefined, string[]]> {
  const [first] = await gathered(Tides.all(names), 1);
  return [first, [...new Set(await gathered(Tides.all(names)))]];
}
