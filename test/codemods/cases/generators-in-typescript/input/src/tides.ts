import { readFileSync, writeFileSync } from 'node:fs';

export class Tides {
  *each(name: string): Generator<string, void> {
    yield* readFileSync(`data/${name}.tides.txt`, 'utf8').split('\n');
  }

  static *all(names: string[]): IterableIterator<string> {
    for (const name of names) yield* new Tides().each(name);
  }
}

export function save(name: string, text: string): void {
  writeFileSync(`data/${name}.tides.txt`, text);
}

export function longest(names: string[]): string {
  let found = '';
  for (const line of Tides.all(names)) if (line.length > found.length) found = line;
  return found;
}

export function firstOf(names: string[]): [string | undefined, string[]] {
  const [first] = Tides.all(names);
  return [first, [...new Set(Tides.all(names))]];
}
