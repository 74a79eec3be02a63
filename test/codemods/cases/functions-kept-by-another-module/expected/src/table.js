import { load } from './port.js';

export const table = [load];
export const first = async (list = table) => Promise.all(list.map(async (read) => read()));
