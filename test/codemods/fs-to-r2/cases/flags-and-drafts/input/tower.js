import fs from 'node:fs/promises';

export const claim = (name) => fs.writeFile(`data/claims/${name}.txt`, name, { flag: 'wx', mode: 0o600 });
export const write = (name, text) => fs.writeFile(`data/claims/${name}.txt`, text, { flag: 'w' });
export const read = (name) => fs.readFile(`data/claims/${name}.txt`, { encoding: 'utf8', flag: 'r' });
export const clear = () => fs.rmdir('data/claims');
export const copyAll = () => fs.cp('data/claims', 'data/copies', { recursive: true });
export const copies = () => fs.readdir('data/copies');
