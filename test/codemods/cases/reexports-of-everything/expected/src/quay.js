import { load, read, save, store } from './index.js';

export const total = async () => (await load('a')).n + (await read('b')).n + (await store.load('a')).n;
export { save };
