import * as files from './storage/files.js';

export const claim = (name) => files.create(`data/claims/${name}.txt`, name, { flag: 'wx', mode: 0o600 });
export const write = (name, text) => files.put(`data/claims/${name}.txt`, text, { flag: 'w' });
export const read = (name) => files.get(`data/claims/${name}.txt`, { encoding: 'utf8', flag: 'r' });
export const clear = () => files.removeFolder('data/claims');
export const copyAll = () => files.copyAll('data/claims', 'data/copies', { recursive: true });
export const copies = () => files.list('data/copies');
