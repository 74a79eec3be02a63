import { type Titled } from './contracts/index.js';
import { Tides } from './tides.js';
import { Winds } from './winds.js';

const boards: Titled[] = [new Tides(), new Winds()];

export const headings = (): string[] => boards.map((board) => board.title());
export const rename = (title: string): void => new Tides().rename(title);
