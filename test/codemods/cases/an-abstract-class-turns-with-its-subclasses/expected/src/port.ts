import { Empty } from './empty.js';
import { Tides } from './tides.js';

const tables = { tides: new Tides(), empty: new Empty() };

export const show = async (kind: 'tides' | 'empty'): Promise<string> => `${await tables[kind].heading()}: ${await tables[kind].longest()}`;
export const none = async (): Promise<boolean> => (await new Empty().rows()).length === 0;
export const save = async (rows: string[]): Promise<void> => tables.tides.save(rows, `${rows.length} rows`);
