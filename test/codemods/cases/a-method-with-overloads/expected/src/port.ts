import * as documents from './storage/documents.js';

interface Lookup {
  get(name: string): Promise<number>;
  get(names: string[]): Promise<number[]>;
}

export class Tides implements Lookup {
  get(name: string): Promise<number>;
  get(names: string[]): Promise<number[]>;
  async get(names: string | string[]): Promise<number | number[]> {
    const all: Record<string, number> = JSON.parse(await documents.get('data/tides.json', 'utf8'));
    return typeof names === 'string' ? all[names] ?? 0 : names.map((name) => all[name] ?? 0);
  }
}

export const level = async (lookup: Lookup, name: string): Promise<number> => (await lookup.get(name)) + 1;
export const levels = async (names: string[]): Promise<number> => (await new Tides().get(names)).length;
export const save = async (heights: Record<string, number>): Promise<void> => documents.put('data/tides.json', JSON.stringify(heights));
