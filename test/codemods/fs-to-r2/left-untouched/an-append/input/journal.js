import fs from 'node:fs/promises';

export const entry = (text) => fs.appendFile('data/journal.txt', `${text}\n`);
export const journal = () => fs.readFile('data/journal.txt', 'utf8');
