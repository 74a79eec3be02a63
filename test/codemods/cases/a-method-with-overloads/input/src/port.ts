import fs from 'node:fs';

interface Lookup {
  get(name: string): number;
  get(names: string[]): number[];
}

export class Tides implements Lookup {
  get(name: string): number;
  get(names: string[]): number[];
  get(names: string | string[]): number | number[] {
    const all: Record<string, number> = JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));
    return typeof names === 'string' ? all[names] ?? 0 : names.map((name) => all[name] ?? 0);
  }
}

export const level = (lookup: Lookup, name: string): number => lookup.get(name) + 1;
export const levels = (names: string[]): number => new Tides().get(names).length;
export const save = (heights: Record<string, number>): void => fs.writeFileSync('data/tides.json', JSON.stringify(heights));
