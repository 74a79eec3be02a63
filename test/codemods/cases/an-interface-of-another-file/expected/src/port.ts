import { type Titled } from './contracts/index.js';
import { Tides } from './tides.js';
import { Winds } from './winds.js';

const boards: Titled[] = [new Tides(), new Winds()];

export const headings = async (): Promise<string[]> => Promise.all(boards.map(async (board) => board.title()));
export const rename = async (title: string): Promise<void> => new Tides().rename(title);
