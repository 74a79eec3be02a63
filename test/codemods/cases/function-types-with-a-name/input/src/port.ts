import fs from 'node:fs';
import type { Load, Source } from './types.js';

const high: Load<string[]> = (name) => JSON.parse(fs.readFileSync('data/tides.json', 'utf8'))[name];
const low: Load<string[]> = () => [];
const never: () => string[] = () => JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));

const source = (): Source => ({ load: (name) => high(name).concat(low(name), never()), title: () => 'Tides' });

export const show = (): string => {
  const from = source();
  return `${from.title()}: ${from.load('high').join()}`;
};
export const save = (rows: Record<string, string[]>): void => fs.writeFileSync('data/tides.json', JSON.stringify(rows));
