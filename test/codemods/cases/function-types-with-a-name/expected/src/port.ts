import type { Load, Source } from './types.js';
import * as documents from './storage/documents.js';

const high: Load<string[]> = async (name) => JSON.parse(await documents.get('data/tides.json', 'utf8'))[name];
const low: Load<string[]> = async () => [];
const never: () => Promise<string[]> = async () => JSON.parse(await documents.get('data/tides.json', 'utf8'));

const source = (): Source => ({ load: async (name) => (await high(name)).concat(await low(name), await never()), title: () => 'Tides' });

export const show = async (): Promise<string> => {
  const from = source();
  return `${from.title()}: ${(await from.load('high')).join()}`;
};
export const save = async (rows: Record<string, string[]>): Promise<void> => documents.put('data/tides.json', JSON.stringify(rows));
