import { Empty } from './empty.js';
import { Tides } from './tides.js';

const tables = { tides: new Tides(), empty: new Empty() };

export const show = (kind: 'tides' | 'empty'): string => `${tables[kind].heading()}: ${tables[kind].longest()}`;
export const none = (): boolean => new Empty().rows().length === 0;
export const save = (rows: string[]): void => tables.tides.save(rows, `${rows.length} rows`);
